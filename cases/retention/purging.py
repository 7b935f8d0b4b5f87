"""The nightly purge: each case in a transaction of its own, between its attempt and its outcome in the audit log."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from cases import history, moves
from cases.audit import log as audit
from cases.audit.deeds import Action, Deed, Outcome
from cases.audit.log import Clock, WriteScope
from cases.errors import Stale
from cases.history import SYSTEM, What
from cases.models import Case
from cases.retention import erasure, expiry, holds
from cases.retention.expiry import Expiry
from cases.retention.periods import Periods
from cases.times import local_date
from cases.transitions import Move


class NotDue(Exception):
    """Since it was listed the case was held or taken up again: leave it."""


@dataclass
class Purged:
    """Numbers of cases: what went, what was not due after all, and of what something is still there."""

    gone: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Purge:
    """Takes away what is due; `actor` is who asked for it, for the audit log alone."""

    read: WriteScope
    write: WriteScope
    clock: Clock
    folder: Path
    periods: Periods
    actor: str = SYSTEM

    def run(self) -> Purged:
        """All that is due now."""
        result = Purged()
        with self.read() as session:
            found = [(case.id, case.number) for case, _ in expiry.due(session, self.periods, self.clock())]
        for case_id, number in found:
            try:
                self._one(case_id, number, result)
            except (NotDue, Stale):
                result.kept.append(number)
        return result

    def _one(self, case_id: int, number: str, result: Purged) -> None:
        with audit.carried_out(self.write, Deed(Action.PURGE, self.actor, number), self.clock) as session:
            case = session.get_one(Case, case_id, with_for_update=True)
            found = self._still_due(session, case)
            names = erasure.file_names(session, case)
            self._erase(session, case, found, self.clock())
        left = erasure.remove_files(self.folder, names)
        with self.write() as session:
            left += erasure.leftovers(session, case_id, whole=found.whole)
            deed = Deed(Action.PURGE_CHECK, self.actor, number)
            audit.note(session, deed, Outcome.FAILED if left else Outcome.DONE, self.clock())
        (result.left_over if left else result.gone).append(number)

    def _still_due(self, session: Session, case: Case) -> Expiry:
        today = local_date(self.clock())
        found = expiry.of(session, self.periods, case)
        if found is None or found.on > today or holds.is_held(session, case, today):
            raise NotDue
        return found

    @staticmethod
    def _erase(session: Session, case: Case, found: Expiry, now: datetime) -> None:
        erasure.erase(session, case, whole=found.whole)
        if found.whole:
            moves.by_system(session, case, Move.PURGE, now, reason=found.why)
        else:
            history.record(session, case, What.BODY_PURGED, SYSTEM, now, reason=found.why)
