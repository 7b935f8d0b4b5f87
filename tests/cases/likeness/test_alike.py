"""Near-duplicates and campaigns of open kinds: who is told what, and what is never compared."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import content, following
from cases.errors import IllegalMove, NoSuchCase, NotAllowed, ReasonNeeded, SamePerson
from cases.kinds import Author, Kind, Queue, Role
from cases.likeness import published, sketches
from cases.likeness.alike import alike
from cases.likeness.campaigns import campaigns
from cases.likeness.published import PublishedText
from cases.models import Case
from cases.recusal.models import Recusal, Why
from tests.builders import DAY, NOW, make_bare_case, make_case, make_officer
from tests.publishing import publish

LAMPS = (
    "通报里说民生实事要落实，可是东村口3号的路灯坏了三个月没有人修，希望尽快派人处理",
    "你好，东村口12号的路灯坏了三个月没有人修，希望尽快派人来处理",
    "东村口的路灯坏了三个月都没有人修，请尽快派人处理",
    "領導好：東村口的路燈壞了三個月沒有人修，希望尽快派人處理！",
)
COVERS = "学校门口的井盖丢了两个，孩子上学很危险，请先围起来"


def wrote(session: Session, text: str, at: datetime = NOW, **columns: Any) -> Case:
    case = make_bare_case(session, now=at, **columns)
    content.store(session, case, text.encode(), now=at, author=Author.CITIZEN)
    return case


def test_nearly_the_same_words_are_alike_and_others_are_not(session: Session) -> None:
    first, *others = [wrote(session, text) for text in (LAMPS[1], LAMPS[0], *LAMPS[2:])]
    wrote(session, COVERS)
    found = alike(session, make_officer(session, Role.TEAM_LEADER), first)
    assert {one.case.id for one in found} == {case.id for case in others}
    shares = [one.likeness for one in found]
    assert shares == sorted(shares, reverse=True)
    assert 0.3 <= shares[-1] < 1


def test_numbers_and_marks_make_no_difference(session: Session) -> None:
    one, other = wrote(session, "3号楼的电梯坏了2天"), wrote(session, "17号楼的电梯，坏了12天！")
    assert [(found.case, found.likeness) for found in alike(session, make_officer(session, Role.TEAM_LEADER), one)] == [
        (other, 1.0)
    ]


def test_a_case_that_the_officer_may_not_know_of_is_not_shown_beside_another(session: Session) -> None:
    first, second = wrote(session, LAMPS[0]), wrote(session, LAMPS[1])
    officer = make_officer(session, Role.TEAM_LEADER)
    row = Recusal(case_id=second.id, staff_id=officer.staff_id, why=Why.NAMED, decided=True, by="system", at=NOW)
    session.add(row)
    session.flush()
    assert alike(session, officer, first) == []
    with pytest.raises(NoSuchCase):
        alike(session, officer, second)


@pytest.mark.parametrize(("others", "told"), [(0, 0), (2, 0), (3, 3), (4, 4)])
def test_a_citizen_is_told_from_three_on(session: Session, others: int, told: int) -> None:
    for number in range(others):
        wrote(session, f"东村口{number}号的路灯坏了三个月没有人修，希望尽快派人来处理")
    wrote(session, COVERS)
    assert published.others(session, "东村口的路灯坏了三个月没有人修，希望尽快派人处理").count == told


def test_a_citizen_s_words_are_compared_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        wrote(session, COVERS)
    compared, meeting = [], sketches.meeting

    def counting(*given: Any) -> list[int]:
        compared.append(given)
        return meeting(*given)

    monkeypatch.setattr(sketches, "meeting", counting)
    assert (published.others(session, COVERS).count, len(compared)) == (3, 1)


@pytest.mark.parametrize("text", ["", "？！", "灯"])
def test_who_has_said_nearly_nothing_is_told_nothing(session: Session, text: str) -> None:
    for _ in range(4):
        wrote(session, COVERS)
    assert published.others(session, text).count == 0


def test_sealed_cases_are_never_counted(session: Session) -> None:
    for _ in range(4):
        make_case(session, LAMPS[0], Kind.TIP_OFF)
    assert published.others(session, LAMPS[0]).count == 0


def test_withdrawn_cases_are_not_counted(session: Session) -> None:
    cases = [wrote(session, LAMPS[0]) for _ in range(3)]
    following.withdraw(session, cases[0], NOW)
    assert published.others(session, LAMPS[0]).count == 0


def test_those_of_seven_days_who_say_the_same_are_one_campaign(session: Session) -> None:
    together = [wrote(session, text) for text in LAMPS]
    wrote(session, COVERS)
    wrote(session, COVERS)
    wrote(session, LAMPS[0], at=NOW - 8 * DAY)
    found = campaigns(session, make_officer(session, Role.TEAM_LEADER), NOW)
    assert [[case.id for case in campaign.cases] for campaign in found] == [[case.id for case in together]]


def test_a_chain_of_likenesses_is_one_group(session: Session) -> None:
    words = "东村口的路灯坏了三个月没有人修希望尽快派人处理并且公开整改进度"
    links = [wrote(session, words[at : at + 18]) for at in range(0, 12, 4)]
    found = campaigns(session, make_officer(session, Role.TEAM_LEADER), NOW)
    assert [len(campaign.cases) for campaign in found] == [len(links)]


def test_a_campaign_counts_only_what_the_officer_may_see(session: Session) -> None:
    for text in LAMPS:
        wrote(session, text, queue=Queue.PUBLIC_ANSWER, kind=Kind.CONSULTATION)
    assert campaigns(session, make_officer(session, Role.HANDLER), NOW) == []
    assert len(campaigns(session, make_officer(session, Role.TRIAGE_OFFICER), NOW)) == 1


def test_words_are_shown_to_others_only_with_consent_and_redacted_by_two_officers(session: Session) -> None:
    case, officer, other = wrote(session, LAMPS[0]), *(make_officer(session, Role.TRIAGE_OFFICER) for _ in range(2))
    with pytest.raises(IllegalMove):
        published.propose(session, officer, case, "路灯坏了", NOW)
    published.agree(session, case, NOW)
    published.propose(session, officer, case, "某村口的路灯坏了", NOW)
    assert published.like(session, LAMPS[1]) == []
    with pytest.raises(SamePerson):
        published.release(session, officer, case, NOW)
    published.release(session, other, case, NOW)
    assert published.like(session, LAMPS[1]) == ["某村口的路灯坏了"]
    assert published.like(session, COVERS) == []


def test_words_that_the_second_officer_refuses_are_not_shown_and_those_before_stay(session: Session) -> None:
    case, officer, other = wrote(session, LAMPS[0]), *(make_officer(session, Role.TRIAGE_OFFICER) for _ in range(2))
    published.agree(session, case, NOW)
    publish(session, case, "某村口的路灯坏了")
    published.propose(session, officer, case, "王家村口的路灯坏了", NOW)
    published.refuse(session, other, case, NOW)
    assert published.like(session, LAMPS[1]) == ["某村口的路灯坏了"]
    with pytest.raises(IllegalMove):
        published.release(session, other, case, NOW)


def test_no_words_are_proposed_that_are_none(session: Session) -> None:
    case = wrote(session, LAMPS[0])
    published.agree(session, case, NOW)
    with pytest.raises(ReasonNeeded):
        published.propose(session, make_officer(session, Role.TRIAGE_OFFICER), case, "  ", NOW)


def test_consent_taken_back_leaves_nothing(session: Session) -> None:
    case = wrote(session, LAMPS[0])
    published.agree(session, case, NOW)
    publish(session, case, "路灯坏了")
    published.disagree(session, case)
    assert published.like(session, LAMPS[0]) == []
    assert session.scalars(select(PublishedText)).all() == []


def test_what_is_withdrawn_is_not_shown_any_more(session: Session) -> None:
    case = wrote(session, LAMPS[0])
    published.agree(session, case, NOW)
    publish(session, case, "路灯坏了")
    following.withdraw(session, case, NOW)
    assert session.scalars(select(PublishedText)).all() == []


def test_an_auditor_publishes_nothing_and_a_sealed_case_is_never_published(session: Session) -> None:
    case = wrote(session, LAMPS[0])
    published.agree(session, case, NOW)
    with pytest.raises((NoSuchCase, NotAllowed)):
        published.propose(session, make_officer(session, Role.AUDITOR), case, "路灯坏了", NOW)
    with pytest.raises(IllegalMove):
        published.agree(session, make_case(session, LAMPS[0], Kind.TIP_OFF), NOW)
