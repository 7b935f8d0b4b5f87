"""INV-F1, F2, A1 and P1 of domain.md 2.8: nobody is branded, cleared in public or ranked away by this program."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import kinds, protection, queries, staff_notices
from cases.deadlines.models import Deadline
from cases.deadlines.rule import RuleId
from cases.draft_body import DraftIdentity
from cases.errors import NotAllowed, Unreadable
from cases.history import What
from cases.kinds import IdentityMode, Kind, Labelled, Role
from cases.models import Base
from cases.queries import Filters, Sort
from cases.staff_notices import Notice
from cases.times import local_date
from cases.transitions import Move
from tests.builders import NOW, make_case, make_person
from tests.cases.test_routing import OFFICE
from tests.teams import make_team

SIGNED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")
BRANDS = ("false_accus", "诬告", "诬陷", "slander")
CLEARED = ("clarif", "澄清")
some = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def vocabulary() -> set[str]:
    """Every word that can stand in a row: members and labels of the closed sets, tables and columns."""
    sets: list[type[Labelled]] = [Move]
    sets += [value for value in vars(kinds).values() if isinstance(value, type) and issubclass(value, Labelled)]
    words = {text for one in sets for member in one for text in (member.value, member.label)}
    columns = {name for table in Base.metadata.tables.values() for name in (table.name, *table.columns.keys())}
    return words | columns | {what.value for what in What}


def test_inv_f1_the_program_has_no_word_for_a_false_accusation() -> None:
    assert len(vocabulary()) > 200
    assert not [word for word in vocabulary() for brand in BRANDS if brand in word.lower()]


def test_inv_f2_the_program_clears_nobody_in_public() -> None:
    assert not [word for word in vocabulary() for clear in CLEARED if clear in word.lower()]


@given(kind=st.sampled_from(Kind), text=st.text("村口的路灯坏了三天晚上看不见", min_size=12, max_size=30))
@some
def test_inv_a1_who_does_not_sign_is_heard_in_the_same_queue_and_listed_in_the_same_order(session, kind, text) -> None:
    with session.begin_nested() as undo:
        officer = make_team(session)[Role.TEAM_LEADER]
        signed, silent = make_case(session, text, kind, identity=SIGNED), make_case(session, text, kind)
        assert (signed.queue, signed.state, signed.urgent) == (silent.queue, silent.state, silent.urgent)
        seen = queries.listed(session, officer, NOW, Filters(queue=silent.queue), Sort.RECEIVED).cases
        assert [case.id for case in seen if case in (signed, silent)] in ([silent.id, signed.id], [])
        undo.rollback()


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.COMPLAINT])
def test_inv_p1_a_request_for_protection_is_with_the_leader_the_same_day(session: Session, kind: Kind) -> None:
    leader, case = make_team(session)[Role.TEAM_LEADER], make_case(session, kind=kind)
    protection.ask(session, OFFICE, case, "村里有人威胁我", NOW)
    assert Notice.PROTECTION in {row.what for row in staff_notices.unseen_for(session, leader)}
    due = session.scalars(select(Deadline).where(Deadline.rule == RuleId.DL20)).one()
    assert due.due_on == local_date(NOW)


def test_inv_p1_one_that_accuses_the_leader_passes_him_by(session: Session) -> None:
    team, leader = make_team(session), make_person(session, "王建国", Role.TEAM_LEADER)
    liaison = team[Role.SUPERIOR_LIAISON]
    case = make_case(session, kind=Kind.COMPLAINT)
    request = protection.ask(session, OFFICE, case, "王建国威胁我", NOW)
    assert Notice.PROTECTION not in {row.what for row in staff_notices.unseen_for(session, leader)}
    assert protection.words_of(session, liaison, request) == "王建国威胁我"
    for officer in (leader, team[Role.DEPUTY_LEADER], team[Role.TEAM_LEADER]):
        with pytest.raises(Unreadable):
            protection.words_of(session, officer, request)
        with pytest.raises((NotAllowed, protection.NoSuchCase)):
            protection.take(session, officer, request, "已约谈", NOW)
    protection.take(session, liaison, request, "已派人", NOW)
    assert request.taken_by == liaison.name
