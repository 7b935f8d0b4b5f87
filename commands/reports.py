"""`./huiyin report`: 一日一报, 一周一汇, the month and the quarter as a spreadsheet."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine as Database

from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.errors import NotAllowed
from cases.reports import counting, making, publishing, workbook
from cases.reports.cells import Report
from cases.reports.making import About, Which
from cases.staff.officer import Officer
from cases.times import local_date
from commands import acting, models
from commands.clock import now
from commands.ledger import live_bulletin
from commands.typed import Parser, a_day
from db.session import read_scope, write_scope
from desk.errors import Misused, Nameless
from desk.staff_refusals import SAID, explained
from settings import Settings
from wording import Wording

STREET = "street"


def run(settings: Settings, words: list[str]) -> int:
    """Make one report."""
    wording = Wording.load()
    try:
        asked = _parser(wording).parse_args(words)
        _check(asked, wording)
        _make(settings, wording, asked)
    except Misused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except Nameless:
        sys.stderr.write(f"{wording('queue.no_actor')}\n")
        return 1
    except SAID as refused:
        sys.stderr.write(f"{explained(refused, wording)}\n")
        return 1
    return 0


def _check(asked: argparse.Namespace, wording: Wording) -> None:
    if asked.published and asked.which == "quarterly":
        raise Misused(wording("report.never_published"))
    if asked.file.exists():
        raise Misused(wording("report.exists", name=asked.file.name))


def _make(settings: Settings, wording: Wording, asked: argparse.Namespace) -> None:
    database = models.opened(settings)
    officer = acting.whoever(settings, database, wording, asked.actor)
    kind = f"{asked.which} published" if asked.published else asked.which
    deed = Deed(Action.REPORT, officer.name, subject=f"{kind} {asked.date or local_date(now())}")
    with _audited(database, deed):
        report = _report(settings, database, officer, asked)
        try:
            workbook.write(report, asked.file)
        except OSError as failure:
            raise Misused(wording("report.unwritable", name=asked.file.name, why=failure.strerror)) from None
    sys.stdout.write(f"{wording('report.written', period=report.period, file=asked.file)}\n")


@contextmanager
def _audited(database: Database, deed: Deed) -> Iterator[None]:
    """The log hears of it before and after; nothing is locked in between, because counting may take long."""
    attempt, result = log.attempt(lambda: write_scope(database), deed, now()), Outcome.FAILED
    try:
        yield
        result = Outcome.DONE
    except NotAllowed:
        result = Outcome.REFUSED
        raise
    finally:
        with write_scope(database) as session:
            log.outcome(session, attempt, result, now())


def _report(settings: Settings, database: Database, officer: Officer, asked: argparse.Namespace) -> Report:
    edition = counting.edition(officer, published=asked.published)
    about = counted_by(*live_bulletin(settings, database))
    with read_scope(database) as session:
        made = making.make(session, Which(asked.which), asked.date or local_date(now()), edition, about, now())
    return publishing.published(made) if asked.published else made


def counted_by(bulletin: Bulletin, profile: Profile) -> About:
    """Its items and streets."""
    streets = [place.name for place in profile.places if place.kind == STREET]
    return About(bulletin.id, [item.label for item in bulletin.items], streets)


def _parser(wording: Wording) -> Parser:
    parser = Parser(wording("report.usage"))
    parser.add_argument("which", choices=[which.value for which in Which])
    parser.add_argument("--date", type=a_day)
    parser.add_argument("--published", action="store_true")
    parser.add_argument("-o", dest="file", type=Path, required=True)
    parser.add_argument("--as", dest="actor")
    return parser
