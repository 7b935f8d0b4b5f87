"""`./huiyin report`: 一日一报, 一周一汇, the month and the quarter as a spreadsheet."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Engine as Database

from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.errors import NotAllowed
from cases.reports import counting, daily, monthly, periods, publishing, quarterly, weekly, workbook
from cases.reports.cells import Report
from cases.staff.officer import Officer
from cases.times import local_date
from commands import acting, models
from commands.clock import now
from commands.ledger import live_bulletin
from db.session import read_scope, write_scope
from desk.staff_refusals import SAID, explained
from settings import Settings
from wording import Wording

PERIODS = {"daily": periods.day, "weekly": periods.week, "monthly": periods.month, "quarterly": periods.quarter}
STREET = "street"


class Refused(Exception):
    """The words of the command do not fit; its text says in Chinese what to write instead."""


def run(settings: Settings, words: list[str]) -> int:
    """Make one report."""
    wording = Wording.load()
    try:
        asked = _parser(wording).parse_args(words)
        _check(asked, wording)
        _make(settings, wording, asked)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except SAID as refused:
        sys.stderr.write(f"{explained(refused, wording)}\n")
        return 1
    return 0


def _check(asked: argparse.Namespace, wording: Wording) -> None:
    if asked.published and asked.which == "quarterly":
        raise Refused(wording("report.never_published"))
    if asked.file.exists():
        raise Refused(wording("report.exists", name=asked.file.name))


def _make(settings: Settings, wording: Wording, asked: argparse.Namespace) -> None:
    database = models.opened(settings)
    officer = acting.signed_in(settings, database, wording, asked.actor)
    kind = f"{asked.which} published" if asked.published else asked.which
    deed = Deed(Action.REPORT, officer.name, subject=f"{kind} {asked.date or local_date(now())}")
    with _audited(database, deed):
        report = _report(settings, database, officer, asked)
        try:
            workbook.write(report, asked.file)
        except OSError as failure:
            raise Refused(wording("report.unwritable", name=asked.file.name, why=failure.strerror)) from None
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
    bulletin, profile = live_bulletin(settings, database)
    period = PERIODS[asked.which](asked.date or local_date(now()))
    edition = counting.edition(officer, published=asked.published)
    sections = [item.label for item in bulletin.items]
    streets = [place.name for place in profile.places if place.kind == STREET]
    with read_scope(database) as session:
        made = {
            "daily": lambda: daily.make(session, period, edition, bulletin.id, now()),
            "weekly": lambda: weekly.make(session, period, edition, bulletin.id, now()),
            "monthly": lambda: monthly.make(session, period, edition, sections, streets, now()),
            "quarterly": lambda: quarterly.make(session, period, edition, now()),
        }[asked.which]()
    return publishing.published(made) if asked.published else made


def _parser(wording: Wording) -> argparse.ArgumentParser:
    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's own words are English
            raise Refused(wording("report.usage"))

    parser = Parser("huiyin report", add_help=False)
    parser.add_argument("which", choices=PERIODS)
    parser.add_argument("--date", type=date.fromisoformat)
    parser.add_argument("--published", action="store_true")
    parser.add_argument("-o", dest="file", type=Path, required=True)
    parser.add_argument("--as", dest="actor", required=True)
    return parser
