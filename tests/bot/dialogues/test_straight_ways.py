"""From content to receipt: by buttons only, by typed words only."""

import pytest

from bot.thought import Context, Thought
from cases.kinds import Kind
from tests.talking import PlainThinker, Talk

WORDS = {
    Kind.SUGGESTION: "建议在村口装两盏路灯，晚上太黑了",
    Kind.COMPLAINT: "楼道的灯坏了三个月一直没人管",
    Kind.TIP_OFF: "村里的会计收红包，去年腊月在他家",
    Kind.APPEAL: "我不服去年给我的那个处分决定，事实不对",
    Kind.PRAISE: "要表扬社区的小陈，很热心地帮我办事",
}
WAYS = {
    Kind.SUGGESTION: ["是，意见建议", "跳过", "匿名", "确认提交"],
    Kind.COMPLAINT: ["是，投诉求助", "我知道了", "跳过", "匿名", "确认提交"],
    Kind.TIP_OFF: ["是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交"],
    Kind.APPEAL: ["是，申诉", "以上都不是", "我知道了", "匿名", "确认提交"],
    Kind.PRAISE: ["是，表扬感谢", "匿名", "确认提交"],
}
STRAIGHT = ("我知道了", "写完了", "跳过", "匿名", "确认提交", "以上都不是")
FORBIDDEN = ("提交", "确认", "知道了", "继续", "匿名", "跳过", "没有", "写完", "下一步", "是")


@pytest.mark.parametrize("kind", WAYS)
async def test_buttons_alone_lead_from_the_first_words_to_the_receipt(talk: Talk, kind: Kind):
    opened = await talk.say(WORDS[kind])
    assert (opened.act, opened.intake, opened.kind) == ("intake", "started", kind)
    end = await talk.walk(*WAYS[kind])
    assert (end.intake, end.kind) == ("submitted", kind)
    assert end.receipt in end.text
    assert talk.words == [WORDS[kind]]
    assert len(WAYS[kind]) <= (7 if kind.sealed else 5)


@pytest.mark.parametrize("kind", WAYS)
async def test_an_announced_kind_takes_no_more_presses(talk: Talk, kind: Kind):
    said, presses = await talk.say(f"我要{kind.label[:2]}"), 0
    while said.intake != "submitted":
        if talk.draft and talk.draft.is_empty() and "我知道了" not in said.labels and "以上都不是" not in said.labels:
            said = await talk.say(WORDS[kind])
        label = next(label for label in STRAIGHT if label in said.labels)
        said, presses = await talk.press(label), presses + 1
    assert presses <= (7 if kind.sealed else 5)
    assert [case.kind for case in talk.cases] == [kind]


@pytest.mark.parametrize("kind", WAYS)
async def test_no_other_button_of_the_steps_looks_like_the_way_on(talk: Talk, kind: Kind):
    said = await talk.say(WORDS[kind])
    for label in WAYS[kind]:
        others = [other for other in said.labels if other not in STRAIGHT and other != f"是，{kind.label}"]
        assert not [other for other in others if any(word in other for word in FORBIDDEN)]
        assert len(set(said.labels)) == len(said.labels)
        said = await talk.press(label)


TYPED = {
    Kind.SUGGESTION: ["对", "不清楚", "不留名", "提交"],
    Kind.COMPLAINT: ["是的", "知道了", "跳过", "匿名吧", "确认"],
    Kind.TIP_OFF: ["嗯是的", "都不是", "明白了", "不知道", "匿名", "提交吧"],
    Kind.APPEAL: ["对的", "以上都不是", "好的", "匿名", "没问题"],
    Kind.PRAISE: ["是", "匿名", "可以提交了"],
}


@pytest.mark.parametrize("kind", TYPED)
async def test_typed_words_alone_lead_to_the_receipt(talk: Talk, kind: Kind):
    await talk.say(WORDS[kind])
    end = await talk.tell(*TYPED[kind])
    assert (end.intake, end.kind) == ("submitted", kind)
    assert talk.words == [WORDS[kind]]


async def test_several_commands_in_one_message_are_all_taken(talk: Talk):
    await talk.tell("我要提建议", "建议在村口装两盏路灯，晚上太黑了")
    said = await talk.say("写完了，跳过，匿名")
    assert "确认提交" in said.labels
    assert said.text.count("匿名") >= 1


async def test_done_beside_the_last_words_ends_the_content(talk: Talk):
    await talk.say("我要提建议")
    said = await talk.say("建议在村口装两盏路灯，晚上太黑了。就这些，写完了")
    assert "跳过" in said.labels
    assert talk.draft.content().text == "建议在村口装两盏路灯，晚上太黑了。"


async def test_submit_typed_early_asks_only_what_must_be_asked(talk: Talk):
    await talk.say(WORDS[Kind.COMPLAINT])
    assert "我知道了" in (await talk.say("提交")).labels
    assert "匿名" in (await talk.press("我知道了")).labels
    assert "确认提交" in (await talk.press("匿名")).labels
    assert (await talk.say("提交")).intake == "submitted"


async def test_submit_without_content_is_told_so(talk: Talk):
    await talk.say("我要投诉")
    assert "还没有写内容" in (await talk.tell("知道了", "提交")).text
    assert talk.cases == []


async def test_short_content_is_asked_about_once(talk: Talk):
    await talk.tell("我要提建议")
    assert "内容有点短" in (await talk.say("装路灯")).text
    assert "跳过" in (await talk.press("写完了")).labels


async def test_short_first_words_are_asked_about_without_another_press(talk: Talk):
    assert "内容有点短" in (await talk.say("建议装灯")).text
    end = await talk.walk(*WAYS[Kind.SUGGESTION])
    assert end.intake == "submitted"


@pytest.mark.parametrize("words", ["写完了", "就这些", "没有补充了，匿名"])
async def test_who_says_at_the_street_that_all_is_said_keeps_the_street_that_was_understood(talk: Talk, words: str):
    await talk.say("建议在海城街道村口装两盏路灯")
    await talk.press("是，意见建议")
    assert "街道：海城街道" in (await talk.say(words)).text
    assert talk.draft.subdistrict == "海城街道"


@pytest.mark.parametrize("words", ["写完了", "是的"])
async def test_who_goes_back_to_the_street_keeps_the_one_he_typed(talk: Talk, words: str):
    await talk.say("建议在村口装两盏路灯，晚上太黑了")
    await talk.press("是，意见建议")
    await talk.tell("海城街道", "上一步", words)
    assert talk.draft.subdistrict == "海城街道"


async def test_the_street_can_be_typed_and_the_proposal_taken(talk: Talk):
    await talk.say("建议在海城街道村口装两盏路灯")
    await talk.walk("是，意见建议", "就按这个", "匿名", "确认提交")
    assert [case.subdistrict for case in talk.cases] == ["海城街道"]
    await talk.say("建议在村口多装两盏路灯呢")
    await talk.tell("是", "天河", "匿名", "提交")
    assert talk.cases[-1].subdistrict == "天河街道"


async def test_back_asks_the_step_before_again(talk: Talk):
    await talk.say(WORDS[Kind.COMPLAINT])
    await talk.walk("是，投诉求助", "我知道了", "跳过", "匿名")
    assert "匿名还是留名" in (await talk.say("上一步")).text
    assert "涉及哪个街道" in (await talk.press("上一步")).text


async def test_words_beside_submit_are_read_back_first(talk: Talk):
    await talk.say(WORDS[Kind.SUGGESTION])
    await talk.walk("是，意见建议", "跳过", "匿名")
    said = await talk.say("北边的路口也要一盏，可以提交了")
    assert (said.intake, talk.cases) == ("continues", [])
    assert "北边的路口" in said.text
    assert (await talk.say("提交")).intake == "submitted"


async def test_an_announcement_with_something_to_tell_keeps_its_words(talk: Talk):
    talk.thinker = Announcing()
    talk.__post_init__()
    await talk.say("我要投诉公交车不来")
    assert talk.draft.content().text == "我要投诉公交车不来"


class Announcing(PlainThinker):
    """Takes everything for an announcement."""

    async def think(self, text: str, context: Context | None) -> Thought:
        """A complaint whose content is still to come."""
        return Thought("intake", do={"name": "start_intake", "kind": "complaint", "content": False})
