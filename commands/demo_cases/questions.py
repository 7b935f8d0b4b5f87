"""What citizens asked, in vain or not, and how they liked what they were told, for the desk of the answers."""

from datetime import datetime, timedelta
from itertools import product
from random import Random

from sqlalchemy.orm import Session

from cases import answer_ratings
from cases.answer_counts import AnswerCount
from cases.times import local_date
from commands.demo_cases.plans import SEED, read
from faq import misses

DAYS = 60


def ask(session: Session, now: datetime) -> None:
    """Spread over the last two months."""
    chance, known = Random(SEED), read("questions")
    today = local_date(now)
    for miss in known["misses"]:
        for _ in range(miss["times"]):
            day = today - timedelta(days=chance.randrange(DAYS))
            misses.note(session, miss["text"], miss["why"], miss.get("answer"), day)
    for ago, (act, most) in product(range(DAYS), known["asked"].items()):
        session.add(AnswerCount(day=today - timedelta(days=ago), act=act, count=chance.randint(most // 3, most)))
    for answer, counts in known["ratings"].items():
        for stars, count in enumerate(counts, 1):
            for _ in range(count):
                answer_ratings.add(session, answer, stars, today - timedelta(days=chance.randrange(DAYS)))
