"""Whether others may read what was said: asked under the receipt, no unless pressed, taken back at any time."""

import pytest
from sqlalchemy.orm import Session

from cases import access
from cases.errors import IllegalMove
from cases.kinds import AboutWhom, Role
from cases.likeness.published import PublishedText
from cases.models import Case
from cases.routing.jurisdiction import NOWHERE
from cases.splitting import treat_as_tip_off
from tests.builders import NOW, RECOVERY, SECRET, make_officer
from tests.publishing import publish
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
REDACTED = "希望村口能亮一点"
WAYS = {
    "建议在村口装两盏路灯，晚上太黑了": ["是，意见建议", "跳过", "匿名", "确认提交"],
}
CLOSED_WAYS = {
    "楼道的灯坏了三个月一直没人管": ["是，投诉求助", "我知道了", "跳过", "匿名", "确认提交"],
    "要表扬社区的小陈，很热心地帮我办事": ["是，表扬感谢", "匿名", "确认提交"],
    "村里的会计收红包，去年腊月在他家": ["是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交"],
    "我不服去年给我的那个处分决定，事实不对": ["是，申诉", "以上都不是", "我知道了", "匿名", "确认提交"],
}
RARE_WAYS = {
    "我要纠错": ("第三条的数字写得不对，应该是五十五处", "写完了", "提交"),
    "我要提个人信息请求": ("请把我上次留下的电话删掉", "写完了", "匿名", "提交"),
}


def agreed(talk: Talk) -> int:
    return talk.rows(PublishedText)


def redact(session: Session) -> None:
    publish(session, session.get_one(Case, 1), REDACTED)


def make_tip_off(session: Session) -> None:
    officer, case = make_officer(session, Role.TEAM_LEADER), session.get_one(Case, 1)
    treat_as_tip_off(
        session,
        SECRET,
        RECOVERY.public,
        officer,
        case,
        NOW,
        about_whom=AboutWhom.NONE,
        jurisdiction=NOWHERE,
        reason="说的是会计收钱",
    )


async def submit(talk: Talk, text: str = LAMP) -> str:
    await talk.say(text)
    return (await talk.walk(*WAYS[LAMP])).receipt


@pytest.mark.parametrize("text", WAYS)
async def test_it_is_asked_under_the_receipt_and_no_is_the_default(talk: Talk, text: str):
    await talk.say(text)
    said = await talk.walk(*WAYS[text])
    assert said.receipt
    assert "可以给别人看" in said.labels
    assert agreed(talk) == 0
    await talk.press("可以给别人看")
    assert agreed(talk) == 1


async def is_never_published(talk: Talk, receipt: str) -> None:
    for words in ("公开", f"{receipt} 公开", f"不要给别人看 {receipt}"):
        assert "不会给别的群众看" in (await talk.say(words)).text
    await talk.say(receipt)
    assert "可以给别人看" not in (await talk.press("更多")).labels
    assert agreed(talk) == 0


@pytest.mark.parametrize("text", CLOSED_WAYS)
async def test_of_what_is_sealed_it_can_be_said_in_no_way(talk: Talk, text: str):
    await talk.say(text)
    said = await talk.walk(*CLOSED_WAYS[text])
    assert "可以给别人看" not in said.labels
    await is_never_published(talk, said.receipt)


@pytest.mark.parametrize("opener", RARE_WAYS)
async def test_of_a_correction_or_ones_own_data_it_can_be_said_in_no_way(talk: Talk, opener: str):
    said = await talk.tell(opener, *RARE_WAYS[opener])
    assert "可以给别人看" not in said.labels
    await is_never_published(talk, said.receipt)


async def test_one_press_changes_it_and_changes_it_back(talk: Talk):
    await submit(talk)
    for label, rows in (("可以给别人看", 1), ("不要给别人看", 0), ("可以给别人看", 1)):
        assert talk.cases[0].number in (await talk.press(label)).text
        assert agreed(talk) == rows


@pytest.mark.parametrize("words", ["公开", "可以公开", "同意公开我写的", "我的意见可以给大家看"])
async def test_typed_words_under_the_receipt_say_yes(talk: Talk, words: str):
    await submit(talk)
    await talk.say(words)
    assert agreed(talk) == 1


@pytest.mark.parametrize("words", ["{} 不公开", "不要公开我的意见 {}", "{}，不要给别人看了", "{} 撤回公开"])
async def test_typed_with_the_code_days_later_it_is_taken_back(talk: Talk, words: str):
    code = await submit(talk)
    await talk.press("可以给别人看")
    await talk.later(days=3)
    await talk.say(words.format(code))
    assert agreed(talk) == 0


async def test_taken_back_without_the_code_the_code_is_asked_for(talk: Talk):
    code = await submit(talk)
    await talk.press("可以给别人看")
    await talk.later(days=3)
    assert "回执码" in (await talk.say("不公开了")).text
    await talk.say(code)
    assert agreed(talk) == 0


async def test_it_is_found_among_what_can_be_done_with_a_code(talk: Talk):
    code = await submit(talk)
    await talk.say(code)
    assert "可以给别人看" in (await talk.press("更多")).labels
    await talk.press("可以给别人看")
    await talk.say(code)
    assert "不要给别人看" in (await talk.press("更多")).labels


async def test_yes_is_of_the_newest_receipt_and_not_of_a_case_looked_up_before(talk: Talk):
    first = await submit(talk)
    await talk.say(first)
    await talk.later(minutes=5)
    await submit(talk, "建议给河边的步道加一排栏杆，老人走着怕")
    assert talk.cases[1].number in (await talk.say("公开")).text


async def test_only_what_an_officer_redacted_is_shown_and_only_while_he_agrees(talk: Talk):
    first = await submit(talk)
    await talk.press("可以给别人看")
    for _ in range(2):
        await submit(talk)
    await talk.say(LAMP)
    said = await talk.walk("是，意见建议", "跳过", "匿名")
    assert "有3位" in said.text and "别人也说过" not in said.text
    talk.change(redact)
    said = await talk.say("看看我写的")
    assert f"别人也说过：“{REDACTED}”" in said.text
    await talk.say(f"{first} 不公开")
    assert REDACTED not in (await talk.say("看看我写的")).text


async def test_nothing_is_shown_of_fewer_than_three(talk: Talk):
    await submit(talk)
    await talk.press("可以给别人看")
    talk.change(redact)
    await submit(talk)
    await talk.say(LAMP)
    said = await talk.walk("是，意见建议", "跳过", "匿名")
    assert "也说过" not in said.text


async def test_what_turns_out_to_be_a_tip_off_is_not_shown_and_cannot_be_agreed_to_again(talk: Talk):
    await submit(talk)
    await talk.press("可以给别人看")
    talk.change(redact)
    talk.change(make_tip_off)
    assert agreed(talk) == 0
    assert "不会给别的群众看" in (await talk.press("不要给别人看")).text
    with pytest.raises((IllegalMove, access.NoSuchCase)):
        talk.change(redact)


@pytest.mark.parametrize("words", ["不要公开", "不想给别人看", "不公开我写的", "可以公开我的意见"])
async def test_in_a_draft_such_words_are_answered_and_are_no_content(talk: Talk, words: str):
    await talk.say(LAMP)
    await talk.press("是，意见建议")
    assert "不点就不公开" in (await talk.say(words)).text
    assert [text.text for text in talk.draft.texts] == [LAMP]
    assert talk.draft.kind_confirmed


@pytest.mark.parametrize("words", ["账目一直不公开", "都不公开", "公开", "村务要公开"])
async def test_in_a_draft_what_may_be_a_report_is_content(talk: Talk, words: str):
    await talk.tell("我要提建议", "村里的账从来不给我们看", words)
    assert words in [text.text for text in talk.draft.texts]


async def test_who_writes_a_tip_off_hears_that_nobody_else_will_read_it(talk: Talk):
    await talk.say("村里的会计收红包，去年腊月在他家")
    await talk.press("是，检举控告")
    assert "不会给别的群众看" in (await talk.say("不要给别人看")).text
