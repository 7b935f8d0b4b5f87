"""Writing an answer: its words are ticked in the bulletin, and what is wrong stands beside its field."""

import re
from pathlib import Path

import pytest

from bulletin.quoting import is_verbatim
from faq import marking
from tests.answer_desks import WHY, Desk
from tests.tiny import DEMOLISHED, PERMITS

ITEM = "三(三)"
MISSED = "海城那些违章究竟铲了多少"
QUESTION = "拆违是怎么推进的？"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def free_clause(desk: Desk) -> marking.Clause:
    """One that no answer quotes."""
    quoted = [one.text for one in desk.office.data().responses.values()]
    clauses = marking.clauses(desk.section(ITEM))
    return next(one for one in clauses if len(one.text) > 8 and not any(one.text in text for text in quoted))


def fields(desk: Desk, **more: object) -> dict[str, object]:
    """A form that is right."""
    known = {"section": ITEM, "at": str(free_clause(desk).start), "question": QUESTION, "type": "measure"}
    return {**known, "phrasings": "违建是怎样一步一步拆掉的\n拆违靠什么推进", **WHY, **more}


def beside(page: str, name: str) -> str:
    """What is said beside a field."""
    found = re.search(rf'<div id="about-{name}" class="beside">(.*?)</div>', page, re.DOTALL)
    return found[1] if found else ""


async def test_a_miss_becomes_a_new_answer_in_the_words_of_the_bulletin(desk: Desk) -> None:
    number = desk.missed(MISSED)
    browser = await desk.editor()
    await browser.open(f"/answers/new?miss={number}&section={ITEM}")
    assert MISSED in browser.text
    await browser.post("/answers/new", fields(desk, miss=str(number), phrasings=f"{MISSED}\n拆违靠什么推进"))
    answer = desk.answer("ask/s3_3_own1")
    assert answer.text == free_clause_of(desk, answer.text)
    assert is_verbatim(desk.section(ITEM), answer.text)
    assert (answer.metadata["question"], answer.metadata["section"]) == (QUESTION, ITEM)
    assert MISSED in desk.phrasings("ask/s3_3_own1")
    assert desk.open_misses() == []


def free_clause_of(desk: Desk, text: str) -> str:
    """The clause of the item that says this."""
    return next(one.text for one in marking.clauses(desk.section(ITEM)) if one.text == text)


async def test_an_answer_is_seen_as_the_citizen_will_before_it_is_saved(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(f"/answers/new?section={ITEM}")
    await browser.post("/answers/new/look", fields(desk))
    assert f"群众看到：{free_clause(desk).text}（{ITEM}）" in browser.text
    assert not desk.changes


@pytest.mark.parametrize(
    ("field", "fault", "words"),
    [
        ("excerpt", {"at": ""}, "请至少勾选"),
        ("question", {"question": ""}, "这一句是空的"),
        ("phrasings", {"phrasings": ""}, "至少写一句"),
        ("reason", {"reason": ""}, "请写明理由"),
        ("question", {"question": "累计拆除违建多少平方米？"}, "累计拆除违建多少平方米？</a>"),
        ("phrasings", {"phrasings": "违建一共拆了多少平方米"}, f'href="/answers/{DEMOLISHED}"'),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(
    desk: Desk, field: str, fault: dict[str, str], words: str
) -> None:
    browser = await desk.editor()
    await browser.open(f"/answers/new?section={ITEM}")
    page = await browser.post("/answers/new", fields(desk, **fault))
    assert page.status_code == 422
    assert words in beside(page.text, field)
    assert not desk.changes
    if "question" not in fault:
        assert QUESTION in page.text


async def test_too_long_an_excerpt_is_refused_beside_the_clauses(desk: Desk) -> None:
    every = [str(one.start) for one in marking.clauses(desk.section(ITEM))]
    browser = await desk.editor()
    await browser.open(f"/answers/new?section={ITEM}")
    page = await browser.post("/answers/new", fields(desk, at=every))
    assert "最多205个字" in beside(page.text, "excerpt")


async def test_a_doubt_is_told_and_holds_nothing_up(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(f"/answers/new?section={ITEM}")
    page = await browser.post("/answers/new/look", fields(desk, type="when"))
    assert "摘句里却没有日期" in beside(page.text, "type")
    await browser.post("/answers/new", fields(desk, type="when"))
    assert desk.answer("ask/s3_3_own1") is not None


async def test_another_excerpt_takes_the_place_of_the_former(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(f"/answers/{PERMITS}/edit")
    assert "checked" in browser.page.text
    clause = free_clause(desk)
    await browser.post(f"/answers/{PERMITS}/edit", fields(desk, phrasings=""))
    assert desk.answer(PERMITS).text == clause.text


async def test_words_that_are_not_of_the_bulletin_cannot_be_sent(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(f"/answers/{PERMITS}/edit")
    await browser.post(f"/answers/{PERMITS}/edit", fields(desk, words="我们自己写的话", phrasings=""))
    assert "我们自己写的话" not in desk.answer(PERMITS).text


async def test_an_answer_in_our_own_words_is_worded_anew(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open("/answers/smalltalk/greet/edit")
    await browser.post("/answers/smalltalk/greet/edit", {"words": "您好，请说。", "question": "你好", **WHY})
    assert desk.answer("smalltalk/greet").text == "您好，请说。"


async def test_an_item_or_an_answer_that_is_not_there_is_not_found(desk: Desk) -> None:
    browser = await desk.editor()
    for path in ("/answers/new?section=九(九)", "/answers/ask/nothing", "/answers/ask/nothing/edit"):
        assert (await browser.open(path)).status_code == 404
