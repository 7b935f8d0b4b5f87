"""The ledger at the command line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from cases.audit.models import AuditEntry
from cases.kinds import Kind
from cases.ledger.models import LedgerItem
from commands import keys, ledger, ledger_seed, models
from db.session import read_scope, write_scope
from settings import Settings
from tests.builders import make_bare_case

Run = Callable[..., tuple[int, str]]
DONE = ("--evidence", "现场照片")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home that was tried out: a demo team, no model needed."""
    tried_out = Settings(home=tmp_path / "home", database_url="", argon2_memory_kib=8, argon2_passes=1)
    secret = keys.custody(tried_out, trial=True).secret
    keys.make_demo_team(tried_out, models.opened(tried_out), secret)
    return tried_out


@pytest.fixture
def run(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Run:
    def run_ledger(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = ledger.run(settings, list(words))
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_ledger


@pytest.fixture
def add(settings: Settings) -> Callable[[Kind], str]:
    """Puts a case into the home and gives its number."""

    def add_case(kind: Kind = Kind.SUGGESTION) -> str:
        with write_scope(models.opened(settings)) as session:
            return make_bare_case(session, kind).number

    return add_case


def prepared(run: Run, item: str = "3.3") -> None:
    """Everything is done that must be done before a sign-off."""
    run("measure", item, "拆除6处", "--owner", "执法局", "--due", "2030-01-01", "--as", "handler1")
    run("done", item, "1", *DONE, "--as", "handler1")


def test_the_first_look_puts_the_34_items_of_the_bulletin_into_the_ledger(run: Run) -> None:
    code, said = run()
    assert code == 0
    assert "新增34条" in said
    assert "新增" not in run()[1]


def test_what_the_bulletin_leaves_open_goes_on_and_its_dated_promises_are_overdue(run: Run) -> None:
    said = run("list", "--state", "持续推进")[1]
    assert "六(三)" in said
    assert "逾期" in said
    assert "九(四)" not in said
    assert "已销号" not in run()[1]


@pytest.mark.parametrize(
    ("quote", "day"),
    [
        ("争取2020年年底建成投用", date(2020, 12, 31)),
        ("预计2019年10月可投用", date(2019, 10, 31)),
        ("力争2020年2月建成", date(2020, 2, 29)),
        ("确保2021年6月3日前完成", date(2021, 6, 3)),
        ("2018年5月完成桩基", None),
        ("正在办理手续", None),
        ("计划2020年2月31日完成", None),
    ],
)
def test_a_promise_is_due_on_the_last_day_that_it_names(quote: str, day: date | None) -> None:
    assert ledger_seed.promised_on(quote) == day


def test_guessed_departments_are_marked_until_confirmed(run: Run) -> None:
    assert "商务局（待确认）" in run("show", "2.1")[1]
    assert run("lead", "2.1", "confirm", "商务局", "--as", "reviewer") == (0, "已登记。\n")
    assert "商务局（待确认）" not in run("show", "2.1")[1]


def test_an_item_is_signed_off_by_two_people(run: Run) -> None:
    prepared(run)
    run("propose-sign-off", "3.3", *DONE, "--as", "handler1")
    assert run("sign-off", "三(三)", *DONE, "--public", "六处都拆了", "--as", "reviewer")[0] == 0
    assert "已销号" in run("show", "3.3")[1]
    assert "六处都拆了" in run("told", "3.3")[1]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("sign-off", "3.3", *DONE, "--as", "handler1"), "审核人"),
        (("propose-sign-off", "3.3", "--as", "handler1"), "佐证"),
        (("propose-sign-off", "9.4", *DONE, "--as", "handler1"), "还没有定措施"),
        (("sign-off", "9.4", *DONE, "--as", "reviewer"), "现在是“整改中”"),
        (("progress", "3.3", "拆了"), "--as"),
        (("progress", "99.9", "拆了", "--as", "handler1"), "没有这一条"),
        (("attach", "3.3", "00000000", "--as", "triage"), "没有这个编号的件"),
        (("claim", "3.3", "周主任", "--due", "明天", "--as", "reviewer"), "用法"),
        (("measure", "3.3", "拆", "--owner", "长" * 65, "--due", "2030-01-01", "--as", "handler1"), "用法"),
        (("dance",), "用法"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(run: Run, words: tuple[str, ...], hint: str) -> None:
    prepared(run)
    code, said = run(*words)
    assert code == 1
    assert hint in said


def test_whose_measure_it_is_cannot_sign_off(run: Run) -> None:
    run("measure", "3.3", "拆除", "--owner", "reviewer", "--due", "2030-01-01", "--as", "handler1")
    run("done", "3.3", "1", *DONE, "--as", "handler1")
    run("propose-sign-off", "3.3", *DONE, "--as", "handler1")
    code, said = run("sign-off", "3.3", *DONE, "--as", "reviewer")
    assert (code, "请换一个人" in said) == (1, True)


def test_a_suggestion_is_attached_and_decided(run: Run, add: Callable[..., str]) -> None:
    number = add()
    assert run("attach", "3.3", number, "--as", "triage")[0] == 0
    assert run("decide", "3.3", number, "部分采纳", "先装一盏", "--as", "reviewer")[0] == 0
    assert "部分采纳" in run("show", "3.3", "--as", "reviewer")[1]
    assert number not in run("show", "3.3")[1]


def test_inv_c1_a_tip_off_is_as_if_it_did_not_exist(run: Run, add: Callable[..., str]) -> None:
    run()
    tip_off = run("attach", "3.3", add(Kind.TIP_OFF), "--as", "leader")
    assert tip_off == run("attach", "3.3", "00000000", "--as", "leader")


def test_seeding_again_keeps_what_was_written(run: Run, settings: Settings) -> None:
    prepared(run)
    assert "新增0条" in run("seed")[1]
    with read_scope(models.opened(settings)) as session:
        item = session.scalars(select(LedgerItem).where(LedgerItem.slug == "3.3")).one()
        assert [measure.words for measure in item.measures] == ["拆除6处"]


def test_each_change_is_in_the_audit_log_with_its_outcome(run: Run, settings: Settings) -> None:
    run("progress", "3.3", "拆了两处", "--as", "handler1")
    run("sign-off", "3.3", *DONE, "--as", "reviewer")
    with read_scope(models.opened(settings)) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "ledger").order_by(AuditEntry.id)).all()
    assert [(entry.actor, entry.outcome) for entry in entries] == [
        ("handler1", None),
        ("handler1", "done"),
        ("reviewer", None),
        ("reviewer", "refused"),
    ]


def test_what_was_typed_commands_no_terminal(run: Run) -> None:
    run("progress", "3.3", "[bold]拆[/bold]\x1b[2J", "--as", "handler1")
    said = run("show", "3.3")[1]
    assert "\x1b" not in said
    assert "[bold]拆[/bold]" in said
