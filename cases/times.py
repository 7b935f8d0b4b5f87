"""Points in time: always aware, in UTC, and to the day where the minute could give a citizen away."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

LOCAL = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


class UtcDateTime(TypeDecorator[datetime]):
    """SQLite forgets the zone; this gives it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone, store the others in UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("give an aware datetime")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """What comes back is UTC."""
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


def to_the_day(now: datetime) -> datetime:
    """The local midnight at which the day of `now` began."""
    return now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def local_date(now: datetime) -> date:
    """The day that the calendar on the wall shows."""
    return now.astimezone(LOCAL).date()


def first_moment(day: date) -> datetime:
    """When it begins on the wall."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def to_the_hour(now: datetime) -> datetime:
    """The beginning of the hour of `now`."""
    return now.replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class QuietHours:
    """Local hours in which nobody is reminded of anything; they may run over midnight."""

    start: time = time(21)
    end: time = time(8)

    def include(self, now: datetime) -> bool:
        """Whether `now` is one of them."""
        local = now.astimezone(LOCAL).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def over(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours that it falls into."""
        if not self.include(now):
            return now
        local = now.astimezone(LOCAL)
        end = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return (end if end > local else end + DAY).astimezone(UTC)
