"""Random wrong edits as a tired clerk makes them, as new texts of files; nothing is written here."""

import random
import re
from dataclasses import dataclass
from pathlib import Path

from nlu import training_data
from nlu.training_data import Phrasing, Response

KINDS = ("changed figure", "swapped excerpt", "deleted line", "moved phrasing")
NUMBER = re.compile(r"(?<![A-Za-z_0-9])[0-9]+(?![A-Za-z_])")
FIELDS = ("- text:", "question:", "says:", "channel:", "beside_quote:")  # of a written answer
UNREAD = ("dialogues.yml",)
SILENT = ("version:", "#")


@dataclass(frozen=True)
class Spoiled:
    """New texts of files; `marks`: words of which one stands in a finding that is about this edit."""

    kind: str
    files: dict[Path, str]
    marks: tuple[str, ...]
    words: str


class Spoiler:
    """Chooses what to spoil in a copy of the layers."""

    def __init__(self, chance: random.Random, layers: list[Path]) -> None:
        self._chance, self._layers = chance, layers
        data = training_data.read(layers)
        self._responses = [response for response in data.responses.values() if response.text != "AUTO"]
        self._phrasings = [phrasing for phrasing in data.phrasings if "/" in phrasing.intent]

    def spoil(self, kind: str) -> Spoiled:
        """One wrong edit of this kind."""
        makers = (self._changed_figure, self._swapped_excerpt, self._deleted_line, self._moved_phrasing)
        return makers[KINDS.index(kind)]()

    def _changed_figure(self) -> Spoiled:
        folder = self._chance.choice(("responses", "nlu", "golden"))
        file, row, line = self._chance.choice([found for found in self._lines(folder) if _has_figure(*found)])
        start, end = self._chance.choice([match.span() for match in NUMBER.finditer(line)])
        figure = int(line[start:end])
        other = self._chance.randint(max(1, figure // 2), figure * 2 + 2)
        new = f"{line[:start]}{other + (other == figure)}{line[end:]}"
        words = f"{file.name}:{row + 1}: {line.strip()} -> {new.strip()}"
        return Spoiled(KINDS[0], _replaced(file, row, [new]), (_bare(new),), words)

    def _swapped_excerpt(self) -> Spoiled:
        """Two texts of one group; of excerpts every other time two of one item."""
        pairs = self._swaps(self._chance.choice(self._responses))
        near = [(one, other) for one, other in pairs if one.metadata.get("section") == other.metadata.get("section")]
        one, other = self._chance.choice(near if near and self._chance.random() < 1 / 2 else pairs)
        files = {response.file: response.file.read_text("utf-8") for response in (one, other)}
        rows = [_text_line(files[response.file], response) for response in (one, other)]
        lines = [files[r.file].splitlines(keepends=True)[row] for r, row in zip((one, other), rows, strict=True)]
        for response, row, line in zip((one, other), rows, reversed(lines), strict=True):
            files[response.file] = _with_line(files[response.file], row, line)
        return Spoiled(KINDS[1], files, (one.id, other.id), f"{one.id} <-> {other.id}")

    def _swaps(self, one: Response) -> list[tuple[Response, Response]]:
        group = one.id.split("/")[0]
        others = (other for other in self._responses if other.id.split("/")[0] == group)
        return [(one, other) for other in others if other.text != one.text]

    def _deleted_line(self) -> Spoiled:
        folder = self._chance.choice(("responses", "nlu", "golden"))
        kept = [(file, row, line) for file, row, line in self._lines(folder) if not line.strip().startswith(SILENT)]
        file, row, line = self._chance.choice(kept)
        return Spoiled(KINDS[2], _replaced(file, row, []), (_bare(line),), f"{file.name}:{row + 1}: {line.strip()}")

    def _moved_phrasing(self) -> Spoiled:
        """Every other time to an answer of the same file."""
        moved, near = self._chance.choice(self._phrasings), self._chance.random() < 1 / 2
        others = [p for p in self._phrasings if p.intent != moved.intent and (p.file == moved.file or not near)]
        target = self._chance.choice(others or [p for p in self._phrasings if p.intent != moved.intent])
        return Spoiled(
            KINDS[3], _moved(moved, target), (moved.text,), f"{moved.text}: {moved.intent} -> {target.intent}"
        )

    def _lines(self, folder: str) -> list[tuple[Path, int, str]]:
        """Every line that says something, of the files below one folder of the layers."""
        files = [file for layer in self._layers for file in sorted((layer / folder).rglob("*.yml"))]
        return [
            (file, row, line)
            for file in files
            if file.name not in UNREAD
            for row, line in enumerate(file.read_text("utf-8").splitlines(keepends=True))
            if line.strip()
        ]


def _has_figure(file: Path, _row: int, line: str) -> bool:
    """Whether the line is one that a citizen's answer or the judging of it depends on, and has a number."""
    words = line.strip()
    spoken = "responses" not in file.parts or words.startswith(FIELDS)
    return spoken and not words.startswith(("version:", "- intent:")) and NUMBER.search(line) is not None


def _bare(line: str) -> str:
    return line.strip().removeprefix("- ").strip()


def _text_line(text: str, response: Response) -> int:
    """The row, from 0, of `- text:` below the answer's name."""
    lines = text.splitlines()
    return next(row for row in range(response.line, len(lines)) if lines[row].strip().startswith("- text:"))


def _with_line(text: str, row: int, line: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:row], line, *lines[row + 1 :]])


def _replaced(file: Path, row: int, new: list[str]) -> dict[Path, str]:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    return {file: "".join([*lines[:row], *new, *lines[row + 1 :]])}


def _moved(moved: Phrasing, target: Phrasing) -> dict[Path, str]:
    """The phrasing's line stands after that of the target."""
    source = moved.file.read_text("utf-8").splitlines(keepends=True)
    line = source[moved.line - 1]
    if moved.file == target.file:
        at = target.line - (1 if moved.line < target.line else 0)
        rest = source[: moved.line - 1] + source[moved.line :]
        return {moved.file: "".join([*rest[:at], line, *rest[at:]])}
    other = target.file.read_text("utf-8").splitlines(keepends=True)
    return {
        moved.file: "".join(source[: moved.line - 1] + source[moved.line :]),
        target.file: "".join([*other[: target.line], line, *other[target.line :]]),
    }
