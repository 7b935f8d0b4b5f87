"""What the bot was asked and what it could say to it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cases import answer_counts
from cases.answer_counts import ANSWERED, ASKED_BACK, DECLINED, GOOD
from cases.reports.cells import Cell, Rate, Report, Sheet
from cases.reports.columns import Column, Title, Words
from cases.reports.periods import Period

COLUMNS = (
    Column.PERIOD,
    Column.QUESTIONS,
    Column.ANSWERED,
    Column.ASKED_BACK,
    Column.DECLINED,
    Column.ANSWER_RATE,
    Column.VOTES,
    Column.GOOD_VOTES,
)


def make(session: Session, spans: Sequence[Period], now: datetime) -> Report:
    """A line for each of `spans`."""
    whole = Period(spans[0].first, spans[-1].last)
    lines = tuple((str(span), *_line(session, span)) for span in spans)
    totals = (Words.TOTAL, *_line(session, whole))
    return Report(whole, now, (Sheet(Title.BOT, COLUMNS, lines, totals, (Words.RATES, Words.QUESTIONS_ONLY)),))


def _line(session: Session, span: Period) -> tuple[Cell, ...]:
    acts: Counter[str] = Counter()
    for found in answer_counts.between(session, span.first, span.last):
        acts[found.act] += found.count
    stars = [rating.stars for rating in answer_counts.ratings(session, span.first, span.last)]
    answered, asked = sum(acts[act] for act in ANSWERED), acts.total()
    votes = len(stars), Rate(sum(one >= GOOD for one in stars), len(stars))
    return asked, answered, acts[ASKED_BACK], acts[DECLINED], Rate(answered, asked), *votes
