"""What nobody may read is not kept: for each queue by itself, and before more is asked (domain.md 4.1)."""

import pytest
from sqlalchemy.orm import Session

from cases.chat_models import Draft
from cases.kinds import Queue, Role
from cases.staff.models import Staff
from tests.talking import Talk

TIP_OFF = "村里的会计收红包，去年腊月在他家"


@pytest.fixture
def without_liaison(talk: Talk) -> Talk:
    talk.change(lambda session: leave(session, Role.SUPERIOR_LIAISON))
    return talk


def leave(session: Session, role: Role) -> None:
    for staff in session.query(Staff):
        staff.active = staff.active and role not in staff.held


@pytest.mark.parametrize("whom", ["市管干部（县处级副职以上）", "本组负责人或整个组", "不清楚"])
async def test_what_is_for_the_superior_is_refused_as_soon_as_that_is_told(without_liaison: Talk, whom: str):
    await without_liaison.say(TIP_OFF)
    await without_liaison.press("是，检举控告")
    said = await without_liaison.press(whom)
    assert (said.intake, without_liaison.rows(Draft)) == ("cancelled", 0)
    assert "没有保存" in said.text
    assert "12388" in said.text


@pytest.mark.parametrize(("whom", "queue"), [("以上都不是", Queue.TIP_OFF), ("本组一般人员", Queue.SEALED_OWN_TEAM)])
async def test_what_the_team_may_read_is_still_taken(without_liaison: Talk, whom: str, queue: Queue):
    await without_liaison.say(TIP_OFF)
    said = await without_liaison.walk("是，检举控告", whom, "我知道了", "跳过", "匿名", "确认提交")
    assert said.receipt
    assert without_liaison.cases[0].queue is queue


async def test_words_that_accuse_the_team_are_refused_at_once(without_liaison: Talk):
    said = await without_liaison.say("举报你们纪检组的人收红包，去年腊月在饭店")
    assert (said.intake, without_liaison.rows(Draft)) == ("cancelled", 0)
    assert "12388" in said.text


async def test_a_name_of_the_leader_is_refused_at_the_end_without_a_trace(without_liaison: Talk):
    without_liaison.change(lambda session: rename(session, Role.TEAM_LEADER, "王建国"))
    await without_liaison.say("王建国收红包，去年腊月在饭店")
    said = await without_liaison.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交")
    assert (said.intake, said.receipt, without_liaison.rows(Draft)) == ("cancelled", None, 0)
    assert not without_liaison.cases


def rename(session: Session, role: Role, name: str) -> None:
    for staff in session.query(Staff):
        if staff.held == {role}:
            staff.display_name = name


async def test_the_office_s_own_words_and_the_bulletin_s_leads_are_used(talk: Talk):
    await talk.say("管委会副主任收红包，去年腊月在饭店")
    await talk.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交")
    await talk.say("建议海城违建拆除后的空地种些树")
    await talk.walk("是，意见建议", "就按这个", "匿名", "确认提交")
    assert [case.queue for case in talk.cases] == [Queue.SEALED_SUPERIOR, Queue.SUGGESTION]
    assert talk.cases[1].department


async def test_what_others_decide_is_taken_and_the_right_door_named(talk: Talk):
    await talk.say("老板拖欠工资半年了没人管，去问了三次")
    said = await talk.walk("是，投诉求助", "我知道了", "跳过", "匿名", "确认提交")
    assert said.receipt
    assert "12333" in said.text
    assert talk.cases[0].queue is Queue.HANDOFF
