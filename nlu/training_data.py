"""Training data as the files have it: each phrasing and response with its file and line, later layers over earlier.

A layer is a folder with `nlu/`, `responses/` and, where it takes something away from earlier ones, `withdrawn.yml`:
what is shipped, the bulletin's own, and an office's edits (faq/layers.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

MARK = "- "
WITHDRAWN = "withdrawn.yml"


class UnreadableTrainingData(ValueError):
    """Files are not as docs/adding-an-answer.md shows; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to say what `intent` means; of an answer the intent is its id, `ask/demolished`."""

    intent: str
    text: str
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class Response:
    """One written answer as Rasa's responses have it: `text` and `metadata`."""

    id: str
    text: str
    metadata: dict[str, Any]
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that a clerk has to mend."""

    file: Path
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


@dataclass
class TrainingData:
    """Everything a model is trained on, and what could not be read."""

    phrasings: list[Phrasing] = field(default_factory=list)
    responses: dict[str, Response] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(layers: Sequence[Path]) -> TrainingData:
    """All layers, the last on top; what is wrong is collected, never raised."""
    data = TrainingData()
    for layer in layers:
        _withdraw(data, layer / WITHDRAWN)
        found = [_parsed(file, file.stat().st_mtime_ns) for file in _files(layer)]
        data.phrasings += [phrasing for one in found for phrasing in one.phrasings]
        data.problems += [problem for one in found for problem in one.problems]
        own: dict[str, Response] = {}
        for response in (response for one in found for response in one.responses.values()):
            if twin := own.get(response.id):
                said = f"{response.id} 已经在 {twin.file}:{twin.line} 写过，删去一处。"
                data.problems.append(Problem(response.file, response.line, said))
            own[response.id] = response
        data.responses |= own
    return data


def readable(layers: Sequence[Path]) -> TrainingData:
    """As `read`; UnreadableTrainingData when something is wrong."""
    data = read(layers)
    if data.problems:
        raise UnreadableTrainingData("\n".join(map(str, data.problems)))
    return data


def _files(layer: Path) -> list[Path]:
    return [file for folder in ("nlu", "responses") for file in sorted((layer / folder).rglob("*.yml"))]


def _withdraw(data: TrainingData, file: Path) -> None:
    """Take away the phrasings and the answers that the file names."""
    if not file.exists():
        return
    found = _parsed(file, file.stat().st_mtime_ns)
    data.problems += found.problems
    gone = {(phrasing.intent, phrasing.text) for phrasing in found.phrasings}
    data.phrasings = [p for p in data.phrasings if (p.intent, p.text) not in gone and p.intent not in found.responses]
    data.responses = {name: response for name, response in data.responses.items() if name not in found.responses}


@lru_cache(maxsize=1024)
def _parsed(file: Path, _changed: int) -> TrainingData:
    """One file; read again only when it has changed."""
    data = TrainingData()
    try:
        node = yaml.compose(file.read_text("utf-8"), yaml.CSafeLoader)
        for key, value in _pairs(node):
            if key.value == "nlu":
                data.phrasings += [phrasing for item in _items(value) for phrasing in _phrasings(file, item)]
            elif key.value == "responses":
                for name, variants in _pairs(value):
                    response = _response(file, name, variants)
                    data.responses[response.id] = response
    except yaml.MarkedYAMLError as wrong:
        line = (wrong.problem_mark.line if wrong.problem_mark else 0) + 1
        data.problems.append(Problem(file, line, f"不是正确的 YAML：{wrong.problem}。"))
    except (UnicodeDecodeError, yaml.YAMLError) as wrong:
        data.problems.append(Problem(file, 1, f"读不出来，请存成 UTF-8：{type(wrong).__name__}。"))
    except _Unexpected as wrong:
        data.problems.append(Problem(file, wrong.line, wrong.words))
    return data


class _Unexpected(ValueError):
    """The YAML is right, its shape is not."""

    def __init__(self, node: yaml.Node | None, words: str) -> None:
        super().__init__(words)
        self.line, self.words = (node.start_mark.line + 1 if node else 1), words


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _Unexpected(node, "这里应当是“名字: 内容”，见 docs/adding-an-answer.md。")
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _Unexpected(key, "名字只能是一个词，不能是一串。")
        if key.value in seen:
            raise _Unexpected(key, f"{key.value} 在同一段里写了两次，上面可能少了一行。")
        seen.add(key.value)
    return list(node.value)


def _items(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.ScalarNode) and not node.value:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise _Unexpected(node, "nlu: 下面每一段要以“- intent: …”开头，见 docs/adding-an-answer.md。")
    return list(node.value)


def _phrasings(file: Path, item: yaml.Node) -> Iterator[Phrasing]:
    fields = {key.value: value for key, value in _pairs(item)}
    intent, examples = fields.get("intent"), fields.get("examples")
    if not (isinstance(intent, yaml.ScalarNode) and isinstance(examples, yaml.ScalarNode)):
        raise _Unexpected(item, "每一段都要有 intent 和 examples: |，见 docs/adding-an-answer.md。")
    for line, text in enumerate(examples.value.splitlines(), examples.start_mark.line + 2):
        if not text.strip():
            continue
        if not text.startswith(MARK):
            raise _Unexpected(examples, f"{intent.value} 的这一行要以“- ”开头：{text}")
        yield Phrasing(intent.value, text.removeprefix(MARK).strip(), file, line)


def _response(file: Path, name: yaml.Node, variants: yaml.Node) -> Response:
    try:
        (content,) = yaml.constructor.SafeConstructor().construct_document(variants)
        text, metadata = content["text"], content.get("metadata") or {}
    except (KeyError, ValueError, TypeError, AttributeError, yaml.YAMLError):
        raise _Unexpected(name, f"{name.value} 下面要有一个“- text: …”，见 docs/adding-an-answer.md。") from None
    if not (isinstance(text, str) and isinstance(metadata, dict)):
        raise _Unexpected(name, f"{name.value} 的 text 要写成文字，metadata 下面要写成“名字: 内容”。")
    return Response(name.value.removeprefix("utter_"), text, metadata, file, name.start_mark.line + 1)
