"""Questions that were not answered well: counted by the day, kept 90 days when they may be, grouped by likeness."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from faq.models import Miss, MissCount
from nlu.ngrams import of_characters
from nlu.normalization import normalize

KEPT = timedelta(days=90)
VOTED_DOWN, DISMISSED = "voted_down", "dismissed"
ALIKE = 0.6  # cosine of the character n-grams from which two questions are one group


@dataclass(frozen=True)
class Group:
    """Questions that are alike; `number` is the lowest id among them, `answer` the one that most of them were near."""

    number: int
    count: int
    questions: tuple[str, ...]  # each once, the most frequent first
    answer: str | None
    members: tuple[int, ...]
    voted_down: int = 0  # of `count`: answered, and the answer was no good


def note(session: Session, question: str | None, why: str, answer: str | None, day: date) -> int | None:
    """One more miss of that day, of the kind that Miss.why names; the number of its row.

    None for a question that is only counted.
    """
    _count(session, why, day)
    if not question:
        return None
    miss = Miss(text=question, why=why, answer=answer, day=day)
    session.add(miss)
    session.flush()
    return miss.id


def forget(session: Session, numbers: Collection[int]) -> None:
    """Erase these questions, which turned out to belong to a case; their counts stay."""
    session.execute(delete(Miss).where(Miss.id.in_(numbers)))


def forget_old(session: Session, today: date) -> None:
    """Erase the questions that are 90 days old; the counts hold no words and stay."""
    session.execute(delete(Miss).where(Miss.day <= today - KEPT))


def groups(session: Session) -> list[Group]:
    """Those that nobody has settled, the most frequent first.

    Each question joins the most similar group that was there before it, so what is asked later never moves it.
    """
    misses = session.scalars(select(Miss).where(Miss.settled_as.is_(None)).order_by(Miss.id)).all()
    leaders, gathered = _Leaders(), defaultdict[int, list[Miss]](list)
    for miss in misses:
        gathered[leaders.of(miss.id, miss.text)].append(miss)
    return sorted(map(_group, gathered.values()), key=lambda group: (-group.count, group.number))


def settle(session: Session, group: Group, how: str, today: date, only: Collection[str] | None = None) -> None:
    """The group, or only these of its questions, are dealt with, as Miss.settled_as names it.

    A like question asked later begins a new group.
    """
    members = Miss.id.in_(group.members) & Miss.settled_as.is_(None)
    chosen = members if only is None else members & Miss.text.in_(only)
    session.execute(update(Miss).where(chosen).values(settled_as=how, settled_on=today))


def reopen(session: Session, texts: Collection[str]) -> None:
    """What was settled with these words is to be settled again: the change that did it was taken back."""
    settled = Miss.text.in_(texts) & Miss.settled_as.is_not(None)
    session.execute(update(Miss).where(settled).values(settled_as=None, settled_on=None))


def dismissed(session: Session) -> list[tuple[str, int]]:
    """Questions that somebody let be, each with how often it was asked, the last ones first."""
    last = func.max(Miss.settled_on)
    rows = select(Miss.text, func.count()).where(Miss.settled_as == DISMISSED).group_by(Miss.text)
    return [(text, count) for text, count in session.execute(rows.order_by(last.desc(), Miss.text))]


def _count(session: Session, why: str, day: date) -> None:
    this = (MissCount.day == day) & (MissCount.why == why)
    one_more = update(MissCount).where(this).values(count=MissCount.count + 1).returning(MissCount.count)
    unread = {"synchronize_session": False}
    if session.scalar(one_more, execution_options=unread) is not None:
        return
    try:
        with session.begin_nested():
            session.add(MissCount(day=day, why=why, count=1))
    except IntegrityError:  # another process has begun the day meanwhile
        session.scalar(one_more, execution_options=unread)


@dataclass
class _Leaders:
    """The first question of each group, found by the n-grams it shares with a text."""

    holders: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    lengths: dict[int, float] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)

    def of(self, number: int, text: str) -> int:
        """The number of the text's group: that of the most similar leader, its own when none is alike."""
        folded = normalize(text).text
        if folded not in self.known:
            self.known[folded] = self._nearest(number, Counter(of_characters(folded)))
        return self.known[folded]

    def _nearest(self, number: int, grams: Counter[str]) -> int:
        length, shared = sqrt(sum(n * n for n in grams.values())), defaultdict[int, int](int)
        for gram, times in grams.items():
            for leader, held in self.holders[gram]:
                shared[leader] += times * held
        alike = {leader: dot / (length * self.lengths[leader]) for leader, dot in shared.items()}
        nearest = max(alike, key=lambda leader: (alike[leader], -leader), default=number)
        if alike.get(nearest, 0.0) >= ALIKE:
            return nearest
        self.lengths[number] = length
        for gram, times in grams.items():
            self.holders[gram].append((number, times))
        return number


def _group(misses: Sequence[Miss]) -> Group:
    texts, answers = Counter(miss.text for miss in misses), Counter(miss.answer for miss in misses if miss.answer)
    members = tuple(miss.id for miss in misses)
    nearest = next((answer for answer, _ in answers.most_common(1)), None)
    disliked = sum(miss.why == VOTED_DOWN for miss in misses)
    return Group(members[0], len(misses), tuple(text for text, _ in texts.most_common()), nearest, members, disliked)
