"""What an officer may not know of does not exist for them: the same answer, byte for byte, and the same work for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from httpx import Response
from sqlalchemy import Engine, event

from cases.kinds import Role
from console.menu import CASEWORK
from desk.verbs import VERBS
from tests.attacks.full_office import FullOffice
from tests.attacks.surface import UNKNOWN, Door, doors
from tests.consoles import Browser, without_token

TYPED = {"text": "一些话", "reason": "理由", "person": "is-handler", "days": "3", "how": "电话", "what": "request"}
TYPED |= {"kind": "complaint", "mode": "claimed_name", "why": "look_back", "about": "none", "decision": "yes"}
TOLD = ("content-type", "content-length", "set-cookie")
BESIDES = ("/sign-in", "/trial", "/sign-out", "/account")


@contextmanager
def statements(database: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database, "before_cursor_execute", note)


async def sent(browser: Browser, door: Door, address: str, number: str) -> Response:
    """With everything a form could say of this case."""
    fields = {"token": browser.token, "seen": "0", "list": "", "number": number, "of": number} | TYPED
    return await browser.client.request(door.method, address, data=fields if door.method == "POST" else None)


def said(answer: Response, number: str) -> tuple[object, ...]:
    """All that a browser is told, but for the number that it gave itself and what makes a form one of this page."""
    headers = {name: answer.headers.get(name, "").replace(number, UNKNOWN) for name in TOLD}
    assert answer.status_code < 500, answer.request.url
    return (
        str(answer.url).replace(number, UNKNOWN),
        answer.status_code,
        headers,
        without_token(answer).replace(number, UNKNOWN),
    )


@pytest.mark.parametrize("role", sorted(CASEWORK))
async def test_a_hidden_case_is_answered_like_one_that_does_not_exist(office: FullOffice, role: Role) -> None:
    browser, hidden = await office.browser(role), office.hidden(role)
    await browser.open("/account")
    refused = 0
    for door in doors(office.console.app):
        if door.of_a_case:
            for address in door.addresses("{}"):
                unknown = await sent(browser, door, address.format(UNKNOWN), UNKNOWN)
                for number in hidden if door.method == "GET" else hidden[-1:]:
                    answer = await sent(browser, door, address.format(number), number)
                    assert (address, said(answer, number)) == (address, said(unknown, UNKNOWN))
                    refused += answer.status_code == 404
    assert refused > len(VERBS)


@pytest.mark.parametrize("role", [Role.TRIAGE_OFFICER, Role.HANDLER, Role.TEAM_LEADER, Role.DEPARTMENT_LIAISON])
async def test_a_hidden_case_makes_no_other_work_than_none(office: FullOffice, role: Role) -> None:
    """So that nobody learns from the time it takes."""
    browser = await office.browser(role)
    await browser.open("/account")
    for door in doors(office.console.app):
        if door.of_a_case:
            for address in door.addresses("{}", 2):
                work = []
                for number in (UNKNOWN, *office.hidden(role)[:2]):
                    with statements(office.database) as asked:
                        await sent(browser, door, address.format(number), number)
                    work.append(asked)
                assert all(one == work[0] for one in work), address


@pytest.mark.parametrize("role", sorted(CASEWORK))
async def test_a_number_in_a_form_tells_as_little(office: FullOffice, role: Role) -> None:
    browser = await office.browser(role)
    await browser.open("/account")
    for door in doors(office.console.app):
        if door.method == "POST" and not door.of_a_case and not door.path.startswith(BESIDES):
            for address in door.addresses(UNKNOWN, 1):
                unknown = said(await sent(browser, door, address, UNKNOWN), UNKNOWN)
                for number in office.hidden(role)[:3]:
                    assert (address, said(await sent(browser, door, address, number), number)) == (address, unknown)


async def test_a_hidden_case_cannot_be_named_as_the_one_that_another_repeats(office: FullOffice) -> None:
    browser, role = await office.browser(Role.TRIAGE_OFFICER), Role.TRIAGE_OFFICER
    mine = office.shown(role)[0]
    await browser.open("/account")
    address = f"/cases/{mine}/duplicate"
    unknown = said(await sent(browser, Door("POST", address), address, UNKNOWN), UNKNOWN)
    for number in office.hidden(role):
        assert said(await sent(browser, Door("POST", address), address, number), number) == unknown
