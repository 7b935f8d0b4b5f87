"""Missed questions and answers: what an editor sees, what is saved and what is refused beside its field."""

from pathlib import Path

import pytest

from cases import answer_ratings
from cases.audit.models import AuditEntry
from cases.kinds import Role
from db.session import read_scope, write_scope
from faq import marking
from tests.answer_desks import WHY, Desk
from tests.builders import NOW
from tests.tiny import DEMOLISHED, PERMITS

MISSED, ALIKE = "海城那些违章究竟铲了多少", "海城那些违章究竟铲了多少啊"
PAGES = (
    "/answers",
    "/answers/all",
    "/answers/new",
    "/answers/try",
    "/answers/publish",
    "/answers/golden",
    "/answers/changes",
    "/answers/spreadsheet",
    "/answers/bulletin",
    f"/answers/{DEMOLISHED}",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("role", [Role.TRIAGE_OFFICER, Role.TEAM_LEADER, Role.STATISTICIAN, Role.SYSADMIN])
async def test_the_desk_is_for_those_who_keep_answers(desk: Desk, role: Role) -> None:
    browser = await desk.console.officer(role)
    for page in PAGES:
        assert (await browser.open(page)).status_code == 403


async def test_every_page_opens_for_an_editor_and_has_no_script_or_style_of_its_own(desk: Desk) -> None:
    browser = await desk.editor()
    for page in PAGES:
        shown = await browser.open(page)
        assert shown.status_code == 200, page
        assert "style=" not in shown.text
        assert "<script>" not in shown.text


async def test_misses_are_grouped_with_how_often_and_how_many_thumbs_went_down(desk: Desk) -> None:
    desk.missed(MISSED, MISSED, ALIKE, why="voted_down", answer=DEMOLISHED)
    desk.missed("村里通了公交车没有")
    browser = await desk.editor()
    await browser.open("/answers")
    assert "没答好的问题（2组）" in browser.text
    assert browser.text.index("3次") < browser.text.index("1次")
    assert "没帮到3次" in browser.text
    assert "累计拆除违建多少平方米？" in browser.text


async def test_a_miss_becomes_a_phrasing_with_author_and_reason(desk: Desk) -> None:
    number = desk.missed(MISSED, ALIKE)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    await browser.post(f"/answers/misses/{number}/phrasing", {"question": [MISSED, ALIKE], "answer": DEMOLISHED, **WHY})
    assert {MISSED, ALIKE} <= desk.phrasings(DEMOLISHED)
    assert desk.open_misses() == []
    assert [(change.author, change.reason) for change in desk.changes] == [("editor", "群众常问")]
    assert "1处没有发布" in browser.text


async def test_a_question_that_was_not_ticked_stays_for_later(desk: Desk) -> None:
    number = desk.missed(MISSED, ALIKE)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    await browser.post(f"/answers/misses/{number}/phrasing", {"question": [MISSED], "answer": DEMOLISHED, **WHY})
    assert desk.open_misses() == [ALIKE]


async def test_words_that_no_citizen_asked_are_not_settled_through_the_page_of_a_miss(desk: Desk) -> None:
    number = desk.missed(MISSED)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    page = await browser.post(f"/answers/misses/{number}/dismiss", {"question": "别的话", **WHY})
    assert page.status_code == 422
    assert desk.open_misses() == [MISSED]


async def test_without_a_reason_nothing_is_saved_and_what_was_chosen_stays(desk: Desk) -> None:
    number = desk.missed(MISSED)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    page = await browser.post(f"/answers/misses/{number}/phrasing", {"question": MISSED, "answer": PERMITS})
    assert page.status_code == 422
    assert "请写明理由" in browser.text
    assert f'value="{PERMITS}" checked' in page.text
    assert not desk.changes


async def test_answers_are_found_by_words_that_stand_in_no_address(desk: Desk) -> None:
    number = desk.missed(MISSED)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    page = await browser.post(f"/answers/misses/{number}/search", {"words": "村二产", "question": MISSED})
    assert f'value="{PERMITS}"' in page.text
    assert "村二产" not in str(page.url)


async def test_a_miss_is_marked_as_left_unsaid_by_the_bulletin(desk: Desk) -> None:
    number = desk.missed("村里通了公交车没有")
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    await browser.post(f"/answers/misses/{number}/out-of-scope", {"question": "村里通了公交车没有", **WHY})
    assert desk.phrasings("unsaid/other_matters") == {"村里通了公交车没有"}
    assert desk.open_misses() == []


async def test_what_somebody_let_be_can_be_taken_up_again(desk: Desk) -> None:
    number = desk.missed(MISSED)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    await browser.post(f"/answers/misses/{number}/dismiss", {"question": MISSED, **WHY})
    assert desk.open_misses() == []
    assert MISSED in browser.text
    await browser.post("/answers/misses/reopen", {"question": MISSED})
    assert desk.open_misses() == [MISSED]


async def test_a_phrasing_of_two_answers_is_refused_with_a_link_to_the_other(desk: Desk) -> None:
    taken = next(iter(desk.phrasings(PERMITS)))
    browser = await desk.editor()
    await browser.open(f"/answers/{DEMOLISHED}")
    page = await browser.post(f"/answers/{DEMOLISHED}/phrasings", {"phrasings": f"{taken}\n{MISSED}", **WHY})
    assert page.status_code == 422
    assert f'<a href="/answers/{PERMITS}">村二产补办手续面积有多少？</a>' in page.text
    assert MISSED in browser.text  # what was typed is still there
    assert not desk.changes


async def test_phrasings_are_added_and_removed(desk: Desk) -> None:
    gone = sorted(desk.phrasings(DEMOLISHED))[0]
    browser = await desk.editor()
    await browser.open(f"/answers/{DEMOLISHED}")
    await browser.post(f"/answers/{DEMOLISHED}/phrasings", {"phrasings": f"{MISSED}\n\n {ALIKE} ", **WHY})
    await browser.post(f"/answers/{DEMOLISHED}/phrasings/remove", {"gone": gone, **WHY})
    assert {MISSED, ALIKE} <= desk.phrasings(DEMOLISHED)
    assert gone not in desk.phrasings(DEMOLISHED)


async def test_an_answer_shows_its_excerpt_in_the_bulletin_and_what_citizens_thought(desk: Desk) -> None:
    with write_scope(desk.database) as session:
        for stars in (5, 5, 1):
            answer_ratings.add(session, DEMOLISHED, stars, NOW.date())
    browser = await desk.editor()
    page = await browser.open(f"/answers/{DEMOLISHED}")
    assert "<mark>累计拆除违建7.1万平方米</mark>" in page.text
    assert "有用2　👎 没用1" in browser.text


async def test_an_answer_is_withdrawn_and_the_change_taken_back(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(f"/answers/{PERMITS}")
    await browser.post(f"/answers/{PERMITS}/withdraw", WHY)
    assert desk.answer(PERMITS) is None
    await browser.open("/answers/changes")
    await browser.post(f"/answers/changes/{desk.changes[-1].id}/undo", {"reason": "删错了"})
    assert desk.answer(PERMITS) is not None


async def test_taking_back_what_settled_a_miss_puts_the_question_back(desk: Desk) -> None:
    number = desk.missed(MISSED)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    await browser.post(f"/answers/misses/{number}/phrasing", {"question": MISSED, "answer": PERMITS, **WHY})
    await browser.post(f"/answers/changes/{desk.changes[0].id}/undo", {"reason": "归错了"})
    assert MISSED not in desk.phrasings(PERMITS)
    assert desk.open_misses() == [MISSED]


async def test_an_older_change_is_not_taken_back_past_a_newer_one(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(f"/answers/{DEMOLISHED}")
    for words in (MISSED, ALIKE):
        await browser.post(f"/answers/{DEMOLISHED}/phrasings", {"phrasings": words, "reason": words})
    page = await browser.post(f"/answers/changes/{desk.changes[0].id}/undo", WHY)
    assert page.status_code == 422
    assert "不能撤销" in browser.text
    assert {MISSED, ALIKE} <= desk.phrasings(DEMOLISHED)


async def test_every_change_is_in_the_audit_log_without_a_citizens_words(desk: Desk) -> None:
    number = desk.missed(MISSED)
    browser = await desk.editor()
    await browser.open(f"/answers/misses/{number}")
    await browser.post(f"/answers/misses/{number}/phrasing", {"question": MISSED, "answer": PERMITS, **WHY})
    with read_scope(desk.database) as session:
        rows = [row for row in session.query(AuditEntry) if row.action == "answers"]
    assert [row.outcome for row in rows] == [None, "done"]
    assert rows[0].subject == "miss phrasing"
    assert all(MISSED not in str(vars(row)) for row in rows)


def test_ticked_neighbours_are_quoted_as_they_stand_and_others_with_dots(desk: Desk) -> None:
    section = desk.section("三(三)")
    first, second, third, fourth = (clause.start for clause in marking.clauses(section)[:4])
    both = marking.excerpt(section, {first, second})
    assert both in section.text
    assert marking.excerpt(section, {first, third}).count("……") == 1
    assert marking.ticks(section, marking.excerpt(section, {first, third, fourth})) == {first, third, fourth}


async def test_a_fault_stands_in_the_form_that_was_sent_and_its_ticks_stay(desk: Desk) -> None:
    gone = sorted(desk.phrasings(DEMOLISHED))[0]
    browser = await desk.editor()
    await browser.open(f"/answers/{DEMOLISHED}")
    page = await browser.post(f"/answers/{DEMOLISHED}/phrasings/remove", {"gone": gone})
    assert (page.status_code, page.text.count('id="about-reason"')) == (422, 1)
    assert f'value="{gone}" checked' in page.text
    assert gone in desk.phrasings(DEMOLISHED)
