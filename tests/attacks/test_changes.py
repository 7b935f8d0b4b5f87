"""Each change needs a form of our own page; looking changes nothing, whoever looks at whatever."""

import pytest

from cases.kinds import Role
from tests.attacks.digest import Kept, kept
from tests.attacks.full_office import FullOffice
from tests.attacks.strictness import watch
from tests.attacks.surface import Door, declared, doors, walked
from tests.consoles import Browser

LEFT_BY_LOOKING = ("audit_log",)
OVERRIDES = {"x-http-method-override": "POST", "x-http-method": "POST", "x-method-override": "POST"}
FOREIGN = ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"})
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD")


def state(office: FullOffice) -> Kept:
    """Of the office, without what looking leaves behind."""
    return kept(office.database, office.files, LEFT_BY_LOOKING)


async def changes(office: FullOffice) -> list[tuple[Browser, Door]]:
    """Every route that changes something, with somebody who may."""
    known, signed_in = declared(office.console), {}
    for role in Role:
        signed_in[role] = await office.browser(role)
        signed_in[role].client.event_hooks["response"].append(watch)
    posts = {door: route.roles or set(Role) for door, route in known.items() if door.method == "POST"}
    return [(signed_in[sorted(roles)[0]], door) for door, roles in posts.items()]


async def test_no_change_is_made_without_the_token_of_the_own_session(office: FullOffice) -> None:
    every, number = await changes(office), office.shown(Role.TEAM_LEADER)[0]
    other = await office.browser(Role.TEAM_LEADER)
    await other.open("/account")
    before = kept(office.database, office.files)
    for browser, door in every:
        for token in ("", "x", other.token):
            for address in door.addresses(number, 1):
                fields = {"token": token, "reason": "理由", "text": "一些话"}
                answer = await browser.client.post(address, data=fields)
                assert (door, answer.status_code) == (door, 403)
    assert kept(office.database, office.files) == before


async def test_no_change_is_made_for_another_site(office: FullOffice) -> None:
    every, number = await changes(office), office.shown(Role.TEAM_LEADER)[0]
    before = kept(office.database, office.files)
    for browser, door in every:
        await browser.open("/sign-in")
        for headers in FOREIGN:
            for address in door.addresses(number, 1):
                answer = await browser.client.post(address, data={"token": browser.token}, headers=headers)
                assert (door, answer.status_code) == (door, 403)
    assert kept(office.database, office.files) == before


async def test_no_header_and_no_field_makes_a_change_of_another_method(office: FullOffice) -> None:
    browser, number = await office.browser(Role.TEAM_LEADER), office.shown(Role.TEAM_LEADER)[0]
    await browser.open("/account")
    before = kept(office.database, office.files)
    pages = {door.path for door in doors(office.console.app) if door.method == "GET"}
    for door in doors(office.console.app):
        if door.method == "POST" and door.path not in pages:
            address = next(door.addresses(number, 1))
            query = {"token": browser.token, "_method": "POST", "reason": "理由", "text": "一些话"}
            answer = await browser.client.get(address, params=query, headers=OVERRIDES)
            assert answer.status_code in (403, 404, 405), door
    assert kept(office.database, office.files) == before


@pytest.mark.parametrize("method", METHODS)
async def test_other_methods_change_nothing_and_are_no_error_of_ours(office: FullOffice, method: str) -> None:
    browser, number = await office.browser(Role.TEAM_LEADER), office.shown(Role.TEAM_LEADER)[0]
    browser.client.event_hooks["response"].append(watch)
    before = state(office)
    for door in doors(office.console.app):
        answer = await browser.client.request(method, next(door.addresses(number, 1)))
        assert 300 <= answer.status_code < 500 or method == "HEAD", door
    assert state(office) == before


@pytest.mark.parametrize("role", walked(Role))
async def test_looking_changes_nothing(office: FullOffice, role: Role) -> None:
    browser = await office.browser(role)
    browser.client.event_hooks["response"].append(watch)
    numbers = [*office.shown(role)[:3], *office.hidden(role)[:1]]
    before = state(office)
    for door in doors(office.console.app):
        if door.method == "GET":
            addresses = {one for number in numbers for one in door.addresses(number)}
            for address in sorted(addresses):
                answer = await browser.client.get(address)
                assert answer.status_code < 500, address
    assert state(office) == before
