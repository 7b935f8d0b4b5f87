"""Whatever officers and citizens do with cases in whatever order, the rules of domain.md 2.2, 2.3 and 2.7 hold."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from cases import duplicates, following, handling, holders, holding, moves, transitions
from cases.errors import HeldByAnother, IllegalMove, NoSuchCase, NotAllowed, NotAttested, NotYet, Suspended, TooLate
from cases.kinds import AboutWhom, Kind, Rating, ReworkReason, Role, State
from cases.models import Case, CaseEvent
from cases.recusal import attestations
from cases.routing.jurisdiction import NOWHERE
from cases.staff.officer import Officer
from cases.transitions import PARTS, Move, Part
from db.session import write_scope
from tests import databases
from tests.builders import NOW, SECRET, make_case, make_officer
from tests.teams import make_team

REFUSALS = (HeldByAnother, IllegalMove, NoSuchCase, NotAllowed, NotAttested, NotYet, Suspended, TooLate)
KINDS = [*Kind, Kind.SUGGESTION, Kind.COMPLAINT, Kind.TIP_OFF]
MOVES_A_DAY, A_CHANGE = 150, 0.2
SEEDS = st.integers(0, 2**32)
UNDER_WAY = (State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.REWORK)
SIDEWAYS = (Move.MARK_DUPLICATE, Move.UNMARK_DUPLICATE, Move.ASK_INFO, Move.TURN_BACK, Move.REFER, Move.REFUSE)
MOVED = {move.value for move in Move}


class Cases(RuleBasedStateMachine):
    """Cases of every kind among officers of every role, two of whom have two."""

    engine_kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.leave = ExitStack()
        folder = Path(self.leave.enter_context(tempfile.TemporaryDirectory()))
        engine = next(opened := databases.opened(self.engine_kind, folder))
        self.leave.callback(lambda: next(opened, None))
        self.session = self.leave.enter_context(write_scope(engine))
        self.now = NOW
        self.states: dict[int, State] = {}

    @initialize(seed=SEEDS)
    def meet(self, seed: int) -> None:
        """Everybody there, and a case of each kind, on a day on which much was done."""
        self.officers = list(make_team(self.session).values())
        self.officers.append(make_officer(self.session, Role.HANDLER, Role.REVIEWER))
        self.officers.append(make_officer(self.session, Role.HANDLER, Role.TRIAGE_OFFICER, Role.DEPUTY_LEADER))
        self.cases = [make_case(self.session, kind=kind) for kind in KINDS]
        self.cases.append(make_case(self.session, kind=Kind.TIP_OFF, about_whom=AboutWhom.TEAM_MEMBER))
        self.states = {case.id: case.state for case in self.cases}
        self.a_busy_day(seed)

    @rule(case=st.integers(0, len(KINDS)), officer=st.integers(0, 9), move=st.sampled_from(Move))
    def any_move(self, case: int, officer: int, move: Move) -> None:
        """What somebody tries, as likely as not in vain."""
        self._try(case, officer, lambda row, who: moves.make(self.session, who, row, move, self.now, reason="理由"))

    @rule(seed=SEEDS)
    def a_busy_day(self, seed: int) -> None:
        """Many moves that `possible` promised: none is refused. What can be given to somebody is."""
        chance = Random(seed)
        for row in chance.choices(self.cases, k=MOVES_A_DAY):
            self._go_on(chance, row, chance.choice(self.officers))

    @rule(case=st.integers(0, len(KINDS)), officer=st.integers(0, 9), to=st.integers(0, 9), how=st.integers(0, 4))
    def hold(self, case: int, officer: int, to: int, how: int) -> None:
        """Somebody claims, gives back, gives on, assigns."""
        other = self.officers[to]
        self._try(case, officer, lambda row, who: self._hold(row, who, other, how))

    @rule(case=st.integers(0, len(KINDS)), what=st.integers(0, 6))
    def the_citizen(self, case: int, what: int) -> None:
        """He adds, contests, withdraws, takes it back, rates, asks for a review."""
        row, session, now = self.cases[case], self.session, self.now
        acts = (
            lambda: following.add_message(session, row, "还有", now, NOWHERE),
            lambda: following.contest(session, row, "不认可", now, NOWHERE),
            lambda: following.withdraw(session, row, now),
            lambda: following.undo_withdrawal(session, row, now),
            lambda: following.rate(session, row, Rating.DISSATISFIED, now),
            lambda: following.ask_review(session, row, "不服", now, NOWHERE),
            lambda: moves.by_system(session, row, Move.WAIT_OVER, now),
        )
        with suppress(*REFUSALS):
            acts[what]()

    @rule(case=st.integers(0, len(KINDS)), of=st.integers(0, len(KINDS)), officer=st.integers(0, 9))
    def repeat(self, case: int, of: int, officer: int) -> None:
        """Somebody thinks that this was said before."""
        first = self.cases[of]
        self._try(
            case, officer, lambda row, who: duplicates.mark(self.session, who, row, first, self.now, reason="重复")
        )

    @rule(case=st.integers(0, len(KINDS)), officer=st.integers(0, 9), why=st.sampled_from(ReworkReason))
    def again(self, case: int, officer: int, why: ReworkReason) -> None:
        """Somebody has it done again."""
        self._try(case, officer, lambda row, who: handling.rework(self.session, who, row, why, self.now))

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        """Up to twenty days."""
        self.now += timedelta(hours=hours)

    @invariant()
    def every_change_of_state_has_exactly_one_line(self) -> None:
        """Each line starts where the last one ended, and the last one ends where the case is."""
        for case in self.cases if self.states else []:
            at = self.states[case.id]
            for line in self._lines(case, MOVED):
                assert line.old == at.value
                assert line.actor
                at = State(line.new or "")
            assert at is case.state
            assert (case.closed_at is None) == (case.state in transitions.OPEN)

    @invariant()
    def nobody_handles_and_reviews_the_same_case(self) -> None:
        """INV-R3, of a tip-off with the registrar as a third."""
        for case in self.cases if self.states else []:
            did: dict[Part, set[str]] = {}
            for line in self._lines(case, {move.value for move in PARTS}):
                did.setdefault(PARTS[Move(line.what)], set()).add(line.actor)
            handlers, reviewers = did.get(Part.HANDLER, set()), did.get(Part.REVIEWER, set())
            assert not handlers & reviewers
            assert not did.get(Part.PROPOSER, set()) & did.get(Part.APPROVER, set())
            if case.kind is Kind.TIP_OFF:
                assert not did.get(Part.REGISTRAR, set()) & (handlers | reviewers)

    @invariant()
    def one_holder_at_a_time(self) -> None:
        """Who has the case is the one open line of its holders."""
        for case in self.cases if self.states else []:
            rows = holders.history_of(self.session, case)
            assert [row.staff_id for row in rows if row.until is None] == [case.holder_id][: case.holder_id is not None]
            ended = [row.until for row in rows[:-1]]
            assert all(until and until <= after.since for until, after in zip(ended, rows[1:], strict=True))

    @invariant()
    def no_case_is_lost_and_none_leads_nowhere(self) -> None:
        """Each is still there, and somebody can do something with it until its body is gone."""
        assert self.session.query(Case).count() == len(self.states)
        for case in self.cases if self.states else []:
            ways = [way for way in moves.ways(self.session, case) if way.target]
            assert ways or case.state is State.PURGED

    def teardown(self) -> None:
        """The database goes."""
        self.session.rollback()
        self.leave.close()

    def _go_on(self, chance: Random, row: Case, who: Officer) -> None:
        promised, to = moves.possible(self.session, who, row), chance.choice(self.officers)
        if Move.ASSIGN in promised:
            self._try_with(row, who, lambda row, who: self._hold(row, who, to, 4))
        elif row.state in UNDER_WAY and chance.random() < A_CHANGE:
            self._try_with(row, who, lambda row, who: self._hold(row, who, to, 2))
        elif able := [move for move in promised if self._is_whole(row, move)]:
            self._move(row, who, chance.choices(able, [1 if move in SIDEWAYS else 8 for move in able])[0])

    def _is_whole(self, case: Case, move: Move) -> bool:
        """Marking takes another case, `repeat` does it; what its citizen may take back is not archived yet."""
        kept_back = move is Move.ARCHIVE and moves.may_be_restored(case, self.now)
        return move is not Move.MARK_DUPLICATE and not kept_back

    def _move(self, case: Case, who: Officer, move: Move) -> None:
        now, session = self.now, self.session
        if move is Move.EXTEND:
            handling.extend(session, SECRET, who, case, 10, now, reason="理由", notice="n")
        elif move is Move.UNMARK_DUPLICATE:
            duplicates.unmark(session, who, case, now, reason="理由")
        else:
            moves.make(session, who, case, move, now, reason="理由")

    def _hold(self, case: Case, who: Officer, other: Officer, how: int) -> None:
        now, session = self.now, self.session
        if how == 0:
            attestations.attest(session, who, case, now)
            holding.claim(session, who, case, now)
        elif how == 1:
            holding.release(session, who, case, now, reason="休假")
        elif how == 2:
            holding.transfer(session, who, case, other, now, reason="熟悉情况")
        else:
            holding.assign(session, who, case, other, now)
            attestations.attest(session, other, case, now)

    def _try(self, case: int, officer: int, act: Callable[[Case, Officer], object]) -> None:
        """What is refused leaves nothing."""
        self._try_with(self.cases[case], self.officers[officer], act)

    def _try_with(self, row: Case, who: Officer, act: Callable[[Case, Officer], object]) -> None:
        try:
            with self.session.begin_nested():
                act(row, who)
        except REFUSALS:
            self.session.refresh(row)

    def _lines(self, case: Case, whats: set[str]) -> list[CaseEvent]:
        lines = select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.what.in_(whats))
        return list(self.session.scalars(lines.order_by(CaseEvent.id)))


@pytest.mark.parametrize(("kind", "histories"), [("sqlite", 4), ("postgresql", 2)])
def test_whatever_is_done_in_whatever_order_the_rules_hold(kind: str, histories: int) -> None:
    machine = type("CasesOn", (Cases,), {"engine_kind": kind})
    slow = settings(
        max_examples=histories, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=slow)
