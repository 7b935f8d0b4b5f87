"""The queue at the command line: lists, one case, signing in, and what is refused."""

import io
import sys
from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlalchemy import select

from cases import attachments
from cases.audit.models import AuditEntry
from cases.duties import MAY_RECORD
from cases.history import What
from cases.kinds import AboutWhom, Kind, Role
from cases.transitions import Move
from commands import keys, queue_words
from commands.clock import now as wall_clock
from db.session import read_scope, write_scope
from desk.shown import MOVES
from desk.verbs import VERBS, label
from tests.accounts import PASSPHRASE, make_account
from tests.homes import LAMPS, Home
from wording import Wording

BRIBE = "某科长收了红包三万元"
COLUMNS = 100
ANYTHING = {"number": "00000000", "days": "10", "decision": "no", "what": "request", "why": "new_evidence"}
ANYTHING |= {"mode": "real_name", "kind": "suggestion", "about": "none", "person": "deputy", "of": "00000001"}


def log(home: Home) -> list[tuple[str, str, str | None, str | None]]:
    """Who did what with which case, and how it ended."""
    with read_scope(home.database) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(entry.actor, entry.action, entry.case_number, entry.outcome) for entry in entries]


def test_without_a_name_the_leader_of_a_trial_signs_in_and_that_is_said(home: Home) -> None:
    assert "演示组长 leader" in home.run("all").err
    assert home.run("all", "--as", "clerk").err == ""


def test_one_case_shows_words_deadlines_with_their_law_history_and_what_can_be_done(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT, wants_notice=True)
    said = home.do("triage", "show", number).out
    for words in (
        LAMPS,
        "属部门职责的投诉求助",
        "信访工作条例第二十三条第二款",
        "提交",
        f"甄别：./huiyin queue triage {number}",
    ):
        assert words in said


def test_a_day_beyond_the_known_calendar_is_marked_as_provisional(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT)
    home.now += timedelta(days=230)
    for verb in ("triage", "accept"):
        home.do("triage", verb, number)
    assert "暂  计算中" in home.do("triage", "show", number).out


def test_a_handler_reads_the_words_only_after_they_have_said_that_they_have_no_interest(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT)
    before = home.do("handler1", "show", number).out
    assert LAMPS not in before
    assert f"./huiyin queue attest {number}" in before
    home.do("handler1", "attest", number)
    assert LAMPS in home.do("handler1", "show", number).out


def test_the_key_of_who_signs_in_opens_a_sealed_case(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF)
    assert BRIBE in home.run(number).out
    assert BRIBE not in home.run("show", number, "--as", "reviewer").all


@pytest.mark.parametrize(
    "name", ["leader", "deputy", "clerk", "handler1", "reviewer", "supervisor", "auditor", "sysadmin"]
)
def test_a_case_about_the_leader_is_said_to_be_unknown_to_the_whole_team(home: Home, name: str) -> None:
    hidden = home.add(BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    for verb in ("show", "attest", "claim", "triage"):
        said, unknown = home.run(verb, hidden, "--as", name), home.run(verb, "00000000", "--as", name)
        assert (said.code, said.all) == (1, unknown.all.replace("00000000", hidden))
    assert hidden not in home.run("all", "--as", name).all
    assert "共" not in home.run("sealed", "--as", name).all


def test_the_log_tells_a_hidden_case_from_an_unknown_number_no_more_than_the_officer_can(home: Home) -> None:
    hidden = home.add(BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    for number in (hidden, "00000000"):
        home.run("show", number, "--as", "clerk")
        assert log(home)[-2:] == [("clerk", "view", number, None), ("clerk", "view", number, "refused")]


def test_every_look_at_a_case_is_in_the_log_before_and_after(home: Home) -> None:
    number = home.add()
    home.do("clerk", "show", number)
    assert log(home)[-2:] == [("clerk", "view", number, None), ("clerk", "view", number, "done")]


def test_every_change_and_every_refusal_is_in_the_log(home: Home) -> None:
    number = home.add()
    home.do("triage", "triage", number)
    home.run("triage", number, "--as", "triage")
    ended = [(action, outcome) for _, action, of, outcome in log(home) if of == number and outcome]
    assert ended == [("move", "done"), ("move", "refused")]


def test_what_was_searched_for_is_not_in_the_log(home: Home) -> None:
    home.run("search", "王某某收红包")
    with read_scope(home.database) as session:
        kept = [entry.subject or "" for entry in session.scalars(select(AuditEntry))]
    assert "search" in kept
    assert not any("红包" in subject for subject in kept)


def test_what_a_citizen_typed_commands_no_terminal(home: Home) -> None:
    said = home.run("show", home.add("[bold]路灯[/bold]\x1b[2J坏了，请派人来修一修")).out
    assert "\x1b" not in said
    assert "[bold]路灯[/bold]" in said


def test_a_file_is_listed_with_its_name_and_what_was_found_in_it(home: Home) -> None:
    number, secret = home.add(), keys.staff_custody(home.settings).secret
    with write_scope(home.database) as session:
        file = attachments.add(session, secret, 1, "photo", {"name": "灯.jpg", "size": 2048})
        file.draft_id, file.case_id = None, home.case(number).id
        file.state = attachments.FileState.STORED
    assert "照片（已保存）灯.jpg 2048 未制作、未查毒" in home.run("show", number).out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What stands in stdin."""
    stdin = io.StringIO()
    monkeypatch.setattr(sys, "stdin", stdin)
    return stdin


def type_in(stdin: io.StringIO, *lines: str) -> None:
    stdin.seek(0), stdin.truncate()
    stdin.write("".join(f"{line}\n" for line in lines)), stdin.seek(0)


def test_outside_a_trial_somebody_signs_in_by_passphrase_and_code(
    home: Home, typed: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = home.add()
    with write_scope(home.database) as session:
        monkeypatch.setattr("tests.accounts.SECRET", keys.staff_custody(home.settings).secret)
        account = make_account(session, "wangli", Role.TRIAGE_OFFICER)
    (home.settings.home / keys.DEMO_TEAM).unlink()
    assert "--as" in home.run("all").err
    type_in(typed, PASSPHRASE, TOTP(account.seed).at(wall_clock()))
    assert number in home.run("all", "--as", "wangli").out
    type_in(typed, "不对的口令", "000000")
    refused = home.run("show", number, "--as", "wangli")
    assert (refused.code, refused.out) == (1, "")
    assert "口令或验证码不对" in refused.err


def test_words_may_come_by_stdin_where_no_list_of_processes_shows_them(home: Home, typed: io.StringIO) -> None:
    number = home.add()
    type_in(typed, "请核实蒲门的路灯")
    home.do("clerk", "note", number, "-")
    assert "请核实蒲门的路灯" in home.do("clerk", "show", number).out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("show", "00000000"), "没有编号为00000000的件"),
        (("claim", "gossip"), "没有编号为gossip的件"),
        (("reply", "00000000"), "用法：./huiyin queue reply 编号 内容"),
        (("extend", "00000000", "许多"), "用法：./huiyin queue extend 编号 天数 理由"),
        (("--kind", "gossip"), "没有“gossip”这个词"),
        (("all", "--after", "gossip"), "用法：./huiyin queue all"),
        (("dance",), "没有这样的写法"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(home: Home, words: tuple[str, ...], hint: str) -> None:
    said = home.run(*words)
    assert said.code == 1
    assert hint in said.err


def test_a_refused_step_says_what_can_be_done_instead(home: Home) -> None:
    said = home.run("submit", home.add(), "--as", "triage")
    assert "现在是“已登记”，不能这样办理。您现在可以：confirm（确认登记）、triage（甄别）" in said.err
    assert "要由登记员、分办员来做" in home.run("confirm", home.add(), "--as", "leader").err


def test_the_help_names_every_verb_in_both_languages(home: Home) -> None:
    page, wording = home.run("--help").out, Wording.load()
    for name in VERBS:
        assert f"{label(name, wording)}：{name} 编号" in page


def test_a_verb_may_be_typed_in_chinese(home: Home) -> None:
    number = home.add()
    assert "已甄别" in home.do("triage", "甄别", number).out
    assert "已受理" in home.do("triage", "受理", number).out


def test_no_two_verbs_are_called_alike() -> None:
    wording = Wording.load()
    assert len({label(name, wording) for name in VERBS}) == len(VERBS)
    assert not {label(name, wording) for name in VERBS} & {view.label for view in queue_words.VIEWS.values()}


def test_what_was_done_is_said_where_the_state_does_not_show_it(home: Home) -> None:
    number = home.add(kind=Kind.COMPLAINT)
    assert "已声明没有利害关系" in home.do("handler1", "attest", number).out
    assert "已确认登记" in home.do("clerk", "confirm", number).out
    assert "已提问，反映人" in home.do("clerk", "question", number, "是哪一盏灯").out
    assert "已答复，反映人" in home.do("clerk", "reply", number, "已派人去看").out
    shown = home.do("triage", "show", number).out
    assert "答复  提问" in shown
    assert "question" not in shown.partition("您现在可以")[0]


def test_an_answer_that_stays_inside_is_not_said_to_be_sent(home: Home) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF)
    assert "不发给反映人" in home.do("triage", "reply", number, "已阅").out


def test_how_feedback_was_given_is_no_text_for_the_citizen(home: Home) -> None:
    page = home.run("--help").out
    assert "反馈：feedback 编号 反馈的方式" in page


def test_every_line_of_history_has_words() -> None:
    wording = Wording.load()
    assert all(MOVES[move] for move in Move)
    assert all(wording(f"event.{what}") for what in (*What, *MAY_RECORD))


def test_no_refusal_repeats_what_a_citizen_said(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    lamps, bribe = home.add(), home.add(BRIBE, Kind.TIP_OFF)
    for verb, about in VERBS.items():
        words = [ANYTHING.get(one.strip("?"), "理由") for one in about.arguments if not one.startswith("-")]
        for number in (lamps, bribe):
            home.run(verb, number, *words, "--as", "triage")
    assert len(home.heard) == 2 * len(VERBS)
    for told in (*home.heard, caplog.text):
        assert LAMPS not in told
        assert BRIBE not in told
