"""What the service does by itself every morning, and that staff look at their notices."""

from datetime import datetime, timedelta
from pathlib import Path

from cases import chat_links, chats, citizen_notices, drafts, moves, outbox, staff_notices
from cases.deadlines import clock, warning
from cases.deadlines.rule import RuleId
from cases.recusal import interests
from cases.recusal.models import Relation
from cases.retention.periods import Periods
from cases.retention.purging import Purge
from cases.transitions import Move
from commands import retention
from commands.demo_cases import hours
from commands.demo_cases.stories import Story
from commands.demo_cases.team import Team

LOOKING = timedelta(days=14)
UNSEEN = timedelta(days=3)  # what came since then nobody has looked at
RELATIVE = "瓯甲石材厂"


def mornings(team: Team, folder: Path, begins: datetime) -> Story:
    """Warnings, ended waiting, what is to be forgotten or purged (bot/staff_rounds.py, bot/housekeeping.py)."""
    at = begins
    purge = Purge(team.scope, team.scope, lambda: team.now, folder, Periods.load(retention.FILE))
    while True:
        at = hours.next_morning(at)
        yield at
        _forget(team)
        purge.run()
        while warning.warn(team.session, team.now):
            pass
        for case in clock.late(team.session, RuleId.DL21, team.now):
            moves.by_system(team.session, case, Move.WAIT_OVER, team.now)


def looking(team: Team, begins: datetime, until: datetime) -> Story:
    """Once a fortnight everybody has seen what was for them."""
    at = begins
    while (at := at + LOOKING) < until - UNSEEN:
        yield at
        _look(team)
    yield until - UNSEEN
    _look(team)


def declaring(team: Team, begins: datetime) -> Story:
    """Handlers of the team say whom they are related to before a case comes that speaks of them."""
    yield begins
    interests.declare(team.session, team.members["handler2"], Relation.RELATIVE, RELATIVE, team.now)


def _look(team: Team) -> None:
    for officer in team.members.values():
        while seen := [row.id for row in staff_notices.unseen_for(team.session, officer)]:
            staff_notices.mark_seen(team.session, officer, seen, team.now)


def _forget(team: Team) -> None:
    session, secret, now = team.session, team.office.secret, team.now
    outbox.erase_old(session, now)
    citizen_notices.expire(session, now)
    chat_links.erase_withdrawn(session, now)
    drafts.expire(session, now)
    chats.tidy(session, secret, now)
