"""What is written beside a code is filed or offered; a thanks is no request; a question of staff is answered."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import handling
from cases.kinds import Role, State
from cases.models import Case
from cases.protection import ProtectionRequest
from cases.recusal.models import RecusalRequest
from cases.transitions import Move
from db.session import read_scope
from tests import teams
from tests.builders import NOW, SECRET
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
QUESTION = "请问是哪个路口？"


def ask(session: Session) -> None:
    case, team = session.get_one(Case, 1), teams.make_team(session)
    teams.go(session, case, Move.TRIAGE)
    teams.attest(session, team[Role.TRIAGE_OFFICER], case)
    handling.ask(session, SECRET, team[Role.TRIAGE_OFFICER], case, QUESTION, NOW, notice=teams.NOTICE)


def filed(talk: Talk) -> list[str]:
    with read_scope(talk.database) as session:
        asked = [*session.scalars(select(RecusalRequest)), *session.scalars(select(ProtectionRequest))]
        return [request.words.decode() for request in asked]


@pytest.fixture
async def code(talk: Talk) -> str:
    await talk.say(LAMP)
    return (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("申请让李强回避，他是施工方的亲戚", "回避申请已经登记"),
        ("不要让李强经手这件事", "回避申请已经登记"),
        ("我害怕报复，他们昨天来我家了", "保护申请已经登记"),
    ],
)
async def test_a_request_beside_a_code_is_filed_with_its_words(talk: Talk, code: str, words: str, told: str):
    said = await talk.say(f"{code} {words}")
    assert (said.intake, told in said.text) == ("submitted", True)
    assert filed(talk) == [words]


async def test_a_request_that_is_not_possible_offers_to_add_its_words(talk: Talk, code: str):
    said = await talk.say(f"{code} 我不服，灯根本没装")
    assert "现在不能提" in said.text
    assert (await talk.press("补充到这一件")).intake == "submitted"
    assert talk.words == [LAMP, "我不服，灯根本没装"]


async def test_any_other_words_beside_a_code_are_offered_and_added_once(talk: Talk, code: str):
    said = await talk.say(f"{code} 北边的路口也很黑")
    assert said.act == "case_status"
    assert "北边的路口也很黑" in said.text
    assert talk.words == [LAMP]
    await talk.press("补充到这一件")
    assert talk.words == [LAMP, "北边的路口也很黑"]
    assert "请把要补充的内容发给我" in (await talk.say(pressed=f"c:beside:{talk.cases[0].number}")).text


@pytest.mark.parametrize("words", ["谢谢", "办得怎么样了", "我的回执码", "看看进度"])
async def test_words_that_only_ask_how_it_stands_are_not_offered(talk: Talk, code: str, words: str):
    assert "补充到这一件" not in (await talk.say(f"{words} {code}")).labels


async def test_an_awaited_request_comes_with_its_code(talk: Talk, code: str):
    await talk.later(hours=1)
    await talk.say("我要申请回避")
    said = await talk.say(f"{code} 李强是施工方的亲戚")
    assert "回避申请已经登记" in said.text
    assert filed(talk) == ["李强是施工方的亲戚"]


@pytest.mark.parametrize("words", ["谢谢", "好", "？", "嗯", "好的谢谢您"])
async def test_a_thanks_is_no_request(talk: Talk, code: str, words: str):
    await talk.tell(code, "我要申请回避")
    said = await talk.say(words)
    assert (said.intake, "请写下要请谁回避" in said.text) == (None, True)
    assert "回避申请已经登记" in (await talk.say("李强是施工方的亲戚")).text


async def test_the_next_words_after_a_question_of_staff_answer_it(talk: Talk, code: str):
    talk.change(ask)
    said = await talk.say(code)
    assert f"工作人员的问题：{QUESTION}" in said.text
    assert "回答" in said.labels
    assert (await talk.say("北口")).intake == "submitted"
    assert (talk.cases[0].state, "北口" in talk.words) == (State.TRIAGED, True)


@pytest.mark.parametrize("words", ["谢谢", "我要申请回避", "我要撤回"])
async def test_thanks_and_wishes_are_no_answer(talk: Talk, code: str, words: str):
    talk.change(ask)
    await talk.tell(code, words)
    assert words not in talk.words


async def test_an_open_draft_goes_before_a_question_of_staff(talk: Talk, code: str):
    talk.change(ask)
    await talk.tell("建议在河边再装一盏路灯", code, "河边那条路晚上没有灯")
    assert "河边那条路晚上没有灯" not in talk.words


async def test_kept_words_are_not_added_to_another_case(talk: Talk, code: str):
    await talk.say(f"{code} 北边的路口也很黑")
    await talk.say(LAMP)
    other = (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt
    await talk.say(other)
    assert "您刚才查的是" in (await talk.say(pressed=f"c:beside:{talk.cases[0].number}")).text
    assert "北边的路口也很黑" not in talk.words


async def test_danger_beside_a_code_makes_the_case_urgent_when_it_is_added(talk: Talk, code: str):
    await talk.say(f"{code} 有人放火，快来人")
    assert not talk.cases[0].urgent
    await talk.press("补充到这一件")
    assert talk.cases[0].urgent
