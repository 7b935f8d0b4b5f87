"""What stands in the audit log is shown in Chinese, and found by Chinese words."""

import ast
import re
from collections.abc import Iterator

import pytest

from console.audit_words import AuditWords
from settings import ROOT
from wording import Wording

WORDS = AuditWords(Wording.load(), {"wangli": "王丽", "lihua": "李华"})
FOLDERS = ("cases", "commands", "console")
OF_DEEDS = ("Deed", "change", "watch", "save")  # what is given a word of ours for the log
LATIN = re.compile("[A-Za-z][A-Za-z_-]+")
NO_WORDS = {"passphrase"}


def written() -> Iterator[str]:
    """Every sentence of the code that goes into the log as the subject of a deed."""
    for file in (file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "subject":
                yield from pieces(node.value)


def pieces(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        for one in node.values:
            yield from pieces(one)
    if isinstance(node, ast.IfExp):
        yield from (*pieces(node.body), *pieces(node.orelse))


def test_every_word_that_the_code_writes_into_the_log_is_chinese_on_the_page() -> None:
    found = {words.strip() for words in written()}
    assert len(found) > 10
    assert {words for words in found if LATIN.search(WORDS.shown(words))} == set()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("added wangli", "新增账号 wangli"),
        ("3.3 sign-off", "3.3 销号"),
        ("daily 2026-05-06", "一日一报 2026-05-06"),
        ("handler reviewer -> team_leader", "承办人 审核人 -> 组长"),
        ("retention dry-run", "到期清除试算"),
        ("走势 2026-05-04 – 2026-05-10", "走势 2026-05-04 – 2026-05-10"),
        ("huiyin-added.backup", "huiyin-added.backup"),
        (None, ""),
    ],
)
def test_our_words_are_put_into_chinese_and_names_numbers_and_days_stay(written: str | None, shown: str) -> None:
    assert WORDS.shown(written) == shown


def test_who_did_it_is_called_by_both_names() -> None:
    assert (WORDS.person("wangli"), WORDS.person("left"), WORDS.person("system")) == ("王丽（wangli）", "left", "系统")


def test_what_is_typed_in_chinese_is_looked_for_as_the_log_has_it() -> None:
    assert {"add", "added"} <= set(WORDS.written("新增账号"))
    assert WORDS.people("王丽") == ["王丽", "wangli"]
