"""The page of a case asks the database seldom, and no more for a long history, a large office or a sealed case."""

from typing import Any

import pytest
from sqlalchemy import event

from cases import access, content, history
from cases.history import What
from cases.kinds import AboutWhom, Author, Kind, Role
from db.session import write_scope
from tests.accounts import make_account
from tests.builders import NOW
from tests.case_pages import BRIBE, HANDLER, LAMPS, LEADER, TRIAGE, add, do, officer_of
from tests.consoles import Browser, Console


async def asked(console: Console, browser: Browser, number: str) -> int:
    """How often for one page, the door and the audit log among them."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(console.database, "before_cursor_execute", note)
    await browser.open(f"/cases/{number}")
    event.remove(console.database, "before_cursor_execute", note)
    assert browser.page.status_code == 200
    return sum(not statement.startswith("BEGIN") for statement in statements)


def new(console: Console, kind: Kind) -> str:
    return add(console, BRIBE, kind, about_whom=AboutWhom.NONE) if kind.sealed else add(console, LAMPS, kind)


def make_long(console: Console, browser: Browser, number: str) -> None:
    """Forty lines of history with a reason, and as many words of the team."""
    with write_scope(console.database) as session:
        case = access.find(session, officer_of(console, browser), number)
        for _ in range(40):
            history.record(session, case, What.NOTED, "wangli", NOW, reason="问过了")
            content.store(session, case, "问过了".encode(), now=NOW, author=Author.STAFF)


@pytest.mark.parametrize(
    ("role", "kind"),
    [(TRIAGE, Kind.COMPLAINT), (LEADER, Kind.COMPLAINT), (HANDLER, Kind.COMPLAINT), (LEADER, Kind.TIP_OFF)],
)
async def test_a_case_page_asks_the_database_at_most_30_times(console: Console, role: Role, kind: Kind) -> None:
    browser = await console.officer(role)
    number = new(console, kind)
    await do(browser, number, "attest")
    await do(browser, number, "claim")
    assert await asked(console, browser, number) <= 30


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.TIP_OFF])
async def test_a_long_history_is_not_more_questions(console: Console, kind: Kind) -> None:
    browser = await console.officer(LEADER)
    number = new(console, kind)
    await asked(console, browser, number)
    few = await asked(console, browser, number)
    make_long(console, browser, number)
    assert await asked(console, browser, number) == few
    assert browser.text.count("问过了") == 80


async def test_more_staff_are_not_more_questions_about_a_sealed_case(console: Console) -> None:
    browser = await console.officer(LEADER)
    number = new(console, Kind.TIP_OFF)
    await asked(console, browser, number)
    few = await asked(console, browser, number)
    with write_scope(console.database) as session:
        for one in range(5):
            make_account(session, f"pruefer{one}", Role.REVIEWER)
    assert await asked(console, browser, number) == few
