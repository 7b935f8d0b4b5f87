"""Missed questions: counted, kept for 90 days, grouped by likeness, settled."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from faq import misses
from faq.models import Base, Miss, MissCount

TODAY = date(2026, 5, 6)
TOWER, TOWER_TOO, BUS = "鹦鹉大厦什么时候拆", "请问鹦鹉大厦什么时候拆啊", "S2线票价多少"


def ask(session: Session, *questions: str | None, why: str = "declined", day: date = TODAY) -> None:
    for question in questions:
        misses.note(session, question, why, "ask/nearest", day)


def kept(session: Session) -> list[str]:
    return list(session.scalars(select(Miss.text).order_by(Miss.id)))


def test_what_may_not_be_kept_is_counted(session: Session) -> None:
    ask(session, TOWER, None, None)
    ask(session, None, why="asked")
    assert kept(session) == [TOWER]
    assert {row.why: row.count for row in session.scalars(select(MissCount))} == {"declined": 3, "asked": 1}


def test_what_turned_out_to_belong_to_a_case_is_erased_and_its_count_stays(session: Session) -> None:
    number = misses.note(session, TOWER, "declined", None, TODAY) or 0
    ask(session, BUS)
    misses.forget(session, [number])
    assert kept(session) == [BUS]
    assert session.scalars(select(MissCount)).one().count == 2


def test_each_day_has_its_own_count(session: Session) -> None:
    ask(session, None)
    ask(session, None, day=TODAY + timedelta(days=1))
    assert [row.count for row in session.scalars(select(MissCount))] == [1, 1]


def test_after_90_days_a_question_is_gone_and_its_count_is_not(session: Session) -> None:
    ask(session, TOWER)
    misses.forget_old(session, TODAY + timedelta(days=89))
    assert kept(session) == [TOWER]
    misses.forget_old(session, TODAY + timedelta(days=90))
    assert kept(session) == []
    assert session.scalars(select(MissCount)).one().count == 1


def test_what_is_alike_is_one_group_and_the_most_frequent_stands_first(session: Session) -> None:
    ask(session, BUS, TOWER, TOWER_TOO, TOWER, "鸚鵡大廈什麼時候拆")
    found = misses.groups(session)
    assert [(group.number, group.count) for group in found] == [(2, 4), (1, 1)]
    assert found[0].questions == (TOWER, TOWER_TOO, "鸚鵡大廈什麼時候拆")
    assert found[0].answer == "ask/nearest"


def test_groups_of_the_same_size_stand_in_the_order_in_which_they_came(session: Session) -> None:
    ask(session, BUS, TOWER, "垃圾什么时候来收")
    assert [group.number for group in misses.groups(session)] == [1, 2, 3]


def test_a_group_of_which_nothing_is_near_names_no_answer(session: Session) -> None:
    misses.note(session, TOWER, "declined", None, TODAY)
    assert misses.groups(session)[0].answer is None


def test_a_settled_group_is_not_shown_again_but_what_is_asked_later_is(session: Session) -> None:
    ask(session, TOWER, TOWER_TOO, BUS)
    tower = next(group for group in misses.groups(session) if TOWER in group.questions)
    misses.settle(session, tower, "phrasing", TODAY)
    assert [group.questions for group in misses.groups(session)] == [(BUS,)]
    ask(session, TOWER)
    assert [group.count for group in misses.groups(session)] == [1, 1]
    rows = session.scalars(select(Miss).where(Miss.settled_as == "phrasing")).all()
    assert [row.settled_on for row in rows] == [TODAY, TODAY]


def test_what_joined_a_group_after_it_was_shown_is_not_settled_with_it(session: Session) -> None:
    ask(session, TOWER)
    shown = misses.groups(session)[0]
    ask(session, TOWER_TOO)
    misses.settle(session, shown, "dismissed", TODAY)
    assert [group.questions for group in misses.groups(session)] == [(TOWER_TOO,)]


WORDS = st.text(alphabet="海城拆了多少钱什么时候票价鹦鹉大厦吗", min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(first=st.lists(WORDS, max_size=12), later=st.lists(WORDS, max_size=6))
def test_what_is_asked_later_moves_nothing_from_group_to_group(first: list[str], later: list[str]) -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        ask(session, *first)
        before = {group.number: set(group.members) for group in misses.groups(session)}
        ask(session, *later)
        after = {group.number: set(group.members) for group in misses.groups(session)}
    engine.dispose()
    known = set().union(*before.values())
    assert {number: members & known for number, members in after.items() if members & known} == before
    assert sum(map(len, after.values())) == len(first) + len(later)
