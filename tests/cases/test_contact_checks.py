"""A contact detail is right when one officer has found it out and another has confirmed it."""

import pytest
from sqlalchemy.orm import Session

from cases import contact_checks
from cases.contact_checks import ContactCheck, ContactStatus
from cases.errors import NotAllowed, ReasonNeeded, SamePerson, Stale
from cases.kinds import Role
from cases.staff.officer import Officer
from tests.builders import NOW

BULLETIN, PHONE, HOW = "zhenan-2018", "0577-85851359", "5月6日试拨，对方是本组值班室"
CLERK = Officer(1, "clerk", frozenset({Role.INTAKE_CLERK}))
LEADER = Officer(2, "leader", frozenset({Role.TEAM_LEADER}))


def found(
    session: Session, status: ContactStatus = ContactStatus.VERIFIED, value: str = PHONE, how: str = HOW
) -> ContactCheck:
    return contact_checks.propose(session, CLERK, BULLETIN, PHONE, status, value, how, NOW)


def test_what_one_officer_found_counts_for_nothing_yet(session: Session) -> None:
    found(session)
    assert not contact_checks.confirmed(session, BULLETIN)


def test_another_officer_makes_it_count(session: Session) -> None:
    contact_checks.decide(session, LEADER, found(session).id, NOW, confirmed=True)
    row = contact_checks.confirmed(session, BULLETIN)[PHONE]
    assert (row.status, row.value, row.proposed_by, row.decided_by) == ("verified", PHONE, "clerk", "leader")
    assert not contact_checks.confirmed(session, "another-bulletin")


def test_nobody_confirms_what_they_found_themselves(session: Session) -> None:
    check = found(session)
    with pytest.raises(SamePerson):
        contact_checks.decide(session, CLERK, check.id, NOW, confirmed=True)


def test_who_found_it_may_take_it_back(session: Session) -> None:
    contact_checks.decide(session, CLERK, found(session).id, NOW, confirmed=False)
    assert not contact_checks.confirmed(session, BULLETIN)


def test_it_is_decided_once(session: Session) -> None:
    check = found(session)
    contact_checks.decide(session, LEADER, check.id, NOW, confirmed=False)
    with pytest.raises(Stale):
        contact_checks.decide(session, LEADER, check.id, NOW, confirmed=True)


def test_the_last_that_was_confirmed_counts(session: Session) -> None:
    for status in (ContactStatus.VERIFIED, ContactStatus.RETIRED):
        contact_checks.decide(session, LEADER, found(session, status).id, NOW, confirmed=True)
    row = contact_checks.confirmed(session, BULLETIN)[PHONE]
    assert (row.status, row.value) == (ContactStatus.RETIRED, None)


@pytest.mark.parametrize(("value", "how"), [("", HOW), (PHONE, " ")])
def test_it_takes_the_right_value_and_how_it_was_found(session: Session, value: str, how: str) -> None:
    with pytest.raises(ReasonNeeded):
        found(session, value=value, how=how)


def test_who_edits_answers_alone_checks_no_contact(session: Session) -> None:
    editor = Officer(3, "editor", frozenset({Role.FAQ_EDITOR}))
    with pytest.raises(NotAllowed):
        contact_checks.propose(session, editor, BULLETIN, PHONE, ContactStatus.VERIFIED, PHONE, HOW, NOW)
