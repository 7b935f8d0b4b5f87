"""Reports at the command line."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from cases.audit.models import AuditEntry
from commands import keys, models, reports
from db.session import read_scope, write_scope
from settings import Settings
from tests.builders import make_bare_case
from wording import Wording

Run = Callable[..., tuple[int, str]]
DAY = ("--date", "2026-05-06")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home that was tried out: a demo team, four cases, no model needed."""
    tried_out = Settings(home=tmp_path / "home", database_url="", argon2_memory_kib=8, argon2_passes=1)
    secret, database = keys.custody(tried_out, trial=True).secret, models.opened(tried_out)
    keys.make_demo_team(tried_out, database, secret)
    with write_scope(database) as session:
        for section in ("三(三)", "三(三)", "三(三)", "九(四)"):
            make_bare_case(session, section=section, subdistrict="海城街道")
    return tried_out


@pytest.fixture
def run(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Run:
    def run_report(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = reports.run(settings, list(words))
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_report


def received(file: Path, sheet: int = 0) -> dict[object, object]:
    """The first number of each row that is named."""
    rows = load_workbook(file).worksheets[sheet].iter_rows(min_row=4, max_col=2, values_only=True)
    return {name: number for name, number in rows if name}


@pytest.mark.parametrize(
    ("which", "sheets"),
    [
        ("daily", ["一日一报", "密件合计"]),
        ("weekly", ["一周一汇", "超期件", "热点章节前五", "督办建议", "整改台账", "密件合计"]),
        ("monthly", ["月度·按章节", "月度·按街道", "月度·按类别", "密件合计"]),
        ("quarterly", ["季度·检举控告", "密件合计"]),
    ],
)
def test_the_leader_gets_every_report(run: Run, tmp_path: Path, which: str, sheets: list[str]) -> None:
    file = tmp_path / "a.xlsx"
    code, said = run(which, *DAY, "-o", str(file), "--as", "leader")
    assert (code, "已写出" in said) == (0, True)
    assert load_workbook(file).sheetnames == sheets


def test_every_item_and_street_has_a_row_also_where_nothing_came(run: Run, tmp_path: Path) -> None:
    run("monthly", *DAY, "-o", str(tmp_path / "a.xlsx"), "--as", "triage")
    by_section, by_street = received(tmp_path / "a.xlsx"), received(tmp_path / "a.xlsx", 1)
    assert (by_section["三(三)"], by_section["九(四)"], by_section["一(一)"], by_section["合计"]) == (3, 1, 0, 4)
    assert (by_street["海城街道"], by_street["星海街道"], by_street["合计"]) == (4, 0, 4)


def test_a_published_edition_tells_no_small_number(run: Run, tmp_path: Path) -> None:
    run("monthly", *DAY, "--published", "-o", str(tmp_path / "a.xlsx"), "--as", "statistician")
    by_section = received(tmp_path / "a.xlsx")
    assert (by_section["三(三)"], by_section["九(四)"], by_section["合计"]) == (3, "<3", "不公布")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("quarterly", "-o", "b.xlsx", "--as", "triage"), "组长"),
        (("quarterly", "--published", "-o", "b.xlsx", "--as", "leader"), "不能公开"),
        (("yearly", "-o", "b.xlsx", "--as", "leader"), "用法"),
        (("daily", "--as", "leader"), "用法"),
        (("daily", "--date", "5月6日", "-o", "b.xlsx", "--as", "leader"), "用法"),
        (("daily", "-o", "nowhere/b.xlsx", "--as", "leader"), "写不了"),
        (("daily", "-o", "there.xlsx", "--as", "leader"), "已经有了"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.xlsx").touch()
    code, said = run(*words)
    assert code == 1
    assert hint in said
    assert not Path("b.xlsx").exists()


def test_who_cannot_sign_in_gets_no_report(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("guessed\n000000\n"))
    code, said = run("daily", "-o", str(tmp_path / "a.xlsx"), "--as", "stranger")
    assert (code, Wording.load()("staff.sign_in_failed") in said) == (1, True)
    assert not (tmp_path / "a.xlsx").exists()


def test_a_report_is_in_the_audit_log_also_when_it_is_refused(run: Run, tmp_path: Path, settings: Settings) -> None:
    for who in ("leader", "triage"):
        run("quarterly", *DAY, "-o", str(tmp_path / f"{who}.xlsx"), "--as", who)
    with read_scope(models.opened(settings)) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "report").order_by(AuditEntry.id)).all()
    assert [(entry.actor, entry.outcome) for entry in entries if entry.outcome] == [
        ("leader", "done"),
        ("triage", "refused"),
    ]


def test_in_a_trial_who_is_not_named_is_the_leader_and_outside_it_is_asked_for(
    run: Run, settings: Settings, tmp_path: Path
) -> None:
    code, said = run("daily", *DAY, "-o", str(tmp_path / "a.xlsx"))
    assert (code, "演示组长 leader" in said) == (0, True)
    (settings.home / keys.DEMO_TEAM).rename(tmp_path / "aside")
    code, said = run("daily", *DAY, "-o", str(tmp_path / "b.xlsx"))
    assert (code, "--as" in said, (tmp_path / "b.xlsx").exists()) == (1, True, False)
