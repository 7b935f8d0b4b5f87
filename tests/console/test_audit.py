"""The audit log for the auditor."""

import re

import pytest
import sqlalchemy as sa

from cases.audit import chain, log
from cases.audit.deeds import Action, Deed, Outcome
from cases.kinds import Role
from cases.staff import accounts
from db.session import read_scope, write_scope
from tests.accounts import make_account
from tests.builders import DAY, NOW
from tests.consoles import Browser, Console

WHAT = {"actor": "wangli", "action": "reply", "number": "12345678"}


@pytest.fixture
async def auditor(console: Console) -> Browser:
    """Somebody to read what wangli and others did, two days before and now."""
    with write_scope(console.database) as session:
        log.note(session, Deed(Action.REPLY, "wangli", "12345678"), Outcome.DONE, NOW - 2 * DAY)
        log.note(session, Deed(Action.VIEW, "lihua", "87654321"), Outcome.REFUSED, NOW)
    return await console.officer(Role.AUDITOR)


def actors(browser: Browser) -> set[str]:
    """Whose deeds are on the page, but for the reader's own."""
    return {name for name in ("wangli", "lihua") if re.search(rf"<td>{name}</td>", browser.page.text)}


@pytest.mark.parametrize(("name", "value"), WHAT.items())
async def test_the_log_is_searched_by_account_action_and_case(auditor: Browser, name: str, value: str) -> None:
    await auditor.open("/audit")
    assert actors(auditor) == {"wangli", "lihua"}
    await auditor.open(f"/audit?{name}={value}")
    assert actors(auditor) == {"wangli"}


@pytest.mark.parametrize(("days", "found"), [("until=2026-05-05", {"wangli"}), ("since=2026-05-05", {"lihua"})])
async def test_and_by_the_days_on_the_wall(auditor: Browser, days: str, found: set[str]) -> None:
    await auditor.open(f"/audit?{days}")
    assert actors(auditor) == found


async def test_what_was_done_is_shown_and_found_in_chinese(auditor: Browser, console: Console) -> None:
    with write_scope(console.database) as session:
        make_account(session, "wangli", Role.HANDLER)
        log.note(session, Deed(Action.STAFF, "wangli", subject="disabled lihua"), Outcome.DONE, NOW)
    await auditor.open("/audit?subject=停用账号")
    assert "停用账号 lihua" in auditor.text
    assert "12345678" not in auditor.text
    await auditor.open("/audit?subject=没有这样的事")
    assert "没有这样的记录" in auditor.text


async def test_a_person_is_found_by_their_name(auditor: Browser, console: Console) -> None:
    with write_scope(console.database) as session:
        make_account(session, "wangli", Role.HANDLER)
        accounts.find(session, "wangli").display_name = "王丽"
    await auditor.open("/audit?actor=王丽")
    assert "王丽（wangli）" in auditor.text
    assert "lihua" not in auditor.text


async def test_reading_the_log_is_an_entry_itself(auditor: Browser, console: Console) -> None:
    await auditor.open("/audit")
    with read_scope(console.database) as session:
        newest = log.entries(session, auditor.account.officer)[0]
    assert (newest.actor, newest.action, newest.subject) == ("is-auditor", "view", "audit_log")


async def test_older_pages_are_reached_and_keep_what_was_looked_for(auditor: Browser, console: Console) -> None:
    with write_scope(console.database) as session:
        for _ in range(log.PAGE):
            log.note(session, Deed(Action.SEARCH, "wangli"), Outcome.DONE, NOW)
    await auditor.open("/audit?actor=wangli")
    assert "12345678" not in auditor.page.text
    older = re.search(r'href="(/audit\?[^"]*before=\d+)"', auditor.page.text).group(1)
    await auditor.open(older.replace("&amp;", "&"))
    assert "12345678" in auditor.page.text
    assert "lihua" not in auditor.text


async def test_an_attempt_that_was_cut_off_is_counted_and_listed(auditor: Browser, console: Console) -> None:
    log.attempt(console.office.write, Deed(Action.EXPORT, "wangli"), NOW)
    assert "有1次操作" in (await auditor.open("/audit/unfinished")).text
    assert actors(auditor) == {"wangli"}


async def test_a_whole_chain_is_said_to_hold(auditor: Browser) -> None:
    await auditor.open("/audit/chain")
    assert "审计链完整" in (await auditor.post("/audit/chain", {"head": ""})).text


async def test_a_falsified_entry_is_found(auditor: Browser, console: Console) -> None:
    with console.database.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER audit_log_no_update"))
        connection.execute(sa.text("UPDATE audit_log SET actor = 'nobody' WHERE id = 1"))
    await auditor.open("/audit/chain")
    assert "审计链从第1条起对不上" in (await auditor.post("/audit/chain", {"head": ""})).text


async def test_a_head_from_paper_shows_that_the_end_was_cut_off(auditor: Browser, console: Console) -> None:
    with read_scope(console.database) as session:
        kept = str(chain.head(session))
    await auditor.open("/audit/chain")
    assert "审计链完整" in (await auditor.post("/audit/chain", {"head": kept})).text
    cut = f"99{kept}"
    assert "抄下的链头在这条链里找不到" in (await auditor.post("/audit/chain", {"head": cut})).text


async def test_what_is_no_head_is_explained(auditor: Browser) -> None:
    await auditor.open("/audit/chain")
    page = await auditor.post("/audit/chain", {"head": "很久以前"})
    assert page.status_code == 422
    assert "链头是“序号:32位字符”" in page.text


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECURITY_ADMIN, Role.TEAM_LEADER])
async def test_nobody_else_reads_the_log(console: Console, role: Role) -> None:
    browser = await console.officer(role)
    for place in ("/audit", "/audit/unfinished", "/audit/chain"):
        assert (await browser.open(place)).status_code == 403


@pytest.mark.parametrize("place", ["/audit?before=last", "/audit?since=yesterday"])
async def test_an_address_that_was_tampered_with_is_refused_in_words(auditor: Browser, place: str) -> None:
    assert (await auditor.open(place)).status_code == 422
