"""Who is kept out of a case: nobody of them can learn that it exists (domain.md 2.7 INV-R1, INV-R8)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cases import access, history, holders, one_at_a_time, staff_notices
from cases.errors import NoSuchCase, OnlyReader, ReasonNeeded
from cases.history import What
from cases.kinds import Role
from cases.models import Case
from cases.recusal.models import Attestation, Recusal, Why
from cases.sealing import case_keys, reading
from cases.sealing.models import CaseKeyWrap
from cases.sealing.reading import officer_reader
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.staff_notices import Notice

DECIDE = (Role.TEAM_LEADER, Role.DEPUTY_LEADER, Role.SUPERIOR_LIAISON)


def keeps_out(session: Session, case: Case, staff_id: int) -> bool:
    """Whether this person may not know of the case, be it certain or only suspected."""
    return session.get(Recusal, (case.id, staff_id)) is not None


def suspected(session: Session, case: Case) -> Sequence[Recusal]:
    """Those about whom an unconflicted officer still has to decide."""
    open_ones = select(Recusal).where(Recusal.case_id == case.id, Recusal.decided.is_(False))
    return session.scalars(open_ones.order_by(Recusal.staff_id)).all()


def exclude(
    session: Session, case: Case, staff_id: int, why: Why, by: str, now: datetime, *, decided: bool = True
) -> None:
    """Keep somebody out: what they attested, held or had a key to is gone. A suspicion never weakens a decision."""
    if case.confidential:
        shut_out(session, case, {staff_id}, now)
        history.record(session, case, What.KEPT_OUT, by, now)
        return
    known = session.get(Recusal, (case.id, staff_id))
    if known and (known.decided or not decided):
        return
    one_at_a_time.touch(session, case)
    row = known or Recusal(case_id=case.id, staff_id=staff_id)
    row.why, row.decided, row.by, row.at = why, decided, by, case.clock(now)
    session.add(row)
    _take_away(session, case, {staff_id}, now)
    what = What.RECUSED if decided else What.RECUSAL_SUSPECTED
    history.record(session, case, what, by, now, new=_named(case, staff_id))
    if not decided:
        leads = Role.TEAM_LEADER in session.get_one(Staff, staff_id).held
        staff_notices.tell_role(session, case, Notice.RECUSAL, Role.DEPUTY_LEADER if leads else Role.TEAM_LEADER, now)
        if leads:  # who decides about the leader may not know of the case otherwise
            staff_notices.tell(session, case, Notice.RECUSAL, now, role=Role.SUPERIOR_LIAISON)


def shut_out(session: Session, case: Case, staff_ids: Collection[int], now: datetime) -> bool:
    """Of a confidential case, where a row would say whom it is about: the sealed list says who must never read it.

    OnlyReader, and nothing is changed, when nobody else could; whether somebody could read it until now.
    """
    one_at_a_time.lock(session, case)
    key = case_keys.locked(session, case)
    could = any(reading.has_key(session, staff_id, case) for staff_id in staff_ids)
    if could and not reading.read_by_others(session, case, staff_ids):
        raise OnlyReader
    one_at_a_time.touch(session, case)
    if key:
        case_keys.exclude_also(key, staff_ids)
    _take_away(session, case, staff_ids, now)
    return could


def carry_over(session: Session, officer: Officer, whole: Case, part: Case, now: datetime) -> None:
    """Who keeps out of a case keeps out of what is split off from it; no line tells clerks that there are such."""
    rows = session.scalars(select(Recusal).where(Recusal.case_id == whole.id))
    found = {row.staff_id: (row.why, row.decided) for row in rows}
    if whole.confidential:
        private = reading.private_half(session, officer_reader(officer), whole)
        key = case_keys.locked(session, whole)
        found |= dict.fromkeys(case_keys.excluded(key, private) if key else (), (Why.INTEREST, True))
    for staff_id, (why, decided) in found.items():
        if not keeps_out(session, part, staff_id):
            row = Recusal(case_id=part.id, staff_id=staff_id, why=why, decided=decided)
            row.by, row.at = history.SYSTEM, part.clock(now)
            session.add(row)
    session.flush()


def settle(
    session: Session, officer: Officer, case: Case, staff_id: int, *, conflict: bool, reason: str, now: datetime
) -> None:
    """An unconflicted leader decides on a suspicion, the dispatching organ on one about the leader (INV-R5, R8)."""
    row = session.get(Recusal, (case.id, staff_id))
    if row is None or row.decided or keeps_out(session, case, officer.staff_id):
        raise NoSuchCase
    require_judge(officer, Role.TEAM_LEADER in session.get_one(Staff, staff_id).held)
    if not reason.strip():
        raise ReasonNeeded
    if conflict:
        row.decided, row.by, row.at = True, officer.name, case.clock(now)
    else:
        session.delete(row)
    what = What.RECUSED if conflict else What.RECUSAL_LIFTED
    history.record(session, case, what, officer.name, now, new=_named(case, staff_id), reason=reason)


def require_judge(officer: Officer, about_leader: bool) -> None:
    """NotAllowed unless this officer may decide; nobody of the team decides about its leader (INV-R5)."""
    judges = (Role.SUPERIOR_LIAISON,) if about_leader else DECIDE
    access.require_role(officer, *judges)


def _take_away(session: Session, case: Case, staff_ids: Collection[int], now: datetime) -> None:
    for table in (Attestation, CaseKeyWrap):
        session.execute(delete(table).where(table.case_id == case.id, table.staff_id.in_(staff_ids)))
    if case.holder_id in staff_ids:
        holders.end(session, case, now)


def _named(case: Case, staff_id: int) -> str | None:
    """In a confidential case the line does not tell whom it is about."""
    return None if case.confidential else str(staff_id)
