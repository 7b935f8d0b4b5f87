"""What citizens think of single answers: stars and a day, and nobody's name or chat."""

from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from cases.models import AnswerRating

BAD = 2  # stars up to which an answer was no good


def add(session: Session, answer: str, stars: int, day: date) -> None:
    """`answer` names one of ours, such as ask/demolished; 1 to 5 stars."""
    session.add(AnswerRating(answer=answer, stars=stars, day=day))
    session.flush()


def counts(session: Session) -> dict[str, tuple[int, int]]:
    """How often each answer was found good and how often bad."""
    bad = func.sum(case((AnswerRating.stars <= BAD, 1), else_=0))
    rows = select(AnswerRating.answer, func.count(), bad).group_by(AnswerRating.answer)
    return {answer: (every - disliked, disliked) for answer, every, disliked in session.execute(rows)}
