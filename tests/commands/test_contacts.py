"""What two officers found out about a contact goes into what the bot speaks by."""

from pathlib import Path

from bulletin import profile
from cases import contact_checks
from cases.contact_checks import ContactStatus
from cases.kinds import Role
from cases.staff.officer import Officer
from commands import contacts, deployment, models
from db.session import write_scope
from settings import Settings
from tests.builders import NOW
from wording import Wording

PHONE, RIGHT = "0577-85851359", "0577-85851350"
CLERK, LEADER = (
    Officer(1, "clerk", frozenset({Role.INTAKE_CLERK})),
    Officer(2, "leader", frozenset({Role.TEAM_LEADER})),
)


def test_a_confirmed_contact_has_its_right_value_and_day_and_is_no_longer_missing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="")
    database, known = models.opened(settings), profile.load(settings.bulletin)[1]
    assert any(PHONE in line for line in deployment.missing(settings, Wording.load()))
    with write_scope(database) as session:
        found = contact_checks.propose(
            session, CLERK, known.id, PHONE, ContactStatus.VERIFIED, RIGHT, "去函，有回函", NOW
        )
        contact_checks.decide(session, LEADER, found.id, NOW, confirmed=True)
    of_phone = next(one for one in contacts.checked(database, known).contacts if one.published_value == PHONE)
    assert (of_phone.status, of_phone.verified_value, str(of_phone.verified_on)) == ("verified", RIGHT, "2026-05-06")
    assert not any(PHONE in line for line in deployment.missing(settings, Wording.load()))
