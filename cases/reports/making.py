"""Which report of which days: what the command and the pages ask for alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from cases.kinds import Labelled
from cases.reports import daily, monthly, periods, quarterly, weekly
from cases.reports.cells import Report
from cases.reports.counting import Edition
from cases.reports.periods import Period


class Which(Labelled):
    """The reports there are."""

    DAILY = "daily", "一日一报"
    WEEKLY = "weekly", "一周一汇"
    MONTHLY = "monthly", "月度统计"
    QUARTERLY = "quarterly", "季度检举控告"


PERIODS: Mapping[Which, Callable[[date], Period]] = {
    Which.DAILY: periods.day,
    Which.WEEKLY: periods.week,
    Which.MONTHLY: periods.month,
    Which.QUARTERLY: periods.quarter,
}


@dataclass(frozen=True)
class About:
    """The bulletin that cases are counted by: its items and streets have a row also where nothing came."""

    bulletin: str
    sections: Sequence[str]
    streets: Sequence[str]


def make(session: Session, which: Which, on: date, edition: Edition, about: About, now: datetime) -> Report:
    """The report of the period in which that day lies."""
    period = PERIODS[which](on)
    match which:
        case Which.DAILY:
            return daily.make(session, period, edition, about.bulletin, now)
        case Which.WEEKLY:
            return weekly.make(session, period, edition, about.bulletin, now)
        case Which.MONTHLY:
            return monthly.make(session, period, edition, about.sections, about.streets, now)
        case _:
            return quarterly.make(session, period, edition, now)
