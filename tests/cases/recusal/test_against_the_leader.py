"""Who accuses the leader only in an addition is heard by the dispatching organ alone (domain.md 2.7 INV-R4, 4.2 R1)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, content, following, history
from cases.deadlines.models import Deadline
from cases.deadlines.rule import RuleId
from cases.errors import HandOffOnly
from cases.history import What
from cases.kinds import AboutWhom, Kind, Queue, Role, State
from cases.models import Case, Message
from cases.sealing.reading import officer_reader
from cases.staff.models import Staff
from tests.builders import NOW, make_case, make_person, make_readers
from tests.cases.test_routing import OFFICE

LEADER = "周国强"
SAID = f"后来才知道，{LEADER}也收了钱，就在饭店里"


@pytest.fixture
def case(session: Session) -> Case:
    make_readers(session)
    session.get_one(Staff, make_readers(session)[Role.TEAM_LEADER].staff_id).display_name = LEADER
    return make_case(session, "村里的会计收了红包，在饭店", Kind.TIP_OFF)


def add(session: Session, case: Case, text: str = SAID) -> Message:
    return following.add_message(session, case, text, NOW, OFFICE)


def test_what_accuses_the_leader_is_a_record_of_its_own_that_nobody_of_the_team_knows_of(
    session: Session, case: Case
) -> None:
    apart, readers = add(session, case).case, make_readers(session)
    assert (apart.queue, apart.state) == (Queue.SEALED_TEAM_LEADER, State.SEALED)
    knowing = {role for role, officer in readers.items() if access.sees(session, officer, apart)}
    assert knowing == {Role.SUPERIOR_LIAISON}


def test_the_liaison_reads_the_words_and_they_are_nowhere_else(session: Session, case: Case) -> None:
    message, liaison = add(session, case), make_readers(session)[Role.SUPERIOR_LIAISON]
    assert content.read(session, message, officer_reader(liaison)).decode() == SAID
    assert len(session.scalars(select(Message).where(Message.case_id == case.id)).all()) == 1
    assert not any(SAID.encode() in row.content for row in session.scalars(select(Message)))


def test_the_leader_can_open_the_case_no_longer_and_the_others_still_can(session: Session, case: Case) -> None:
    add(session, case)
    readers = make_readers(session)
    assert not access.sees(session, readers[Role.TEAM_LEADER], case)
    assert access.sees(session, readers[Role.DEPUTY_LEADER], case)


def test_nothing_in_the_case_tells_that_something_was_added(session: Session, case: Case) -> None:
    before = case.state
    add(session, case)
    assert history.last(session, case, What.MESSAGE_ADDED) is None
    assert case.state is before


def test_it_is_to_be_delivered_within_a_working_day(session: Session, case: Case) -> None:
    apart = add(session, case).case
    rules = session.scalars(select(Deadline.rule).where(Deadline.case_id == apart.id)).all()
    assert rules == [RuleId.DL03]


def test_without_a_liaison_nothing_is_stored(session: Session, case: Case) -> None:
    session.get_one(Staff, make_readers(session)[Role.SUPERIOR_LIAISON].staff_id).active = False
    with pytest.raises(HandOffOnly):
        add(session, case)
    assert session.scalars(select(Case.id)).all() == [case.id]
    assert access.sees(session, make_readers(session)[Role.TEAM_LEADER], case)


def test_an_addition_about_others_stays_in_the_case(session: Session, case: Case) -> None:
    make_person(session, "王建国", Role.HANDLER)
    assert add(session, case, "王建国也在场，当时在饭店").case is case


def test_what_is_about_the_leader_already_is_not_split_again(session: Session, case: Case) -> None:
    upward = make_case(session, "组长收了红包，在饭店", Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    assert add(session, upward).case is upward


def test_a_suggestion_that_names_the_leader_stays_open_to_the_others(session: Session, case: Case) -> None:
    suggestion = make_case(session)
    assert add(session, suggestion, f"{LEADER}说过要装的").case is suggestion
    readers = make_readers(session)
    assert not access.sees(session, readers[Role.TEAM_LEADER], suggestion)
    assert access.sees(session, readers[Role.DEPUTY_LEADER], suggestion)
