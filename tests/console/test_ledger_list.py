"""The list of the ledger: everything at a glance, and what is asked for."""

import re

import pytest

from cases.kinds import Role
from cases.ledger import overview
from db.session import read_scope
from tests.consoles import Browser, Console
from tests.ledger_pages import BULLETIN, make_console

ITEMS, PARTS = 34, 9
ROW = re.compile(r'<th scope="row"><a href="/ledger/([0-9.]+)">')


@pytest.fixture
def ledger(console: Console) -> Console:
    return make_console(console.database)


def slugs(browser: Browser) -> list[str]:
    return ROW.findall(browser.page.text)


async def test_all_items_stand_under_their_parts_in_the_order_of_the_bulletin(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await browser.open("/ledger")
    assert slugs(browser) == [item.id.removeprefix(f"{BULLETIN.id}/") for item in BULLETIN.items]
    assert (len(slugs(browser)), browser.page.text.count("<progress")) == (ITEMS, PARTS)


@pytest.mark.parametrize("asked", ["state=continuing", "only=promised", "only=doubtful", "only=late"])
async def test_a_filter_leaves_some_and_not_all(ledger: Console, asked: str) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await browser.open(f"/ledger?{asked}")
    assert 0 < len(slugs(browser)) < ITEMS


async def test_of_a_department_only_what_it_leads_is_listed(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    await browser.open("/ledger?lead=综合行政执法局")
    with read_scope(ledger.database) as session:
        items = overview.items(session, BULLETIN.id)
        leading = [item.slug for item in items for lead in item.leads if lead.department == "综合行政执法局"]
    assert slugs(browser) == list(dict.fromkeys(leading))


async def test_an_address_that_no_page_has_is_not_found(ledger: Console) -> None:
    browser = await ledger.officer(Role.HANDLER)
    for address in ("/ledger?state=nonsense", "/ledger?only=1", "/ledger/99.9"):
        assert (await browser.open(address)).status_code == 404


async def test_an_empty_ledger_is_begun_from_the_live_bulletin(console: Console) -> None:
    browser = await make_console(console.database, seeded=False).officer(Role.REVIEWER)
    await browser.open("/ledger")
    await browser.post("/ledger/seed")
    assert len(slugs(browser)) == ITEMS
    assert f"新增{ITEMS}条" in browser.text


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
async def test_administrators_have_no_ledger(ledger: Console, role: Role) -> None:
    browser = await ledger.officer(role)
    assert (await browser.open("/ledger")).status_code == 403
