"""Who keeps out, who may read, and who the citizen is: at the command line, as rules."""

from sqlalchemy import select

from cases import protection
from cases.audit.deeds import Action
from cases.audit.models import AuditEntry
from cases.draft_body import DraftIdentity
from cases.kinds import AboutWhom, IdentityMode, Kind
from cases.recusal import requests
from cases.recusal.models import Recusal
from cases.routing.jurisdiction import NOWHERE
from db.session import read_scope, write_scope
from tests.homes import Home

BRIBE = "某科长收了红包三万元"
CITIZEN = DraftIdentity(IdentityMode.CLAIMED_NAME, "赵六", "13800000000")


def sees(home: Home, name: str, number: str) -> bool:
    """Whether they are shown the case; if not, in the very words that an unknown number gets, and in no list."""
    said, unknown = home.run("show", number, "--as", name), home.run("show", "00000000", "--as", name)
    if said.code == 0:
        return True
    assert said.all == unknown.all.replace("00000000", number)
    for words in (("all",), ("unclaimed",), ("sealed",), ("--kind", "tip_off"), ("notices",), ("search", "路灯"), ()):
        assert number not in home.run(*words, "--as", name).all
    return False


def test_who_steps_aside_never_sees_the_case_again(home: Home) -> None:
    for kind in (Kind.SUGGESTION, Kind.TIP_OFF):
        number = home.add(BRIBE, kind)
        assert sees(home, "triage", number)
        home.do("triage", "recuse", number)
        assert not sees(home, "triage", number)
        assert sees(home, "leader", number)


def test_a_leader_keeps_another_out_and_of_a_sealed_case_no_row_says_whom(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF)
    assert "要写理由" in home.run("recuse", number, "--person", "triage", "--as", "leader").err
    home.do("leader", "recuse", number, "有利害关系", "--person", "triage")
    assert not sees(home, "triage", number)
    assert "不得接触这一件的：triage" in home.do("leader", "show", number).out
    assert "不能交给这个人" in home.run("grant", number, "triage", "误操作", "--as", "leader").err
    with read_scope(home.database) as session:
        assert session.query(Recusal).count() == 0


def test_nobody_but_a_judge_keeps_another_out(home: Home) -> None:
    number = home.add()
    assert "要由" in home.run("recuse", number, "不喜欢", "--person", "clerk", "--as", "triage").err
    assert sees(home, "clerk", number)


def test_the_last_who_can_read_a_case_lets_somebody_else_in_first(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    assert "只有这一个人能打开这一件" in home.run("recuse", number, "--as", "superior").err
    assert sees(home, "superior", number)


def test_the_right_to_read_is_given_and_taken_and_both_stand_in_the_history(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF)
    assert not sees(home, "reviewer", number)
    home.do("leader", "grant", number, "reviewer", "请审核")
    assert BRIBE in home.do("reviewer", "show", number).out
    home.do("leader", "revoke", number, "reviewer", "已审完")
    assert not sees(home, "reviewer", number)
    said = home.do("leader", "show", number).out
    assert "请审核" in said
    assert "已审完" in said


def test_the_circle_of_a_sealed_queue_does_not_grow(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.SUPERIOR)
    assert "要由" in home.run("grant", number, "triage", "帮忙", "--as", "leader").err
    assert not sees(home, "triage", number)


def test_a_name_is_shown_only_after_a_second_person_has_agreed(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT, identity=CITIZEN)
    home.do("handler1", "attest", number)
    assert home.run("identity", number, "show", "--as", "handler1").code == 1
    assert "要写理由" in home.run("identity", number, "request", "--as", "handler1").err
    home.do("handler1", "identity", number, "request", "要上门核实")
    assert "要上门核实" in home.do("deputy", "show", number).out
    assert home.run("identity", number, "approve", "--as", "handler1").code == 1
    home.do("deputy", "identity", number, "approve")
    assert "赵六 13800000000" in home.do("handler1", "identity", number, "show").out
    assert "身份已获准查看" in home.do("auditor", "notices").out


def test_a_name_that_was_refused_stays_closed(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT, identity=CITIZEN)
    home.do("triage", "identity", number, "request", "好奇")
    home.do("leader", "identity", number, "refuse")
    said = home.run("identity", number, "show", "--as", "triage")
    assert (said.code, "赵六" in said.all) == (1, False)


def asked(home: Home, number: str, words: str) -> None:
    """A citizen wants somebody to step aside."""
    with write_scope(home.database) as session:
        requests.ask(session, NOWHERE, session.merge(home.case(number)), words, home.now)


def test_a_case_stands_still_until_the_leader_has_decided_on_a_request(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT)
    home.do("triage", "triage", number)
    home.do("triage", "accept", number)
    asked(home, number, "请黄建国不要经手")
    assert "请先用 decide-recusal 决定" in home.run("assign", number, "handler2", "--as", "leader").err
    assert "黄建国" in home.do("leader", "show", number).out
    assert "黄建国" not in home.do("triage", "show", number).out
    home.do("leader", "decide-recusal", number, "yes", "确有利害关系", "--person", "handler1")
    assert not sees(home, "handler1", number)
    home.do("leader", "assign", number, "handler2")


def test_a_request_may_be_refused_with_a_reason(home: Home) -> None:
    number = home.add()
    asked(home, number, "请周海燕不要经手")
    assert "要写理由" in home.run("decide-recusal", number, "no", "--as", "leader").err
    home.do("leader", "decide-recusal", number, "no", "没有利害关系")
    assert sees(home, "triage", number)


def test_a_request_against_the_leader_is_decided_by_the_dispatching_organ_alone(home: Home) -> None:
    number = home.add()
    asked(home, number, "请陈立军组长回避")
    assert "不能这样办理" in home.run("decide-recusal", number, "no", "我没问题", "--as", "leader").err
    assert f"编号{number}申请组长回避" in home.do("superior", "upward").out
    assert number in home.do("superior", "notices").out
    assert number not in home.do("leader", "notices").out
    assert home.run("show", number, "--as", "superior").code == 1
    home.do("superior", "decide-recusal", number, "yes", "应当回避", "--person", "leader")
    assert not sees(home, "leader", number)
    assert home.run("decide-recusal", number, "no", "再看", "--as", "superior").code == 1


def test_who_asked_in_vain_that_the_leader_step_aside_is_not_told_to_him_anywhere(home: Home) -> None:
    number = home.add()
    looks = (("show", number), ("all",), ("notices",), ("decide-recusal", number, "no", "没有这回事"))
    before = [home.run(*words, "--as", "leader").all for words in looks]
    asked(home, number, "请陈立军组长回避")
    home.do("superior", "decide-recusal", number, "no", "没有利害关系")
    assert [home.run(*words, "--as", "leader").all for words in looks] == before
    with read_scope(home.database) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.actor == "superior")).all()[-1]
    assert (entry.action, entry.case_number, entry.subject, entry.reason) == (Action.RECUSAL, number, None, None)


def test_protection_is_asked_past_an_accused_leader(home: Home) -> None:
    known, past = home.add(), home.add()
    with write_scope(home.database) as session:
        protection.ask(session, NOWHERE, session.merge(home.case(known)), "有人威胁我", home.now)
        protection.ask(session, NOWHERE, session.merge(home.case(past)), "陈立军组长威胁我", home.now)
    assert "有人威胁我" in home.do("leader", "show", known).out
    home.do("leader", "protected", known, "已派人陪同")
    assert "威胁" not in home.do("deputy", "show", past).out
    assert home.run("protected", past, "没事", "--as", "deputy").code == 1
    assert "陈立军组长威胁我" in home.do("superior", "upward").out
    home.do("superior", "protected", past, "已报市纪委")
    assert past not in home.do("superior", "upward").out


def test_what_waits_upward_is_for_nobody_else(home: Home) -> None:
    number = home.add()
    asked(home, number, "请陈立军组长回避")
    for name in ("leader", "deputy", "clerk", "auditor"):
        assert number not in home.run("upward", "--as", name).all
