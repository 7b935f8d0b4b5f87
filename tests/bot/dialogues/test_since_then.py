"""What changed since the bulletin is told apart from it; of an accepted case the day is told by which it is done."""

import pytest
from sqlalchemy.orm import Session

from cases import handling, holding
from cases.deadlines import working_days
from cases.kinds import Role
from cases.ledger import public, work
from cases.ledger.history import Note
from cases.ledger.models import LedgerChange
from cases.models import Case
from cases.transitions import Move
from tests import ledgers
from tests.builders import NOW, SECRET
from tests.talking import ANSWER, Talk
from tests.teams import NOTICE, attest, go, make_team

ASKED = "海城违建拆了多少"
LAMP = "建议在村口装两盏路灯，晚上太黑了"
NOISE = "楼下工地半夜太吵，没人管，投诉"
CHECKER = ledgers.officer("陈明", Role.REVIEWER)


def release(session: Session, section: str, *words: str) -> None:
    item = ledgers.make_item(session, section)
    for word in words:
        work.progress(session, CHECKER, item, NOW, Note("内部：张三家已谈妥", public=word))


def accept(session: Session) -> None:
    case, team = session.get_one(Case, 1), make_team(session)
    go(session, case, Move.TRIAGE, Move.ACCEPT)
    holding.assign(session, team[Role.DEPUTY_LEADER], case, team[Role.HANDLER], NOW)


async def submit(talk: Talk, text: str, *kind: str) -> str:
    await talk.say(text)
    return (await talk.walk(*kind, "跳过", "匿名", "确认提交")).receipt


async def test_below_an_answer_stands_one_line_of_what_was_released_since(talk: Talk):
    talk.change(lambda session: release(session, "三(三)", "又拆除两处"))
    said = await talk.say(ASKED)
    assert said.replies[0].text.endswith(f"{ANSWER}\n通报之后（2026年5月6日）：又拆除两处")
    assert said.section == "三(三)"


async def test_without_released_words_the_answer_is_the_bulletins_alone(talk: Talk):
    talk.change(lambda session: release(session, "九(四)", "别的条目"))
    assert (await talk.say(ASKED)).replies[0].text.endswith(ANSWER)


async def test_what_was_taken_back_is_told_no_longer(talk: Talk):
    def take_back(session: Session) -> None:
        item = ledgers.make_item(session, "三(三)")
        work.progress(session, CHECKER, item, NOW, Note("内部", public="又拆除两处"))
        line = public.changes_since(session, ledgers.BULLETIN, "三(三)")
        assert line
        public.take_back(session, CHECKER, item, newest(session), NOW, reason="有误")

    talk.change(take_back)
    assert (await talk.say(ASKED)).replies[0].text.endswith(ANSWER)


def newest(session: Session) -> int:
    return max(change.id for change in session.query(LedgerChange))


async def test_only_the_newest_changes_are_told(talk: Talk):
    talk.change(lambda session: release(session, "三(三)", "一", "二", "三", "四"))
    lines = (await talk.say(ASKED)).replies[0].text.splitlines()
    assert sum("通报之后" in line for line in lines) == 3
    assert [line[-1] for line in lines[-3:]] == ["二", "三", "四"]


async def test_who_asks_while_writing_is_told_too(talk: Talk):
    talk.change(lambda session: release(session, "三(三)", "又拆除两处"))
    await talk.say(LAMP)
    assert "又拆除两处" in (await talk.say(ASKED)).text


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (
            LAMP,
            ["是，意见建议"],
            "答复期限：2026年5月26日（《信访工作条例》第二十九条没有规定天数，15个工作日是内部要求）。",
        ),
        (
            NOISE,
            ["是，投诉求助", "我知道了"],
            "办理期限：2026年7月6日（依据《信访工作条例》第三十四条，自受理之日起60日）。",
        ),
    ],
)
async def test_of_an_accepted_case_the_day_is_told_with_its_law(talk: Talk, text: str, kind: list[str], told: str):
    code = await submit(talk, text, *kind)
    assert "期限：" not in (await talk.say(code)).text
    talk.change(accept)
    assert told in (await talk.say(code)).text


async def test_a_day_that_may_still_move_is_called_provisional(talk: Talk, monkeypatch):
    monkeypatch.setattr(working_days, "last_known_year", lambda: 2025)
    code = await submit(talk, LAMP, "是，意见建议")
    talk.change(accept)
    assert "日（暂定，放假安排公布后重新计算）（" in (await talk.say(code)).text


async def test_of_a_case_with_more_days_it_is_told_how_many(talk: Talk):
    def extend(session: Session) -> None:
        case, team = session.get_one(Case, 1), make_team(session)
        attest(session, team[Role.HANDLER], case)
        go(session, case, Move.START)
        handling.extend(session, SECRET, team[Role.TEAM_LEADER], case, 20, NOW, reason="要请人鉴定", notice=NOTICE)

    code = await submit(talk, NOISE, "是，投诉求助", "我知道了")
    talk.change(accept)
    talk.change(extend)
    assert (
        "办理期限：2026年7月27日（依据《信访工作条例》第三十四条，情况复杂，经批准延长20日）。"
        in (await talk.say(code)).text
    )
