"""The page of a case asks the database as often in a large office as in a small one."""

from typing import Any

from sqlalchemy import event

from cases.kinds import AboutWhom, Kind, Role
from db.session import write_scope
from tests.accounts import make_account
from tests.case_pages import BRIBE, LEADER, add
from tests.consoles import Browser, Console


async def asked(console: Console, browser: Browser, number: str) -> int:
    """How often."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(console.database, "before_cursor_execute", note)
    await browser.open(f"/cases/{number}")
    event.remove(console.database, "before_cursor_execute", note)
    return len(statements)


async def test_more_staff_are_not_more_questions_about_a_sealed_case(console: Console) -> None:
    browser = await console.officer(LEADER)
    number = add(console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.NONE)
    await asked(console, browser, number)
    few = await asked(console, browser, number)
    with write_scope(console.database) as session:
        for one in range(5):
            make_account(session, f"pruefer{one}", Role.REVIEWER)
    assert await asked(console, browser, number) == few
