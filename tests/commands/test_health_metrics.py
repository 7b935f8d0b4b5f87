"""Metrics: closed sets of labels, nothing of what anybody said, and no sign of a sealed case."""

import asyncio
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.messages import Incoming, Outcome
from cases.chat_models import Attachment
from cases.kinds import Kind, Queue
from cases.times import DAY
from commands import health, health_metrics, web
from commands.health_metrics import ACTS, OTHER, ErrorCount, Metrics
from commands.health_state import State
from db.session import make_engine, write_scope
from settings import Settings
from tests.builders import NOW, make_bare_case
from tests.talking import Talk

COMPLAINT = "投诉画眉小区门口的路灯坏了没人管"
TIP_OFF = "云雀村的主任翠鸟收红包，知情人13911223344"
NAME, PHONE = "白灵鸟", "13977665544"
MOVING = re.compile(r"process_|_seconds|loop_lag")  # moved by the machine
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


class Watched:
    """A chat whose service is measured."""

    def __init__(self, home: Path) -> None:
        self.talk = Talk(home)
        self.metrics = Metrics()
        self.talk.service.conversation.heard = self.metrics.heard
        pulses = health.pulses(self.talk.settings, self.talk.service)
        state = State(self.talk.service, pulses, make_engine(self.talk.settings.url), lambda: self.talk.now)
        self.metrics.registry.register(state)

    @property
    def shown(self) -> str:
        return generate_latest(self.metrics.registry).decode()

    @property
    def samples(self) -> Samples:
        families = text_string_to_metric_families(self.shown)
        rows = [row for family in families for row in family.samples]
        return {(row.name, tuple(sorted(row.labels.items()))): row.value for row in rows}

    def value(self, name: str, **labels: str) -> float:
        return self.samples[name, tuple(sorted(labels.items()))]

    def add(self, kind: Kind = Kind.COMPLAINT, count: int = 1, **more: Any) -> None:
        with write_scope(make_engine(self.talk.settings.url)) as session:
            for _ in range(count):
                make_bare_case(session, kind=kind, **more)


def said(talk: Talk) -> Incoming:
    """A question whose answer nobody delivers."""
    return Incoming("talk", talk.address, "undelivered", "拆了多少")


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "home")


REPORTS = {
    COMPLAINT: ("是，投诉求助", "我知道了", "跳过", "留姓名电话"),
    TIP_OFF: ("是，检举控告", "以上都不是", "我知道了", "跳过", "留姓名电话"),
}


async def reports(talk: Talk, text: str) -> str:
    """A whole report with a name; its receipt code."""
    await talk.say(text)
    await talk.walk(*REPORTS[text])
    await talk.say(f"{NAME} {PHONE}")
    return (await talk.press("确认提交")).receipt


async def test_messages_are_counted_by_what_came_of_them(watched: Watched) -> None:
    await watched.talk.tell("拆了多少", "拆了多少", "孵蛋几天", "满意")
    counted = {act: watched.value("huiyin_messages_total", act=act) for act in (*ACTS, OTHER)}
    assert {act: count for act, count in counted.items() if count} == {"answer": 2, "decline": 1, "intake": 1}
    assert watched.value("huiyin_answering_seconds_count") == 3


def test_what_nobody_knows_is_counted_as_other(watched: Watched) -> None:
    watched.metrics.heard(Outcome(TIP_OFF), 0.1)
    watched.metrics.failed(TIP_OFF)
    assert watched.value("huiyin_messages_total", act=OTHER) == watched.value("huiyin_errors_total", type=OTHER) == 1
    assert TIP_OFF not in watched.shown


async def test_nothing_of_what_was_said_is_shown(watched: Watched) -> None:
    talk, shown = watched.talk, []
    codes = []
    for text in (COMPLAINT, TIP_OFF):
        codes.append(await reports(talk, text))
        shown.append(watched.shown)
    await talk.say(f"我的回执码是 {codes[1]}")
    talk.thinker.broken = True
    await talk.say("夜莺的话")
    shown.append(watched.shown)
    secrets = ["画眉", "云雀", "翠鸟", "13911223344", NAME, PHONE, "夜莺", talk.address, *codes]
    secrets += [code.replace(" ", "") for code in codes] + [case.number for case in talk.cases]
    assert len(talk.cases) == 2
    assert [word for word in secrets if any(f'"{word}' in text or word in names(text) for text in shown)] == []


def names(text: str) -> str:
    """The exposition without the numbers it tells."""
    return "\n".join(line.rpartition(" ")[0] for line in text.splitlines())


async def test_labels_are_closed_sets(watched: Watched) -> None:
    await reports(watched.talk, TIP_OFF)
    labels = {(name, value) for _, pairs in watched.samples for name, value in pairs}
    known = {
        "act": {*ACTS, OTHER},
        "loop": set(health.LATE),
        "model": {""},
        "bulletin": {watched.talk.service.since.bulletin},
    }
    assert {name for name, _ in labels} - {"le"} == set(known)
    assert [pair for pair in labels if pair[0] != "le" and pair[1] not in known[pair[0]]] == []


async def test_a_tip_off_moves_nothing_that_a_complaint_does_not_move(tmp_path: Path) -> None:
    moved = {}
    for text in (COMPLAINT, TIP_OFF):
        watched = Watched(tmp_path / text)
        before = watched.samples
        await reports(watched.talk, text)
        changed = {key for key, value in watched.samples.items() if before.get(key) != value}
        moved[text] = {key for key in changed if not MOVING.match(key[0])}
    assert moved[TIP_OFF] == moved[COMPLAINT]


async def test_a_tip_off_is_among_the_cases_of_no_day(watched: Watched) -> None:
    watched.add(Kind.TIP_OFF, count=60)
    watched.add(Kind.APPEAL, count=60)
    watched.add(Kind.COMPLAINT, count=60, queue=Queue.SEALED_OWN_TEAM)
    watched.talk.now += DAY
    assert watched.value("huiyin_open_cases_received_yesterday") == 0


@pytest.mark.parametrize(("received", "told"), [(0, 0), (4, 0), (5, 10), (14, 10), (15, 20)])
def test_open_cases_are_told_a_day_late_to_the_nearest_ten(watched: Watched, received: int, told: int) -> None:
    watched.add(count=received)
    assert watched.value("huiyin_open_cases_received_yesterday") == 0
    watched.talk.now += DAY
    assert watched.value("huiyin_open_cases_received_yesterday") == told


def test_a_number_that_was_told_does_not_move_all_day(watched: Watched) -> None:
    watched.add(count=5, now=NOW - DAY)
    assert watched.value("huiyin_open_cases_received_yesterday") == 10
    watched.add(count=50, now=NOW - DAY)
    assert watched.value("huiyin_open_cases_received_yesterday") == 10


async def test_open_drafts_and_what_waits_are_told(watched: Watched) -> None:
    await watched.talk.say(COMPLAINT)
    await watched.talk.send()
    watched.talk.change(
        lambda session: session.add(Attachment(kind="photo", stored_name="x", body=b"", state="stored"))
    )
    told = [watched.value(f"huiyin_{name}") for name in ("drafts_open", "attachments_waiting", "outbox_lag_seconds")]
    assert told == [1, 1, 0]
    await watched.talk.service.conversation.handle(said(watched.talk))
    watched.talk.now += timedelta(seconds=90)
    assert watched.value("huiyin_outbox_lag_seconds") == 90


def test_a_database_that_is_gone_leaves_its_numbers_out(watched: Watched) -> None:
    with make_engine(watched.talk.settings.url).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE drafts RENAME TO elsewhere")
    assert "huiyin_speaks_by" in watched.shown
    assert "huiyin_drafts_open" not in watched.shown


def test_errors_are_counted_by_the_name_of_their_type(watched: Watched) -> None:
    log = logging.getLogger("tests of errors")
    log.addHandler(counting := ErrorCount(watched.metrics))
    log.propagate = False
    log.error("message not handled: %s", "OperationalError")
    log.error("%s, %s: %s", "staff rounds", "audit", "chain_broken")
    log.error("nothing known")
    log.warning("message not handled: %s", "KeyError")
    log.removeHandler(counting)
    counted = {key[1][0][1]: value for key, value in watched.samples.items() if key[0] == "huiyin_errors_total"}
    assert counted == {"OperationalError": 1, OTHER: 2}


async def test_they_are_told_on_a_port_of_their_own_until_the_service_stops(watched: Watched) -> None:
    stop, talk = asyncio.Event(), watched.talk
    with web.listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    measuring = asyncio.create_task(health_metrics.measured(talk.settings, talk.service, port, stop))
    await asyncio.sleep(0)
    await talk.say("拆了多少")
    told = await asyncio.to_thread(httpx.get, f"http://127.0.0.1:{port}/metrics")
    assert 'huiyin_messages_total{act="answer"} 1.0' in told.text
    stop.set()
    await measuring
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")


async def test_a_port_that_is_taken_is_said_by_the_name_of_its_setting(watched: Watched) -> None:
    with web.listen("127.0.0.1", 0) as taken, pytest.raises(SystemExit, match="HUIYIN_METRICS_PORT"):
        port = taken.getsockname()[1]
        await health_metrics.measured(watched.talk.settings, watched.talk.service, port, asyncio.Event())


def test_nobody_else_can_ask_unless_it_is_set() -> None:
    settings = Settings()
    assert (settings.metrics_port, settings.metrics_host) == (None, "127.0.0.1")
