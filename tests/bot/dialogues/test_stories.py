"""A few conversations with the trained model, from the first words to the receipt."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.engine import Engine
from bulletin import profile
from cases.kinds import Kind
from commands import assembly
from settings import ROOT
from tests.talking import Talk
from wording import Wording


@pytest_asyncio.fixture
async def citizen(model: Path, tmp_path: Path) -> AsyncIterator[Talk]:
    engine = Engine(model, assembly.actions(*profile.load(ROOT / "data" / "bulletin"), Wording.load()))
    await engine.start()
    yield Talk(tmp_path / "home", thinker=engine)
    await engine.stop()


async def test_a_complaint_with_a_question_in_the_middle(citizen: Talk):
    assert (await citizen.say("我想反映个情况")).kind is None
    said = await citizen.say("楼下烧烤店每天半夜放音响，吵得没法睡，跟街道说了好几次没人管")
    assert (said.intake, said.kind) == ("continues", Kind.COMPLAINT)
    said = await citizen.say("海城违建拆了多少")
    assert (said.act, said.section, said.intake) == ("answer", "三(三)", "continues")
    await citizen.tell("这句不算", "是的", "知道了", "跳过", "匿名")
    assert (await citizen.say("确认提交")).receipt
    assert citizen.words == ["楼下烧烤店每天半夜放音响，吵得没法睡，跟街道说了好几次没人管"]


async def test_an_accusation_of_the_team(citizen: Talk):
    said = await citizen.say("举报你们纪检组的人收红包，去年腊月在饭店")
    assert (said.kind, "12388" in said.text) == (Kind.TIP_OFF, True)
    said = await citizen.say("那我在这里讲会不会又被他看到")
    assert (said.act, "12388" in said.text) == ("contact", True)
    await citizen.tell("是", "都不是", "知道了", "跳过", "匿名", "提交")
    assert citizen.cases[0].queue.for_superior


async def test_a_question_whether_one_may_report_opens_a_draft(citizen: Talk):
    said = await citizen.say("那我举报一处行不行")
    assert (said.intake, said.kind) == ("started", Kind.TIP_OFF)


async def test_a_question_about_a_talking_to_is_no_emergency(citizen: Talk):
    assert (await citizen.say("总干事有没有被叫去谈话")).act == "answer"


async def test_a_receipt_code_in_a_sentence_and_a_withdrawal(citizen: Talk):
    await citizen.say("建议在海城老街的路口装一个红绿灯，早高峰太乱了")
    code = (await citizen.tell("是", "跳过", "匿名", "提交")).receipt
    assert (await citizen.say(f"我的件{code.replace(' ', '')}到哪一步了")).act == "case_status"
    assert (await citizen.say("我要撤回")).intake == "cancelled"
    assert "已恢复办理" in (await citizen.say("恢复")).text


async def test_a_fire_is_told_the_numbers_before_anything_else(citizen: Talk):
    said = await citizen.say("我家隔壁着火了，火很大，里面还有老人")
    assert (said.act, said.intake) == ("emergency", "started")
    assert said.text.startswith("如有人身危险，请立即拨打110")
