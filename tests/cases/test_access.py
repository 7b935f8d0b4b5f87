"""Who may know of which case, and how lists are walked (domain.md 2.7, 4.1)."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cases import access, moves, queries
from cases.errors import NoSuchCase
from cases.kinds import AboutWhom, IdentityMode, Kind, Queue, Role, State
from cases.models import Case
from cases.queries import Filters, Sort, View
from cases.recusal import exclusions
from cases.recusal.models import Why
from cases.sealing import granting
from cases.sealing.models import CaseKeyWrap, Holder, Purpose
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import Move
from tests.builders import DAY, HOUR, NOW, make_bare_case, make_case, make_officer
from tests.teams import make_team


def walked(session: Session, officer: Officer, filters: Filters, sort: Sort) -> list[Case]:
    """All pages, one behind the other."""
    found: list[Case] = []
    page = queries.listed(session, officer, NOW, filters, sort)
    found += page.cases
    while page.after:
        page = queries.listed(session, officer, NOW, filters, sort, page.after)
        found += page.cases
    return found


def seen(session: Session, officer: Officer, view: View | None = None) -> list[Case]:
    return walked(session, officer, Filters(view=view), Sort.RECEIVED)


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        (Kind.CONSULTATION, "intake_clerk triage_officer deputy_leader team_leader"),
        (Kind.SUGGESTION, "intake_clerk triage_officer handler reviewer deputy_leader team_leader"),
        (Kind.COMPLAINT, "intake_clerk triage_officer handler reviewer deputy_leader team_leader"),
        (Kind.TIP_OFF, "triage_officer deputy_leader team_leader"),
        (Kind.APPEAL, "triage_officer deputy_leader team_leader"),
    ],
)
def test_each_queue_is_open_to_its_roles(session: Session, kind: Kind, roles: str) -> None:
    case = make_case(session, kind=kind)
    others = {role: make_officer(session, role) for role in Role}
    officers = others | make_team(session)
    assert {role for role, officer in officers.items() if access.sees(session, officer, case)} == set(roles.split())


def test_a_number_that_is_hidden_is_as_unknown_as_one_that_is_not_there(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    for number in (case.number, "00000000"):
        with pytest.raises(NoSuchCase) as refusal:
            access.find(session, make_team(session)[Role.TEAM_LEADER], number)
        assert str(refusal.value) == ""


def test_a_recused_officer_cannot_see_that_the_case_exists(session: Session) -> None:
    case, triage = make_case(session), make_team(session)[Role.TRIAGE_OFFICER]
    exclusions.exclude(session, case, triage.staff_id, Why.NAMED, "系统", NOW)
    assert seen(session, triage) == []
    assert queries.counted(session, triage, NOW) == 0
    with pytest.raises(NoSuchCase):
        queries.file_of(session, triage, case.number)


def test_without_its_key_a_confidential_case_is_not_there(session: Session) -> None:
    case, triage = make_case(session, kind=Kind.TIP_OFF), make_team(session)[Role.TRIAGE_OFFICER]
    assert access.sees(session, triage, case)
    session.query(CaseKeyWrap).filter_by(case_id=case.id, staff_id=triage.staff_id).delete()
    assert not access.sees(session, triage, case)


def test_of_a_case_about_the_leader_nobody_of_the_team_knows_whatever_else_they_are(session: Session) -> None:
    case = make_case(session, kind=Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    liaison = make_team(session)[Role.SUPERIOR_LIAISON]
    assert access.sees(session, liaison, case)
    both = Officer(liaison.staff_id, liaison.name, liaison.roles | {Role.TRIAGE_OFFICER})
    assert not access.sees(session, both, case)


def test_a_handler_sees_of_the_tip_offs_what_is_in_his_hands(session: Session) -> None:
    case, handler = make_case(session, kind=Kind.TIP_OFF), make_officer(session, Role.HANDLER)
    account = session.get_one(Staff, handler.staff_id)
    granting.grant(session, make_team(session)[Role.TEAM_LEADER], case, account, NOW)
    assert not access.sees(session, handler, case)
    case.holder_id = handler.staff_id
    assert access.sees(session, handler, case)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_department_sees_suggestions_and_complaints_given_to_it(session: Session, kind: Kind) -> None:
    officer = make_officer(session, Role.DEPARTMENT_LIAISON)
    liaison = Officer(officer.staff_id, officer.name, officer.roles, "商务局")
    case = make_bare_case(session, kind, department="商务局")
    assert access.sees(session, liaison, case) is (case.queue in (Queue.SUGGESTION, Queue.PETITION))
    case.department = "教育局"
    assert not access.sees(session, liaison, case)


def test_a_liaison_without_a_department_sees_nothing(session: Session) -> None:
    make_bare_case(session, department=None)
    assert seen(session, make_officer(session, Role.DEPARTMENT_LIAISON)) == []


@pytest.mark.parametrize("role", [Role.STATISTICIAN, Role.AUDITOR, Role.SYSADMIN, Role.FAQ_EDITOR])
def test_who_handles_no_cases_sees_none(session: Session, role: Role) -> None:
    for kind in Kind:
        make_bare_case(session, kind)
    assert seen(session, make_officer(session, role)) == []


def test_the_security_officer_sees_requests_about_personal_data_and_nothing_else(session: Session) -> None:
    cases = {kind: make_bare_case(session, kind) for kind in Kind}
    assert seen(session, make_officer(session, Role.SECURITY_ADMIN)) == [cases[Kind.DATA_RIGHTS]]


TODAY = date(2026, 5, 6)
VIEWS: dict[View, dict[str, Any]] = {
    View.UNCLAIMED: {},
    View.DUE_SOON: {"due_on": date(2026, 5, 9), "holder_id": 0},
    View.OVERDUE: {"due_on": date(2026, 5, 5), "holder_id": 0},
    View.SEALED: {"kind": Kind.TIP_OFF, "queue": Queue.TIP_OFF, "holder_id": 0},
    View.URGENT: {"urgent": True, "holder_id": 0},
    View.QUALITY: {"quality_since": NOW, "closed_at": NOW, "holder_id": 0},
    View.TO_ARCHIVE: {"state": State.FEEDBACK_GIVEN, "closed_at": NOW, "holder_id": 0},
}


def make_wrap(session: Session, case: Case, officer: Officer) -> None:
    """A right to read a case that has no words."""
    wrap = CaseKeyWrap(case_id=case.id, purpose=Purpose.CASE, holder=Holder.STAFF, staff_id=officer.staff_id)
    wrap.wrapped, wrap.by, wrap.at = b"", "system", NOW
    session.add(wrap)
    session.flush()


def test_each_view_shows_its_own_and_nothing_else(session: Session) -> None:
    officer, other = make_team(session)[Role.TEAM_LEADER], make_officer(session, Role.HANDLER)
    cases = {}
    for view, columns in VIEWS.items():
        held = {"holder_id": other.staff_id} if "holder_id" in columns else {}
        cases[view] = make_bare_case(session, **columns | held)
    make_wrap(session, cases[View.SEALED], officer)
    cases[View.MINE] = make_bare_case(session, holder_id=officer.staff_id)
    assert {view: seen(session, officer, view) for view in View} == {view: [case] for view, case in cases.items()}


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_lie_end_to_end(session: Session, monkeypatch: pytest.MonkeyPatch, sort: Sort) -> None:
    monkeypatch.setattr("cases.queries.PAGE", 2)
    officer = make_team(session)[Role.TEAM_LEADER]
    dues = [None, date(2026, 5, 8), date(2026, 5, 7), date(2026, 5, 7), None, date(2026, 5, 9), None]
    cases = [make_bare_case(session, received_at=NOW + DAY * (n // 2), due_on=due) for n, due in enumerate(dues)]
    newest = sorted(cases, key=lambda case: (case.received_at, case.id), reverse=True)
    urgent = sorted(cases, key=lambda case: (case.due_on is None, case.due_on or TODAY, case.id))
    assert walked(session, officer, Filters(), sort) == (newest if sort is Sort.RECEIVED else urgent)


def test_filters_narrow_what_is_listed_and_counted(session: Session) -> None:
    officer = make_team(session)[Role.TEAM_LEADER]
    wanted = make_bare_case(session, section="三(三)", subdistrict="海城街道")
    make_bare_case(session, section="三(三)", subdistrict="星海街道", state=State.ARCHIVED, closed_at=NOW)
    for filters in (Filters(subdistrict="海城街道"), Filters(state=State.REGISTERED), Filters(is_open=True)):
        assert walked(session, officer, filters, Sort.DUE) == [wanted]
        assert queries.counted(session, officer, NOW, filters) == 1
    assert queries.counted(session, officer, NOW, Filters(section="三(三)")) == 2


def test_a_count_ends_behind_999(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.queries.MOST_COUNTED", 2)
    for _ in range(5):
        make_bare_case(session)
    assert queries.counted(session, make_team(session)[Role.TEAM_LEADER], NOW) == 3


def test_a_confidential_case_that_has_no_key_is_for_nobody(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF)
    assert not any(access.sees(session, officer, case) for officer in make_team(session).values())


@pytest.mark.parametrize("queue", [None, Queue.SEALED_OWN_TEAM])
@pytest.mark.parametrize("kind", list(Kind))
def test_to_be_archived_is_what_a_move_lets_be_archived(session: Session, kind: Kind, queue: Queue | None) -> None:
    leader = make_team(session)[Role.TEAM_LEADER]
    cases = []
    for state, mode in product(State, IdentityMode):
        where: dict[str, Any] = {"queue": queue} if queue else {}
        cases.append(make_bare_case(session, kind, state=state, identity_mode=mode, **where))
        make_wrap(session, cases[-1], leader)
    visible = [case for case in cases if access.sees(session, leader, case)]
    wanted = [case for case in visible if any(way.move is Move.ARCHIVE for way in moves.ways(session, case))]
    shown = queries.counted(session, leader, NOW, Filters(view=View.TO_ARCHIVE))
    listed = queries.listed(session, leader, NOW, Filters(view=View.TO_ARCHIVE), Sort.DUE).cases
    assert list(listed) == wanted
    assert shown == len(wanted)


def test_what_can_still_be_taken_back_is_not_to_be_archived_yet(session: Session) -> None:
    leader = make_team(session)[Role.TEAM_LEADER]
    make_bare_case(session, state=State.WITHDRAWN, withdrawn_at=NOW - HOUR)
    over = make_bare_case(session, state=State.WITHDRAWN, withdrawn_at=NOW - 2 * DAY)
    assert seen(session, leader, View.TO_ARCHIVE) == [over]
