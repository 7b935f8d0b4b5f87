"""The text of one file of training data: lines go in and out, whatever else a clerk wrote in it stays as it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import yaml

from nlu.training_data import MARK

VERSION = 'version: "3.1"'
EXAMPLES = {
    "nlu": """\
# 问法，一个答案一段，一行一句，每行以“- ”开头。以井号开头的行只是说明。例子：
# - intent: ask/street_lamps
#   examples: |
#     - 路灯装了几盏
#     - 村口的路灯亮了没有
""",
    "responses": """\
# 答案，text 一个字一个字照抄通报，section 写条目的名字。以井号开头的行只是说明。例子：
#   utter_ask/street_lamps:
#   - text: "安装路灯120盏"
#     metadata:
#       section: "三(三)"
#       question: "装了多少盏路灯？"
#       type: figure
""",
    "withdrawn": """\
# 本单位不再使用的自带问法和答案。删去一行或一段，就恢复使用。
""",
    "golden": """\
# 验收题，contains 是答案里一定要有的原文，不能和问法相同。以井号开头的行只是说明。例子：
# - text: "村里的灯装了几盏"
#   section: "三(三)"
#   contains: ["120盏"]
#   kind: figure
#   style: colloquial
""",
}
BROKEN = "这个文件读不出来，请先按行号改好：第{line}行，{problem}。"
NOT_UTF8 = "这个文件读不出来，请存成 UTF-8。"
PLAIN = "type"  # the one field that is written without quotation marks


class UnreadableTopic(ValueError):
    """The file is not as Rasa has it; the text says in Chinese which line to mend."""


@dataclass(frozen=True)
class Block:
    """The phrasings of one intent; lines count from 0, `end` is the line after the last."""

    intent: str
    start: int
    end: int
    indent: str
    phrasings: tuple[tuple[str, int], ...]


def beginning(file: str) -> str:
    """What a new file says at its top about what belongs into it."""
    kind = next((name for name in EXAMPLES if f"/{name}" in file), "nlu")
    return EXAMPLES[kind] + ("" if kind == "golden" else f"{VERSION}\n")


@lru_cache(maxsize=512)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `nlu:`, in the order of the file."""
    items = _section(text, "nlu")
    lines = text.split("\n")
    return tuple(_block(item, lines) for item in (items.value if isinstance(items, yaml.SequenceNode) else []))


def phrasings(text: str) -> list[tuple[str, str]]:
    """(intent, phrasing) of all blocks."""
    return [(block.intent, phrasing) for block in blocks(text) for phrasing, _ in block.phrasings]


@lru_cache(maxsize=512)
def responses(text: str) -> Mapping[str, tuple[int, int]]:
    """The id of each answer, with the first line and the line after the last."""
    found = _section(text, "responses")
    pairs = found.value if isinstance(found, yaml.MappingNode) else []
    return {key.value.removeprefix("utter_"): (key.start_mark.line, _end(value)) for key, value in pairs}


def with_phrasing(text: str, intent: str, phrasing: str) -> str:
    """The phrasing at the end of its intent's block, which is made where there is none."""
    block = next((block for block in blocks(text) if block.intent == intent), None)
    if block:
        return _inserted(text, block.end, [f"{block.indent}{MARK}{phrasing}"])
    lines = [f"- intent: {intent}", "  examples: |", f"    {MARK}{phrasing}"]
    text = _with_heading(text, "nlu")
    known = blocks(text)
    margin = _margin(text, known[-1].start) if known else ""
    return _inserted(text, known[-1].end if known else _heading(text, "nlu") + 1, [margin + line for line in lines])


def without_phrasing(text: str, intent: str, phrasing: str) -> str:
    """The text without this phrasing; a block that would be empty goes with it."""
    for block in reversed([block for block in blocks(text) if block.intent == intent]):
        gone = [line for said, line in block.phrasings if said == phrasing]
        if gone and len(gone) == len(block.phrasings):
            text = _without(text, range(block.start, block.end))
        elif gone:
            text = _without(text, gone)
    return _without_empty_heading(text, "nlu", kept=bool(blocks(text)))


def with_response(text: str, name: str, words: str, metadata: Mapping[str, object]) -> str:
    """The answer in place of the one of this name, or after the last."""
    text = _with_heading(text, "responses")
    known = responses(text)
    margin = _margin(text, next(iter(known.values()))[0]) if known else "  "
    lines = [margin + line for line in _response(name, words, metadata)]
    if name in known:
        start, end = known[name]
        return _inserted(_without(text, range(start, end)), start, lines)
    after = max((end for _, end in known.values()), default=_heading(text, "responses") + 1)
    return _inserted(text, after, lines)


def without_response(text: str, name: str) -> str:
    """The text without this answer."""
    if place := responses(text).get(name):
        text = _without(text, range(*place))
    return _without_empty_heading(text, "responses", kept=bool(responses(text)))


def with_golden(text: str, row: Mapping[str, object]) -> str:
    """One more golden question at the end."""
    fields = [f"{name}: {_value(name, value)}" for name, value in row.items()]
    lines = [("- " if index == 0 else "  ") + field for index, field in enumerate(fields)]
    return _inserted(text, len(text.rstrip("\n").split("\n")), lines)


def _response(name: str, words: str, metadata: Mapping[str, object]) -> list[str]:
    fields = [f"    {field}: {_value(field, value)}" for field, value in metadata.items()]
    head = [f"utter_{name}:", f"- text: {_value('text', words)}"]
    return head + (["  metadata:", *fields] if fields else [])


def _value(name: str, value: object) -> str:
    if name == PLAIN and isinstance(value, str) and value.isidentifier():
        return value
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _section(text: str, name: str) -> yaml.Node | None:
    try:
        root = yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as wrong:
        line = (wrong.problem_mark.line if wrong.problem_mark else 0) + 1
        raise UnreadableTopic(BROKEN.format(line=line, problem=wrong.problem)) from None
    except (UnicodeError, yaml.YAMLError):
        raise UnreadableTopic(NOT_UTF8) from None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def _block(item: yaml.Node, lines: list[str]) -> Block:
    fields = {key.value: value for key, value in item.value} if isinstance(item, yaml.MappingNode) else {}
    examples = fields.get("examples")
    if "intent" not in fields or not isinstance(examples, yaml.ScalarNode) or examples.style != "|":
        raise UnreadableTopic(BROKEN.format(line=item.start_mark.line + 1, problem="这一段要有 intent 和 examples: |"))
    first = examples.start_mark.line + 1
    end = first + len(examples.value.splitlines())
    said = [(line.strip().removeprefix(MARK).strip(), at) for at, line in enumerate(lines[first:end], first)]
    found = tuple((words, at) for words, at in said if words)
    indent = _spaces(lines[found[0][1]]) if found else " " * (item.start_mark.column + 2)
    return Block(fields["intent"].value, item.start_mark.line, end, indent, found)


def _end(node: yaml.Node) -> int:
    """The line after the last one of what a node holds; comments that follow are not its own."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.line + (node.end_mark.column > 0)


def _with_heading(text: str, name: str) -> str:
    if _section(text, name) is None:
        text = text.rstrip("\n") + f"\n{name}:\n"
    return text


def _without_empty_heading(text: str, name: str, *, kept: bool) -> str:
    """`responses:` with nothing below it would be refused by those who read the file."""
    return text if kept or _section(text, name) is None else _without(text, [_heading(text, name)])


def _heading(text: str, name: str) -> int:
    return next(at for at, line in enumerate(text.split("\n")) if line.startswith(f"{name}:"))


def _margin(text: str, line: int) -> str:
    return _spaces(text.split("\n")[line])


def _spaces(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _inserted(text: str, at: int, new: list[str]) -> str:
    lines = text.rstrip("\n").split("\n")
    ending = "\r" if lines[0].endswith("\r") else ""
    return "\n".join([*lines[:at], *(line + ending for line in new), *lines[at:]]) + "\n"


def _without(text: str, gone: range | list[int]) -> str:
    return "\n".join(line for at, line in enumerate(text.split("\n")) if at not in gone)
