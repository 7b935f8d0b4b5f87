"""The number of an earlier case typed into an open draft: no word is lost, and nobody waits in vain for an answer."""

import pytest

from cases.kinds import IdentityMode
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
NUMBERS = (
    "12345678",
    "编号12345678",
    "我的编号是12345678",
    "上次的回执码1234 5678",
    "我的号码是12345678",
    "１２３４５６７８",
)
LONGER = ("上次我的编号是12345678，到现在灯还没有修", "我的号码是1234 5678 9012 3450")


@pytest.fixture
async def asked_about_street(talk: Talk) -> Talk:
    await talk.say(LAMP)
    await talk.press("是，意见建议")
    return talk


@pytest.mark.parametrize("words", [*NUMBERS, *LONGER])
async def test_it_is_kept_and_said_that_it_opens_nothing(asked_about_street: Talk, words: str):
    said = await asked_about_street.say(words)
    assert "要发它的16位回执码" in said.text
    assert [text.text for text in asked_about_street.draft.texts] == [LAMP, words]


async def test_one_press_leaves_it_out_again(asked_about_street: Talk):
    await asked_about_street.say("我的编号是12345678")
    await asked_about_street.press("这句不算")
    assert [text.text for text in asked_about_street.draft.kept_texts] == [LAMP]


@pytest.mark.parametrize("words", NUMBERS)
async def test_it_makes_nobody_give_up_being_anonymous(asked_about_street: Talk, words: str):
    await asked_about_street.walk("跳过", "匿名")
    await asked_about_street.say(words)
    assert asked_about_street.draft.identity.mode is IdentityMode.ANONYMOUS


async def test_whether_there_is_such_a_case_is_not_told(asked_about_street: Talk):
    await asked_about_street.walk("跳过", "匿名", "确认提交")
    await asked_about_street.say("建议在河边再装一盏路灯")
    known = await asked_about_street.say(asked_about_street.cases[0].number)
    await asked_about_street.press("这句不算")
    unknown = await asked_about_street.say("87654321")
    assert known.replies[0].text.splitlines()[0] == unknown.replies[0].text.splitlines()[0]


@pytest.mark.parametrize("words", ["20180101", "电话13800000000是骗子的", "合同编号12345678是假的", "欠了12345678元"])
async def test_days_telephones_and_numbers_of_other_things_are_content_like_any_other(
    asked_about_street: Talk, words: str
):
    assert "16位" not in (await asked_about_street.say(words)).text
    assert words in [text.text for text in asked_about_street.draft.texts]


async def test_where_a_telephone_is_asked_for_it_is_taken_for_one(asked_about_street: Talk):
    await asked_about_street.walk("跳过", "留姓名电话")
    assert "位数不对" in (await asked_about_street.say("我的号码是12345678")).text
