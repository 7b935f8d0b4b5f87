"""👍 and 👎 under an answer: one vote each, whoever presses how often."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from bot.thought import Context, Thought
from cases.models import AnswerRating
from db.session import read_scope
from faq.models import Miss, MissCount
from tests.builders import DAY, HOUR, MINUTE
from tests.talking import PlainThinker, Talk

ASKED, UP, DOWN = "海城违建拆了多少", "👍 有用", "👎 没答对"
LAMP = "建议在天河街道的村口装两盏路灯"


class Carrier(PlainThinker):
    """Carries what was answered before along with every other answer, as the actions do."""

    def __init__(self) -> None:
        super().__init__()
        self.contexts: list[Context | None] = []

    async def think(self, text: str, context: Context | None) -> Thought:
        self.contexts.append(context)
        thought = await super().think(text, context)
        return replace(thought, context=thought.context or context)


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path / "home")


def votes(talk: Talk) -> list[tuple[str, int]]:
    with read_scope(talk.database) as session:
        return [(row.answer, row.stars) for row in session.scalars(select(AnswerRating).order_by(AnswerRating.id))]


def missed(talk: Talk) -> list[tuple[str, str, str | None]]:
    with read_scope(talk.database) as session:
        return [(row.text, row.why, row.answer) for row in session.scalars(select(Miss))]


async def test_the_two_buttons_stand_under_an_answer_and_fit(talk: Talk) -> None:
    said = await talk.say(ASKED)
    assert said.labels[-2:] == [UP, DOWN]
    assert all(len(button.data.encode()) <= 64 for button in said.replies[-1].buttons)


@pytest.mark.parametrize("words", ["您好", "什么是鹦鹉", "人工"])
async def test_they_stand_under_nothing_else(talk: Talk, words: str) -> None:
    assert not {UP, DOWN} & set((await talk.say(words)).labels)


async def test_no_draft_shows_them(talk: Talk) -> None:
    await talk.say(LAMP)
    said = await talk.say(ASKED)
    assert said.act == "answer"
    assert not {UP, DOWN} & set(said.labels)


@pytest.mark.parametrize(("label", "stars"), [(UP, 5), (DOWN, 1)])
async def test_a_press_is_a_rating_and_is_thanked_for(talk: Talk, label: str, stars: int) -> None:
    await talk.say(ASKED)
    said = await talk.press(label)
    assert (said.act, said.intake, said.kind) == ("intake", "submitted", None)
    assert "谢谢" in said.text
    assert "\n" not in said.text
    assert votes(talk) == [("ask/x", stars)]


async def test_only_a_bad_vote_offers_what_else_can_be_done(talk: Talk) -> None:
    await talk.say(ASKED)
    assert (await talk.press(UP)).labels == []
    await talk.say(ASKED)
    assert (await talk.press(DOWN)).labels == ["把问题转给工作人员", "看目录"]


async def test_after_a_bad_vote_it_is_that_question_that_is_passed_on(talk: Talk) -> None:
    await talk.tell("鹦鹉大厦什么时候拆", ASKED)
    await talk.walk(DOWN, "把问题转给工作人员")
    assert talk.draft.content().text == ASKED


@pytest.mark.parametrize(("first", "second"), [(UP, UP), (UP, DOWN), (DOWN, UP), (DOWN, DOWN)])
async def test_a_second_vote_on_the_same_answer_changes_nothing(talk: Talk, first: str, second: str) -> None:
    await talk.say(ASKED)
    await talk.press(first)
    before = votes(talk), missed(talk), talk.rows(MissCount)
    said = await talk.press(second)
    assert "已经评价过" in said.text
    assert (said.act, said.intake) == ("smalltalk", None)
    assert (votes(talk), missed(talk), talk.rows(MissCount)) == before


async def test_a_second_vote_changes_nothing_after_a_restart_either(talk: Talk) -> None:
    await talk.say(ASKED)
    await talk.press(UP)
    again = Talk(talk.home, now=talk.now + MINUTE)
    again.channel._shown = talk.channel._shown  # the citizen's screen
    assert "已经评价过" in (await again.press(DOWN)).text
    assert votes(again) == [("ask/x", 5)]


async def test_the_same_answer_given_twice_can_be_voted_on_twice(talk: Talk) -> None:
    await talk.say(ASKED)
    await talk.press(UP)
    await talk.say(ASKED)
    await talk.press(UP)
    assert len(votes(talk)) == 2


async def test_a_vote_from_another_chat_counts_nothing(talk: Talk) -> None:
    await talk.say(ASKED)
    data = talk.channel.button(talk.address, UP)
    talk.address = "4712"
    talk.channel._shown[talk.address].appendleft({UP: str(data)})
    assert "太久" in (await talk.press(UP)).text
    assert votes(talk) == []


async def test_two_days_later_it_is_too_late(talk: Talk) -> None:
    await talk.say(ASKED)
    talk.now += 2 * DAY + HOUR
    assert "太久" in (await talk.press(DOWN)).text
    assert (votes(talk), missed(talk)) == ([], [])


async def test_of_many_answers_the_newest_ten_can_be_voted_on(talk: Talk) -> None:
    await talk.say(ASKED)
    oldest = talk.channel.button(talk.address, UP)
    await talk.tell(*[ASKED] * 10)
    assert (await talk.press(UP)).intake == "submitted"
    talk.channel._shown[talk.address].appendleft({UP: str(oldest)})
    assert "太久" in (await talk.press(UP)).text


async def test_blame_in_words_right_after_an_answer_is_a_bad_vote_on_it(talk: Talk) -> None:
    await talk.say(ASKED)
    said = await talk.say("满意个鬼，答非所问")
    assert (said.act, said.intake, said.kind) == ("intake", "submitted", None)
    assert "把问题转给工作人员" in said.labels
    assert "已经评价过" in (await talk.press(UP)).text
    assert votes(talk) == [("ask/x", 1)]
    assert missed(talk) == [(ASKED, "voted_down", "ask/x")]


async def test_words_after_a_press_are_a_second_vote(talk: Talk) -> None:
    await talk.say(ASKED)
    await talk.press(UP)
    assert "已经评价过" in (await talk.say("满意个鬼，答得不对")).text
    assert votes(talk) == [("ask/x", 5)]


async def test_words_after_something_else_are_no_vote_on_the_answer_before(talk: Talk) -> None:
    await talk.tell(ASKED, "鹦鹉大厦什么时候拆", "满意个鬼，答得不对")
    assert votes(talk) == [("", 1)]


async def test_words_right_after_an_answer_are_about_it_even_when_they_are_nothing_but_a_rating(talk: Talk) -> None:
    await talk.say(ASKED)
    await talk.say("没用")
    assert votes(talk) == [("ask/x", 1)]


async def hand_in(talk: Talk) -> str:
    await talk.say(LAMP)
    said = await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")
    return str(said.receipt)


async def test_after_a_case_was_looked_up_a_rating_is_about_what_was_shown_last(talk: Talk) -> None:
    code = await hand_in(talk)
    await talk.tell(code, ASKED)
    await talk.say("没用")
    assert votes(talk) == [("ask/x", 1)]
    await talk.tell(ASKED, code)
    await talk.say("没用")
    assert votes(talk) == [("ask/x", 1)]


async def test_what_was_not_answered_from_the_bulletin_opens_no_vote(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "home", Carrier())
    await talk.tell(ASKED, "人工")
    await talk.say("满意个鬼，答得不对")
    assert votes(talk) == [("", 1)]


async def test_ten_minutes_after_an_answer_it_is_not_followed_up_whatever_was_said_between(tmp_path: Path) -> None:
    thinker = Carrier()
    talk = Talk(tmp_path / "home", thinker)
    for words in (ASKED, "人工", "人工"):
        await talk.say(words)
        talk.now += 6 * MINUTE
    await talk.say("人工")
    assert [context is not None for context in thinker.contexts] == [False, True, False, False]


async def test_stars_for_nothing_in_particular_are_of_the_local_day(talk: Talk) -> None:
    talk.now = talk.now.replace(hour=17)
    await talk.say("满意")
    with read_scope(talk.database) as session:
        assert session.scalars(select(AnswerRating.day)).one().isoformat() == "2026-05-07"


async def test_a_vote_is_cast_even_when_the_missed_question_cannot_be_written(talk: Talk) -> None:
    await talk.say(ASKED)
    talk.change(lambda session: session.execute(sql("DROP TABLE miss_counts")))
    assert (await talk.press(DOWN)).intake == "submitted"
    assert votes(talk) == [("ask/x", 1)]


async def test_a_vote_leaves_an_open_draft_alone(talk: Talk) -> None:
    await talk.say(ASKED)
    await talk.say(LAMP)
    said = await talk.press(DOWN)
    assert (said.act, said.intake) == ("intake", "continues")
    assert said.labels == ["回到填写"]
    assert talk.draft.content().text == LAMP
    assert votes(talk) == [("ask/x", 1)]


async def test_the_question_of_a_bad_vote_is_a_missed_one(talk: Talk) -> None:
    await talk.say(ASKED)
    await talk.press(DOWN)
    assert missed(talk) == [(ASKED, "voted_down", "ask/x")]


async def test_a_good_vote_misses_nothing(talk: Talk) -> None:
    await talk.say(ASKED)
    await talk.press(UP)
    assert (missed(talk), talk.rows(MissCount)) == ([], 0)


async def test_half_an_hour_later_a_bad_vote_is_only_counted(talk: Talk) -> None:
    await talk.say(ASKED)
    talk.now += HOUR
    await talk.press(DOWN)
    assert (missed(talk), talk.rows(MissCount)) == ([], 1)
