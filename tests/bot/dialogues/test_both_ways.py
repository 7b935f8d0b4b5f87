"""Staff and citizen talk to each other: in the chat agreed to, by code, and what may be asked for beside the case."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channel import Undeliverable
from cases import citizen_notices, handling, protection, staff_chats, staff_notices
from cases.chat_models import SendState
from cases.kinds import Role, Says, State
from cases.models import Case
from cases.protection import ProtectionRequest
from cases.recusal import requests
from cases.staff.models import Staff
from cases.staff_notices import Notice, StaffNotice
from cases.transitions import Move
from tests import teams
from tests.builders import HOUR, NOW, SECRET
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
NOISE = "投诉：楼下饭店半夜还在营业，太吵了"
BRIBE = "村里的会计收红包，去年腊月在他家"
NEUTRAL = "编号{}有新进展，请凭回执码查看。"
ASKED = "是哪一年的事，还有谁在场"


async def agreed(talk: Talk) -> str:
    """A tip-off whose citizen wants to hear of it in this chat; its code."""
    await talk.say(BRIBE)
    steps = ("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "有答复在这里提醒我", "确认提交")
    return (await talk.walk(*steps)).receipt


async def complained(talk: Talk) -> str:
    """A complaint of the same sort."""
    await talk.say(NOISE)
    return (await talk.walk("是，投诉求助", "我知道了", "跳过", "匿名", "确认提交")).receipt


def written(says: Says, text: str = ASKED) -> Callable[[Session], None]:
    """The triage officer writes this to the citizen of the first case."""

    def write(session: Session) -> None:
        case = session.get_one(Case, 1)
        officer, notice = teams.make_team(session)[Role.TRIAGE_OFFICER], NEUTRAL.format(case.number)
        handling.reply(session, SECRET, officer, case, text, NOW, notice=notice, says=says)

    return write


def asked(session: Session) -> None:
    """The triage officer asks, and the first case waits."""
    case = session.get_one(Case, 1)
    teams.go(session, case, Move.TRIAGE)
    officer, notice = teams.make_team(session)[Role.TRIAGE_OFFICER], NEUTRAL.format(case.number)
    handling.ask(session, SECRET, officer, case, ASKED, NOW, notice=notice)


async def test_a_reply_on_an_open_case_reaches_the_chat_in_full(talk: Talk):
    await complained(talk)
    talk.change(written(Says.ANSWER, "已经去看过了"))
    assert "已经去看过了" in (await talk.later(minutes=1)).text


async def test_of_a_sealed_case_only_the_number_reaches_the_chat(talk: Talk):
    await agreed(talk)
    talk.change(written(Says.QUESTION))
    said = await talk.later(minutes=1)
    assert said.text == NEUTRAL.format(talk.cases[0].number)
    assert said.labels == ["查看"]


async def test_the_code_opens_what_was_written_on_a_sealed_case(talk: Talk):
    code = await agreed(talk)
    talk.change(written(Says.QUESTION))
    await talk.later(hours=1)
    assert "请把回执码发给我" in (await talk.press("查看")).text
    assert ASKED in (await talk.say(code)).text


async def test_without_the_code_even_a_case_at_hand_does_not_show_it(talk: Talk):
    code = await agreed(talk)
    talk.change(written(Says.QUESTION))
    await talk.say(code)
    said = await talk.press("查办理进度")
    assert ASKED not in said.text and "请把回执码发给我" in said.text


async def test_an_answer_on_a_sealed_case_is_never_shown(talk: Talk):
    code = await agreed(talk)
    talk.change(written(Says.ANSWER, "查实了，已经处分"))
    assert "查实了" not in (await talk.say(code)).text


async def test_the_answer_to_a_question_moves_the_case_back(talk: Talk):
    await complained(talk)
    talk.change(asked)
    await talk.later(hours=1)
    await talk.press("回答")
    assert (await talk.say("去年腊月，老王也在")).intake == "submitted"
    assert talk.words[-1] == "去年腊月，老王也在"
    assert talk.cases[0].state is State.TRIAGED


async def test_an_answer_never_lands_in_another_case_that_is_at_hand(talk: Talk):
    await complained(talk)
    talk.change(asked)
    await talk.later(hours=1)
    answer = talk.channel.button(talk.address, "回答")
    await talk.say(LAMP)
    other = (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt
    await talk.say(other)
    await talk.say(pressed=answer)
    await talk.say("去年腊月，老王也在")
    assert [case.state for case in talk.cases] == [State.TRIAGED, State.REGISTERED]


async def test_the_button_of_a_notice_does_nothing_in_another_chat(talk: Talk):
    await complained(talk)
    talk.change(asked)
    await talk.later(hours=1)
    answer = talk.channel.button(talk.address, "回答")
    talk.address = "4712"
    assert "请把回执码发给我" in (await talk.say(pressed=answer)).text


async def test_at_night_a_notice_waits_for_the_morning_and_nothing_else_does(talk: Talk):
    code = await complained(talk)
    await talk.later(hours=8)  # eleven at night

    def write(session: Session) -> None:
        case, officer = session.get_one(Case, 1), teams.make_team(session)[Role.TRIAGE_OFFICER]
        handling.reply(session, SECRET, officer, case, "已经去看过了", talk.now, notice="有新进展")

    talk.change(write)
    assert (await talk.later(minutes=1)).text == ""
    assert talk.cases[0].number in (await talk.say(code)).text
    assert "已经去看过了" in (await talk.later(hours=9)).text


async def test_staff_see_that_the_citizen_cannot_be_reached(talk: Talk, monkeypatch: pytest.MonkeyPatch):
    await agreed(talk)
    talk.change(written(Says.NOTICE))

    async def blocked(_row: object) -> None:
        raise Undeliverable("blocked")

    monkeypatch.setattr(talk.channel, "deliver", blocked)
    await talk.later(minutes=1)
    with Session(talk.database) as session:
        states = [notice.state for notice in citizen_notices.of_case(session, session.get_one(Case, 1))]
        told = set(session.scalars(select(StaffNotice.what)))
    assert states == [SendState.UNDELIVERABLE] and Notice.UNDELIVERABLE in told


async def test_recusal_can_be_asked_for_and_stops_the_case(talk: Talk):
    code = await complained(talk)
    await talk.say(code)
    await talk.walk("更多", "申请回避")
    said = await talk.say("请李明回避，他是老板的表弟")
    assert said.intake == "submitted" and "回避申请已经登记" in said.text
    with Session(talk.database) as session:
        assert requests.pending(session, session.get_one(Case, 1))


@pytest.mark.parametrize("words", ["我要申请回避", "我申请让李明回避"])
async def test_recusal_is_asked_for_in_words_and_then_the_code(talk: Talk, words: str):
    code = await complained(talk)
    await talk.later(hours=1)
    assert "回执码" in (await talk.say(words)).text
    assert "要请谁回避" in (await talk.say(code)).text


async def test_a_question_about_recusal_asks_for_nothing(talk: Talk):
    await complained(talk)
    assert "要请谁回避" not in (await talk.say("能不能申请让李明回避？")).text


async def test_protection_goes_to_the_leader_the_same_day(talk: Talk):
    code = await agreed(talk)
    await talk.say(code)
    await talk.walk("更多", "申请保护")
    assert (await talk.say("会计昨晚带人堵我家门，扬言要打我")).intake == "submitted"
    with Session(talk.database) as session:
        request = session.scalars(select(ProtectionRequest)).one()
        leader = teams.make_team(session)[Role.TEAM_LEADER]
        told = [notice.what for notice in staff_notices.unseen_for(session, leader)]
        assert protection.words_of(session, leader, request).startswith("会计昨晚")
    assert not request.upward and Notice.PROTECTION in told


async def test_what_was_contested_is_looked_at_again(talk: Talk):
    code = await complained(talk)
    talk.change(lambda session: teams.close(session, session.get_one(Case, 1)))
    await talk.say(code)
    await talk.walk("更多", "不认可")
    assert (await talk.say("根本没有人来看过")).intake == "submitted"
    assert talk.cases[0].quality_since is not None


async def test_my_cases_are_numbers_and_of_open_kinds_the_state(talk: Talk):
    await agreed(talk)
    await complained(talk)
    said = await talk.say("我的编号")
    sealed, open_one = talk.cases
    assert said.text.splitlines()[-2:] == [f"编号{sealed.number}。", f"编号{open_one.number}：已收到，编号已生成。"]
    talk.address = "4712"
    assert sealed.number not in (await talk.say("我的编号")).text


async def test_once_the_link_is_gone_no_number_is_told(talk: Talk):
    await complained(talk)
    talk.change(lambda session: teams.close(session, session.get_one(Case, 1)))
    assert talk.cases[0].number not in (await talk.say("我的编号")).text.splitlines()[-1]


async def test_a_linked_chat_of_staff_hears_numbers_only(talk: Talk):
    words: list[str] = []

    def invite(session: Session) -> None:
        leader = session.get_one(Staff, teams.make_team(session)[Role.TRIAGE_OFFICER].staff_id)
        words.append(staff_chats.new_word(session, SECRET, leader, NOW))

    talk.change(invite)
    talk.address = "staff"
    assert "提醒" in (await talk.say(words[0])).text
    assert "过期" in (await talk.say(words[0])).text
    talk.address = "4711"
    await talk.say(BRIBE)
    await talk.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交")
    talk.change(
        lambda session: staff_notices.tell(
            session, session.get_one(Case, 1), Notice.NEW_CASE, NOW, role=Role.TRIAGE_OFFICER
        )
    )
    await talk.later(minutes=1)
    heard = [reply.text for reply in talk.channel.take("staff")]
    assert heard == [f"编号{talk.cases[0].number}有新情况。"]


@pytest.mark.parametrize(("words", "kind"), [("我要纠错", "纠错"), ("个人信息请求", "个人信息请求")])
async def test_the_two_rare_kinds_are_reached_by_words(talk: Talk, words: str, kind: str):
    await talk.say(words)
    await talk.say("通报里第三条写的数字和后面的不一样，请核对")
    said = await talk.press("写完了")
    assert kind in said.text and talk.draft.kind.label == kind


async def test_a_request_about_personal_data_has_its_own_queue_and_deadline(talk: Talk):
    await talk.tell("个人信息请求", "请删除我去年留下的电话号码，别再联系我")
    await talk.walk("写完了", "匿名", "确认提交")
    with Session(talk.database) as session:
        case = session.get_one(Case, 1)
        assert case.queue.value == "q_data_rights"
        assert case.due_on is not None and case.received_at < NOW + HOUR
