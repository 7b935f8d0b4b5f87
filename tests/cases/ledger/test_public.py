"""What the public is told of an item, and what becomes of suggestions."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from cases.errors import IllegalMove, NotAllowed, ReasonNeeded
from cases.kinds import AboutWhom, Kind
from cases.ledger import history, public, suggestions, work
from cases.ledger.errors import NoSuchItem
from cases.ledger.history import Note
from cases.ledger.models import LedgerItem
from cases.ledger.public import PublicChange
from cases.ledger.states import Adoption
from cases.models import Case
from cases.staff.officer import Officer
from tests.builders import NOW, make_case
from tests.ledgers import BULLETIN, make_item

ALL = sa.true()


def test_a_citizen_is_told_what_was_released_with_its_day_and_nothing_else(
    session: Session, item: LedgerItem, checker: Officer
) -> None:
    work.progress(session, checker, item, NOW, Note("内部：张三家已谈妥", public="又拆除两处"))
    work.progress(session, checker, item, NOW, Note("内部：还剩一处"))
    work.progress(session, checker, make_item(session, "九(四)"), NOW, Note("x", public="别的条目"))
    told = public.changes_since(session, BULLETIN, "三(三)")
    assert told == [PublicChange(date(2026, 5, 6), "三(三)", "又拆除两处")]


def test_only_a_checker_may_tell_the_public(session: Session, item: LedgerItem, worker: Officer) -> None:
    with pytest.raises(NotAllowed):
        work.progress(session, worker, item, NOW, Note("拆了", public="又拆除两处"))
    assert public.changes_since(session, BULLETIN, "三(三)") == []


def test_only_what_is_newer_is_told_when_a_day_is_named(session: Session, item: LedgerItem, checker: Officer) -> None:
    for days, words in ((0, "旧"), (9, "新")):
        work.progress(session, checker, item, NOW + timedelta(days=days), Note("x", public=words))
    told = public.changes_since(session, BULLETIN, "三(三)", date(2026, 5, 10))
    assert [change.words for change in told] == ["新"]


def test_what_was_told_can_be_taken_back_and_stays_in_the_history(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    work.progress(session, checker, item, NOW, Note("x", public="六处都拆了"))
    told = history.of(session, item)[-1]
    with pytest.raises(NotAllowed):
        public.take_back(session, worker, item, told.id, NOW, reason="写错了")
    public.take_back(session, checker, item, told.id, NOW, reason="写错了")
    assert public.changes_since(session, BULLETIN, "三(三)") == []
    assert told.public_words == "六处都拆了"


def test_only_what_was_told_of_this_item_can_be_taken_back(
    session: Session, item: LedgerItem, checker: Officer
) -> None:
    other = make_item(session, "九(四)")
    work.progress(session, checker, other, NOW, Note("x", public="开了会"))
    for change in (*history.of(session, other), *history.of(session, item)):
        with pytest.raises(NoSuchItem):
            public.take_back(session, checker, item, change.id, NOW, reason="写错了")


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.COMPLAINT, Kind.PRAISE, Kind.CONSULTATION])
def test_a_case_of_an_open_kind_is_attached_once(
    session: Session, item: LedgerItem, worker: Officer, kind: Kind
) -> None:
    case = make_case(session, kind=kind)
    first, again = (suggestions.attach(session, worker, item, case, NOW) for _ in range(2))
    assert first is again
    assert suggestions.became(session, item) == {None: 1}


@pytest.mark.parametrize(
    ("kind", "about"),
    [(Kind.TIP_OFF, AboutWhom.NONE), (Kind.APPEAL, AboutWhom.NONE), (Kind.COMPLAINT, AboutWhom.TEAM_MEMBER)],
)
def test_inv_c1_nothing_confidential_is_attached(
    session: Session, item: LedgerItem, worker: Officer, kind: Kind, about: AboutWhom
) -> None:
    case = make_case(session, kind=kind, about_whom=about)
    with pytest.raises(IllegalMove):
        suggestions.attach(session, worker, item, case, NOW)
    assert suggestions.attached(session, item, ALL) == []


def test_a_decision_has_a_reason_and_is_counted(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    case = make_case(session)
    suggestions.attach(session, worker, item, case, NOW)
    with pytest.raises(ReasonNeeded):
        suggestions.decide(session, checker, item, case, Adoption.PARTLY, NOW, " ")
    suggestions.decide(session, checker, item, case, Adoption.PARTLY, NOW, "装一盏")
    assert suggestions.became(session, item) == {Adoption.PARTLY: 1}


def test_what_is_not_attached_cannot_be_decided(session: Session, item: LedgerItem, checker: Officer) -> None:
    with pytest.raises(NoSuchItem):
        suggestions.decide(session, checker, item, make_case(session), Adoption.ADOPTED, NOW, "好")


def test_inv_r7_a_hidden_case_is_not_listed_with_the_item(session: Session, item: LedgerItem, worker: Officer) -> None:
    seen, hidden = make_case(session), make_case(session)
    for case in (seen, hidden):
        suggestions.attach(session, worker, item, case, NOW)
    listed = suggestions.attached(session, item, Case.id != hidden.id)
    assert [case.number for case, _ in listed] == [seen.number]
