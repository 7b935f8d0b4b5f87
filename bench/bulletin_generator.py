"""Writes bulletins of any length out of bench/subjects.yml: every item another place, other figures, other dates."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bulletin.headings import numeral

FILE = Path(__file__).with_name("subjects.yml")
OPENING = (
    "关于巡察整改情况的通报\n2021年3月1日至4月30日，市委第一巡察组对安岭县委进行了巡察，反馈{count}个问题。"
    "现将整改情况公布如下。\n"
)
PART = "{numeral}、关于“{problem}”问题的整改情况\n"
ITEM = "（{numeral}）{heading}。{words}\n"
BESIDE = 3  # sentences of an item about which nothing is asked


@dataclass(frozen=True)
class Asked:
    """A question, the label of the item that answers it, and words of the answer."""

    text: str
    section: str
    contains: tuple[str, ...]


class Generator:
    """The same for the same seed."""

    def __init__(self, seed: int = 0) -> None:
        self._chance = random.Random(seed)
        self._words: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)

    def write(self, each: int) -> tuple[str, list[Asked]]:
        """A bulletin with so many items in each part, and questions on each of them."""
        subjects, asked = self._words["subjects"], list[Asked]()
        stems = [first + second for first in self._words["first"] for second in self._words["second"]]
        places = iter(self._chance.sample(stems, each * len(subjects)))
        text = OPENING.format(count=each * len(subjects))
        for number, subject in enumerate(subjects, 1):
            text += PART.format(numeral=numeral(number), problem=subject["problem"])
            for at in range(1, each + 1):
                label = f"{numeral(number)}({numeral(at)})"
                words, questions = self._item(subject, next(places) + self._one_of("ends"), label)
                text, asked = text + ITEM.format(numeral=numeral(at), **words), asked + questions
        return text, asked

    def _item(self, subject: dict[str, Any], place: str, label: str) -> tuple[dict[str, str], list[Asked]]:
        said, asked = list[str](), list[Asked]()
        for sentence, question, answer in subject["says"]:
            figures = self._figures(place)
            said.append(sentence.format(**figures))
            asked.append(Asked(question.format(**figures), label, (answer.format(**figures),)))
        said += [beside.format(**self._figures(place)) for beside in self._chance.sample(self._words["beside"], BESIDE)]
        return {"heading": subject["heading"].format(place=place), "words": "".join(said)}, asked

    def _figures(self, place: str) -> dict[str, str]:
        counts = {name: str(self._chance.randint(2, 60)) for name in "nmk"}
        tenths = {name: f"{self._chance.randint(11, 989) / 10:.1f}" for name in ("money", "share")}
        month = f"202{self._chance.randint(1, 3)}年{self._chance.randint(1, 12)}月"
        times = {"day": f"{month}{self._chance.randint(1, 28)}日", "month": f"{month}底"}
        area = str(self._chance.randint(100, 9000))
        return {**counts, **tenths, **times, "area": area, "unit": self._one_of("units"), "place": place}

    def _one_of(self, name: str) -> str:
        return str(self._chance.choice(self._words[name]))
