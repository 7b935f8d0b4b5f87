"""Sixteen digits that are no code, words beside a code, and what is awaited for half an hour."""

import pytest
from sqlalchemy import select

from cases.kinds import State
from cases.models import AnswerRating
from db.session import read_scope
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
CARD = "6222021234567890"


@pytest.fixture
async def code(talk: Talk) -> str:
    await talk.say(LAMP)
    return (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt


async def test_an_unknown_number_in_an_open_draft_swallows_no_words(talk: Talk):
    await talk.say(LAMP)
    said = await talk.say(f"钱打到了{CARD}这个账号上，没有收据")
    assert (said.intake, len(talk.draft.texts)) == ("continues", 2)


async def test_an_unknown_number_beside_a_report_opens_a_draft(talk: Talk):
    assert (await talk.say(f"楼道灯坏了没人管，报修单{CARD}")).intake == "started"


async def test_two_numbers_of_eight_digits_are_no_code(talk: Talk):
    assert (await talk.say("20180101 20190101这两天楼上漏水没人管")).intake == "started"


async def test_danger_beside_an_unknown_number_is_taken_down(talk: Talk):
    said = await talk.say(f"有人放火，单号{CARD}")
    assert (said.act, said.intake) == ("emergency", "started")
    assert "没有丢" in said.text


async def test_only_a_text_that_was_added_is_said_to_be_kept(talk: Talk, code: str):
    await talk.say(LAMP)
    assert "没有丢" not in (await talk.say(f"有人放火 {code}")).text


async def test_guesses_hidden_among_words_are_counted(talk: Talk, code: str):
    await talk.tell(*[f"楼道灯坏了没人管{n} {CARD[:-1]}{n}" for n in range(5)])
    assert "分钟再试" in (await talk.say(code)).text


async def test_words_beside_a_code_win_over_what_was_awaited(talk: Talk, code: str):
    await talk.say("我要撤回")
    assert (await talk.say(f"{code} 看看进度")).act == "case_status"
    assert talk.cases[0].state is State.REGISTERED


async def test_what_was_awaited_is_forgotten_after_half_an_hour(talk: Talk, code: str):
    await talk.later(hours=1)
    await talk.say("我要撤回")
    await talk.later(minutes=31)
    assert (await talk.say(code)).act == "case_status"


async def test_a_press_ends_what_was_awaited(talk: Talk, code: str):
    await talk.later(hours=1)
    await talk.say("我要撤回")
    await talk.press("看目录")
    assert (await talk.say(code)).act == "case_status"
    assert talk.cases[0].state is State.REGISTERED


@pytest.mark.parametrize("form", ["我想补充一下，北边的路口也要一盏", "{} 补充：北边的路口也要一盏"])
async def test_an_addition_may_stand_in_the_words_that_ask_for_it(talk: Talk, code: str, form: str):
    await talk.say(code)
    assert (await talk.say(form.format(code))).intake == "submitted"
    assert talk.words == [LAMP, "北边的路口也要一盏"]


async def test_a_question_while_an_addition_is_awaited_is_answered_and_not_stored(talk: Talk, code: str):
    await talk.say(code)
    await talk.press("补充")
    assert (await talk.say("海城违建拆了多少")).act == "answer"
    await talk.say("北边的路口也要一盏")
    assert talk.words == [LAMP, "北边的路口也要一盏"]


async def test_the_second_photo_of_an_album_belongs_to_the_same_case(talk: Talk, code: str):
    await talk.say(code)
    await talk.press("补充")
    await talk.send(album="a")
    assert (await talk.send(album="a", name="b.jpg")).intake == "submitted"
    assert talk.draft is None


@pytest.mark.parametrize(("words", "stars"), [("满意", 4), ("满意个鬼，答得不对", 1)])
async def test_what_is_thought_of_an_answer_is_stored(talk: Talk, words: str, stars: int):
    await talk.tell("海城违建拆了多少", words)
    with read_scope(talk.database) as session:
        assert [(row.answer, row.stars) for row in session.scalars(select(AnswerRating))] == [("ask/x", stars)]
