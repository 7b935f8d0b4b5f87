"""The list: which cases stand on it, what is said of each, and how a place in it is found again."""

import re
from datetime import timedelta

import pytest

from cases.audit.models import AuditEntry
from cases.kinds import Kind, Role
from cases.queries import PAGE
from cases.staff.models import Staff
from db.session import read_scope, write_scope
from tests.builders import NOW, make_bare_case
from tests.consoles import Browser, Console
from tests.queues import WORDS, numbers, submitted
from tests.teams import make_team, start


def own_id(console: Console, browser: Browser) -> int:
    with read_scope(console.database) as session:
        return session.query(Staff).filter_by(name=browser.account.name).one().id


async def test_a_case_stands_with_its_number_kind_beginning_state_and_deadline(console: Console) -> None:
    number = submitted(console, due_on=(NOW + timedelta(days=3)).date())
    browser = await console.officer(Role.TEAM_LEADER)
    for words in (number, "意见建议", WORDS, "已登记", "还有3天", "待认领"):
        assert words in browser.text


async def test_what_is_overdue_says_for_how_long_and_what_is_provisional_says_so(console: Console) -> None:
    submitted(console, due_on=(NOW - timedelta(days=2)).date(), due_provisional=True)
    browser = await console.officer(Role.TEAM_LEADER)
    assert "已超期2天" in browser.text
    assert "2026-05-05起暂定" in browser.text


async def test_of_a_confidential_case_no_word_stands_in_a_list_and_it_cannot_be_ticked(console: Console) -> None:
    browser = await console.officer(Role.DEPUTY_LEADER)
    number = submitted(console, "村干部收了钱", Kind.TIP_OFF)
    page = await browser.open("/queue?view=sealed")
    assert numbers(browser) == [number]
    assert "村干部收了钱" not in page.text
    assert f'value="{number}" form="many"' not in page.text


async def test_who_handles_cases_sees_no_words_before_they_have_attested(console: Console) -> None:
    number = submitted(console)
    browser = await console.officer(Role.HANDLER)
    assert number in browser.text
    assert WORDS not in browser.text
    await browser.post("/queue/claim", {"number": number, "attested": "yes"})
    assert WORDS in browser.text


async def test_a_hidden_case_is_neither_listed_nor_counted(console: Console) -> None:
    with write_scope(console.database) as session:
        make_bare_case(session, Kind.TIP_OFF)
    browser = await console.officer(Role.DEPUTY_LEADER)
    assert numbers(browser) == []
    assert re.search(r"全部未办结\s+0", browser.text)


async def test_what_is_due_first_stands_first_unless_the_newest_are_wanted(console: Console) -> None:
    later = submitted(console, due_on=(NOW + timedelta(days=9)).date())
    sooner = submitted(console, due_on=NOW.date(), received_at=NOW - timedelta(days=9))
    browser = await console.officer(Role.TEAM_LEADER)
    assert numbers(browser) == [sooner, later]
    await browser.open("/queue?sort=received")
    assert numbers(browser) == [later, sooner]


async def test_the_views_count_what_they_list(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    submitted(console, due_on=(NOW - timedelta(days=1)).date(), urgent=True)
    submitted(console, holder_id=own_id(console, browser))
    for view, name in (("mine", "我的"), ("overdue", "已超期"), ("unclaimed", "待认领"), ("urgent", "紧急")):
        await browser.open(f"/queue?view={view}")
        assert len(numbers(browser)) == 1, view
        assert re.search(rf"{name}\s+1\b", browser.text), view


async def test_a_view_counts_anew_when_a_case_has_changed(console: Console) -> None:
    browser = await console.officer(Role.INTAKE_CLERK)
    assert re.search(r"待认领\s+0", browser.text)
    submitted(console)
    await browser.open("/queue")
    assert re.search(r"待认领\s+1", browser.text)


async def test_what_has_ended_is_not_on_the_list_until_it_is_asked_for(console: Console) -> None:
    number = submitted(console, closed_at=NOW)
    browser = await console.officer(Role.TEAM_LEADER)
    assert numbers(browser) == []
    await browser.open("/queue?which=ended")
    assert numbers(browser) == [number]


@pytest.mark.parametrize(
    "query", ["kind=complaint", "section=3.3", "section=三（三）", "street=星海街道", "due=2026-05-06"]
)
async def test_filters_leave_what_fits(console: Console, query: str) -> None:
    fits = {"section": "三(三)", "subdistrict": "星海街道", "due_on": NOW.date()}
    number = submitted(console, "路灯坏了没人修", Kind.COMPLAINT, **fits)
    submitted(console)
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open(f"/queue?{query}")
    assert numbers(browser) == [number]


async def test_items_and_streets_to_choose_are_those_of_cases_that_the_officer_may_know_of(console: Console) -> None:
    submitted(console, section="三(三)", subdistrict="星海街道")
    with write_scope(console.database) as session:
        make_bare_case(session, Kind.TIP_OFF, section="四(一)", subdistrict="天河街道")
    browser = await console.officer(Role.DEPUTY_LEADER)
    for address in ("/queue?section=%E4%B8%89%28%E4%B8%89%29", "/queue?street=%E6%98%9F%E6%B5%B7%E8%A1%97%E9%81%93"):
        assert f'href="{address}"' in browser.page.text
    assert "四(一)" not in browser.text
    assert "天河街道" not in browser.text


@pytest.mark.parametrize("sort", ["due", "received"])
async def test_page_after_page_each_case_stands_once(console: Console, sort: str) -> None:
    with write_scope(console.database) as session:
        made = {make_bare_case(session, due_on=NOW.date() if one % 2 else None).number for one in range(2 * PAGE + 3)}
    browser = await console.officer(Role.TEAM_LEADER)
    page, seen = await browser.open(f"/queue?sort={sort}"), []
    while True:
        seen += numbers(browser)
        following = re.search(r'href="([^"]+)" data-next', page.text)
        if following is None:
            break
        page = await browser.open(following.group(1).replace("&amp;", "&"))
    assert (len(seen), set(seen)) == (len(made), made)


async def test_the_link_to_a_case_carries_its_place_in_the_list(console: Console) -> None:
    number = submitted(console)
    browser = await console.officer(Role.TEAM_LEADER)
    page = await browser.open("/queue?view=unclaimed&kind=suggestion")
    assert f'href="/cases/{number}?list=view%3Dunclaimed%26kind%3Dsuggestion"' in page.text


@pytest.mark.parametrize(
    "query",
    [
        "view=x",
        "kind=tip_off%27",
        "due=tomorrow",
        "after=~x",
        "after=2026-05-06T00:00:00%2B00:00~1",
        "sort=received&after=2026-05-06~1",
        "after=~99999999999999999999",
        "street=%00",
        "section=" + "三" * 65,
    ],
)
async def test_an_address_that_no_page_has_is_refused_in_words(console: Console, query: str) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    page = await browser.open(f"/queue?{query}")
    assert page.status_code == 422
    assert "没有这样的列表" in page.text


async def test_a_look_at_a_list_is_in_the_audit_log(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open("/queue?view=sealed")
    with read_scope(console.database) as session:
        entry = session.query(AuditEntry).filter_by(action="search").order_by(AuditEntry.id.desc()).first()
    assert (entry.actor, entry.subject) == (browser.account.name, "sealed")


async def test_the_page_says_what_is_new_and_asking_does_not_keep_anybody_signed_in(console: Console) -> None:
    browser = await console.officer(Role.INTAKE_CLERK)
    since = re.search(r'data-since="(\d+)"', browser.page.text).group(1)
    submitted(console)
    submitted(console)
    news = (await browser.client.get(f"/queue/news?since={since}")).json()
    assert (news["cases"], news["words"], news["notices"]) == (2, "有2件新件", "2")
    for _ in range(3):
        console.now += timedelta(minutes=20)
        answer = await browser.client.get(f"/queue/news?since={since}")
    assert answer.status_code == 401


@pytest.mark.parametrize("since", ["", "x", "-1", "1" * 30, "²"])
async def test_news_since_no_case_are_refused(console: Console, since: str) -> None:
    browser = await console.officer(Role.INTAKE_CLERK)
    assert (await browser.open(f"/queue/news?since={since}")).status_code == 422


async def test_news_tell_nothing_of_a_hidden_case(console: Console) -> None:
    browser = await console.officer(Role.DEPUTY_LEADER)
    with write_scope(console.database) as session:
        make_bare_case(session, Kind.TIP_OFF)
    assert (await browser.client.get("/queue/news?since=0")).json()["cases"] == 0


async def test_the_list_says_who_has_a_case_in_hand(console: Console) -> None:
    with write_scope(console.database) as session:
        start(session)
        name = make_team(session)[Role.HANDLER].name
    browser = await console.officer(Role.TRIAGE_OFFICER)
    assert name in browser.text
