"""Which questions are kept when they were not answered well, and which are only counted."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy import text as sql

from bot.engine import Engine
from bot.missed import MOST_TOLD
from bot.thought import Context, Thought
from bulletin import profile
from cases.chat_models import Draft
from commands.assembly import actions
from db.session import read_scope
from faq.models import Miss, MissCount
from settings import ROOT
from tests.builders import DAY, HOUR
from tests.talking import PlainThinker, Talk
from wording import Wording

DEVSET = ROOT.parent / "shared" / "devset" / "feedback.jsonl"
TOWER, LAMP = "鹦鹉大厦什么时候拆", "建议在天河街道的村口装两盏路灯"
NONE_OF_THESE, DOWN = "都不对", "👎 没答对"


class Asker(PlainThinker):
    """Asks back about areas."""

    async def think(self, text: str, context: Context | None) -> Thought:
        choices = ({"label": "海城", "data": "a:ask/area"}, {"label": NONE_OF_THESE, "data": "none_of_these"})
        return Thought("clarify", "哪一个？", choices) if "面积" in text else await super().think(text, context)


class Teller(PlainThinker):
    """Finds that everything tells a little."""

    async def think(self, text: str, context: Context | None) -> Thought:
        thought = await super().think(text, context)
        return replace(thought, do=thought.do | {"told": MOST_TOLD})


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path / "home", Asker())


def kept(talk: Talk) -> list[str]:
    with read_scope(talk.database) as session:
        return list(session.scalars(select(Miss.text).order_by(Miss.id)))


def counts(talk: Talk) -> dict[str, int]:
    with read_scope(talk.database) as session:
        return {row.why: row.count for row in session.scalars(select(MissCount))}


# when a question is missed


async def test_a_declined_question_is_kept(talk: Talk) -> None:
    await talk.say(f"  {TOWER}\n")
    assert (kept(talk), counts(talk)) == ([TOWER], {"declined": 1})


async def test_an_answered_one_and_small_talk_are_not_missed(talk: Talk) -> None:
    await talk.tell("海城违建拆了多少", "谁能看到我写的", "我写的会不会被他看到")
    assert counts(talk) == {}


async def test_asked_back_it_is_missed_when_none_of_the_choices_fits(talk: Talk) -> None:
    await talk.say("面积是多少")
    assert counts(talk) == {}
    await talk.press(NONE_OF_THESE)
    assert (kept(talk), counts(talk)) == (["面积是多少"], {"asked": 1})
    with read_scope(talk.database) as session:
        assert session.scalars(select(Miss.answer)).one() == "ask/area"


async def test_the_same_button_pressed_again_counts_nothing(talk: Talk) -> None:
    await talk.say("面积是多少")
    await talk.walk(NONE_OF_THESE, NONE_OF_THESE)
    assert counts(talk) == {"asked": 1}


async def test_a_choice_that_fits_misses_nothing(talk: Talk) -> None:
    await talk.say("面积是多少")
    await talk.press("海城")
    assert counts(talk) == {}


async def test_a_bad_vote_on_a_choice_misses_the_question_behind_it(talk: Talk) -> None:
    await talk.say("面积是多少")
    await talk.walk("海城", DOWN)
    assert (kept(talk), counts(talk)) == (["面积是多少"], {"voted_down": 1})


async def test_a_button_that_was_no_choice_has_no_question_behind_it(talk: Talk) -> None:
    await talk.say("面积是多少")
    await talk.say("/start")
    assert (kept(talk), counts(talk)) == ([], {})
    assert (await talk.press(NONE_OF_THESE)).act
    assert counts(talk) == {"asked": 1}


async def test_words_that_may_tell_more_than_they_ask_are_only_counted(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "home", Teller())
    await talk.say(TOWER)
    assert (kept(talk), counts(talk)) == ([], {"declined": 1})


async def test_a_statistic_that_cannot_be_written_takes_no_answer_away(talk: Talk, caplog) -> None:
    talk.change(lambda session: session.execute(sql("DROP TABLE miss_counts")))
    assert (await talk.say(TOWER)).act == "decline"
    assert "OperationalError" in caplog.text
    assert "鹦鹉" not in caplog.text


async def test_drafts_are_erased_in_time_even_when_missed_questions_cannot_be(talk: Talk) -> None:
    await talk.say(LAMP)
    talk.change(lambda session: session.execute(sql("DROP TABLE misses")))
    await talk.later(hours=50)
    assert talk.rows(Draft) == 0


async def test_the_day_is_the_local_one_and_the_row_leads_to_no_chat(talk: Talk) -> None:
    talk.now = talk.now.replace(hour=17)
    await talk.say(TOWER)
    with read_scope(talk.database) as session:
        assert session.scalars(select(Miss)).one().day.isoformat() == "2026-05-07"
    assert {column.name for column in Miss.__table__.columns} & {"chat_id", "chat", "at"} == set()


async def test_after_90_days_it_is_gone(talk: Talk) -> None:
    await talk.say(TOWER)
    await talk.later(days=89)
    assert kept(talk) == [TOWER]
    await talk.later(days=1)
    assert (kept(talk), counts(talk)) == ([], {"declined": 1})


async def test_the_words_of_a_missed_question_are_in_no_log(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await talk.say(TOWER)
    assert kept(talk) == [TOWER]
    assert "鹦鹉" not in caplog.text


# drafts


async def drop(talk: Talk) -> None:
    await talk.tell(LAMP, "/cancel")


async def hand_in(talk: Talk) -> None:
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")
    assert len(talk.cases) == 1


async def clean_up(talk: Talk) -> None:
    await hand_in(talk)
    await talk.press("删除聊天记录")


async def restore(talk: Talk) -> None:
    await drop(talk)
    await talk.press("恢复")
    await talk.press("取消")


@pytest.mark.parametrize("writes", [drop, hand_in, clean_up, restore])
async def test_whoever_wrote_a_draft_that_day_is_only_counted(talk: Talk, writes) -> None:
    await writes(talk)
    before = counts(talk).get("declined", 0)
    talk.now += 8 * HOUR
    await talk.say(TOWER)
    assert (kept(talk), counts(talk)["declined"]) == ([], before + 1)


@pytest.mark.parametrize("steps", [("村里的会计收红包",), (LAMP, "换一类", "检举控告")])
async def test_one_whom_nobody_here_may_hear_is_only_counted(tmp_path: Path, steps: tuple[str, ...]) -> None:
    talk = Talk(tmp_path / "home", staffed=False)
    await talk.say(steps[0])
    for label in steps[1:]:
        said = await talk.press(label)
    assert not steps[1:] or said.intake == "cancelled"
    await talk.say(TOWER)
    assert talk.draft is None
    assert (kept(talk), counts(talk)) == ([], {"declined": 1})


@pytest.mark.parametrize("writes", [drop, hand_in])
async def test_what_was_asked_before_a_draft_of_that_day_is_only_counted(talk: Talk, writes) -> None:
    await talk.say(TOWER)
    talk.now += HOUR
    await writes(talk)
    assert (kept(talk), counts(talk)) == ([], {"declined": 1})


async def test_what_is_passed_on_to_the_clerks_is_only_counted(talk: Talk) -> None:
    await talk.say(TOWER)
    await talk.press("把问题转给工作人员")
    assert (kept(talk), counts(talk)) == ([], {"declined": 1})


async def test_a_draft_of_the_next_day_leaves_the_question_of_the_day_before(talk: Talk) -> None:
    await talk.say(TOWER)
    talk.now += DAY
    await talk.say(LAMP)
    assert kept(talk) == [TOWER]


async def test_right_before_midnight_the_next_hour_still_counts(talk: Talk) -> None:
    talk.now = talk.now.replace(hour=15, minute=59)  # 23:59 here
    await talk.say(TOWER)
    talk.now += HOUR / 2
    await talk.say(LAMP)
    assert kept(talk) == []


async def test_two_days_later_he_asks_like_anybody(talk: Talk) -> None:
    await drop(talk)
    talk.now += 2 * DAY
    await talk.say(TOWER)
    assert kept(talk) == [TOWER]


@pytest.mark.parametrize("said", [(LAMP, TOWER), (TOWER, LAMP)])
async def test_a_draft_of_another_chat_does_not_matter(talk: Talk, said: tuple[str, str]) -> None:
    for talk.address, text in zip(("4711", "4712"), said, strict=True):
        await talk.say(text)
    assert kept(talk) == [TOWER]


@pytest.mark.parametrize(("asked", "pressed"), [("面积是多少", NONE_OF_THESE), ("海城违建拆了多少", DOWN)])
async def test_a_question_before_a_draft_is_not_kept_by_a_press_after_it(talk: Talk, asked: str, pressed: str) -> None:
    await talk.tell(asked, LAMP)
    await talk.press(pressed)
    await talk.say("/cancel")
    assert kept(talk) == []
    assert sum(counts(talk).values()) == 1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(min_size=1, max_size=40))
def test_whatever_is_asked_is_answered_and_not_lost_to_the_desk(text: str, tmp_path_factory) -> None:
    talk = Talk(tmp_path_factory.mktemp("any") / "home", Asker())
    assert asyncio.run(talk.say(text)).act != "error"


# the whole way, with the model


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(model: Path) -> AsyncIterator[Engine]:
    running = Engine(model, actions(*profile.load(ROOT / "data" / "bulletin"), Wording.load()))
    await running.start()
    yield running
    await running.stop()


async def asks(talk: Talk, texts: list[str]) -> None:
    """Each in a chat of its own, and whoever is not content says so."""
    for number, text in zip(count(), texts, strict=False):
        talk.address = f"chat {number}"
        said = await talk.say(text)
        for label in {NONE_OF_THESE, DOWN} & set(said.labels):
            await talk.press(label)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_question_that_the_bulletin_does_not_answer_is_kept(engine: Engine, tmp_path: Path) -> None:
    talk = Talk(tmp_path / "home", engine)
    await asks(talk, [TOWER])
    assert kept(talk) == [TOWER]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.skipif(not DEVSET.exists(), reason="the development set is kept outside the project")
async def test_no_tip_off_of_the_development_set_is_kept(engine: Engine, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in DEVSET.read_text("utf-8").splitlines() if line.strip()]
    talk, tip_offs = Talk(tmp_path / "home", engine), [row["text"] for row in rows if row["kind"] == "tipoff"]
    await asks(talk, tip_offs)
    found = len(kept(talk))  # no text of theirs in the report of a failure
    assert tip_offs
    assert found == 0
