"""What is only counted: tried codes, ratings of answers."""

from sqlalchemy.orm import Session

from cases import answer_ratings, code_lookups
from cases.chat_models import CodeLookups
from cases.models import AnswerRating
from tests.builders import MINUTE, NOW


def test_tries_are_counted_by_the_minute(session: Session) -> None:
    assert [code_lookups.count(session, NOW) for _ in range(3)] == [1, 2, 3]
    assert code_lookups.count(session, NOW + MINUTE) == 1
    assert session.query(CodeLookups).count() == 1


def test_a_rating_keeps_the_day_and_not_who(session: Session) -> None:
    answer_ratings.add(session, "ask/demolished", 4, NOW.date())
    row = session.query(AnswerRating).one()
    assert (row.answer, row.stars, row.day) == ("ask/demolished", 4, NOW.date())
