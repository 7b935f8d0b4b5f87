"""What is entered by hand is a case like any other, and whoever entered it is its registrar."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from cases import access, content, entry, history, moves
from cases.deadlines import counting
from cases.deadlines.rule import RuleId
from cases.draft_body import DraftIdentity
from cases.entry import Arrival
from cases.errors import HandOffOnly, Incomplete, NoSuchCase, NotAllowed, SamePerson, Unreadable
from cases.history import What
from cases.kinds import AboutWhom, IdentityMode, Kind, Queue, Role, Source, State
from cases.models import Case, Message
from cases.routing.jurisdiction import NOWHERE
from cases.sealing.reading import officer_reader
from cases.staff.officer import Officer
from cases.times import local_date
from cases.transitions import Move, Part
from db.migrate import downgrade, upgrade
from db.session import make_engine, read_scope, write_scope
from tests import databases
from tests.builders import DAY, NOW, RECOVERY, make_bare_case, make_body, make_code, make_officer, make_readers

TODAY = local_date(NOW)
NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")


def make_clerk(session: Session) -> Officer:
    return make_officer(session, Role.INTAKE_CLERK, name="wu-intake")


def make_entry(
    session: Session,
    clerk: Officer,
    kind: Kind = Kind.COMPLAINT,
    source: Source = Source.CALL,
    on: date = TODAY,
    **fields: object,
) -> Case:
    body = make_body("村口的路灯坏了两个月", kind, **fields)
    return entry.enter(session, RECOVERY.public, clerk, make_code(), body, Arrival(source, on), NOW, NOWHERE)


def test_a_call_waits_where_the_same_words_would_wait_online(session: Session) -> None:
    case = make_entry(session, make_clerk(session))
    assert (case.source, case.queue, case.state) == (Source.CALL, Queue.PETITION, State.REGISTERED)


def test_deadlines_count_from_the_day_the_letter_came(session: Session) -> None:
    earlier = TODAY - 5 * DAY
    case = make_entry(session, make_clerk(session), source=Source.LETTER, on=earlier)
    assert local_date(case.received_at) == earlier
    assert {row.started_on for row in counting.of_case(session, case)} == {earlier}


def test_what_is_said_to_have_come_tomorrow_is_refused_and_not_stored(session: Session) -> None:
    with pytest.raises(Incomplete):
        make_entry(session, make_clerk(session), on=TODAY + DAY)
    assert session.query(Case).count() == 0


def test_entering_is_registering_so_that_nobody_has_to_confirm_it_again(session: Session) -> None:
    clerk = make_clerk(session)
    case = make_entry(session, clerk)
    assert Move.CONFIRM not in moves.possible(session, clerk, case)
    assert not [row for row in counting.of_case(session, case) if row.rule is RuleId.DL01 and row.open]


def test_who_entered_a_tip_off_can_never_handle_or_review_it(session: Session) -> None:
    make_readers(session)
    clerk = make_clerk(session)
    case = make_entry(session, clerk, Kind.TIP_OFF)
    for part in (Part.HANDLER, Part.REVIEWER):
        with pytest.raises(SamePerson):
            moves.require_apart(session, clerk.name, case, part)


def test_what_a_clerk_entered_as_a_tip_off_the_clerk_cannot_read_again(session: Session) -> None:
    make_readers(session)
    clerk = make_clerk(session)
    case = make_entry(session, clerk, Kind.TIP_OFF, identity=NAMED)
    message = session.scalars(select(Message)).one()
    assert not access.sees(session, clerk, case)
    with pytest.raises(Unreadable):
        content.read(session, message, officer_reader(clerk))


def test_of_a_tip_off_no_more_than_the_day_is_kept(session: Session) -> None:
    make_readers(session)
    case = make_entry(session, make_clerk(session), Kind.TIP_OFF)
    line = history.last(session, case, What.ENTERED)
    assert case.received_at == line.at == case.clock(NOW) != NOW


def test_what_nobody_may_read_is_not_stored(session: Session) -> None:
    with pytest.raises(HandOffOnly):
        make_entry(session, make_clerk(session), Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    assert session.query(Case).count() == 0


@pytest.mark.parametrize("role", [Role.HANDLER, Role.REVIEWER, Role.TEAM_LEADER, Role.DEPARTMENT_LIAISON])
def test_only_who_registers_enters(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowed):
        make_entry(session, make_officer(session, role))


def test_scans_are_added_by_who_entered_it_and_only_for_a_day(session: Session) -> None:
    make_readers(session)
    clerk, other = make_clerk(session), make_officer(session, Role.INTAKE_CLERK)
    case = make_entry(session, clerk, Kind.TIP_OFF)
    assert entry.own(session, clerk, case.number, NOW + DAY) is case
    for who, when in ((other, NOW), (clerk, NOW + 2 * DAY)):
        with pytest.raises(NoSuchCase):
            entry.own(session, who, case.number, when)


def test_nothing_that_came_online_is_anybodys_to_add_scans_to(session: Session) -> None:
    with pytest.raises(NoSuchCase):
        entry.own(session, make_clerk(session), make_bare_case(session).number, NOW)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_what_was_there_before_came_online_and_the_column_goes_and_comes_back(tmp_path: Path, kind: str) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/a.db" if kind == "sqlite" else databases.empty_postgresql())
    upgrade(engine)
    with write_scope(engine) as session:
        make_bare_case(session, source=Source.LETTER)
    downgrade(engine, "0011")
    assert _columns_with_source(engine) == 0
    upgrade(engine)
    with read_scope(engine) as session:
        assert session.scalars(select(Case)).one().source is Source.ONLINE
    engine.dispose()


def _columns_with_source(engine: Engine) -> int:
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM cases")).mappings().one()
    return sum(name == "source" for name in row)
