"""What anybody may know of suggestions: no number below 3, none that gives one away, no words but published ones."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cases.kinds import Kind, Queue
from cases.ledger import suggestions, what_became
from cases.ledger.models import LedgerItem
from cases.ledger.states import Adoption
from cases.ledger.what_became import Adopted, Counts, Heard
from cases.likeness.published import PublishedText
from cases.models import Case
from cases.staff.officer import Officer
from tests.builders import DAY, NOW, make_bare_case
from tests.ledgers import BULLETIN, make_item

SECTIONS = ["三(三)", "六(三)", "九(四)"]
WORDS = "空地上种树"


@pytest.fixture
def cases(session: Session, item: LedgerItem, worker: Officer) -> list[Case]:
    """Three suggestions that speak of the item."""
    return [attached(session, worker, item) for _ in range(3)]


def attached(session: Session, worker: Officer, item: LedgerItem, kind: Kind = Kind.SUGGESTION) -> Case:
    case = make_bare_case(session, kind)
    suggestions.attach(session, worker, item, case, NOW)
    session.flush()
    return case


def heard(session: Session) -> Heard:
    """As it is known the day after."""
    return what_became.heard(session, BULLETIN, SECTIONS, NOW + DAY)


def published(session: Session, case: Case, redacted: str | None = WORDS) -> None:
    session.add(PublishedText(case_id=case.id, agreed_at=NOW, redacted=redacted))
    session.flush()


def test_three_are_told_and_two_are_not_told_from_none(session: Session, cases: list[Case], worker: Officer) -> None:
    attached(session, worker, make_item(session, "六(三)"))
    assert heard(session).by_section == {"三(三)": 3, "六(三)": None, "九(四)": None}


def test_todays_are_not_counted_before_tomorrow(session: Session, cases: list[Case]) -> None:
    assert what_became.heard(session, BULLETIN, SECTIONS, NOW).by_section["三(三)"] is None


@pytest.mark.parametrize("turned", [{"kind": Kind.TIP_OFF}, {"kind": Kind.APPEAL}, {"queue": Queue.SEALED_OWN_TEAM}])
def test_what_was_sealed_since_is_not_counted(session: Session, cases: list[Case], turned: dict[str, object]) -> None:
    for name, value in turned.items():
        setattr(cases[0], name, value)
    session.flush()
    assert set(heard(session).by_section.values()) == {None}
    assert Kind.TIP_OFF not in heard(session).by_kind and Kind.APPEAL not in heard(session).by_kind


def test_what_was_taken_back_is_not_counted(session: Session, cases: list[Case]) -> None:
    cases[0].withdrawn_at = NOW
    session.flush()
    assert heard(session).by_section["三(三)"] is None


def test_adopted_words_are_told_as_the_officer_redacted_them(
    session: Session, cases: list[Case], item: LedgerItem, checker: Officer
) -> None:
    suggestions.decide(session, checker, item, cases[0], Adoption.PARTLY, NOW, "先种一半")
    published(session, cases[0])
    assert heard(session).adopted == (Adopted("三(三)", Adoption.PARTLY, WORDS),)


def test_words_are_not_told_before_they_are_redacted_adopted_and_open(
    session: Session, cases: list[Case], item: LedgerItem, checker: Officer
) -> None:
    for case, decision in zip(cases, (Adoption.ADOPTED, Adoption.NOT_ADOPTED, Adoption.ADOPTED), strict=True):
        suggestions.decide(session, checker, item, case, decision, NOW, "理由")
    published(session, cases[0], None)
    published(session, cases[1])
    published(session, cases[2])
    cases[2].kind = Kind.TIP_OFF
    session.flush()
    assert heard(session).adopted == ()


def test_a_table_that_would_give_away_a_small_number_is_withheld(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    """9 in all: 4 adopted, so 5 in three cells below 3; none of them could be 0."""
    decisions = [*[Adoption.ADOPTED] * 4, *[Adoption.PARTLY] * 2, *[Adoption.NOT_ADOPTED] * 2, None]
    for decision in decisions:
        case = attached(session, worker, item)
        if decision:
            suggestions.decide(session, checker, item, case, decision, NOW, "理由")
    assert heard(session).by_section["三(三)"] == 9
    assert heard(session).by_decision == {}


def values(tables: list[Counts[int]]) -> list[list[set[int]]]:
    """Of each table, what each of its hidden cells may be, tried out one by one."""
    guesses = [list(product(range(3), repeat=sum(count is None for count in table.values()))) for table in tables]
    shown = [sum(count or 0 for count in table.values()) for table in tables]
    sums = [{seen + sum(guess) for guess in tried} for seen, tried in zip(shown, guesses, strict=True)]
    possible = set.intersection(*sums)
    return [
        [set(cell) for cell in zip(*(guess for guess in tried if seen + sum(guess) in possible), strict=True)]
        for seen, tried in zip(shown, guesses, strict=True)
    ]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=9), st.randoms())
def test_tables_are_told_together_only_where_every_hidden_number_may_be_any(kinds: list[int], random: object) -> None:
    other = [getattr(random, "randint")(0, 3) for _ in kinds]  # noqa: B009 - hypothesis' own Random
    tables = [what_became.masked(range(4), kinds), what_became.masked(range(4), other)]
    told = all(cell == {0, 1, 2} for table in values(tables) for cell in table)
    assert what_became.safe_together(*tables) == told
