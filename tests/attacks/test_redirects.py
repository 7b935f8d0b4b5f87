"""No address that somebody else wrote leads away from us, or is believed to be ours."""

from pathlib import Path

import pytest
from httpx import Response

from cases.kinds import Role
from tests.attacks.full_office import FullOffice
from tests.attacks.strictness import watch
from tests.attacks.surface import doors
from tests.consoles import Console
from tests.websites import Website

ELSEWHERE = (
    "https://evil.test/",
    "//evil.test/",
    "///evil.test/",
    "/\\evil.test/",
    "\\\\evil.test",
    "/%09/evil.test",
    "/\t/evil.test",
    "https:evil.test",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/queue\r\nset-cookie: stolen=1",
    "/.evil.test",
    "@evil.test",
)
EVIL_HOST = {"host": "evil.test", "x-forwarded-host": "evil.test", "forwarded": "host=evil.test"}


def leads_to(answer: Response) -> str:
    """The host that a browser goes to next, and what it was told beside that."""
    assert "stolen" not in answer.headers.get("set-cookie", "")
    return answer.url.join(answer.headers.get("location", "/")).host


@pytest.mark.parametrize("place", ELSEWHERE)
async def test_signing_in_leads_nowhere_else(office: FullOffice, place: str) -> None:
    browser, account = office.console.browser(), office.accounts[Role.TEAM_LEADER]
    browser.client.event_hooks["response"].append(watch)
    page = await browser.client.get("/sign-in", params={"next": place})
    browser.page, browser.client.follow_redirects = page, False
    given = {"name": account.name, "passphrase": account.passphrase, "code": account.code(), "next": place}
    answer = await browser.post("/sign-in", given)
    assert (answer.status_code, leads_to(answer)) == (303, "console.test")


@pytest.mark.parametrize("place", ELSEWHERE)
async def test_a_trial_leads_nowhere_else(furnished: FullOffice, place: str) -> None:
    officer = furnished.accounts[Role.TEAM_LEADER].officer
    console = Console(furnished.database, more={"enter": lambda _name: officer, "trial": {"a": "组长"}})
    browser = console.browser()
    await browser.open("/sign-in")
    browser.client.follow_redirects = False
    answer = await browser.post("/trial", {"name": "a", "next": place})
    assert (answer.status_code, leads_to(answer)) == (303, "console.test")


@pytest.mark.parametrize("place", ELSEWHERE[:3])
async def test_no_change_leads_elsewhere_whatever_it_is_told_of_where_it_came_from(
    office: FullOffice, place: str
) -> None:
    browser, number = await office.browser(Role.TEAM_LEADER), office.shown(Role.TEAM_LEADER)[0]
    await browser.open("/account")
    browser.client.follow_redirects = False
    fields = {"token": browser.token, **dict.fromkeys(("next", "list", "back", "place", "page", "to"), place)}
    for door in doors(office.console.app):
        if door.method == "POST" and door.path != "/sign-out":
            address = next(door.addresses(number, 1))
            answer = await browser.client.post(address, params={"list": place, "next": place}, data=fields)
            assert leads_to(answer) == "console.test", door


@pytest.mark.parametrize("place", ELSEWHERE)
async def test_the_public_pages_lead_nowhere_else(tmp_path: Path, place: str) -> None:
    browser = Website(tmp_path / "home").browser()
    answer = await browser.client.post("/progress/type", data={"size": "large", "page": place})
    assert (answer.status_code, leads_to(answer)) == (303, "huiyin.example")


async def test_the_name_that_a_request_gives_to_our_host_is_written_nowhere(office: FullOffice) -> None:
    browser, number = await office.browser(Role.TEAM_LEADER), office.shown(Role.TEAM_LEADER)[0]
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())}
    browser.client.follow_redirects = False
    for door in doors(office.console.app):
        if door.method == "GET":
            address = next(door.addresses(number, 1))
            for asked in (address, f"{address}/"):
                answer = await browser.client.get(asked, headers=EVIL_HOST | cookie)
                assert "evil.test" not in answer.text + str(answer.headers), asked


async def test_the_public_pages_write_it_nowhere_either(tmp_path: Path) -> None:
    website = Website(tmp_path / "home")
    browser = website.browser()
    for door in doors(website.app):
        if door.method == "GET" and door.path != "/events":
            for address in door.addresses():
                for asked in (address, f"{address}/"):
                    answer = await browser.client.get(asked, headers=EVIL_HOST)
                    assert "evil.test" not in answer.text + str(answer.headers), asked
