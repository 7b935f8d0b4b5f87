"""With a receipt code: look, add, withdraw and take back, rate."""

import pytest
from sqlalchemy.orm import Session

from cases import handling
from cases.kinds import Rating, Role, State
from cases.models import Case
from tests import teams
from tests.builders import NOW, SECRET
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
WRONG = "1234 5678 9012 3450"


def close(session: Session) -> None:
    teams.close(session, session.get_one(Case, 1), "装好了", "已办结")


@pytest.fixture
async def code(talk: Talk) -> str:
    await talk.say(LAMP)
    return (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt


@pytest.mark.parametrize("form", ["{}", "我的回执码是{}，办得怎么样了", "{}。"])
async def test_a_code_in_a_sentence_tells_how_the_case_stands(talk: Talk, code: str, form: str):
    said = await talk.say(form.format(code))
    assert (said.act, said.intake) == ("case_status", None)
    assert talk.cases[0].number in said.text


@pytest.mark.parametrize("joint", ["", "-", "  ", "."])
async def test_any_grouping_is_understood(talk: Talk, code: str, joint: str):
    assert talk.cases[0].number in (await talk.say(code.replace(" ", joint))).text


async def test_what_is_asked_for_first_is_done_when_the_code_comes(talk: Talk, code: str):
    assert (await talk.say("我要撤回")).act == "intake"
    assert (await talk.say(code)).intake == "cancelled"
    assert talk.cases[0].state is State.WITHDRAWN


async def test_code_and_wish_may_stand_in_one_sentence(talk: Talk, code: str):
    assert (await talk.say(f"撤回{code}")).intake == "cancelled"


@pytest.mark.parametrize("undo", ["恢复", "恢复办理"])
async def test_a_withdrawal_can_be_taken_back_within_a_day(talk: Talk, code: str, undo: str):
    await talk.say(code)
    await talk.press("撤回")
    said = await (talk.press(undo) if undo == "恢复办理" else talk.say(undo))
    assert "已恢复办理" in said.text
    assert talk.cases[0].state is State.REGISTERED


async def test_a_withdrawal_stands_after_a_day(talk: Talk, code: str):
    await talk.say(code)
    await talk.press("撤回")
    await talk.later(hours=25)
    await talk.say(code)
    assert "超过24小时" in (await talk.press("恢复办理")).text
    assert talk.cases[0].state is State.WITHDRAWN


async def test_what_comes_after_add_belongs_to_the_case(talk: Talk, code: str):
    await talk.say(code)
    await talk.press("补充")
    assert (await talk.say("北边的路口也要一盏")).intake == "submitted"
    assert talk.words == [LAMP, "北边的路口也要一盏"]


async def test_a_photo_can_be_added(talk: Talk, code: str):
    await talk.say(code)
    await talk.press("补充")
    assert (await talk.send()).intake == "submitted"
    assert talk.words[1] == "（补充了1个文件）"


@pytest.mark.parametrize("way", ["算了", "取消", "看目录"])
async def test_an_addition_can_be_called_off(talk: Talk, code: str, way: str):
    await talk.say(code)
    await talk.press("补充")
    await (talk.press("看目录") if way == "看目录" else talk.say(way))
    await talk.say("海城违建拆了多少")
    assert talk.words == [LAMP]


async def test_only_a_closed_case_can_be_rated(talk: Talk, code: str):
    await talk.say(code)
    assert "还没有办结" in (await talk.say("非常满意")).text
    talk.change(close)
    await talk.say(code)
    await talk.press("评价")
    assert (await talk.press("基本满意")).intake == "submitted"
    assert talk.cases[0].rating is Rating.FAIRLY


@pytest.mark.parametrize("stars", ["9", "x", "²"])
async def test_a_rating_that_does_not_exist_is_asked_for_again(talk: Talk, code: str, stars: str):
    await talk.say(code)
    said = await talk.say("", pressed=f"c:rate-{stars}")
    assert "请选一个" in said.text and talk.cases[0].rating is None


async def test_a_wrong_code_is_not_found_and_the_sixth_has_to_wait(talk: Talk, code: str):
    for _ in range(5):
        assert "没有找到" in (await talk.say(WRONG)).text
    assert "分钟再试" in (await talk.say(code)).text
    await talk.later(minutes=16)
    assert talk.cases[0].number in (await talk.say(code)).text


async def test_half_a_code_is_asked_for_again(talk: Talk, code: str):
    await talk.later(hours=1)
    await talk.say("进度")
    assert "16位" in (await talk.say(code[:9])).text


async def test_without_a_code_a_button_of_a_case_asks_for_it(talk: Talk, code: str):
    await talk.say(code)
    await talk.later(hours=1)
    assert "回执码发给我" in (await talk.press("撤回")).text
    assert talk.cases[0].state is State.REGISTERED


async def test_a_code_beside_an_open_draft_leaves_the_draft_open(talk: Talk, code: str):
    await talk.say("建议再修一修那座小桥，栏杆松了")
    said = await talk.say(code)
    assert (said.act, said.intake) == ("case_status", "continues")
    assert "回到填写" in said.labels
    assert "匿名" in (await talk.walk("是，意见建议", "跳过")).labels


def answer(session: Session) -> None:
    case = session.get_one(Case, 1)
    officer = teams.make_team(session)[Role.TRIAGE_OFFICER]
    handling.reply(session, SECRET, officer, case, "灯装好了", NOW, notice="有新进展")


async def test_right_after_the_receipt_the_case_can_be_looked_at_without_its_code(talk: Talk, code: str):
    assert talk.cases[0].number in (await talk.press("查办理进度")).text
    assert (await talk.press("撤回")).intake == "cancelled"


@pytest.mark.parametrize("words", ["不撤了", "我不想撤了", "撤销撤回", "算了，还是别撤回了"])
async def test_a_withdrawal_is_undone_in_words(talk: Talk, code: str, words: str):
    await talk.say(code)
    await talk.press("撤回")
    said = await talk.say(words)
    assert "已恢复办理" in said.text
    assert "恢复办理" not in said.labels
    assert talk.cases[0].state is State.REGISTERED


async def test_not_to_withdraw_what_was_not_withdrawn_changes_nothing(talk: Talk, code: str):
    said = await talk.say(f"不撤了 {code}")
    assert "没有撤回过" in said.text


async def test_a_closed_case_cannot_be_withdrawn(talk: Talk, code: str):
    talk.change(close)
    said = await talk.say(f"撤回 {code}")
    assert said.intake is None
    assert "不能撤回" in said.text
    assert talk.cases[0].state is State.COMPLETED


async def test_a_button_of_another_case_does_nothing(talk: Talk, code: str):
    await talk.say(code)
    old = talk.channel.button(talk.address, "撤回")
    await talk.say("建议再修一修那座小桥，栏杆松了")
    other = (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt
    await talk.say(other)
    said = await talk.say(pressed=old)
    assert talk.cases[0].number in said.text
    assert [case.state for case in talk.cases] == [State.REGISTERED] * 2


async def test_the_code_of_an_open_kind_shows_what_staff_answered(talk: Talk, code: str):
    talk.change(answer)
    assert "灯装好了" in (await talk.say(code)).text


async def test_the_code_of_a_sealed_kind_never_does(talk: Talk):
    await talk.say("村里的会计收红包，去年腊月在他家")
    code = (await talk.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交")).receipt
    talk.change(answer)
    assert "灯装好了" not in (await talk.say(code)).text
