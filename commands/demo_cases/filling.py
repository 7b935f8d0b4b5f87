"""A trial whose queue is empty is given the cases of four months, with the codes of a few to try."""

import json
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine as Database
from sqlalchemy import select

from bot.file_store import FileStore
from bot.turn import Custody
from bulletin import profile
from bulletin.document import Bulletin
from bulletin.profile import Profile
from cases.models import Case
from cases.staff import demo
from cases.staff.officer import Officer
from cases.times import local_date
from commands import clock, jurisdiction, keys, models
from commands.demo_cases import ledger, questions, rounds, stories
from commands.demo_cases.citizens import Citizens
from commands.demo_cases.planner import Planner
from commands.demo_cases.plans import read
from commands.demo_cases.stories import Lives
from commands.demo_cases.team import Team
from commands.queue_words import Grammar
from db.session import read_scope, write_scope
from desk.step import Office
from settings import Settings
from wording import Wording

CODES = "demo-codes.json"
SINCE = timedelta(days=122)
TOLD_EVERY = 100  # steps


def fill(settings: Settings, now: datetime) -> None:
    """Nothing happens where there is a case already, and where the team or the bulletin is not that of a trial."""
    database = models.opened(settings)
    if _is_in_use(database):
        return
    bulletin, known = profile.load(models.serving(settings).bulletin)
    custody = keys.custody(settings, trial=True)
    keys.make_demo_team(settings, database, custody.secret, now - SINCE)
    members = {name: keys.demo_officer(settings, database, name) for name, _ in demo.TEAM}
    present = {name: officer for name, officer in members.items() if officer}
    if len(present) == len(members) and bulletin.id == read("lives")["bulletin"]:
        Filling(settings, database, custody, bulletin, known, present, now).make()


@dataclass
class Filling:
    """One transaction: a start that is broken off leaves the queue empty."""

    settings: Settings
    database: Database
    custody: Custody
    bulletin: Bulletin
    known: Profile
    members: dict[str, Officer]
    now: datetime

    def make(self) -> None:
        """The cases, and a file of the codes that can be tried."""
        folder = self.settings.home / "attachments"
        folder.mkdir(parents=True, exist_ok=True)
        with write_scope(self.database) as session:
            office = self._office()
            team = Team(session, office, self.bulletin, self.members, Grammar(office.wording), self.now - SINCE)
            citizens = Citizens(team, self.custody, FileStore(folder))
            told = self._told(team, citizens)
            stories.tell(told, team, self.now, Progress(office.wording, team))
            questions.ask(session, self.now)
            keys.write_private(self.settings.home / CODES, json.dumps(citizens.codes, ensure_ascii=False, indent=2))
        sys.stderr.write(f"{office.wording('demo.filled', file=CODES)}\n")

    def _told(self, team: Team, citizens: Citizens) -> list[stories.Story]:
        begins, until = self.now - SINCE, self.now
        folder = self.settings.home / "attachments"
        office = [ledger.seeding(team, self.known, begins), rounds.declaring(team, begins)]
        office += [rounds.mornings(team, folder, begins), rounds.looking(team, begins, until)]
        lives = Lives(team, citizens, until)
        return [*office, ledger.keeping(team, until), *map(lives.of, Planner(until).plans())]

    def _office(self) -> Office:
        known = jurisdiction.of(jurisdiction.records(self.settings), self.known)
        opens, quiet = (self.custody.secret, self.custody.recovery), clock.quiet_hours(self.settings)
        return Office(Wording.load(), *opens, lambda: known, jurisdiction.doors, quiet)


class Progress:
    """A terminal sees the day that the story has come to; a log gets one line."""

    def __init__(self, wording: Wording, team: Team) -> None:
        self._wording, self._team, self._steps = wording, team, 0

    def __call__(self) -> None:
        """One more step."""
        if self._steps % TOLD_EVERY == 0 and (sys.stderr.isatty() or not self._steps):
            start, end = ("\r", " ") if sys.stderr.isatty() else ("", "\n")
            sys.stderr.write(f"{start}{self._wording('demo.filling', day=local_date(self._team.now))}{end}")
            sys.stderr.flush()
        self._steps += 1


def _is_in_use(database: Database) -> bool:
    with read_scope(database) as session:
        return session.scalar(select(Case.id).limit(1)) is not None
