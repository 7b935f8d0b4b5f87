"""The golden questions (`golden/*.yml` of all layers): what the model is judged by, each with its file and line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.training_data import Problem

GROUPS = {  # the files that are read, and what each row must say; dialogues.yml is for the tests
    "questions": ("text", "section", "contains", "kind"),
    "near_misses": ("text", "kind"),
    "off_topic": ("text", "kind"),
    "feedback": ("text", "kind"),
}
STYLES = {  # how a question is put; `kind` is a type of answers
    "plain": "书面",
    "colloquial": "口语",
    "synonym": "换个说法",
    "elliptical": "省略",
    "typo": "错别字",
    "pinyin": "拼音",
    "traditional": "繁体",
    "long": "很长",
    "angry": "带情绪",
}
NOT_YAML = "不是正确的 YAML：{problem}。"
NOT_READABLE = "读不出来，请存成 UTF-8：{problem}。"
NOT_A_LIST = "验收题的文件里应当是一行行“- text: …”。"
INCOMPLETE = "这道验收题缺 {names}，见 docs/adding-an-answer.md。"
NOT_WORDS = "这道验收题的 text、section、kind 要写成文字，contains 写成 [“…”]。"


@dataclass(frozen=True, slots=True)
class GoldenRow:
    """One row; `group` is its file's name: questions, near_misses, off_topic or feedback."""

    group: str
    text: str
    section: str | None
    contains: tuple[str, ...]
    kind: str
    style: str
    urgent: bool | None
    file: Path
    line: int

    @property
    def key(self) -> str:
        """What outcomes and snapshots call it."""
        return f"{self.group}: {self.text}"


def read(layers: Sequence[Path]) -> tuple[list[GoldenRow], list[Problem]]:
    """The rows of all layers, and what could not be read."""
    rows: list[GoldenRow] = []
    problems: list[Problem] = []
    for file in (file for layer in layers for file in sorted((layer / "golden").glob("*.yml"))):
        if file.stem in GROUPS:
            found = _parsed(file, file.stat().st_mtime_ns)
            rows += [row for row in found if isinstance(row, GoldenRow)]
            problems += [problem for problem in found if isinstance(problem, Problem)]
    return rows, problems


@lru_cache(maxsize=256)
def _parsed(file: Path, _changed: int) -> tuple[GoldenRow | Problem, ...]:
    """One file; read again only when it has changed."""
    return tuple(_read(file))


def _read(file: Path) -> Iterator[GoldenRow | Problem]:
    try:
        node = yaml.compose(file.read_text("utf-8"), yaml.CSafeLoader)
        content = yaml.constructor.SafeConstructor().construct_document(node) if node else []
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        yield Problem(file, line, NOT_YAML.format(problem=wrong.problem))
    except (UnicodeDecodeError, yaml.YAMLError) as wrong:
        yield Problem(file, 1, NOT_READABLE.format(problem=type(wrong).__name__))
    else:
        if isinstance(content, list):
            lines = [item.start_mark.line + 1 for item in node.value] if node else []
            yield from (_row(file, line, row) for line, row in zip(lines, content, strict=True))
        else:
            yield Problem(file, 1, NOT_A_LIST)


def _row(file: Path, line: int, row: Any) -> GoldenRow | Problem:
    if not isinstance(row, dict):
        return Problem(file, line, NOT_A_LIST)
    if missing := [name for name in GROUPS[file.stem] if row.get(name) in (None, "")]:
        return Problem(file, line, INCOMPLETE.format(names="、".join(missing)))
    section, contains = row.get("section"), row.get("contains") or []
    words = [row["text"], row["kind"], section or "", *(contains if isinstance(contains, list) else [None])]
    if not all(isinstance(word, str) for word in words):
        return Problem(file, line, NOT_WORDS)
    style = str(row.get("style") or "")
    return GoldenRow(
        file.stem, row["text"], section, tuple(contains), row["kind"], style, row.get("urgent"), file, line
    )
