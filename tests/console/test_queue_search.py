"""Searching by words: what is found, what is never found, and that the words stay where they were typed."""

from html import unescape
from urllib.parse import unquote

from cases.audit.models import AuditEntry
from cases.kinds import Kind, Role
from cases.queries import PAGE
from console.sessions import MOST_SEARCHED
from db.session import read_scope
from tests.consoles import Console
from tests.queues import numbers, submitted


async def test_the_open_cases_with_these_words_are_found(console: Console) -> None:
    number = submitted(console, "菜场旁边的井盖坏了")
    submitted(console)
    browser = await console.officer(Role.TEAM_LEADER)
    page = await browser.post("/queue/search", {"words": "井盖 菜场"})
    assert numbers(browser) == [number]
    assert 'value="井盖 菜场"' in page.text


async def test_a_confidential_case_is_not_found(console: Console) -> None:
    browser = await console.officer(Role.DEPUTY_LEADER)
    submitted(console, "村干部收了钱", Kind.TIP_OFF)
    await browser.post("/queue/search", {"words": "村干部"})
    assert "没有找到" in browser.text


async def test_the_words_stand_neither_in_an_address_nor_in_the_audit_log(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    page = await browser.post("/queue/search", {"words": "井盖"})
    assert "井盖" not in unquote(str(page.url))
    with read_scope(console.database) as session:
        entries = session.query(AuditEntry).filter_by(action="search").all()
    assert "search" in {entry.subject for entry in entries}
    assert not any("井盖" in f"{entry.subject}{entry.reason}" for entry in entries)


async def test_going_back_to_what_was_found_needs_no_typing(console: Console) -> None:
    number = submitted(console)
    browser = await console.officer(Role.TEAM_LEADER)
    found = await browser.post("/queue/search", {"words": "路灯"})
    await browser.open("/queue")
    await browser.open(str(found.url))
    assert numbers(browser) == [number]


async def test_two_pages_of_one_officer_keep_each_its_own_words(console: Console) -> None:
    lamp, cover = submitted(console), submitted(console, "菜场旁边的井盖坏了")
    browser = await console.officer(Role.TEAM_LEADER)
    first = await browser.post("/queue/search", {"words": "路灯"})
    second = await browser.post("/queue/search", {"words": "井盖"})
    assert numbers(browser) == [cover]
    await browser.open(str(first.url))
    assert numbers(browser) == [lamp]
    await browser.open(str(second.url))
    assert numbers(browser) == [cover]


async def test_only_the_last_searches_are_kept_and_a_forgotten_one_says_so(console: Console) -> None:
    submitted(console)
    browser = await console.officer(Role.TEAM_LEADER)
    first = await browser.post("/queue/search", {"words": "路灯"})
    for _ in range(MOST_SEARCHED):
        await browser.post("/queue/search", {"words": "井盖"})
    await browser.open(str(first.url))
    assert "请再写一遍" in browser.text
    assert numbers(browser) == []


async def test_the_words_of_one_are_not_those_of_another(console: Console) -> None:
    submitted(console)
    one, other = await console.officer(Role.TEAM_LEADER), await console.officer(Role.DEPUTY_LEADER)
    found = await one.post("/queue/search", {"words": "路灯"})
    await other.open(str(found.url))
    assert numbers(other) == []


async def test_a_single_character_is_too_little_and_stays_in_its_field(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    page = await browser.post("/queue/search", {"words": "灯"})
    assert page.status_code == 422
    assert "请至少写连着的两个字" in browser.text
    assert 'value="灯"' in page.text


async def test_what_is_found_goes_on_on_the_next_page(console: Console) -> None:
    made = [submitted(console) for _ in range(PAGE + 1)]
    browser = await console.officer(Role.TEAM_LEADER)
    page = await browser.post("/queue/search", {"words": "路灯"})
    following = page.text.partition('href="/queue/search?of=')[2].partition('"')[0]
    await browser.open(f"/queue/search?of={unescape(following)}")
    assert numbers(browser) == made[:1]


async def test_a_place_in_what_is_found_that_there_is_not_is_refused(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    found = await browser.post("/queue/search", {"words": "路灯"})
    assert (await browser.open(f"{found.url}&after=x")).status_code == 422
