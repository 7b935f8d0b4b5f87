"""Tip-offs and appeals: whom they are about decides where they may go."""

import pytest

from cases.chat_models import Draft
from cases.kinds import Queue
from tests.talking import Talk

TIP_OFF = "村里的会计收红包，去年腊月在他家"
ON_US = "举报你们纪检组的人收红包，去年腊月在饭店"


@pytest.mark.parametrize(
    ("whom", "queue"),
    [
        ("市管干部（县处级副职以上）", Queue.SEALED_SUPERIOR),
        ("本组负责人或整个组", Queue.SEALED_TEAM_LEADER),
        ("不清楚", Queue.SEALED_SUPERIOR),
        ("本组一般人员", Queue.SEALED_OWN_TEAM),
        ("以上都不是", Queue.TIP_OFF),
    ],
)
async def test_whom_it_is_about_chooses_the_queue(talk: Talk, whom: str, queue: Queue):
    await talk.say(TIP_OFF)
    await talk.walk("是，检举控告", whom, "我知道了", "跳过", "匿名", "确认提交")
    assert talk.cases[0].queue is queue


@pytest.mark.parametrize("whom", ["市管干部（县处级副职以上）", "本组负责人或整个组"])
async def test_the_other_channel_is_named_before_anything_else(talk: Talk, whom: str):
    await talk.say(TIP_OFF)
    await talk.press("是，检举控告")
    said = await talk.press(whom)
    assert "12388" in said.text
    assert "只送上级机关" in said.text


@pytest.mark.parametrize(("typed", "queue"), [("他是村书记", Queue.TIP_OFF), ("副处级干部", Queue.SEALED_SUPERIOR)])
async def test_whom_it_is_about_can_be_typed(talk: Talk, typed: str, queue: Queue):
    await talk.say(TIP_OFF)
    await talk.tell("是", typed, "知道了", "跳过", "匿名", "提交")
    assert talk.cases[0].queue is queue


async def test_who_accuses_the_team_hears_of_12388_at_once_and_the_team_cannot_open_it(talk: Talk):
    assert "12388" in (await talk.say(ON_US)).text
    await talk.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交")
    assert talk.cases[0].queue.for_superior


async def test_who_accuses_the_team_and_asks_who_sees_it_hears_of_12388_again(talk: Talk):
    await talk.say(ON_US)
    said = await talk.say("那我在这里讲会不会又被他看到")
    assert (said.act, said.intake) == ("contact", "continues")
    assert "12388" in said.text


async def test_who_asks_the_team_for_help_accuses_nobody(talk: Talk):
    await talk.say("村里的会计收红包，请纪检监察组查一查")
    assert not talk.draft.own_team


@pytest.fixture
def nobody_reads(tmp_path) -> Talk:
    return Talk(tmp_path / "home", staffed=False)


async def test_without_keys_a_tip_off_is_not_stored_and_the_citizen_told(nobody_reads: Talk):
    said = await nobody_reads.say(TIP_OFF)
    assert (said.intake, nobody_reads.rows(Draft)) == ("cancelled", 0)
    assert "没有保存" in said.text
    assert "12388" in said.text


@pytest.mark.parametrize("turns", [["改成举报"], ["换一类", "检举控告"]])
async def test_without_keys_a_draft_that_becomes_a_tip_off_is_erased(nobody_reads: Talk, turns: list[str]):
    await nobody_reads.say("建议在村口装两盏路灯，晚上太黑了")
    said = await nobody_reads.tell(*turns)
    assert (said.intake, nobody_reads.rows(Draft)) == ("cancelled", 0)
    assert "12388" in said.text


async def test_without_keys_everything_else_is_taken(nobody_reads: Talk):
    await nobody_reads.say("建议在村口装两盏路灯，晚上太黑了")
    assert (await nobody_reads.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt


async def test_who_accuses_the_team_and_names_a_plain_member_is_sealed_for_the_superior(talk: Talk):
    await talk.say(ON_US)
    await talk.press("是，检举控告")
    assert "本组打不开" in (await talk.press("本组一般人员")).text
    await talk.walk("我知道了", "跳过", "匿名", "确认提交")
    assert talk.cases[0].queue is Queue.SEALED_TEAM_LEADER


async def test_another_kind_accuses_nobody(talk: Talk):
    await talk.say(ON_US)
    await talk.tell("改成投诉")
    assert not talk.draft.own_team
