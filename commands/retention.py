"""`./huiyin retention`: what is kept how long, what is to go, and what must not go yet."""

import argparse
import sys
from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from cases import access, errors
from cases.audit import log as audit
from cases.audit.deeds import Action, Deed
from cases.history import SYSTEM
from cases.kinds import Role, State
from cases.models import Case
from cases.retention import expiry, handovers, holds
from cases.retention.periods import OTHERWISE, Periods, UnusablePeriods
from cases.retention.purging import Purge
from cases.staff.officer import Officer
from commands import models
from commands.acting import signed_in
from commands.clock import now
from commands.typed import Parser, a_day
from db import snapshot
from db.session import read_scope, write_scope
from desk.errors import Misused
from desk.staff_refusals import SAID, explained
from settings import ROOT, Settings
from wording import Wording

FILE = ROOT / "data" / "retention.yml"
Change = Callable[[Session, Officer, Case], object]
NO_CASE = "retention.unknown"
PLAIN = {
    errors.NoSuchCase: NO_CASE,
    errors.IllegalMove: "retention.not_given_away",
    errors.ReasonNeeded: "retention.no_reason",
    errors.WrongDay: "retention.wrong_day",
}


def run(settings: Settings, words: list[str]) -> int:
    """show, dry-run, run, hold, release or confirm."""
    wording = Wording.load()
    try:
        asked = _parser(wording("retention.usage")).parse_args(words)
        return Desk(settings, wording, Periods.load(FILE)).carry_out(asked)
    except UnusablePeriods as unusable:
        sys.stderr.write(f"{wording('retention.unusable', where=unusable)}\n")
    except Misused as misused:
        sys.stderr.write(f"{misused}\n")
    except tuple(PLAIN) as refused:
        sys.stderr.write(f"{next(wording(name) for sort, name in PLAIN.items() if isinstance(refused, sort))}\n")
    except SAID as refused:
        sys.stderr.write(f"{explained(refused, wording)}\n")
    return 1


def purge(settings: Settings, periods: Periods, actor: str = SYSTEM) -> Purge:
    """The purge of this home, for the command and for the nightly round."""
    database = models.opened(settings)
    read, write = partial(read_scope, database), partial(write_scope, database)
    return Purge(read, write, now, settings.home / "attachments", periods, actor)


class Desk:
    """Does what was typed; whoever changes something signs in first."""

    def __init__(self, settings: Settings, wording: Wording, periods: Periods) -> None:
        self._settings, self._wording, self._periods = settings, wording, periods
        self._database = models.opened(settings)

    def carry_out(self, asked: argparse.Namespace) -> int:
        """One of the verbs of the parser."""
        verbs = {"show": self._show, "dry-run": self._dry_run, "run": self._run, "hold": self._hold}
        verbs |= {"release": self._release, "confirm": self._confirm}
        return verbs[asked.do](asked)

    def _show(self, _asked: argparse.Namespace) -> int:
        self._say("handover", days=self._periods.handover)
        for track, by_ending in self._periods.tracks.items():
            for ending, days in by_ending.items():
                label = self._wording("retention.otherwise") if ending == OTHERWISE else State(ending).label
                self._say("period", track=track.label, ending=label, days=days)
        return 0

    def _dry_run(self, asked: argparse.Namespace) -> int:
        """It names sealed cases too, so it is the auditor's, and written down."""
        officer = self._officer(asked.by)
        deed = Deed(Action.VIEW, officer.name, subject="retention dry-run")
        noted = audit.watched(partial(write_scope, self._database), deed, now)
        with noted, read_scope(self._database) as session:
            access.require_role(officer, Role.AUDITOR)
            found = list(expiry.due(session, self._periods, now()))
        for case, end in found:
            what = self._wording("retention.whole" if end.whole else "retention.body")
            self._say("due", number=case.number, day=end.on, why=end.why.label, what=what)
        self._say("due_count", count=len(found))
        return 0

    def _run(self, asked: argparse.Namespace) -> int:
        officer = self._officer(asked.by)
        access.require_role(officer, Role.AUDITOR)
        purged = purge(self._settings, self._periods, officer.name).run()
        snapshot.forget(self._database)
        self._say("purged", gone=len(purged.gone), kept=len(purged.kept))
        for number in purged.left_over:
            self._say("left_over", number=number)
        return 1 if purged.left_over else 0

    def _hold(self, asked: argparse.Namespace) -> int:
        def place(session: Session, officer: Officer, case: Case) -> None:
            holds.place(session, officer, case, asked.reason, now(), until=asked.until)

        return self._change(asked, Action.HOLD, place)

    def _release(self, asked: argparse.Namespace) -> int:
        def release(session: Session, officer: Officer, case: Case) -> None:
            holds.release(session, officer, case, asked.reason, now())

        return self._change(asked, Action.RELEASE, release)

    def _confirm(self, asked: argparse.Namespace) -> int:
        def confirm(session: Session, officer: Officer, case: Case) -> None:
            handovers.confirm(session, officer, case, asked.reason, now())

        return self._change(asked, Action.MOVE, confirm)

    def _change(self, asked: argparse.Namespace, action: Action, change: Change) -> int:
        officer = self._officer(asked.by)
        deed = Deed.on_number(asked.number, action, officer.name)
        with audit.carried_out(partial(write_scope, self._database), deed, now) as session:
            change(session, officer, access.find(session, officer, asked.number))
        self._say("done")
        return 0

    def _officer(self, name: str) -> Officer:
        return signed_in(self._settings, self._database, self._wording, name)

    def _say(self, name: str, **blanks: object) -> None:
        sys.stdout.write(f"{self._wording(f'retention.{name}', **blanks)}\n")


def _parser(usage: str) -> argparse.ArgumentParser:
    parser = Parser(usage)
    verbs = parser.verbs("show", "dry-run", "run", "hold", "release", "confirm")
    for name in ("hold", "release", "confirm"):
        verbs[name].add_argument("number")
        verbs[name].add_argument("reason")
    verbs["hold"].add_argument("--until", type=a_day)
    for name in ("dry-run", "run", "hold", "release", "confirm"):
        verbs[name].add_argument("--as", dest="by", required=True)
    return parser
