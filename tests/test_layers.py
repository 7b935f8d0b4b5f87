"""Directions of import that import-linter cannot see: single modules, and what a command may cost."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from settings import ROOT

OURS = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {path.stem for path in ROOT.glob("*.py")}


def imported(file: Path) -> set[str]:
    """The first words of everything a module imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("name", ["settings.py", "wording.py"])
def test_settings_and_wording_import_nothing_of_ours(name):
    assert imported(ROOT / name) & OURS == set()


def test_the_command_line_imports_only_what_it_needs_before_a_command_is_known():
    assert imported(ROOT / "cli.py") & OURS == {"bulletin", "nlu", "settings"}  # of bulletin only an error


def test_migrations_know_the_tables_and_nothing_else():
    files = (ROOT / "db" / "migrations").rglob("*.py")
    assert {name for file in files for name in imported(file)} & OURS <= {"cases", "faq"}


def test_only_settings_reads_the_environment():
    folders = ("actions", "bot", "bulletin", "cases", "commands", "db", "nlu")
    files = [
        *(file for folder in folders for file in (ROOT / folder).rglob("*.py")),
        ROOT / "cli.py",
        ROOT / "wording.py",
    ]
    assert [
        file for file in files if "os.environ" in file.read_text("utf-8") or "getenv" in file.read_text("utf-8")
    ] == []


def test_there_is_no_package_among_the_tests():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("command", ["queue", "deployment", "ceremony", "checking", "rollback"])
def test_commands_that_need_no_model_do_not_pay_for_rasa(command):
    program = f"import sys, commands.{command}; sys.exit('rasa' in sys.modules or 'telegram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
