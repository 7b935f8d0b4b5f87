"""Every route of the console is for somebody: who is not signed in, or has another role, gets nothing of it."""

import pytest

from cases.kinds import Role
from cases.staff.models import Staff
from cases.staff.roles import ADMINISTRATORS, READING_NO_CASE
from db.session import write_scope
from tests.attacks.digest import kept
from tests.attacks.full_office import FullOffice
from tests.attacks.strictness import watch
from tests.attacks.surface import Door, declared, doors

OPEN_TO_ALL = {Door("GET", "/sign-in"), Door("POST", "/sign-in"), Door("POST", "/trial")}
WITH_CASES = ("/cases", "/queue", "/campaigns")
NO_CASE = {*ADMINISTRATORS, *READING_NO_CASE} - {Role.SECURITY_ADMIN}  # who is asked about personal information


def test_every_route_says_whom_it_is_for_and_only_the_door_is_for_everybody(office: FullOffice) -> None:
    known = declared(office.console)
    assert set(known) == set(doors(office.console.app))
    assert {door for door, route in known.items() if route.roles is None} == OPEN_TO_ALL


async def test_who_is_not_signed_in_gets_no_page_and_changes_nothing(office: FullOffice) -> None:
    stranger, number = office.console.browser(), office.numbers()[0]
    stranger.client.event_hooks["response"].append(watch)
    stranger.client.follow_redirects = False
    before = kept(office.database, office.files)
    for door in set(doors(office.console.app)) - OPEN_TO_ALL:
        for address in door.addresses(number, 2):
            answer = await stranger.client.request(door.method, address)
            if door.method == "GET" and answer.status_code == 303:
                assert answer.headers["location"].startswith("/sign-in?next="), address
            else:
                assert (answer.status_code, "<nav" in answer.text, number in answer.text) == (401, False, False)
    assert kept(office.database, office.files) == before


@pytest.mark.parametrize("role", Role)
async def test_nobody_gets_a_page_that_is_for_other_roles(office: FullOffice, role: Role) -> None:
    browser, number = await office.browser(role), office.numbers()[0]
    await browser.open("/account")
    form = {"token": browser.token}
    browser.client.event_hooks["response"].append(watch)
    before = kept(office.database, office.files)
    others = [door for door, route in declared(office.console).items() if route.roles and role not in route.roles]
    for door in others:
        for address in door.addresses(number, 1):
            answer = await browser.client.request(door.method, address, data=form if door.method == "POST" else None)
            assert (door, answer.status_code) == (door, 403)
    assert others
    assert kept(office.database, office.files) == before


@pytest.mark.parametrize("role", sorted(NO_CASE))
def test_who_reads_no_cases_has_no_page_with_cases(office: FullOffice, role: Role) -> None:
    theirs = [door for door, route in declared(office.console).items() if route.roles and role in route.roles]
    assert [door for door in theirs if door.path.startswith(WITH_CASES)] == []


async def test_a_role_that_was_taken_away_opens_nothing_from_then_on(office: FullOffice) -> None:
    browser = await office.browser(Role.TRIAGE_OFFICER)
    with write_scope(office.database) as session:
        session.get_one(Staff, browser.account.id).roles = [Role.FAQ_EDITOR]
    assert (await browser.open("/queue")).status_code == 403
