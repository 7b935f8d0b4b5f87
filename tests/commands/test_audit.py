"""The audit log and the retention at the command line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from cases import history
from cases.audit import log as log
from cases.audit.deeds import Action, Deed, Outcome
from cases.kinds import Kind, State
from cases.models import Case, Message
from cases.transitions import Move
from commands import audit, keys, models, retention
from commands.clock import now
from db.session import read_scope, write_scope
from settings import Settings
from tests.builders import DAY, make_bare_case

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home that was tried out: a demo team, no model needed."""
    tried_out = Settings(home=tmp_path / "home", database_url="", argon2_memory_kib=8, argon2_passes=1)
    secret = keys.custody(tried_out, trial=True).secret
    keys.make_demo_team(tried_out, models.opened(tried_out), secret)
    (tried_out.home / "attachments").mkdir()
    return tried_out


@pytest.fixture
def run(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Run:
    def run_command(command: str, *words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = {"audit": audit, "retention": retention}[command].run(settings, list(words))
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_command


@pytest.fixture
def expired(settings: Settings) -> str:
    """The number of a consultation that was archived long ago."""
    with write_scope(models.opened(settings)) as session:
        case = make_bare_case(session, Kind.CONSULTATION)
        long_ago = now() - 400 * DAY
        case.state, case.closed_at, case.state_since = State.ARCHIVED, long_ago, long_ago
        case.due_on = None
        history.record(session, case, Move.ARCHIVE, "clerk", long_ago, old=State.RATED, new=State.ARCHIVED)
        return case.number


def noted(settings: Settings, deed: Deed) -> None:
    with write_scope(models.opened(settings)) as session:
        log.note(session, deed, Outcome.DONE, now())


def test_a_chain_that_holds_says_its_head(settings: Settings, run: Run) -> None:
    noted(settings, Deed(Action.VIEW, "王丽"))
    code, said = run("audit", "verify")
    head = run("audit", "head")[1].strip()
    assert code == 0
    assert head in said
    noted(settings, Deed(Action.VIEW, "王丽"))
    assert run("audit", "verify", "--head", head)[0] == 0


def test_a_chain_that_was_changed_says_where(settings: Settings, run: Run) -> None:
    for _ in range(3):
        noted(settings, Deed(Action.VIEW, "王丽"))
    with write_scope(models.opened(settings)) as session:
        session.execute(text("DROP TRIGGER audit_log_no_update"))
        session.execute(text("UPDATE audit_log SET actor = 'x' WHERE id = 2"))
    code, said = run("audit", "verify")
    assert (code, "第2条" in said) == (1, True)


def test_a_kept_head_that_is_not_there_is_told(settings: Settings, run: Run) -> None:
    noted(settings, Deed(Action.VIEW, "王丽"))
    code, said = run("audit", "verify", "--head", "7:" + "ab" * 16)
    assert (code, "被截断" in said) == (1, True)


def test_the_auditor_reads_the_log_and_that_is_an_entry(settings: Settings, run: Run) -> None:
    noted(settings, Deed(Action.EXPORT, "王丽", "12345678"))
    code, said = run("audit", "show", "--as", "auditor")
    assert code == 0
    assert all(word in said for word in ("导出", "12345678", "王丽", "auditor", "查看"))


def test_what_was_cut_off_can_be_listed(settings: Settings, run: Run) -> None:
    log.attempt(partial(write_scope, models.opened(settings)), Deed(Action.EXPORT, "王丽"), now())
    assert "1次操作" in run("audit", "verify")[1]
    said = run("audit", "show", "--unfinished", "--as", "auditor")[1]
    assert "开始" in said
    assert "完成" not in said


def test_nobody_else_reads_the_log(run: Run) -> None:
    code, said = run("audit", "show", "--as", "leader")
    assert (code, "安全审计员" in said) == (1, True)


@pytest.mark.parametrize(
    "words", [(), ("what",), ("verify", "--head", "x"), ("show",), ("show", "--as", "auditor", "--action", "no")]
)
def test_a_wrong_audit_command_says_what_to_write(run: Run, words: tuple[str, ...]) -> None:
    code, said = run("audit", *words)
    assert (code, "用法" in said) == (1, True)


def test_the_periods_are_told(run: Run) -> None:
    code, said = run("retention", "show")
    assert (code, "咨询、纠错，一般情况：90天" in said) == (0, True)


def test_a_dry_run_names_what_would_go_and_changes_nothing(settings: Settings, run: Run, expired: str) -> None:
    code, said = run("retention", "dry-run", "--as", "auditor")
    assert (code, expired in said) == (0, True)
    with read_scope(models.opened(settings)) as session:
        assert session.query(Case).one().state is State.ARCHIVED


def test_a_dry_run_is_for_the_auditor_and_is_written_down(run: Run, expired: str) -> None:
    assert run("retention", "dry-run")[0] == 1
    code, said = run("retention", "dry-run", "--as", "leader")
    assert (code, "安全审计员" in said, expired in said) == (1, True, False)
    assert run("retention", "dry-run", "--as", "auditor")[0] == 0
    told = run("audit", "show", "--as", "auditor")[1]
    assert told.count("retention dry-run") == 2


def test_a_run_takes_away_what_is_due(settings: Settings, run: Run, expired: str) -> None:
    code, said = run("retention", "run", "--as", "auditor")
    assert (code, "已清除1件" in said) == (0, True)
    with read_scope(models.opened(settings)) as session:
        assert session.query(Case).one().state is State.PURGED
        assert session.query(Message).count() == 0
    assert expired in run("audit", "show", "--as", "auditor")[1]
    assert "共0件" in run("retention", "dry-run", "--as", "auditor")[1]


def test_only_the_auditor_may_witness_a_run(run: Run, expired: str) -> None:
    code, said = run("retention", "run", "--as", "leader")
    assert (code, "安全审计员" in said) == (1, True)
    assert expired in run("retention", "dry-run", "--as", "auditor")[1]


def test_a_held_case_is_left_out_until_it_is_released(run: Run, expired: str) -> None:
    assert run("retention", "hold", expired, "市纪委调卷函", "--as", "leader")[0] == 0
    assert expired not in run("retention", "dry-run", "--as", "auditor")[1]
    assert run("retention", "release", expired, "案卷已退回", "--as", "leader")[0] == 0
    assert expired in run("retention", "dry-run", "--as", "auditor")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hold", "00000000", "调卷", "--as", "leader"), "没有这个编号"),
        (("hold", "00000000", "调卷"), "用法"),
        (("hold", "00000000", "调卷", "--until", "soon", "--as", "leader"), "用法"),
        (("forget",), "用法"),
    ],
)
def test_a_wrong_retention_command_says_what_to_write(run: Run, words: tuple[str, ...], said: str) -> None:
    code, answer = run("retention", *words)
    assert (code, said in answer) == (1, True)


def test_what_was_not_given_away_cannot_be_confirmed(run: Run, expired: str) -> None:
    code, said = run("retention", "confirm", expired, "回执1号", "--as", "leader")
    assert (code, "已移送" in said) == (1, True)


def test_periods_that_cannot_be_followed_stop_everything(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "retention.yml"
    broken.write_text("tracks: {}", "utf-8")
    monkeypatch.setattr(retention, "FILE", broken)
    code, said = run("retention", "show")
    assert (code, "retention.yml" in said) == (1, True)
