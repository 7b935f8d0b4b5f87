"""What is so at the moment Prometheus asks; of cases only open ones, a day late, in tens."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, func, select
from sqlalchemy import Engine as Database
from sqlalchemy.orm import Session

from bot.attempts import Pulse
from bot.web_chat import WEB
from cases.attachments import FileState
from cases.chat_models import Attachment, Draft, OutboxItem
from cases.drafts import STILL_OPEN
from cases.kinds import Kind, Queue
from cases.models import Case
from cases.outbox import PENDING
from cases.times import DAY, local_date, to_the_day
from commands.assembly import Service
from db.session import read_scope
from faq.archives import ARCHIVE

log = logging.getLogger(__name__)
ROUNDED_TO = 10  # so that one case more or less cannot be seen
OPEN = Case.kind.not_in([kind for kind in Kind if kind.sealed]) & Case.queue.not_in(
    [queue for queue in Queue if queue.sealed]
)


class State(Collector):
    """Asks anew at each visit; what cannot be found out is left out."""

    def __init__(
        self, running: Service, pulses: Mapping[str, Pulse], database: Database, clock: Callable[[], datetime]
    ) -> None:
        self._running, self._pulses, self._database, self._clock = running, pulses, database, clock
        self._received: tuple[date, int] | None = None

    def collect(self) -> Iterator[Metric]:
        """All of it."""
        yield self._speaking()
        yield self._rounds()
        try:
            with read_scope(self._database) as session:
                stored = list(self._stored(session))
        except Exception as failure:  # noqa: BLE001 - the outermost edge: the server would print all of it
            log.error("metrics: %s", type(failure).__name__)
            return
        yield from stored

    def _speaking(self) -> Metric:
        archive, bulletin = self._running.archive, self._running.since.bulletin
        speaking = GaugeMetricFamily("huiyin_speaks_by", "Model and bulletin in use", labels=["model", "bulletin"])
        speaking.add_metric([archive.name.removesuffix(ARCHIVE) if archive else "", bulletin], 1)
        return speaking

    def _rounds(self) -> Metric:
        ages = GaugeMetricFamily("huiyin_round_age_seconds", "Since a loop last went round", labels=["loop"])
        for name, pulse in self._pulses.items():
            ages.add_metric([name], pulse.age)
        return ages

    def _stored(self, session: Session) -> Iterator[Metric]:
        now = self._clock()
        awaited = _count(session, Attachment.id, Attachment.state == FileState.AWAITED)
        told = {
            "outbox_lag_seconds": ("How long the oldest reply that is due has been due", _overdue(session, now)),
            "drafts_open": ("Drafts being written", _count(session, Draft.id, STILL_OPEN)),
            "attachments_waiting": ("Files not fetched yet", awaited),
            "open_cases_received_yesterday": ("To the nearest ten", self._received_yesterday(session, now)),
        }
        for name, (what, value) in told.items():
            yield GaugeMetricFamily(f"huiyin_{name}", what, value=value)

    def _received_yesterday(self, session: Session, now: datetime) -> int:
        """Counted once a day, so that it does not move when a case is sealed, handed on or erased later."""
        today = local_date(now)
        if self._received is None or self._received[0] != today:
            begun = to_the_day(now)
            found = _count(session, Case.id, OPEN & (Case.received_at >= begun - DAY) & (Case.received_at < begun))
            self._received = today, (found + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
        return self._received[1]


def _count(session: Session, key: object, where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(key)).where(where)) or 0  # type: ignore[arg-type]


def _overdue(session: Session, now: datetime) -> float:
    """Of what is delivered; citizens of the web chat come for theirs."""
    due = OutboxItem.state.in_(PENDING) & (OutboxItem.channel != WEB) & (OutboxItem.not_before <= now)
    oldest = session.scalar(select(func.min(OutboxItem.not_before)).where(due))
    return max(timedelta(0), now - oldest).total_seconds() if oldest else 0.0
