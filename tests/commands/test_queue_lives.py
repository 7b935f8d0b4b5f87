"""Whole lives of cases by commands alone, each step by the one who may."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cases import following, outbox
from cases.chat_models import OutboxItem
from cases.draft_body import DraftIdentity
from cases.kinds import IdentityMode, Kind, Rating, State
from cases.routing.jurisdiction import NOWHERE
from cases.times import LOCAL
from commands import keys
from db.session import read_scope, write_scope
from tests.homes import LAMPS, Home

BRIBE = "某科长收了红包三万元"
CITIZEN = DraftIdentity(IdentityMode.CLAIMED_NAME, "赵六", "13800000000")
TELLING = ("纪检", "举报", "检举", "控告", "监察", "红包", "查实")


def sent(home: Home) -> list[str]:
    """The texts on their way to citizens."""
    secret = keys.staff_custody(home.settings).secret
    with read_scope(home.database) as session:
        return [outbox.contents(secret, item).payload["text"] for item in session.query(OutboxItem)]


def walk(home: Home, number: str, steps: list[tuple[str, ...]]) -> None:
    """Each step: who, the verb, what stands behind the number."""
    for name, verb, *words in steps:
        home.do(name, verb, number, *words)


TO_REVIEW = [
    ("triage", "triage"),
    ("triage", "accept"),
    ("leader", "assign", "handler1", "--reviewer", "reviewer"),
    ("handler1", "attest"),
    ("handler1", "start"),
    ("handler1", "submit"),
]


def test_a_complaint_from_receipt_to_the_archive(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT, wants_notice=True)
    walk(home, number, [("clerk", "confirm"), *TO_REVIEW[:-1]])
    walk(home, number, [("leader", "extend", "20", "要等管线迁移"), ("handler1", "continue"), ("handler1", "submit")])
    walk(
        home, number, [("reviewer", "return", "照片不清楚"), ("handler1", "submit"), ("reviewer", "approve", "已装好")]
    )
    walk(home, number, [("handler1", "feedback", "电话", "表示满意"), ("clerk", "archive")])
    assert home.case(number).state is State.ARCHIVED
    assert sent(home)[0] == f"您反映的编号{number}已受理，正在办理。"
    assert sent(home)[-1] == f"您反映的编号{number}已办结，可凭回执码评价。"
    assert "方式：电话；反应：表示满意" in home.do("clerk", "show", number).out


def test_a_tip_off_from_receipt_to_the_archive_and_its_chat_hears_a_number_alone(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF, identity=CITIZEN, wants_notice=True)
    walk(home, number, [("triage", "triage"), ("triage", "check-name", "real_name", "已电话核实")])
    walk(home, number, [("triage", "propose-acceptance", "属本组管辖"), ("leader", "accept")])
    walk(home, number, [("leader", "informed", "当面告知受理"), ("leader", "assign", "handler1")])
    walk(home, number, [("leader", "reviewer", "reviewer"), ("handler1", "attest"), ("handler1", "start")])
    walk(
        home,
        number,
        [("handler1", "submit"), ("reviewer", "complete", "查实"), ("handler1", "feedback", "当面", "无异议")],
    )
    walk(home, number, [("triage", "archive")])
    assert home.case(number).state is State.ARCHIVED
    assert sent(home)
    assert not any(word in text for text in sent(home) for word in TELLING)


def test_on_a_tip_off_the_one_who_proposes_does_not_approve(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF)
    walk(home, number, [("triage", "triage"), ("triage", "propose-refusal", "没有实质内容")])
    assert "要由分管副组长、组长来做" in home.run("not-accept", number, "没有", "--as", "triage").err
    home.do("deputy", "not-accept", number, "没有实质内容")
    assert home.case(number).state is State.NOT_ACCEPTED


def test_who_handled_a_case_does_not_review_it(home: Home) -> None:
    number = home.add()
    walk(home, number, TO_REVIEW)
    assert "审核人" in home.run("complete", number, "好", "--as", "handler1").err


def test_of_two_who_claim_one_gets_the_case_and_the_other_hears_who_has_it(home: Home) -> None:
    number = home.add()
    walk(home, number, [("triage", "attest"), ("clerk", "attest"), ("triage", "claim")])
    assert "在 triage 手里" in home.run("claim", number, "--as", "clerk").err
    walk(home, number, [("triage", "transfer", "clerk", "请登记员办")])
    assert number in home.do("clerk", "mine").out


def test_nobody_claims_before_they_have_attested(home: Home) -> None:
    number = home.add()
    assert f"./huiyin queue attest {number}" in home.run("claim", number, "--as", "triage").err


def test_a_slip_is_undone_within_ten_minutes_by_who_made_it(home: Home) -> None:
    number = home.add()
    walk(home, number, [("triage", "attest"), ("triage", "claim")])
    assert "不能这样办理" in home.run("undo", number, "--as", "clerk").err
    home.do("triage", "undo", number)
    assert home.case(number).holder_id is None
    home.do("triage", "claim", number)
    home.now += timedelta(minutes=11)
    assert "不能这样办理" in home.run("undo", number, "--as", "triage").err


def test_what_the_law_makes_a_decision_of_is_not_undone(home: Home) -> None:
    number = home.add()
    walk(home, number, [("triage", "triage"), ("triage", "accept")])
    assert "不能这样办理" in home.run("undo", number, "--as", "triage").err


def test_a_question_reaches_the_citizen_and_what_he_adds_brings_the_case_back(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT, wants_notice=True)
    walk(home, number, [("triage", "triage"), ("triage", "ask", "是哪个村口？")])
    assert any("是哪个村口？" in text for text in sent(home))
    assert home.case(number).state is State.NEEDS_INFO
    with write_scope(home.database) as session:
        case = session.merge(home.case(number))
        following.add_message(session, case, "蒲门村口", home.now, NOWHERE)
    assert "蒲门村口" in home.do("triage", "show", number).out


def test_who_is_refused_is_told_the_right_door(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT, wants_notice=True)
    walk(home, number, [("triage", "triage"), ("triage", "not-accept", "属交警", "--door", "traffic_jam")])
    assert any("122" in text for text in sent(home))


def test_a_consultation_is_answered_at_once(home: Home) -> None:
    number = home.add("图书馆什么时候开放？", Kind.CONSULTATION, wants_notice=True)
    home.do("clerk", "answer", number, "下个月一日")
    assert "工作人员的答复：下个月一日" in sent(home)
    assert home.case(number).state is State.FEEDBACK_GIVEN


def test_a_reply_reaches_the_chat_of_who_agreed_and_of_nobody_else(home: Home) -> None:
    home.do("clerk", "reply", home.add(wants_notice=False), "下周就装")
    assert sent(home) == []
    home.do("clerk", "reply", home.add(wants_notice=True), "下周就装")
    assert sent(home) == ["工作人员的答复：下周就装"]


def test_a_note_never_leaves_the_office(home: Home) -> None:
    number = home.add(wants_notice=True)
    home.do("clerk", "note", number, "问过供电所")
    assert sent(home) == []
    assert "工作人员（仅内部可见）：问过供电所" in home.do("clerk", "show", number).out


def test_a_finished_case_is_done_again_and_a_contest_is_answered(home: Home) -> None:
    number = home.add()
    walk(home, number, [*TO_REVIEW, ("reviewer", "complete", "已装好")])
    with write_scope(home.database) as session:
        following.rate(session, session.merge(home.case(number)), Rating.DISSATISFIED, home.now)
    assert number in home.do("reviewer", "quality").out
    home.do("reviewer", "answer-contest", number, "灯已经亮了，我们又去看过")
    assert number not in home.do("reviewer", "quality").out
    home.do("reviewer", "reopen", number, "回头看不合格", "灯又坏了")
    assert home.case(number).state is State.REWORK


def test_repeats_are_put_together_and_taken_apart_and_a_hidden_one_is_unknown(home: Home) -> None:
    first, again, hidden = home.add(), home.add(), home.add(BRIBE, Kind.TIP_OFF)
    home.do("triage", "triage", again)
    home.do("triage", "duplicate", again, first, "同一个人")
    assert f"同一事项的其他件：{first}" in home.do("triage", "show", again).out
    home.do("triage", "unduplicate", again, "不是同一件事")
    assert home.case(again).state is State.TRIAGED
    home.do("leader", "recuse", hidden, "查过本人亲属", "--person", "triage")
    unknown = home.run("duplicate", again, "00000000", "同", "--as", "triage")
    known = home.run("duplicate", again, hidden, "同", "--as", "triage")
    assert known.err == unknown.err.replace("00000000", hidden)


def test_a_part_is_split_off_and_the_rest_becomes_a_tip_off(home: Home) -> None:
    number = home.add(f"{LAMPS}，还有{BRIBE}")
    said = home.do("triage", "split", number, "suggestion", LAMPS, "两件事").out
    part = said.strip().removesuffix("。")[-8:]
    assert home.case(part).kind is Kind.SUGGESTION
    home.do("triage", "tip-off", number, "以上都不是", "有检举内容")
    assert home.case(number).confidential
    assert number not in home.run("search", "红包", "--as", "leader").out
    assert BRIBE in home.do("leader", "show", number).out


def test_a_case_is_kept_from_being_purged_and_the_receiver_confirms(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT)
    walk(home, number, [("deputy", "hold", "法院来函", "--until", "2027-01-01"), ("deputy", "unhold", "已结案")])
    walk(home, number, [("triage", "triage"), ("triage", "refer", "属区住建局", "--unit", "区住建局")])
    home.do("triage", "confirm-receipt", number, "回执1号")
    said = home.do("triage", "show", number).out
    for words in ("法院来函", "暂缓清除", "解除暂缓", "回执1号", "已转送区住建局"):
        assert words in said


@pytest.mark.parametrize("verb", ["assign", "reopen", "submit", "start"])
def test_a_step_before_its_time_is_refused(home: Home, verb: str) -> None:
    words = {"assign": ("handler1",), "reopen": ("new_evidence", "有新照片")}.get(verb, ())
    name = {"assign": "leader", "reopen": "leader"}.get(verb, "handler1")
    said = home.run(verb, home.add(), *words, "--as", name)
    assert said.code == 1
    assert "现在是“已登记”，不能这样办理" in said.err


def test_what_staff_do_in_the_quiet_hours_of_this_home_is_heard_of_in_the_morning(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT, wants_notice=True)
    home.settings = home.settings.model_copy(update={"quiet_from": 12, "quiet_until": 20})
    home.now = datetime(2026, 5, 6, 15, tzinfo=LOCAL)
    walk(home, number, [("triage", "triage"), ("triage", "reply", "正在看"), *TO_REVIEW[1:-1]])
    walk(home, number, [("leader", "extend", "20", "要等管线迁移"), ("handler1", "continue"), ("handler1", "submit")])
    walk(home, number, [("reviewer", "approve", "已装好")])
    with read_scope(home.database) as session:
        due = session.scalars(select(OutboxItem.not_before)).all()
    assert [at.astimezone(LOCAL).hour for at in due] == [20] * 4
