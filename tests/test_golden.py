"""The trained model against messages that were written apart from its training data."""

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.engine import Engine
from bot.thought import Thought
from bulletin import profile
from commands.assembly import actions
from wording import Wording

GOLDEN = (Path("data/bulletin/golden"), Path("data/golden"))
FACTS = ("answer", "overview")
LIMITS = {"overview": 760, "contact": 400}  # characters; a fact: 300


def golden(name: str) -> list[dict[str, Any]]:
    file = next(file for folder in GOLDEN if (file := folder / f"{name}.yml").exists())
    return yaml.safe_load(file.read_text("utf-8"))


def folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("“", '"').replace("”", '"')


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(model: Path) -> AsyncIterator[Engine]:
    running = Engine(model, actions(*profile.load(Path("data/bulletin")), Wording.load()))
    await running.start()
    yield running
    await running.stop()


async def thoughts(engine: Engine, rows: list[dict[str, Any]]) -> list[Thought]:
    return list(await asyncio.gather(*(engine.think(row["text"], None) for row in rows)))


def is_right(thought: Thought, row: dict[str, Any]) -> bool:
    said = folded(thought.text)
    short = len(said) <= LIMITS.get(row["kind"], 300)
    return thought.act in (*FACTS, "contact") and short and all(folded(word) in said for word in row["contains"])


@pytest.mark.asyncio(loop_scope="module")
async def test_most_questions_are_answered_right(engine: Engine) -> None:
    rows = golden("questions")
    right = [is_right(thought, row) for thought, row in zip(await thoughts(engine, rows), rows, strict=True)]
    assert sum(right) / len(rows) >= 0.82


@pytest.mark.asyncio(loop_scope="module")
async def test_next_to_nothing_else_is_answered_with_a_fact(engine: Engine) -> None:
    near, rows = golden("near_misses"), golden("off_topic")
    assert sum(thought.act in FACTS for thought in await thoughts(engine, near)) / len(near) <= 0.1
    wrong = [
        row["text"] for thought, row in zip(await thoughts(engine, rows), rows, strict=True) if thought.act in FACTS
    ]
    assert wrong == []


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_told_is_taken_down_as_the_right_kind(engine: Engine) -> None:
    rows = golden("feedback")
    kinds = [thought.do.get("kind") for thought in await thoughts(engine, rows)]
    assert sum(kind is not None for kind in kinds) / len(rows) >= 0.95
    right = [kind == row["kind"] for kind, row in zip(kinds, rows, strict=True)]
    assert sum(right) / len(rows) >= 0.88


@pytest.mark.asyncio(loop_scope="module")
async def test_hardly_a_question_is_taken_for_a_report(engine: Engine) -> None:
    rows = golden("questions")
    taken = [thought for thought in await thoughts(engine, rows) if thought.do.get("name") == "start_intake"]
    assert len(taken) / len(rows) <= 0.08


@pytest.mark.asyncio(loop_scope="module")
async def test_a_follow_up_is_read_in_the_light_of_the_answer_before(engine: Engine) -> None:
    first = await engine.think("海城新建的违章房子查出来几处", None)
    area = await engine.think("面积一共拆了多少", first.context)
    blamed = await engine.think("谁挨批了", area.context)
    assert "20处" in first.text
    assert "7.1万平方米" in area.text
    assert "综合行政执法局" in blamed.text
