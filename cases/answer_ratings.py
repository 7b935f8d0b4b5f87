"""What citizens think of single answers: stars and a day, and nobody's name or chat."""

from datetime import date

from sqlalchemy.orm import Session

from cases.models import AnswerRating


def add(session: Session, answer: str, stars: int, day: date) -> None:
    """`answer` names one of ours, such as ask/demolished; 1 to 5 stars."""
    session.add(AnswerRating(answer=answer, stars=stars, day=day))
    session.flush()
