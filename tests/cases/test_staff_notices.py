"""Staff are told of what they may know, in rows without any word of a citizen."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import staff_notices
from cases.kinds import Kind, Queue, Role
from cases.recusal.models import Recusal, Why
from cases.staff_notices import Notice, StaffNotice
from tests.builders import NOW, make_bare_case, make_case, make_officer, make_readers


def roles_told(session: Session, what: Notice) -> set[Role | None]:
    return set(session.scalars(select(StaffNotice.role).where(StaffNotice.what == what)))


@pytest.mark.parametrize(
    ("kind", "queue", "roles"),
    [
        (Kind.SUGGESTION, Queue.SUGGESTION, {Role.INTAKE_CLERK}),
        (Kind.COMPLAINT, Queue.PETITION, {Role.INTAKE_CLERK}),
        (Kind.TIP_OFF, Queue.TIP_OFF, {Role.TRIAGE_OFFICER}),
        (Kind.APPEAL, Queue.APPEAL, {Role.TRIAGE_OFFICER}),
        (Kind.TIP_OFF, Queue.SEALED_SUPERIOR, {Role.TEAM_LEADER, Role.SUPERIOR_LIAISON}),
        (Kind.COMPLAINT, Queue.SEALED_OWN_TEAM, {Role.TEAM_LEADER, Role.INTERNAL_SUPERVISOR}),
        (Kind.TIP_OFF, Queue.SEALED_TEAM_LEADER, {Role.SUPERIOR_LIAISON}),
    ],
)
def test_a_new_case_is_announced_to_those_who_take_it_in_hand(session: Session, kind, queue, roles) -> None:
    staff_notices.announce(session, make_bare_case(session, kind, queue=queue), NOW)
    assert roles_told(session, Notice.NEW_CASE) == roles


def test_an_urgent_case_is_for_the_deputy_too_but_not_when_it_is_sealed(session: Session) -> None:
    staff_notices.announce(session, make_bare_case(session, urgent=True), NOW)
    assert roles_told(session, Notice.URGENT) == {Role.INTAKE_CLERK, Role.DEPUTY_LEADER}
    session.query(StaffNotice).delete()
    sealed = make_bare_case(session, Kind.TIP_OFF, urgent=True, queue=Queue.SEALED_TEAM_LEADER)
    staff_notices.announce(session, sealed, NOW)
    assert roles_told(session, Notice.URGENT) == {Role.SUPERIOR_LIAISON}
    assert roles_told(session, Notice.NEW_CASE) == set()


def test_a_notice_is_for_its_role_or_its_person_alone(session: Session) -> None:
    clerk, handler, other = (make_officer(session, role) for role in (Role.INTAKE_CLERK, Role.HANDLER, Role.HANDLER))
    case = make_bare_case(session)
    for_clerks = staff_notices.tell(session, case, Notice.NEW_CASE, NOW, role=Role.INTAKE_CLERK)
    for_one = staff_notices.tell(session, case, Notice.DEADLINE_70, NOW, staff_id=handler.staff_id, about="DL18")
    assert staff_notices.unseen_for(session, clerk) == [for_clerks]
    assert staff_notices.unseen_for(session, handler) == [for_one]
    assert staff_notices.unseen_for(session, other) == []
    assert for_one.case.number == case.number


def test_what_was_seen_is_not_shown_again(session: Session) -> None:
    clerk, case = make_officer(session, Role.INTAKE_CLERK), make_bare_case(session)
    first, second = (staff_notices.tell(session, case, Notice.NEW_CASE, NOW, role=Role.INTAKE_CLERK) for _ in "12")
    staff_notices.mark_seen(session, clerk, [first.id], NOW)
    assert staff_notices.unseen_for(session, clerk) == [second]
    assert first.seen_at == NOW


def test_nobody_marks_what_is_not_for_them(session: Session) -> None:
    handler, case = make_officer(session, Role.HANDLER), make_bare_case(session)
    notice = staff_notices.tell(session, case, Notice.NEW_CASE, NOW, role=Role.INTAKE_CLERK)
    staff_notices.mark_seen(session, handler, [notice.id], NOW)
    assert notice.seen_at is None


def test_a_recused_officer_is_not_told_that_the_case_exists(session: Session) -> None:
    clerk, colleague = make_officer(session, Role.INTAKE_CLERK), make_officer(session, Role.INTAKE_CLERK)
    case = make_bare_case(session)
    notice = staff_notices.tell(session, case, Notice.NEW_CASE, NOW, role=Role.INTAKE_CLERK)
    mine = staff_notices.tell(session, case, Notice.DEADLINE_70, NOW, staff_id=clerk.staff_id)
    session.add(Recusal(case_id=case.id, staff_id=clerk.staff_id, why=Why.NAMED, decided=True, by="x", at=NOW))
    session.flush()
    assert staff_notices.unseen_for(session, clerk) == []
    assert staff_notices.unseen_for(session, colleague) == [notice]
    staff_notices.mark_seen(session, clerk, [notice.id, mine.id], NOW)
    assert mine.seen_at is None


def test_of_a_confidential_case_only_who_has_its_key_is_told(session: Session) -> None:
    readers = make_readers(session)
    case = make_case(session, kind=Kind.TIP_OFF)
    late_comer = make_officer(session, Role.TRIAGE_OFFICER)
    session.query(StaffNotice).delete()
    notice = staff_notices.tell(session, case, Notice.NEW_CASE, NOW, role=Role.TRIAGE_OFFICER)
    assert staff_notices.unseen_for(session, readers[Role.TRIAGE_OFFICER]) == [notice]
    assert staff_notices.unseen_for(session, late_comer) == []


def test_the_times_of_a_confidential_case_are_those_of_the_day(session: Session) -> None:
    case = make_bare_case(session, Kind.TIP_OFF)
    assert staff_notices.tell(session, case, Notice.NEW_CASE, NOW, role=Role.TRIAGE_OFFICER).at == case.clock(NOW)
    assert case.clock(NOW) != NOW
