"""Every page of the console for everybody: with a screen reader, by keyboard, on a narrow screen, with large type."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from cases.kinds import Role
from console.visit import Route
from tests.accessibility.surveyed import SETTINGS, complaints, served
from tests.attacks.full_office import WORDS, FullOffice
from tests.attacks.surface import declared

FIRST = (Role.TEAM_LEADER, Role.TRIAGE_OFFICER, Role.FAQ_EDITOR, Role.SECURITY_ADMIN, Role.AUDITOR)
NO_PAGE = ("/view", "/copy", "/book", "/waiting", "/news", "/progress", "/still")
SHOWN_ONCE = ("/entry/{number}",)  # to who has just entered it
OFTEN = ("wide", "both")  # `both` is narrow and large at once; the others apart with --long
LONG_WORDS = f"{WORDS}{'a' * 120}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> FullOffice:
    """Everybody signs in at one press."""
    furnished = FullOffice(tmp_path_factory.mktemp("office") / "home", LONG_WORDS)
    officers = {role.value: account.officer for role, account in furnished.accounts.items()}
    trial = {role.value: role.label for role in Role}
    return furnished.copied(tmp_path_factory.mktemp("served") / "home", trial=trial, enter=officers.get)


@pytest.fixture(scope="module")
def address(office: FullOffice) -> Iterator[str]:
    with served(office.console.app) as at:
        yield at


def pages(office: FullOffice) -> dict[Role, dict[str, list[str]]]:
    """Every page there is with the addresses it may have, for somebody who may open it."""
    found: dict[Role, dict[str, list[str]]] = {}
    for door, route in declared(office.console).items():
        if door.method == "GET" and not door.path.endswith(NO_PAGE):
            role = _who(route)
            number = next(iter(office.shown(role)), "1")
            found.setdefault(role, {})[door.path] = [*door.addresses(number), *door.addresses("1")]
    return found


def _who(route: Route) -> Role:
    return next(role for role in (*FIRST, *Role) if route.roles is None or role in route.roles)


@pytest.mark.parametrize(
    "name", [*OFTEN, *(pytest.param(name, marks=pytest.mark.long) for name in SETTINGS if name not in OFTEN)]
)
def test_nothing_grave_is_wrong_with_any_page(office: FullOffice, address: str, chromium: Browser, name: str) -> None:
    setting, found = SETTINGS[name], {}
    for role, places in pages(office).items():
        context = chromium.new_context(
            base_url=address, viewport={"width": setting.width, "height": 800}, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto("/sign-in")
        found["/sign-in"] = complaints(page, setting)
        page.get_by_role("button", name=role.label, exact=True).click()
        if setting.large:
            context.add_cookies([{"name": "type", "value": "large", "url": address}])
        for path, addresses in places.items():
            opened = any(page.goto(one).status == 200 for one in addresses)
            found[path] = complaints(page, setting) if opened or path in SHOWN_ONCE else ["it does not open"]
        context.close()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
