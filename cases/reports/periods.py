"""The days that a report speaks of, by the calendar on the wall."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.times import first_moment


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} – {self.last}"

    @property
    def start(self) -> datetime:
        """The moment it begins."""
        return first_moment(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return first_moment(self.last + timedelta(days=1))


def day(of: date) -> Period:
    """That day alone."""
    return Period(of, of)


def week(of: date) -> Period:
    """Monday to Sunday."""
    monday = of - timedelta(days=of.weekday())
    return Period(monday, monday + timedelta(days=6))


def month(of: date) -> Period:
    """The calendar month."""
    return Period(of.replace(day=1), of.replace(day=monthrange(of.year, of.month)[1]))


def quarter(of: date) -> Period:
    """Three calendar months."""
    begins = of.month - (of.month - 1) % 3
    return Period(date(of.year, begins, 1), month(date(of.year, begins + 2, 1)).last)


def following_week(of: Period) -> Period:
    """The seven days after it."""
    return Period(of.last + timedelta(days=1), of.last + timedelta(days=7))
