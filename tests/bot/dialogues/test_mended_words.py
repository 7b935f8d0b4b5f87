"""Words beside the buttons: taken out again, hidden, refused, or no command at all."""

import pytest

from cases.kinds import IdentityMode
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"


async def at_identity(talk: Talk, words: str = LAMP) -> None:
    await talk.say(words)
    await talk.walk("是，意见建议", "跳过")


@pytest.mark.parametrize("way", ["遮住", "遮住吧"])
async def test_an_anonymous_text_with_a_name_is_warned_of_once_and_masked(talk: Talk, way: str):
    await at_identity(talk, "建议装路灯，我叫王小明，电话13900000000")
    said = await talk.press("匿名")
    assert "王小明、13900000000" in said.text
    said = await talk.say(way)
    assert "王小明" not in said.text
    await talk.press("确认提交")
    assert not any("王小明" in words or "139" in words for words in talk.words)


async def test_who_hides_nothing_is_asked_once(talk: Talk):
    await at_identity(talk, "建议装路灯，我叫王小明，电话13900000000")
    await talk.press("匿名")
    assert "遮住" not in (await talk.say("给我看看")).text
    assert (await talk.press("确认提交")).intake == "submitted"


@pytest.mark.parametrize("words", ["把路口那句删了", "删掉路口那句", "不要那句", "这句不算数", "那句话删掉吧"])
async def test_a_sentence_is_taken_out_in_words_and_back_again(talk: Talk, words: str):
    await talk.tell(LAMP, "北边的路口也要一盏")
    said = await talk.say(words)
    assert "北边的路口" in said.text
    assert talk.draft.content().text == LAMP
    await talk.press("恢复")
    assert "路口也要" in talk.draft.content().text


@pytest.mark.parametrize("words", ["等等先别提交", "我写的再给我看看", "留姓名电话吧", "写完了吧"])
async def test_a_label_with_fillers_is_never_content(talk: Talk, words: str):
    await at_identity(talk)
    await talk.say(words)
    assert talk.draft.content().text == LAMP


async def test_the_proposal_may_be_taken_with_a_particle(talk: Talk):
    await talk.say("建议在海城街道村口装两盏路灯")
    await talk.press("是，意见建议")
    await talk.say("就按这个吧")
    assert talk.draft.subdistrict == "海城街道"


async def test_not_to_leave_a_telephone_is_no_cancel(talk: Talk):
    await at_identity(talk)
    await talk.press("留姓名电话")
    said = await talk.say("算了不留电话")
    assert said.intake == "continues"
    assert talk.draft.identity.mode is IdentityMode.ANONYMOUS


@pytest.mark.parametrize(("words", "phone"), [("一三八零零一三八零零零", "13800138000"), ("我叫王小明", None)])
async def test_who_one_is_needs_no_button(talk: Talk, words: str, phone: str | None):
    await at_identity(talk)
    await talk.say(words)
    assert talk.draft.identity.mode is IdentityMode.CLAIMED_NAME
    assert (talk.draft.identity.phone, talk.draft.content().text) == (phone, LAMP)


async def test_submit_makes_nobody_anonymous(talk: Talk):
    await talk.say(LAMP)
    assert "匿名" in (await talk.say("提交")).labels
    assert "确认提交" in (await talk.press("匿名")).labels


async def test_a_whole_amount_is_corrected(talk: Talk):
    await talk.say("建议查一下，他们多收了八万块工钱")
    await talk.say("不是八万，是九万六")
    assert talk.draft.content().text == "建议查一下，他们多收了九万六工钱"


async def test_what_is_supposed_accuses_nobody(talk: Talk):
    await talk.say("村里的会计收红包。如果你们的人也收钱怎么办？")
    assert not talk.draft.own_team


async def test_a_question_at_the_street_is_no_street(talk: Talk):
    await talk.say(LAMP)
    await talk.press("是，意见建议")
    await talk.say("海城违建拆了多少")
    assert (talk.draft.subdistrict, "subject" in talk.draft.steps_done) == (None, False)


async def test_a_guess_that_was_skipped_is_shown_no_more(talk: Talk):
    await talk.say("建议在海城街道村口装两盏路灯")
    await talk.press("是，意见建议")
    assert "街道：海城" not in (await talk.press("跳过")).text


async def test_notices_are_shown_in_full_once(talk: Talk):
    await talk.say("楼道的灯坏了三个月一直没人管")
    assert "60日" in (await talk.press("是，投诉求助")).text
    said = await talk.say("给我看看")
    assert "60日" not in said.text
    assert "我知道了" in said.labels


async def test_the_newest_draft_that_is_not_empty_is_restored(talk: Talk):
    await talk.tell(LAMP, "取消", "我要投诉", "取消", "恢复")
    assert talk.draft.content().text == LAMP
