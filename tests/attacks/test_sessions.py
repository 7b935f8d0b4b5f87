"""A session belongs to one browser, ends when it is ended, and cannot be made from what anybody knows."""

from cases.kinds import Role
from tests.accounts import PASSPHRASE
from tests.attacks.full_office import FullOffice
from tests.attacks.surface import doors
from tests.builders import MINUTE
from tests.consoles import Browser, Console

ROLE, CHOSEN = Role.TEAM_LEADER, "a lamp 路灯 by 1987"


def thief_of(office: FullOffice, browser: Browser) -> Browser:
    """Somebody with a copy of its cookies."""
    thief = office.console.browser()
    thief.client.cookies.update(dict(browser.client.cookies))
    return thief


async def opens_anything(office: FullOffice, browser: Browser) -> bool:
    """Whether any page is shown that is behind the door."""
    browser.client.follow_redirects = False
    number = office.shown(ROLE)[0]
    pages = [door for door in doors(office.console.app) if door.method == "GET" and door.path != "/sign-in"]
    answers = [await browser.client.get(next(page.addresses(number, 1))) for page in pages]
    return not all(one.status_code == 401 or one.headers.get("location", "").startswith("/sign-in") for one in answers)


async def test_a_cookie_that_was_planted_before_signing_in_is_nobodys_afterwards(office: FullOffice) -> None:
    victim = office.console.browser()
    await victim.open("/sign-in")
    thief = thief_of(office, victim)
    await victim.sign_in(office.accounts[ROLE])
    assert not await opens_anything(office, thief)
    assert await opens_anything(office, victim)


async def test_a_cookie_of_the_attackers_own_making_opens_nothing(office: FullOffice) -> None:
    for made in ("", "x", "0" * 43, "..", "huiyin"):
        thief = office.console.browser()
        thief.client.cookies.set("huiyin-staff", made)
        assert not await opens_anything(office, thief)


async def test_a_stolen_cookie_is_worth_nothing_after_signing_out(office: FullOffice) -> None:
    victim = await office.browser(ROLE)
    await victim.open("/account")
    thief = thief_of(office, victim)
    await victim.post("/sign-out")
    assert not await opens_anything(office, thief)


async def test_a_stolen_cookie_is_worth_nothing_after_the_passphrase_was_changed(office: FullOffice) -> None:
    victim = await office.browser(ROLE)
    await victim.open("/account")
    thief = thief_of(office, victim)
    changed = {"former": PASSPHRASE, "chosen": CHOSEN, "again": CHOSEN}
    assert (await victim.post("/account/passphrase", changed)).status_code == 200
    assert not await opens_anything(office, thief)
    assert await opens_anything(office, victim)


async def test_the_token_of_a_form_is_worth_nothing_in_another_browser(office: FullOffice) -> None:
    one, other = await office.browser(ROLE), await office.browser(Role.HANDLER)
    await one.open("/account")
    assert (await other.client.post("/sign-out", data={"token": one.token})).status_code == 403


async def test_a_code_of_the_telephone_is_taken_once(office: FullOffice) -> None:
    account = office.accounts[ROLE]
    code = account.code()
    await office.browser(ROLE)
    second = office.console.browser()
    await second.open("/sign-in")
    page = await second.post("/sign-in", {"name": account.name, "passphrase": PASSPHRASE, "code": code})
    assert page.status_code == 403


async def test_guessing_takes_longer_each_time(office: FullOffice) -> None:
    account, browser = office.accounts[ROLE], office.console.browser()
    for _ in range(8):
        await browser.sign_in(account, office.console.now, passphrase="wrong wrong wrong")
        office.console.now += MINUTE
    office.console.now -= MINUTE
    assert (await browser.sign_in(account, office.console.now)).status_code == 429


async def test_neither_cookie_nor_token_is_in_an_address_or_in_another_sites_reach(office: FullOffice) -> None:
    browser = office.console.browser()
    given = (await browser.open("/sign-in")).headers["set-cookie"].lower()
    assert all(flag in given for flag in ("httponly", "samesite=strict", "path=/"))
    await browser.sign_in(office.accounts[ROLE])
    cookie = browser.client.cookies["huiyin-staff"]
    await browser.open("/queue")
    assert cookie not in browser.page.text
    assert f"token={browser.token}" not in browser.page.text


async def test_behind_https_the_cookie_goes_nowhere_else(furnished: FullOffice) -> None:
    secure = Console(furnished.database, secure=True).browser()
    secure.client.base_url = "https://console.test"
    given = (await secure.open("/sign-in")).headers
    assert given["set-cookie"].startswith("__Host-huiyin-staff=")
    assert "Secure" in given["set-cookie"]
    assert "strict-transport-security" in given
