"""What comes due by itself on the staff's side: warnings every hour; at night counting again, purging, checking."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import batched

from sqlalchemy.engine import Engine as Database

from bot.attempts import Pulse, attempt, rounds_until
from cases import moves, staff_notices
from cases.audit import chain
from cases.audit import log as audit
from cases.audit.deeds import Action, Deed, Outcome
from cases.deadlines import clock as deadlines
from cases.deadlines import recomputation, warning
from cases.deadlines.rule import RuleId
from cases.errors import IllegalMove
from cases.history import SYSTEM
from cases.models import Case
from cases.retention.purging import Purged
from cases.staff_notices import Notice
from cases.times import local_date, to_the_hour
from cases.transitions import Move
from db import snapshot
from db.session import read_scope, write_scope

log = logging.getLogger(__name__)
BETWEEN_ROUNDS = 60.0  # seconds
NIGHT_WORK_AT = timedelta(hours=2)  # after midnight, when hardly anybody writes


class StaffRounds:
    """Every step is an attempt of its own, in short transactions; one that failed is tried again in an hour."""

    def __init__(self, database: Database, clock: Callable[[], datetime], purge: Callable[[], Purged]) -> None:
        self._database, self._clock, self._purge = database, clock, purge
        self.pulse = Pulse()
        self._hour: datetime | None = None
        self._nightly: dict[str, Callable[[], bool]] = {
            "holidays": self._count_again,
            "retention": self._take_away,
            "audit": self._check,
        }
        self._done: dict[str, object] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Round after round until told to stop."""
        await rounds_until(stop, self.round, BETWEEN_ROUNDS, self.pulse)

    async def round(self) -> None:
        """All that is due now: once an hour, and of the night's work once a day, the first time at the start."""
        now = self._clock()
        hour, night = to_the_hour(now), local_date(now - NIGHT_WORK_AT)
        if hour == self._hour:
            return
        self._hour = hour
        for what, step in self._nightly.items():
            if self._done.get(what) != night and await self._attempt(what, step):
                self._done[what] = night
        await self._attempt("warnings", self._warn)
        for case_id in await self._attempt("waiting", self._waited_for) or ():
            await self._attempt("waiting", self._end_waiting, case_id)

    async def _attempt[R](self, what: str, step: Callable[..., R], *words: object) -> R | None:
        return await attempt("staff rounds", what, step, *words)

    def _warn(self) -> None:
        """Batch by batch, each in its own transaction."""
        given = True
        while given:
            with write_scope(self._database) as session:
                given = bool(warning.warn(session, self._clock()))

    def _waited_for(self) -> list[int]:
        with read_scope(self._database) as session:
            return [case.id for case in deadlines.late(session, RuleId.DL21, self._clock())]

    def _end_waiting(self, case_id: int) -> None:
        """Decide on what is there; an answer that came meanwhile has ended the waiting itself (DL21)."""
        with write_scope(self._database) as session, suppress(IllegalMove):
            moves.by_system(session, session.get_one(Case, case_id), Move.WAIT_OVER, self._clock())

    def _count_again(self) -> bool:
        """What next year's holidays, once published, have moved."""
        with read_scope(self._database) as session:
            outdated = recomputation.outdated(session, self._clock())
        for ids in batched(outdated, recomputation.BATCH):
            with write_scope(self._database) as session:
                recomputation.count_again(session, ids, self._clock())
        return True

    def _take_away(self) -> bool:
        """What is due to go by the retention rule, and no trace of it in the database's own files."""
        if self._purge().gone:
            snapshot.forget(self._database)
        return True

    def _check(self) -> bool:
        """A broken audit chain is told to the auditors; the log says no more than that."""
        with read_scope(self._database) as session:
            verdict = chain.verify(session)
        with write_scope(self._database) as session:
            if not verdict.holds:
                log.error("staff rounds, audit: %s", Notice.CHAIN_BROKEN)
                staff_notices.alarm(session, Notice.CHAIN_BROKEN, self._clock(), about=str(verdict.broken))
            result = Outcome.DONE if verdict.holds else Outcome.FAILED
            audit.note(session, Deed(Action.VERIFY, SYSTEM), result, self._clock())
        return True
