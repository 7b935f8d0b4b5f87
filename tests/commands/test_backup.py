"""Backup and restore at the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cases.audit import chain
from cases.audit.deeds import Action
from cases.audit.models import AuditEntry
from commands import backup, keys, models
from db.session import make_engine, read_scope, write_scope
from settings import Settings
from tests.builders import make_bare_case

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home that was tried out, with a case in it."""
    tried_out = Settings(home=tmp_path / "home", database_url="", argon2_memory_kib=8, argon2_passes=1)
    secret = keys.custody(tried_out, trial=True).secret
    keys.make_demo_team(tried_out, models.opened(tried_out), secret)
    with write_scope(models.opened(tried_out)) as session:
        make_bare_case(session)
    return tried_out


@pytest.fixture
def run(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Run:
    def run_command(command: str, *words: str, home: Settings = settings) -> tuple[int, str]:
        capfd.readouterr()
        code = {"backup": backup.run, "restore": backup.restore}[command](home, list(words))
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_command


def entries(settings: Settings) -> list[tuple[str, str | None]]:
    with read_scope(make_engine(settings.url)) as session:
        assert chain.verify(session).holds
        made_the_team = AuditEntry.action == Action.STAFF
        rows = session.query(AuditEntry).where(~made_the_team).order_by(AuditEntry.id)
        return [(entry.action, entry.outcome) for entry in rows]


def test_a_backup_says_what_it_does_and_what_came_of_it(settings: Settings, run: Run, tmp_path: Path) -> None:
    code, said = run("backup", str(tmp_path / "b.tar"))
    assert (code, "1件" in said, "试着恢复" in said) == (0, True, True)
    assert entries(settings) == [("backup", None), ("backup", "done")]


def test_no_secret_is_in_a_backup(settings: Settings, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "b.tar"))
    secret = (tmp_path / "home.secret").read_bytes()
    held = (tmp_path / "b.tar").read_bytes()
    assert secret not in held
    assert secret.hex().encode() not in held
    assert b'"passphrase"' not in held
    assert b'"passphrase"' in (settings.home / keys.DEMO_TEAM).read_bytes()


def test_a_new_home_gets_everything_and_the_log_goes_on(run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "b.tar"))
    other = Settings(home=tmp_path / "other", database_url="", argon2_memory_kib=8, argon2_passes=1)
    code, said = run("restore", str(tmp_path / "b.tar"), home=other)
    assert (code, "1件" in said, "retention run" in said) == (0, True, True)
    assert entries(other) == [("backup", None), ("restore", "done")]


def test_a_check_changes_nothing(settings: Settings, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "b.tar"))
    before = entries(settings)
    code, said = run("restore", str(tmp_path / "b.tar"), "--check")
    assert (code, "可以恢复" in said) == (0, True)
    assert entries(settings) == before


def test_a_home_in_use_is_replaced_only_when_asked(settings: Settings, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "b.tar"))
    code, said = run("restore", str(tmp_path / "b.tar"))
    assert (code, "--replace" in said) == (1, True)
    code, said = run("restore", str(tmp_path / "b.tar"), "--replace")
    (aside,) = settings.home.glob("replaced_*")
    assert (code, aside.name in said) == (0, True)


def test_a_failed_backup_is_in_the_log(settings: Settings, run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("older")
    code, said = run("backup", str(tmp_path / "b.tar"))
    assert (code, "已经存在" in said) == (1, True)
    assert entries(settings) == [("backup", None), ("backup", "failed")]


def test_a_chain_that_does_not_hold_is_backed_up_and_told(settings: Settings, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "a.tar"))
    with make_engine(settings.url).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_log_no_update")
        connection.exec_driver_sql("UPDATE audit_log SET actor = 'x' WHERE id = 1")
    code, said = run("backup", str(tmp_path / "b.tar"))
    assert (code, "从第1条起" in said) == (0, True)


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        ("backup", (), "用法"),
        ("backup", ("a", "b"), "用法"),
        ("restore", (), "用法"),
        ("restore", ("no-such-file",), "找不到文件"),
        ("backup", ("no-such-folder/b.tar",), "读写文件不成"),
        ("restore", (__file__,), "不是备份"),
    ],
)
def test_a_wrong_command_says_what_to_do(run: Run, command: str, words: tuple[str, ...], said: str) -> None:
    code, answer = run(command, *words)
    assert (code, said in answer) == (1, True)
