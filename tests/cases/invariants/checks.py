"""What has to hold of an office after whatever was done in it, whoever died while doing it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases import access, content, duplicates, following, holders, queries, search, staff_notices, transitions
from cases.audit import chain
from cases.audit.models import AuditEntry
from cases.errors import NoSuchCase
from cases.kinds import Kind, Queue, State
from cases.masking import mask
from cases.models import Case, CaseEvent, Message
from cases.reports.counting import counted
from cases.sealing.models import CaseKeyWrap
from cases.sealing.reading import citizen_reader
from cases.staff.officer import Officer
from cases.times import local_date
from cases.transitions import Move, Part
from tests.cases.invariants import slow_deadlines
from tests.cases.invariants.world import Told, World

MOVED = {move.value for move in Move}
LEGAL = """
registered triaged ABCDEFP
registered,triaged feedback_given AFP
registered,triaged sealed D
triaged accepted,needs_info,duplicate_merged,referred BCDE
triaged not_accepted CDE
needs_info,duplicate_merged triaged BCDE
accepted assigned BCD
accepted handed_over DE
assigned,rework in_progress BCD
in_progress under_review BCD
in_progress extended C
extended in_progress C
under_review in_progress,completed BCD
handed_over completed DE
completed feedback_given BCD
feedback_given rated ABCP
completed,feedback_given,rated,archived rework BCD
feedback_given,rated review_requested C
review_requested recheck_requested C
review_requested,recheck_requested terminated C
sealed referred BCDE
referred purged BCDE
not_accepted,referred,duplicate_merged,feedback_given,rated,terminated,withdrawn archived ABCDEFP
completed archived DE
archived purged ABCDEFP
registered,triaged,needs_info,accepted,sealed,assigned,in_progress,extended,under_review,handed_over,rework withdrawn \
ABCDEFP
"""  # domain.md 2.3 once more, P is praise; a withdrawal is undone to where it came from


def _legal() -> Iterator[tuple[str, str, str]]:
    for line in LEGAL.strip().splitlines():
        olds, news, letters = line.split()
        yield from ((old, new, letter) for old in olds.split(",") for new in news.split(",") for letter in letters)


STEPS = frozenset(_legal())


def check_case(world: World, session: Session, case: Case, told: Told) -> None:
    """One case, by its history."""
    lines = list(session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)))
    moves = [line for line in lines if line.what in MOVED]
    _no_illegal_state(case, moves)
    _one_holder(session, case)
    _nobody_reviews_what_they_handled(case, moves)
    slow_deadlines.check(session, case, lines, local_date(world.now))
    if told.pair:
        _is_not_lost(session, case, told)


def check_office(world: World, session: Session) -> None:
    """All of it: nothing lost, the chain whole, every attempt with its outcome unless somebody died in it."""
    assert set(session.scalars(select(Case.id))) == world.told.keys()
    assert chain.verify(session).holds
    attempts = session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.outcome.is_(None)))
    outcomes = session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.attempt_id.is_not(None)))
    deaths = sum(line.endswith("killed") for line in world.diary)
    assert 0 <= (attempts or 0) - (outcomes or 0) <= deaths


def check_hidden(world: World, session: Session, officers: Sequence[Officer]) -> None:
    """Who is recused cannot open, list, search, count or infer; nor has any key (INV-R1, R4, R7)."""
    for officer in officers:
        hidden = [told for told in world.told.values() if _must_not_know(session, officer, told)]
        seen = list(session.scalars(select(Case).where(access.visible_to(officer))))
        assert {case.id for case in seen}.isdisjoint(told.id for told in hidden)
        assert queries.counted(session, officer, world.now) == len(seen)
        assert {case.id for case in queries.listed(session, officer, world.now).cases} <= {case.id for case in seen}
        _tells_nothing(world, session, officer, hidden, seen)


def _must_not_know(session: Session, officer: Officer, told: Told) -> bool:
    queue = session.get_one(Case, told.id).queue
    about_leader = queue is Queue.SEALED_TEAM_LEADER and officer.name != officer_of_superior(officer)
    return officer.staff_id in told.kept_out or about_leader


def officer_of_superior(officer: Officer) -> str:
    """Only who is of the superior organ and nothing else opens what accuses the leader."""
    return officer.name if {role.value for role in officer.roles} == {"superior_liaison"} else ""


def _tells_nothing(world: World, session: Session, officer: Officer, hidden: list[Told], seen: list[Case]) -> None:
    ids = [told.id for told in hidden]
    for told in hidden:
        assert session.get_one(Case, told.id).holder_id != officer.staff_id
    for told in hidden[-2:]:
        assert _refused(lambda number=told.number: queries.file_of(session, officer, number))
    mine = CaseKeyWrap.staff_id == officer.staff_id
    keys = select(CaseKeyWrap.case_id).where(CaseKeyWrap.case_id.in_(ids), mine)
    assert session.scalars(keys).all() == [], f"{officer.name} has keys"
    assert session.scalars(select(Case.id).where(Case.id.in_(ids), counted(officer))).all() == []
    inferred = {told.number for told in hidden} & set(_read_by(world, session, officer, seen))
    assert not inferred, f"{officer.name} infers {inferred}"


def _read_by(world: World, session: Session, officer: Officer, seen: list[Case]) -> Iterator[str | None]:
    """Every number that stands anywhere in what this officer is shown."""
    numbers = {told.number for told in world.told.values()}
    names_one = CaseEvent.old.in_(numbers) | CaseEvent.new.in_(numbers)
    linked = set(session.scalars(select(CaseEvent.case_id).where(names_one)))
    for notice in staff_notices.unseen_for(session, officer):
        yield notice.case.number
    for case in search.found(session, officer, "路灯").cases:
        yield case.number
    for case in seen:
        if case.id in linked:
            for line in queries.file_of(session, officer, case.number).events:
                yield from (line.old, line.new)
            yield from (other.number for other in duplicates.group(session, officer, case))


def _refused(way) -> bool:
    try:
        way()
    except NoSuchCase as refusal:
        return str(refusal) == ""
    return False


def _no_illegal_state(case: Case, moves: list[CaseEvent]) -> None:
    at, came_from = None, None
    for line in moves:
        assert at in (None, line.old)
        if line.what == Move.UNDO_WITHDRAWAL:
            assert line.new == came_from
        elif line.new != line.old:
            letter = _letter_then(case, line, moves)
            assert (line.old, line.new, letter) in STEPS, (line.old, line.new, letter)
        at, came_from = line.new, line.old if line.new == State.WITHDRAWN else came_from
    assert at in (None, case.state.value)
    assert (case.closed_at is None) == (case.state in transitions.OPEN)


def _letter_then(case: Case, line: CaseEvent, moves: list[CaseEvent]) -> str:
    """Before it was sealed a case ran as what it was taken for; what leads on is the same for these."""
    del moves
    if case.kind is Kind.TIP_OFF and (line.old, line.new) == ("registered", "triaged"):
        return "D"
    return "P" if case.kind is Kind.PRAISE else case.kind.track.value


def _one_holder(session: Session, case: Case) -> None:
    rows = holders.history_of(session, case)
    assert [row.staff_id for row in rows if row.until is None] == ([case.holder_id] if case.holder_id else [])


def _nobody_reviews_what_they_handled(case: Case, moves: list[CaseEvent]) -> None:
    did: dict[Part, set[str]] = {part: set() for part in Part}
    for line in moves:
        if Move(line.what) in transitions.PARTS:
            did[transitions.PARTS[Move(line.what)]].add(line.actor)
    assert not did[Part.HANDLER] & did[Part.REVIEWER]
    if case.kind is Kind.TIP_OFF:
        assert not did[Part.REGISTRAR] & (did[Part.HANDLER] | did[Part.REVIEWER])


def _is_not_lost(session: Session, case: Case, told: Told) -> None:
    """With the code it is found, and its first words are what was said."""
    assert following.by_code(session, told.token) is case
    first = session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.id)).first()
    assert first
    assert told.pair
    assert content.read(session, first, citizen_reader(told.pair)).decode() in (told.said, mask(told.said)[0])
