"""`./huiyin upgrade`: a backup that was tried out stands before any change, and what fails changes nothing."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from cases.audit import chain
from cases.audit.models import AuditEntry
from commands import backup, models, upgrade
from db import migrate
from db.backup import Backup
from db.session import make_engine, read_scope, write_scope
from settings import ROOT, Settings
from tests import databases
from tests.builders import make_bare_case

Run = Callable[..., tuple[int, str]]
Newer = Callable[..., None]
Systemctl = Callable[[int, int], Path]
VERSIONS = sorted(path.name[:4] for path in (ROOT / "db/migrations/versions").glob("*.py"))
NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{number}", "{before}", None, None
def upgrade():
    {what}
"""
ADDS, FAILS = 'op.add_column("cases", sa.Column("colour", sa.Text))', 'op.execute("DELETE FROM nowhere")'


@pytest.fixture(params=databases.KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A database that is in use."""
    url = databases.empty_postgresql() if request.param == "postgresql" else ""
    yield in_use(Settings(home=tmp_path / "home", database_url=url))
    if url:
        databases.empty_postgresql()


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """The same on SQLite alone."""
    return in_use(Settings(home=tmp_path / "home", database_url=""))


def in_use(settings: Settings) -> Settings:
    with write_scope(models.opened(settings)) as session:
        make_bare_case(session)
    return settings


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run_command(settings: Settings, *words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = upgrade.run(settings, list(words))
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_command


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newer:
    """A newer program: with more migrations, one for each statement."""
    folder, known = tmp_path / "migrations", migrate.config
    shutil.copytree(ROOT / "db/migrations", folder)

    def config(connection: Connection) -> Config:
        found = known(connection)
        found.set_main_option("script_location", str(folder))
        return found

    def add(*statements: str) -> None:
        for count, what in enumerate(statements, 1):
            number, before = f"x{count}", f"x{count - 1}" if count > 1 else VERSIONS[-1]
            written = NEXT.format(number=number, before=before, what=what)
            (folder / "versions" / f"{number}.py").write_text(written)
        monkeypatch.setattr(migrate, "config", config)

    return add


def backups(settings: Settings) -> list[Path]:
    return list(settings.home.with_name("home.backups").glob("*"))


def state(settings: Settings) -> tuple[str, list[str], int]:
    """Revision, columns of a table, number of cases."""
    engine = make_engine(settings.url)
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        cases = connection.execute(text("SELECT count(*) FROM cases")).scalar_one()
    found = revision, [column["name"] for column in inspect(engine).get_columns("cases")], cases
    engine.dispose()
    return found


def deeds(settings: Settings) -> list[tuple[str, str | None]]:
    with read_scope(make_engine(settings.url)) as session:
        assert chain.verify(session).holds
        return [(entry.action, entry.outcome) for entry in session.query(AuditEntry).order_by(AuditEntry.id)]


@pytest.fixture
def systemctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Systemctl:
    """A machine whose systemd knows our unit or not, and restarts it or not; the file holds what it was asked."""
    folder, asked = tmp_path / "bin", tmp_path / "asked"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def make(knows: int, restarts: int) -> Path:
        script = f'#!/bin/sh\necho "$@" >> {asked}\ncase "$*" in cat*) exit {knows};; *) exit {restarts};; esac\n'
        (folder / "systemctl").write_text(script)
        (folder / "systemctl").chmod(0o755)
        return asked

    return make


def test_the_tables_are_new_and_a_backup_holds_the_old_ones(settings: Settings, run: Run, newer: Newer) -> None:
    before = state(settings)
    newer(ADDS)
    code, said = run(settings)
    (kept,) = backups(settings)
    assert (code, said.index("将依次做") < said.index("已备份到") < said.index("核对无误")) == (0, True)
    assert state(settings) == ("x1", [*before[1], "colour"], 1)
    assert revision_in(settings, kept) == before[0]
    assert deeds(settings) == [("backup", None), ("backup", "done")]


def revision_in(settings: Settings, file: Path) -> str:
    """Of the tables in a backup."""
    return Backup(make_engine(settings.url), settings.home, backup.look, lambda *_, **__: None).verify(file).revision


def test_a_migration_that_fails_leaves_the_database_as_it_was(settings: Settings, run: Run, newer: Newer) -> None:
    before = state(settings)
    newer(ADDS, FAILS)
    code, said = run(settings)
    (kept,) = backups(settings)
    assert (code, state(settings)) == (1, before)
    assert f"./huiyin restore {kept} --replace" in said
    assert "没有改动" in said


def test_after_a_failure_the_next_try_goes_through(settings: Settings, run: Run, newer: Newer) -> None:
    newer(FAILS)
    assert run(settings)[0] == 1
    newer(ADDS)
    for kept in backups(settings):  # the next one may be made within the same second
        kept.unlink()
    assert (run(settings)[0], state(settings)[0]) == (0, "x1")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_any_age_is_upgraded(tmp_path: Path, run: Run, version: str) -> None:
    settings = Settings(home=tmp_path / "home", database_url="")
    settings.home.mkdir()
    migrate.upgrade(make_engine(settings.url), version)
    code, said = run(settings)
    assert (code, state(settings)[0], len(backups(settings))) == (0, VERSIONS[-1], 1), said


def test_a_database_that_is_newer_than_the_program_is_not_touched(here: Settings, run: Run) -> None:
    with make_engine(here.url).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    code, said = run(here)
    assert (code, "9999" in said, "更新版" in said, backups(here)) == (1, True, True, [])
    assert state(here)[0] == "9999"


def test_two_upgrades_do_not_run_at_once(here: Settings, run: Run) -> None:
    with (here.home / upgrade.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, said = run(here)
    assert (code, "另一个" in said, backups(here)) == (1, True, [])
    assert run(here)[0] == 0


def test_without_a_backup_nothing_is_changed(here: Settings, run: Run, newer: Newer, tmp_path: Path) -> None:
    before = state(here)
    newer(ADDS)
    (tmp_path / "a file").write_text("")
    code, said = run(here, str(tmp_path / "a file"))
    assert (code, "什么都没有改" in said, state(here)) == (1, True, before)


def test_a_chain_that_does_not_hold_stops_the_restart(here: Settings, run: Run, systemctl: Systemctl) -> None:
    asked = systemctl(0, 0)
    run(here)
    asked.unlink()
    for kept in backups(here):
        kept.unlink()
    with make_engine(here.url).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_log_no_update")
        connection.exec_driver_sql("UPDATE audit_log SET actor = 'x' WHERE id = 1")
    code, said = run(here)
    assert (code, "从第1条起" in said, asked.exists()) == (1, True, False)


@pytest.mark.parametrize(
    ("knows", "restarts", "told"),
    [(0, 0, "已经重新启动"), (0, 1, "systemctl restart huiyin"), (1, 0, "请自己重新启动")],
)
def test_the_service_is_told_to_restart(
    here: Settings, run: Run, systemctl: Systemctl, knows: int, restarts: int, told: str
) -> None:
    asked = systemctl(knows, restarts)
    code, said = run(here)
    assert (code, told in said) == (0, True)
    assert ("restart huiyin.service" in asked.read_text()) is (knows == 0)


def test_a_home_without_a_database_needs_none(tmp_path: Path, run: Run) -> None:
    settings = Settings(home=tmp_path / "home", database_url="")
    code, said = run(settings)
    assert (code, "serve" in said, backups(settings)) == (1, True, [])


def test_a_backup_goes_where_it_was_asked_to_and_nobody_else_reads_it(here: Settings, run: Run, tmp_path: Path) -> None:
    assert run(here, str(tmp_path / "elsewhere"))[0] == 0
    (kept,) = (tmp_path / "elsewhere").iterdir()
    assert (kept.stat().st_mode & 0o077, kept.parent.stat().st_mode & 0o077, backups(here)) == (0, 0, [])


def test_a_wrong_word_is_answered_with_the_usage(here: Settings, run: Run) -> None:
    code, said = run(here, "one", "two")
    assert (code, "用法" in said, backups(here)) == (1, True, [])


def test_a_database_that_does_not_answer_is_said_so(tmp_path: Path, run: Run) -> None:
    settings = Settings(home=tmp_path / "home", database_url="postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    code, said = run(settings)
    assert (code, "连不上" in said, "nobody" in said, backups(settings)) == (1, True, False, [])
