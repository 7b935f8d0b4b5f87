"""Who comes in, how long they may stay, and what nobody can do from outside."""

import weakref
from datetime import timedelta

import pytest
from pyotp import TOTP

from cases.kinds import Role
from cases.staff.models import Staff
from cases.staff.officer import Officer
from console.door import own_place
from console.sessions import IDLE, LONGEST, Sessions
from db.session import write_scope
from tests.accounts import PASSPHRASE, make_account, make_new_account
from tests.builders import NOW, SECRET
from tests.consoles import Browser, Console
from web.bodies import LARGEST_FILE, ROOM

ELSEWHERE = ("https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "")


async def test_without_signing_in_every_page_leads_to_the_door(console: Console) -> None:
    browser = console.browser()
    page = await browser.open("/queue")
    assert (page.url.path, page.url.params["next"]) == ("/sign-in", "/queue")


async def test_who_signs_in_comes_to_where_they_wanted_to_go(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    assert browser.page.url.path == "/queue"


async def test_above_every_page_stands_what_people_call_who_is_signed_in(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER, name="wangli")
    with write_scope(console.database) as session:
        session.get_one(Staff, browser.account.id).display_name = "王丽"
    await browser.open("/queue")
    assert '<a href="/account" title="wangli">王丽</a>' in browser.page.text


@pytest.mark.parametrize("wrong", ["name", "passphrase", "code"])
async def test_whatever_is_wrong_is_refused_in_the_same_words(console: Console, wrong: str) -> None:
    with write_scope(console.database) as session:
        account = make_account(session, "wangli", Role.HANDLER)
    browser = console.browser()
    await browser.open("/sign-in")
    given = {"name": "wangli", "passphrase": PASSPHRASE, "code": account.code()}
    page = await browser.post("/sign-in", given | {wrong: "nobody1"})
    assert page.status_code == 403
    assert "账号、口令或验证码不对" in page.text
    assert (await browser.open("/queue")).url.path == "/sign-in"


async def test_a_failed_sign_in_makes_the_next_one_wait_and_says_how_long(console: Console) -> None:
    with write_scope(console.database) as session:
        account = make_account(session, "wangli", Role.HANDLER)
    browser = console.browser()
    await browser.sign_in(account, passphrase="wrong wrong wrong")
    page = await browser.sign_in(account)
    assert page.status_code == 429
    assert "秒再试" in page.text


async def test_the_cookie_changes_at_sign_in_so_that_nobody_can_plant_one(console: Console) -> None:
    with write_scope(console.database) as session:
        account = make_account(session, "wangli", Role.HANDLER)
    browser = console.browser()
    await browser.open("/sign-in")
    planted = dict(browser.client.cookies)
    await browser.sign_in(account)
    stranger = console.browser()
    stranger.client.cookies.update(planted)
    assert (await stranger.open("/queue")).url.path == "/sign-in"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(place: str) -> None:
    assert own_place(place) == ""


async def test_who_does_nothing_for_half_an_hour_has_to_sign_in_again(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    console.now = NOW + IDLE + timedelta(seconds=1)
    assert (await browser.open("/queue")).url.path == "/sign-in"


async def test_nobody_stays_signed_in_for_longer_than_a_working_day(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    while console.now - NOW <= LONGEST:
        assert (await browser.open("/queue")).url.path == "/queue"
        console.now += timedelta(minutes=29)
    assert (await browser.open("/queue")).url.path == "/sign-in"


async def test_an_account_that_is_switched_off_is_out_at_once(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    with write_scope(console.database) as session:
        session.get_one(Staff, browser.account.id).active = False
    assert (await browser.open("/queue")).url.path == "/sign-in"


async def test_signing_out_forgets_the_session_and_not_only_the_cookie(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    kept = dict(browser.client.cookies)
    await browser.post("/sign-out")
    thief = console.browser()
    thief.client.cookies.update(kept)
    assert (await thief.open("/queue")).url.path == "/sign-in"


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
async def test_a_form_of_another_site_is_refused_even_with_the_right_token(
    console: Console, headers: dict[str, str]
) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    assert (await browser.post("/sign-out", headers=headers)).status_code == 403


async def test_a_change_without_the_token_of_this_session_is_refused_and_keeps_the_words(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    page = await browser.post("/type", {"token": "", "size": "很长的一段话，不能丢掉"})
    assert page.status_code == 403
    assert "很长的一段话，不能丢掉" in page.text


async def test_what_was_typed_while_the_session_ended_is_shown_again_and_not_done(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    console.now = NOW + IDLE + timedelta(seconds=1)
    page = await browser.post("/type", {"size": "很长的一段话，不能丢掉"})
    assert page.status_code == 401
    assert "很长的一段话，不能丢掉" in page.text
    assert "type" not in browser.client.cookies


async def test_a_new_account_has_to_change_its_passphrase_and_set_up_the_telephone_first(console: Console) -> None:
    with write_scope(console.database) as session:
        one_time = make_new_account(session, "xinren", Role.HANDLER)
    browser = console.browser()
    await browser.open("/sign-in")
    page = await browser.post("/sign-in", {"name": "xinren", "passphrase": one_time, "code": ""})
    assert page.url.path == "/set-up"
    assert (await browser.open("/queue")).url.path == "/set-up"
    await _choose(browser, one_time, "a lamp 路灯 by 1987")
    assert "<svg" in browser.page.text
    await _scan(browser, console)
    assert browser.page.url.path == "/queue"


async def _choose(browser: Browser, former: str, chosen: str) -> None:
    await browser.post("/account/passphrase", {"former": former, "chosen": chosen, "again": chosen})


async def _scan(browser: Browser, console: Console) -> None:
    seed = browser.page.text.partition('name="seed" value="')[2].partition('"')[0]
    await browser.post("/account/totp", {"seed": seed, "code": TOTP(seed).at(console.now)})


async def test_a_wrong_former_passphrase_makes_the_next_one_wait_as_a_failed_sign_in_does(console: Console) -> None:
    browser = await console.officer(Role.HANDLER)
    await browser.open("/account")
    await _choose(browser, "wrong wrong wrong", "a lamp 路灯 by 1987")
    await _choose(browser, PASSPHRASE, "a lamp 路灯 by 1987")
    assert (browser.page.status_code, "秒再试" in browser.text) == (422, True)
    console.now += timedelta(minutes=1)
    await _choose(browser, PASSPHRASE, "a lamp 路灯 by 1987")
    assert browser.page.url.path == "/queue"


async def test_a_passphrase_may_be_as_long_as_somebody_likes(console: Console) -> None:
    browser = await console.officer(Role.HANDLER)
    chosen = "".join(f"{number} lamps " for number in range(200))
    await browser.open("/account")
    await browser.post("/account/passphrase", {"former": PASSPHRASE, "chosen": chosen, "again": chosen})
    await browser.post("/sign-out")
    console.now += timedelta(minutes=1)
    assert browser.account is not None
    await browser.sign_in(browser.account, console.now, passphrase=chosen)
    assert browser.page.url.path == "/queue"


async def test_the_key_of_who_may_not_act_any_more_is_forgotten(console: Console) -> None:
    browser = await console.officer(Role.HANDLER)
    with write_scope(console.database) as session:
        session.get_one(Staff, browser.account.id).active = False
    await browser.open("/queue")
    with write_scope(console.database) as session:
        session.get_one(Staff, browser.account.id).active = True
    assert (await browser.open("/queue")).url.path == "/sign-in"


def test_the_key_of_who_has_closed_the_browser_is_forgotten_when_anybody_asks_for_anything() -> None:
    sessions = Sessions(SECRET, secure=False)
    officer = Officer(1, "wangli", frozenset({Role.HANDLER}))
    known = weakref.ref(officer)
    sessions.begin(officer, (), NOW)
    del officer
    sessions.of("of another browser", NOW + IDLE, passive=True)
    assert known() is not None
    sessions.of("of another browser", NOW + IDLE + timedelta(seconds=1), passive=True)
    assert known() is None


async def test_a_file_that_is_too_large_takes_nothing_of_what_was_written_beside_it(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    words = "路灯的事，村里去年就开过会"
    file = {"file": ("large.bin", bytes(LARGEST_FILE + ROOM + 1))}
    page = await browser.post("/queue/claim", {"text": words}, files=file)
    assert page.status_code == 413
    assert f">{words}</textarea>" in page.text


async def test_large_type_stays_on_the_page_where_it_was_asked_for(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open("/queue?view=overdue")
    assert 'name="next" value="/queue?view=overdue"' in browser.page.text
    page = await browser.post("/type", {"size": "large", "next": "/queue?view=overdue"})
    assert (page.url.path, page.url.params["view"]) == ("/queue", "overdue")
    assert 'data-type="large"' in page.text
    page = await browser.post("/type", {"size": "usual", "next": "//evil.test"})
    assert page.url.host == "console.test"
