"""What Prometheus is told on a port of its own: labels are closed sets, and no number tells of a sealed case."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, start_http_server
from prometheus_client.process_collector import ProcessCollector

from bot.messages import Outcome
from commands import health
from commands.assembly import Service
from commands.clock import now
from commands.health_state import State
from db.session import make_engine
from settings import Settings

ANSWERED = ("answer", "overview", "contact", "clarify", "decline", "menu", "smalltalk")
ACTS = (*ANSWERED, "case_status", "intake", "emergency", "error", "repeated")
OTHER = "other"  # what none of the names known here is
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LAG_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
BETWEEN_LOOKS = 1.0  # seconds
TAKEN = "HUIYIN_METRICS_PORT 的端口 {port} 已被占用或不能用：请换一个，再运行 ./huiyin serve。"


class Metrics:
    """The counters of one service; how long is told of answers alone, for filing a case takes its own time."""

    def __init__(self) -> None:
        disable_created_metrics()  # they would date the first of each kind
        self.registry = CollectorRegistry()
        self._messages = Counter("huiyin_messages", "What messages came to", ["act"], registry=self.registry)
        self._errors = Counter("huiyin_errors", "Errors in the log", ["type"], registry=self.registry)
        self._seconds = self._histogram("huiyin_answering_seconds", "From a question to its answer", SECONDS)
        self._lag = self._histogram("huiyin_loop_lag_seconds", "How late the event loop woke", LAG_SECONDS)
        for act in (*ACTS, OTHER):
            self._messages.labels(act)
        ProcessCollector(registry=self.registry)

    def heard(self, outcome: Outcome, seconds: float) -> None:
        """A message was handled."""
        self._messages.labels(outcome.act if outcome.act in ACTS else OTHER).inc()
        if outcome.act in ANSWERED:
            self._seconds.observe(seconds)

    def failed(self, sort: str) -> None:
        """An error was logged."""
        self._errors.labels(sort if sort in _names_of_errors() else OTHER).inc()

    def _histogram(self, name: str, what: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, what, buckets=buckets, registry=self.registry)

    async def watch(self, stop: asyncio.Event) -> None:
        """See how late the event loop is, once a second until told to stop."""
        while not stop.is_set():
            begun = time.monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), BETWEEN_LOOKS)
                return
            self._lag.observe(max(0.0, time.monotonic() - begun - BETWEEN_LOOKS))


class ErrorCount(logging.Handler):
    """Counts what is logged as an error; its last word is the name of a type, by the rule of this project's logs."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.ERROR)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """One of them."""
        raised = record.exc_info and record.exc_info[0]
        words = record.args if isinstance(record.args, tuple) else ()
        self._metrics.failed(raised.__name__ if raised else str(words[-1]) if words else OTHER)


async def measured(settings: Settings, running: Service, port: int, stop: asyncio.Event) -> None:
    """Count and tell until told to stop."""
    metrics = Metrics()
    metrics.registry.register(State(running, health.pulses(settings, running), make_engine(settings.url), now))
    running.conversation.heard = metrics.heard
    with _counting(metrics), _listening(metrics, settings.metrics_host, port):
        await metrics.watch(stop)


@contextmanager
def _counting(metrics: Metrics) -> Iterator[None]:
    counting = ErrorCount(metrics)
    logging.getLogger().addHandler(counting)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(counting)


@contextmanager
def _listening(metrics: Metrics, host: str, port: int) -> Iterator[None]:
    """In a thread of its own, which asks the database and disturbs nobody."""
    try:
        server, thread = start_http_server(port, host, metrics.registry)
    except OSError:
        raise SystemExit(TAKEN.format(port=port)) from None
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _names_of_errors() -> set[str]:
    """Of all types of exceptions that the program knows."""
    found: set[str] = set()
    waiting: list[type[BaseException]] = [Exception]
    while waiting:
        kind = waiting.pop()
        found.add(kind.__name__)
        waiting += kind.__subclasses__()
    return found
