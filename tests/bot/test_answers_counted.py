"""Every question is counted once, by the day and by what it got, and nothing else of it."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy import text as sql

from cases.answer_counts import AnswerCount
from db.session import read_scope
from tests.talking import PlainThinker, Talk

TOWER, LAMP = "鹦鹉大厦什么时候拆", "建议在天河街道的村口装两盏路灯"


def counts(talk: Talk) -> dict[str, int]:
    with read_scope(talk.database) as session:
        return {row.act: row.count for row in session.scalars(select(AnswerCount))}


async def test_a_declined_question_counts_as_declined(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "home", PlainThinker())
    await talk.say(TOWER)
    await talk.say(TOWER)
    assert counts(talk) == {"decline": 2}


async def test_who_proposes_something_is_not_counted(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "home", PlainThinker())
    await talk.say(LAMP)
    assert counts(talk) == {}


async def test_a_count_that_cannot_be_written_takes_no_answer_away(tmp_path: Path) -> None:
    talk = Talk(tmp_path / "home", PlainThinker())
    talk.change(lambda session: session.execute(sql("DROP TABLE answer_counts")))
    assert (await talk.say(TOWER)).act == "decline"
