"""Draws the picture of README.md from the real program: `python -m docs.make_picture`."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw, ImageFont

from bot.pictures import FONT_FILE, SIMPLIFIED
from commands import models
from settings import ROOT, Settings

DIALOGUE = ROOT / "docs" / "dialogue.yml"
PICTURE = ROOT / "docs" / "pictures" / "dialogue.png"
COLUMN, MARGIN, PADDING, GAP = 900, 24, 18, 16  # pixels
BUBBLE = COLUMN - 2 * MARGIN - 90
SIZE, LINE, TALLEST = 26, 40, 9000
PAPER, OURS, THEIRS, INK, EDGE = "#eef1f4", "#ffffff", "#c9ecc4", "#1f2933", "#7b8a99"
NEVER_FIRST = "，。；：、？！”）…,.;:?!)"
FONT = ImageFont.truetype(str(FONT_FILE), SIZE, index=SIMPLIFIED)
Turn = dict[str, str]


def talk(turns: list[list[Turn]], model: Path, home: Path) -> list[list[dict[str, Any]]]:
    """What `./huiyin talk` answers to each turn; every column is a chat of its own."""
    lines = [json.dumps(turn | {"chat": str(chat)}) for chat, column in enumerate(turns) for turn in column]
    settings = [f"HUIYIN_MODEL={model}", f"HUIYIN_HOME={home}"]
    command = ["env", *settings, "./huiyin", "talk"]
    typed = "".join(f"{line}\n" for line in lines)
    said = subprocess.run(command, cwd=ROOT, input=typed, text=True, stdout=subprocess.PIPE, check=True)
    answers = iter(map(json.loads, said.stdout.splitlines()))
    return [[next(answers) for _ in column] for column in turns]


def wrapped(text: str, width: float) -> Iterator[str]:
    """Lines that fit; a mark that may not begin a line hangs over."""
    for paragraph in text.splitlines():
        line = ""
        for char in paragraph:
            if line and FONT.getlength(line + char) > width and char not in NEVER_FIRST:
                yield line
                line = ""
            line += char
        yield line


@dataclass
class Column:
    """One chat, drawn from the top."""

    sheet: Image.Image = field(default_factory=lambda: Image.new("RGB", (COLUMN, TALLEST), PAPER))
    height: int = MARGIN

    def citizen(self, text: str) -> None:
        """Words of the citizen, on the right."""
        lines = list(wrapped(text, BUBBLE - 2 * PADDING))
        width = round(max(map(FONT.getlength, lines))) + 2 * PADDING
        self._bubble(lines, COLUMN - MARGIN - width, width, THEIRS)

    def reply(self, reply: dict[str, Any]) -> None:
        """A reply with its image and buttons, on the left."""
        if reply["image"]:
            self._image(Path(reply["image"]))
        self._bubble(list(wrapped(reply["text"], BUBBLE - 2 * PADDING)), MARGIN, BUBBLE, OURS)
        self._buttons(reply["buttons"])

    def _bubble(self, lines: list[str], left: int, width: int, colour: str) -> None:
        pen, height = ImageDraw.Draw(self.sheet), len(lines) * LINE + PADDING
        pen.rounded_rectangle((left, self.height, left + width, self.height + height), 16, colour)
        for number, line in enumerate(lines):
            pen.text((left + PADDING, self.height + PADDING // 2 + number * LINE), line, INK, FONT)
        self.height += height + GAP

    def _image(self, path: Path) -> None:
        whole = Image.open(path)
        image = whole.resize((BUBBLE, whole.height * BUBBLE // whole.width))
        self.sheet.paste(image, (MARGIN, self.height))
        self.height += image.height + GAP // 2

    def _buttons(self, labels: list[str]) -> None:
        pen, left, height = ImageDraw.Draw(self.sheet), MARGIN, LINE + PADDING // 2
        for label in labels:
            width = round(FONT.getlength(label)) + 2 * PADDING
            if left > MARGIN and left + width > COLUMN - MARGIN:
                left, self.height = MARGIN, self.height + height + GAP // 2
            pen.rounded_rectangle((left, self.height, left + width, self.height + height), 12, None, EDGE, 2)
            pen.text((left + PADDING, self.height + 4), label, INK, FONT)
            left += width + GAP // 2
        self.height += height + 2 * GAP if labels else 0


def draw(turns: list[list[Turn]], answers: list[list[dict[str, Any]]]) -> Image.Image:
    """The chats side by side."""
    columns = [Column() for _ in turns]
    for column, said, answered in zip(columns, turns, answers, strict=True):
        for turn, answer in zip(said, answered, strict=True):
            column.citizen(turn.get("text") or turn["button"])
            for reply in answer["replies"]:
                column.reply(reply)
    picture = Image.new("RGB", (COLUMN * len(columns), max(column.height for column in columns)), PAPER)
    for number, column in enumerate(columns):
        picture.paste(column.sheet, (number * COLUMN, 0))
    return picture


def main() -> None:
    """Hold the dialogue in a home of its own and keep nothing but the picture."""
    turns = yaml.safe_load(DIALOGUE.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        picture = draw(turns, talk(turns, models.live_model(Settings()), Path(folder) / "home"))
    PICTURE.parent.mkdir(exist_ok=True)
    picture.quantize(64).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
