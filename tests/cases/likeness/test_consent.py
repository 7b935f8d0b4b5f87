"""What citizens may hear of from one another: which kinds, with whose consent, and what is recorded of it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import content, following, staff_notices
from cases.errors import IllegalMove
from cases.history import CITIZEN, What
from cases.kinds import Author, Kind, Queue, Role
from cases.likeness import published
from cases.likeness.alike import TOLD_KINDS
from cases.likeness.published import Others
from cases.models import Case, CaseEvent
from cases.staff_notices import Notice
from tests.builders import NOW, make_bare_case, make_case, make_officer
from tests.publishing import publish

LAMP = "东村口的路灯坏了三个月没有人修，希望尽快派人处理"


def said(session: Session, **columns: Any) -> Case:
    case = make_bare_case(session, **columns)
    content.store(session, case, LAMP.encode(), now=NOW, author=Author.CITIZEN)
    return case


def shown(session: Session, *texts: str) -> None:
    for text in texts:
        case = said(session)
        published.agree(session, case, NOW)
        publish(session, case, text)


def lines(session: Session, case: Case) -> list[tuple[str, str]]:
    rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id))
    return [(row.what, row.actor) for row in rows if row.what.startswith("publishing")]


def test_a_citizen_may_agree_that_others_read_a_suggestion(session: Session) -> None:
    case = said(session, kind=Kind.SUGGESTION)
    published.agree(session, case, NOW)
    assert published.is_agreed(session, case)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SUGGESTION])
def test_of_anything_but_a_suggestion_nobody_can_agree(session: Session, kind: Kind) -> None:
    with pytest.raises(IllegalMove):
        published.agree(session, make_case(session, LAMP, kind), NOW)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in TOLD_KINDS])
def test_of_kinds_that_are_nobodys_business_nobody_hears(session: Session, kind: Kind) -> None:
    for _ in range(3):
        make_case(session, LAMP, kind)
    assert published.others(session, LAMP) == Others()


def test_of_what_waits_in_a_sealed_queue_nobody_can_agree(session: Session) -> None:
    with pytest.raises(IllegalMove):
        published.agree(session, make_bare_case(session, queue=Queue.SEALED_OWN_TEAM), NOW)


def test_of_what_is_withdrawn_nobody_can_agree(session: Session) -> None:
    case = said(session)
    following.withdraw(session, case, NOW)
    with pytest.raises(IllegalMove):
        published.agree(session, case, NOW)


def test_from_three_on_two_redacted_texts_are_shown(session: Session) -> None:
    shown(session, "一", "二")
    assert published.others(session, LAMP) == Others()
    shown(session, "三")
    others = published.others(session, LAMP)
    assert (others.count, len(others.texts)) == (3, 2)
    assert set(others.texts) < {"一", "二", "三"}


def test_who_says_something_else_is_shown_nothing(session: Session) -> None:
    shown(session, "一", "二", "三")
    assert published.others(session, "学校门口的井盖丢了两个，孩子上学很危险") == Others()


def test_yes_and_no_stand_once_each_in_the_history(session: Session) -> None:
    case = said(session)
    published.take_back(session, case, NOW)
    for _ in range(2):
        published.agree(session, case, NOW)
    for _ in range(2):
        published.take_back(session, case, NOW)
    assert lines(session, case) == [(What.PUBLISHING_AGREED, CITIZEN), (What.PUBLISHING_TAKEN_BACK, CITIZEN)]


def test_who_has_the_case_is_told_of_a_yes_until_it_is_taken_back(session: Session) -> None:
    case, handler = said(session), make_officer(session, Role.HANDLER)
    case.holder_id = handler.staff_id
    published.agree(session, case, NOW)
    assert [notice.what for notice in staff_notices.unseen_for(session, handler)] == [Notice.PUBLISHABLE]
    published.take_back(session, case, NOW)
    assert list(staff_notices.unseen_for(session, handler)) == []


def test_of_a_yes_in_a_case_that_nobody_has_yet_those_are_told_who_register(session: Session) -> None:
    published.agree(session, said(session), NOW)
    clerk = make_officer(session, Role.INTAKE_CLERK)
    assert [notice.what for notice in staff_notices.unseen_for(session, clerk)] == [Notice.PUBLISHABLE]


def test_after_it_was_taken_back_and_agreed_to_again_an_officer_redacts_anew(session: Session) -> None:
    shown(session, "一", "二", "三")
    for case in session.scalars(select(Case)).all():
        published.take_back(session, case, NOW)
        published.agree(session, case, NOW)
    assert published.others(session, LAMP) == Others(3, [])
