"""What is wrong with a bulletin.yml, or with the text it is about: the file, the line, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from bulletin.document import NotABulletin
from bulletin.errors import UnreadableBulletin

COMPARE = "对照自带的 data/bulletin/bulletin.yml 改好，再来一次"
MARKED = "{file} 第{line}行不是正确的 YAML（{problem}）：请看这一行和上一行的缩进、冒号、引号，{compare}。"
NOT_UTF8 = "{file} 读不出来：请存成 UTF-8。"
GONE = "找不到 {file}：请放回原处，或用 ./huiyin rollback 换回别的模型。"
MISSING = "{file} 第1行起少了“{key}”这一项：请{compare}。"
MISSHAPEN = "{file} 第{line}行起的“{key}”少了一项、多了一项，或者名字写错了：请{compare}。"
NO_TABLE = "{file} 第1行起应当是一行行“名字: 内容”：请{compare}。"
NO_BULLETIN = "{file} {why}"


class Misshapen(ValueError):
    """An entry of bulletin.yml is wrong, or one of its rows, counted from 0."""

    def __init__(self, key: str, row: int | None = None) -> None:
        super().__init__(key)
        self.key, self.row = key, row


@contextmanager
def readable(file: Path) -> Iterator[None]:
    """UnreadableBulletin, whatever is wrong with this file of a bulletin."""
    try:
        yield
    except (yaml.YAMLError, ValueError, OSError, LookupError, TypeError, AttributeError) as wrong:
        raise UnreadableBulletin(_words(file, wrong)) from None


def _words(file: Path, wrong: Exception) -> str:
    match wrong:
        case yaml.MarkedYAMLError():
            line = (wrong.problem_mark.line if wrong.problem_mark else 0) + 1
            return MARKED.format(file=file, line=line, problem=wrong.problem, compare=COMPARE)
        case UnicodeDecodeError() | yaml.YAMLError():
            return NOT_UTF8.format(file=file)
        case OSError():
            return GONE.format(file=file)
        case KeyError():
            return MISSING.format(file=file, key=wrong.args[0], compare=COMPARE)
        case Misshapen():
            return MISSHAPEN.format(file=file, line=_line(file, wrong), key=wrong.key, compare=COMPARE)
        case NotABulletin():
            return NO_BULLETIN.format(file=file, why=wrong)
    return NO_TABLE.format(file=file, compare=COMPARE)


def _line(file: Path, wrong: Misshapen) -> int:
    """Where the entry begins, or its row."""
    node: Any = yaml.compose(file.read_text("utf-8"), yaml.CSafeLoader)
    value = next(value for key, value in node.value if key.value == wrong.key)
    is_row = wrong.row is not None and isinstance(value, yaml.SequenceNode)
    return int((value.value[wrong.row] if is_row else value).start_mark.line) + 1
