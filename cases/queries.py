"""Which cases an officer is shown, in which order, how many there are, and the whole file of one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from cases import access, upward
from cases.chat_models import Attachment
from cases.history import ABOUT_LEADER, What
from cases.kinds import IdentityMode, Kind, Labelled, Queue, State
from cases.list_indexes import ENDED
from cases.models import Case, CaseEvent, Message
from cases.staff.officer import Officer
from cases.times import DAY, local_date

PAGE = 50
MOST_COUNTED = 999
NAMING = (What.GROUPED, What.UNGROUPED, What.SPLIT)  # lines with the number of another case
SOON = timedelta(days=3)


class View(Labelled):
    """What officers look for every day."""

    MINE = "mine", "我的"
    UNCLAIMED = "unclaimed", "待认领"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "已超期"
    SEALED = "sealed", "密件"
    URGENT = "urgent", "紧急"
    QUALITY = "quality", "待复核"
    TO_ARCHIVE = "to_archive", "待归档"


class Sort(Labelled):
    """What comes first."""

    RECEIVED = "received", "最新收到的在前"
    DUE = "due", "最先到期的在前"


@dataclass(frozen=True)
class Filters:
    """What is wanted; nothing given wants everything that this officer may see."""

    view: View | None = None
    kind: Kind | None = None
    state: State | None = None
    queue: Queue | None = None
    section: str | None = None
    subdistrict: str | None = None
    is_open: bool | None = None
    due_on: date | None = None

    @property
    def dated(self) -> bool:
        """Whether only cases with a day are wanted."""
        return self.due_on is not None or self.view in (View.DUE_SOON, View.OVERDUE)

    def exact(self) -> list[ColumnElement[bool]]:
        """The conditions that name one value."""
        named = ("kind", "state", "queue", "section", "subdistrict", "due_on")
        return [getattr(Case, name) == getattr(self, name) for name in named if getattr(self, name) is not None]


@dataclass(frozen=True)
class After:
    """The last row of a page: the next one begins behind it."""

    key: date | datetime | None
    id: int


@dataclass(frozen=True)
class Page:
    """Cases, and where the next page begins when there may be one."""

    cases: Sequence[Case]
    after: After | None


@dataclass(frozen=True)
class CaseFile:
    """A case with its messages, files and history, oldest first; content is read with cases.content."""

    case: Case
    messages: Sequence[Message]
    attachments: Sequence[Attachment]
    events: Sequence[CaseEvent] = field(default=())


def listed(
    session: Session,
    officer: Officer,
    now: datetime,
    filters: Filters = Filters(),
    sort: Sort = Sort.RECEIVED,
    after: After | None = None,
) -> Page:
    """A page of what this officer may see."""
    wanted = _wanted(select(Case), officer, filters, now)
    if sort is Sort.RECEIVED:
        cases = _by_receipt(session, wanted, after)
    else:
        cases = _by_due(session, wanted, after, filters.dated)
    if len(cases) < PAGE:
        return Page(cases, None)
    last = cases[-1]
    return Page(cases, After(last.received_at if sort is Sort.RECEIVED else last.due_on, last.id))


def counted(session: Session, officer: Officer, now: datetime, filters: Filters = Filters()) -> int:
    """How many there are, exactly up to 999; 1000 means more."""
    return counted_each(session, officer, now, [filters])[0]


def counted_each(session: Session, officer: Officer, now: datetime, wanted: Sequence[Filters]) -> Sequence[int]:
    """`counted` of several at once."""
    some = (_wanted(select(Case.id), officer, one, now).limit(MOST_COUNTED + 1).subquery() for one in wanted)
    return session.execute(select(*(select(func.count()).select_from(one).scalar_subquery() for one in some))).one()


def newest(session: Session, officer: Officer) -> int:
    """The id of the last case that this officer may know of; 0 for none."""
    last = select(Case.id).where(access.visible_to(officer)).order_by(Case.id.desc()).limit(1)
    return session.scalar(last) or 0


def newer(session: Session, officer: Officer, case_id: int) -> int:
    """How many have come since that one, exactly up to 999."""
    some = select(Case.id).where(Case.id > case_id, access.visible_to(officer)).limit(MOST_COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def file_of(session: Session, officer: Officer, number: str) -> CaseFile:
    """All of one case; NoSuchCase also for one that is hidden from this officer."""
    case = access.find(session, officer, number)
    messages = session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.id)).all()
    files = session.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)).all()
    events = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)).all()
    return CaseFile(case, messages, files, _without_hidden(session, officer, events))


def _without_hidden(session: Session, officer: Officer, events: Sequence[CaseEvent]) -> Sequence[CaseEvent]:
    """A line that names a second case is for those who may know of that one, too (INV-R1); no leader is warned."""
    if not upward.decides(officer):
        events = [line for line in events if line.what not in ABOUT_LEADER]
    named = {number for line in events if line.what in NAMING for number in (line.old, line.new) if number}
    if not named:
        return events
    known = set(session.scalars(select(Case.number).where(Case.number.in_(named), access.visible_to(officer))))
    return [line for line in events if line.what not in NAMING or {line.old, line.new} <= {None, *known}]


def _wanted[Row: tuple[object, ...]](
    rows: Select[Row], officer: Officer, filters: Filters, now: datetime
) -> Select[Row]:
    wanted = rows.where(access.visible_to(officer), *filters.exact())
    if filters.kind and filters.kind.sealed:
        wanted = wanted.where(access.confidential_for(officer))
    if filters.is_open is not None:
        wanted = wanted.where(Case.closed_at.is_(None) if filters.is_open else Case.closed_at.is_not(None))
    return wanted.where(*_of_view(filters.view, officer, now)) if filters.view else wanted


def _of_view(view: View, officer: Officer, now: datetime) -> Sequence[ColumnElement[bool]]:
    today = local_date(now)
    is_open = Case.closed_at.is_(None)
    return {
        View.MINE: (Case.holder_id == officer.staff_id,),
        View.UNCLAIMED: (is_open, Case.holder_id.is_(None)),
        View.DUE_SOON: (Case.due_on >= today, Case.due_on <= today + SOON),
        View.OVERDUE: (Case.due_on < today,),
        View.SEALED: (is_open, access.confidential_for(officer)),
        View.URGENT: (is_open, Case.urgent.is_(True)),
        View.QUALITY: (Case.quality_since.is_not(None),),
        View.TO_ARCHIVE: _to_archive(now),
    }[view]


def _to_archive(now: datetime) -> Sequence[ColumnElement[bool]]:
    """What cases.transitions lets be archived."""
    not_told = (Case.kind == Kind.TIP_OFF) & (Case.identity_mode != IdentityMode.REAL_NAME)
    told = (Case.state != State.COMPLETED) | (Case.kind == Kind.APPEAL) | not_told
    restorable = Case.withdrawn_at.is_not(None) & (Case.withdrawn_at >= now - DAY) & ~access.confidential()
    of_any = (Case.state == State.WITHDRAWN) & ~restorable
    return access.spelled(Case.state, ENDED), of_any | (
        (Case.state != State.WITHDRAWN) & Case.queue.not_in(access.SEALED_QUEUES) & told
    )


def _by_receipt(session: Session, wanted: Select[tuple[Case]], after: After | None) -> Sequence[Case]:
    if after:
        wanted = wanted.where(tuple_(Case.received_at, Case.id) < (after.key, after.id))
    return session.scalars(wanted.order_by(Case.received_at.desc(), Case.id.desc()).limit(PAGE)).all()


def _by_due(session: Session, wanted: Select[tuple[Case]], after: After | None, dated_alone: bool) -> Sequence[Case]:
    """Those with a day first, then those without: two walks along one index."""
    found: list[Case] = []
    if after is None or after.key is not None:
        dated = wanted.where(Case.due_on.is_not(None))
        if after:
            dated = dated.where(tuple_(Case.due_on, Case.id) > (after.key, after.id))
        found += session.scalars(dated.order_by(Case.due_on, Case.id).limit(PAGE)).all()
    if len(found) < PAGE and not dated_alone:
        undated = wanted.where(Case.due_on.is_(None))
        if after and after.key is None:
            undated = undated.where(Case.id > after.id)
        found += session.scalars(undated.order_by(Case.due_on, Case.id).limit(PAGE - len(found))).all()
    return found
