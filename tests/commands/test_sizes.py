"""The rules on what stands in tracked files."""

import subprocess
from pathlib import Path

import pytest

from commands import sizes

SHORT = '"""A module."""\n'


def lines(count: int) -> str:
    return SHORT + "x = 1\n" * (count - 1)


def function(length: int) -> str:
    return f"{SHORT}def f():\n" + "    x = 1\n" * (length - 1)


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("bot/long.py", lines(251), "251 lines"),
        ("tests/test_long.py", lines(301), "301 lines"),
        ("bot/deep.py", function(41), "41 lines"),
        ("bot/utils.py", SHORT, "name it after"),
        ("bot/helpers/text.py", SHORT, "name it after"),
        ("bot/telegram.py", SHORT, "name it after"),
        ("docs/a.md", "see /" + "work/main/x", "one machine"),
        ("docs/a.md", "cp /" + "root/x .", "one machine"),
        ("docs/a.md", "/" + "home/li/x", "one machine"),
        ("requirements.lock", "--index" + "-url https://example.org", "one machine"),
        ("requirements.lock", "http://10.0.0.1/" + "simple", "one machine"),
        ("requirements.lock", "files.python" + "hosted.org", "one machine"),
    ],
)
def test_a_broken_rule_is_reported_with_its_place(name: str, text: str, rule: str) -> None:
    (finding,) = sizes.broken(name, text)
    assert rule in finding
    assert finding.startswith(name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bot/right.py", lines(250)),
        ("tests/test_right.py", lines(300)),
        ("bot/right.py", function(40)),
        ("db/migrations/versions/0001_all.py", function(60)),
        ("docs/a.md", lines(999)),
        ("docs/a.md", "network/" + "main and ../shared/x and https://docs.example.org/work"),
        ("bot/intake_script.py", SHORT),
    ],
)
def test_what_keeps_the_rules_is_not_reported(name: str, text: str) -> None:
    assert list(sizes.broken(name, text)) == []


def test_a_nested_function_counts_by_itself() -> None:
    text = f"{SHORT}def f():\n    def g():\n        return 1\n    return g\n"
    assert sorted(sizes.functions("a.py", text).values()) == [2, 4]


def test_ignored_files_are_nobodys_business(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("var/\n")
    (tmp_path / "var").mkdir()
    (tmp_path / "var/utils.py").write_text(SHORT)
    (tmp_path / "new.py").write_text(SHORT)
    assert sizes.tracked(tmp_path) == [".gitignore", "new.py"]
    assert list(sizes.findings(tmp_path)) == []
