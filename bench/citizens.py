"""Who talks in the measurement: citizens that ask, that press their way to a receipt, and others."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from settings import ROOT

GOLDEN = (ROOT / "data" / "bulletin" / "golden", ROOT / "data" / "golden")
SHARES = {"question": 0.6, "intake": 0.3, "other": 0.1}
STRAIGHT = ("以上都不是", "我知道了", "写完了", "跳过", "匿名", "确认提交")  # the way to a receipt
SMALL = ("你好", "谢谢", "目录", "怎么用", "你是机器人吗", "查一下进度", "转人工", "联系电话多少")
OPEN_INTAKES = 10


@dataclass(frozen=True)
class Step:
    """One message: typed, or a button of the last reply; `contains` is what a right answer has in it."""

    group: str
    chat: str
    text: str = ""
    button: str = ""
    contains: tuple[str, ...] = ()


def golden(name: str, folders: Sequence[Path] = GOLDEN) -> list[dict[str, Any]]:
    """The rows of a golden file."""
    file = next(file for folder in folders if (file := folder / f"{name}.yml").exists())
    return list(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader))


class Citizens:
    """Decides who speaks next; an intake reads the buttons it was shown."""

    def __init__(self, seed: int = 0) -> None:
        self._chance = random.Random(seed)
        self._questions = self._around([(q["text"], tuple(q["contains"])) for q in golden("questions")])
        self._feedback = self._around([f["text"] for f in golden("feedback")])
        self._other = self._around(
            [*(o["text"] for name in ("near_misses", "off_topic") for o in golden(name)), *SMALL]
        )
        self._labels: dict[str, Sequence[str]] = {}  # chats in the middle of an intake, with the buttons they see
        self._intakes = self._others = 0

    def steps(self, count: int) -> Iterator[Step]:
        """`count` messages in the shares of the mix."""
        groups = self._chance.choices(list(SHARES), list(SHARES.values()), k=count)
        for group in groups:
            if group == "intake":
                yield self._intake()
                continue
            text, contains = next(self._questions) if group == "question" else (next(self._other), ())
            self._others += 1
            yield Step(group, f"{group}{self._others}", text, contains=contains)

    def shown(self, step: Step, labels: Sequence[str], over: bool) -> None:
        """What the reply to an intake step offered; an intake that is over makes room for the next."""
        if step.group != "intake":
            return
        if over or not labels:
            self._labels.pop(step.chat, None)
        else:
            self._labels[step.chat] = labels

    def _intake(self) -> Step:
        if len(self._labels) < OPEN_INTAKES:
            self._intakes += 1
            return Step("intake", f"intake{self._intakes}", next(self._feedback))
        chat = self._chance.choice(list(self._labels))
        labels = self._labels.pop(chat)
        wanted = next((label for label in labels if label.startswith("是，") or label in STRAIGHT), "")
        return Step("intake", chat, button=wanted) if wanted else Step("intake", chat, text="路灯坏了三个月没有人来修")

    def _around(self, rows: Sequence[Any]) -> Iterator[Any]:
        while True:
            yield from self._chance.sample(rows, len(rows))
