"""Bodies that are too large, that never come, or that are no form: refused, and nobody else has to wait."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cases.kinds import Role
from public import forms
from tests.attacks.digest import kept
from tests.attacks.full_office import FullOffice
from tests.attacks.strictness import watch
from tests.attacks.surface import Door, doors
from tests.consoles import Browser
from tests.websites import Website
from web import bodies

ROLE = Role.TEAM_LEADER
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
BROKEN = (
    b"",
    b"\xff\xfe\x00",
    b"--x",
    b"--x\r\n\r\n",
    b"a=" * 500,
    b"%zz=%",
    b"--x\r\nContent-Disposition: form-data\r\n",
)
KINDS = (FORM, MULTIPART, "multipart/form-data", "application/json", "text/xml", "")
PATIENCE = 10  # seconds


async def endless(beginning: bytes = b"text=") -> AsyncIterator[bytes]:
    """A browser that begins to send and then says nothing more."""
    yield beginning
    await asyncio.Event().wait()


def changes(office: FullOffice) -> list[tuple[Door, str]]:
    """Every address that takes a form, once."""
    number = office.shown(ROLE)[0]
    return [(door, next(door.addresses(number, 1))) for door in doors(office.console.app) if door.method == "POST"]


async def signed_in(office: FullOffice) -> Browser:
    browser = await office.browser(ROLE)
    await browser.open("/account")
    browser.client.event_hooks["response"].append(watch)
    return browser


@pytest.mark.parametrize("kind", KINDS)
async def test_no_broken_form_is_an_error_of_ours_or_changes_anything(office: FullOffice, kind: str) -> None:
    browser = await signed_in(office)
    before = kept(office.database, office.files)
    for _, address in changes(office):
        for body in BROKEN:
            answer = await browser.client.post(address, content=body, headers={"content-type": kind})
            assert 400 <= answer.status_code < 500, address
    assert kept(office.database, office.files) == before


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
async def test_what_is_too_large_is_refused_before_it_is_understood(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(bodies, "LARGEST_FILE", 1000)
    monkeypatch.setattr(bodies, "ROOM", 4000)
    browser = await signed_in(office)
    before = kept(office.database, office.files)
    part = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
    for door, address in changes(office):
        body = (part if kind == MULTIPART else b"a=") + b"x" * 10_000
        answer = await browser.client.post(address, content=body, headers={"content-type": kind})
        assert answer.status_code in (400, 403, 413), door
    assert kept(office.database, office.files) == before


async def test_a_length_that_is_a_lie_is_not_believed(office: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "ROOM", 4000)
    browser = await signed_in(office)
    for length in ("1", "0", "99999999999999999999"):
        headers = {"content-type": FORM, "content-length": length}
        answer = await browser.client.post("/queue/search", content=b"a=" + b"x" * 10_000, headers=headers)
        assert answer.status_code == 413


async def test_a_form_of_thousands_of_fields_is_refused(office: FullOffice) -> None:
    browser = await signed_in(office)
    fields = "&".join(f"f{number}=x" for number in range(5000))
    answer = await browser.client.post("/queue/search", content=fields, headers={"content-type": FORM})
    assert answer.status_code == 400


async def test_a_body_that_never_ends_keeps_nobody_else_waiting(office: FullOffice) -> None:
    browser, stranger = await signed_in(office), office.console.browser()
    headers = {"content-type": FORM}
    slow = [
        asyncio.ensure_future(stranger.client.post("/sign-in", content=endless(), headers=headers)) for _ in range(60)
    ]
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        assert (await browser.open("/queue")).status_code == 200
    for one in slow:
        one.cancel()


async def test_a_body_that_never_ends_is_given_up(office: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST", 0.05)
    browser = await signed_in(office)
    async with asyncio.timeout(PATIENCE):
        answer = await browser.client.post("/queue/search", content=endless(), headers={"content-type": FORM})
    assert answer.status_code == 400


async def test_large_uploads_that_never_end_keep_no_citizen_from_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    website = Website(tmp_path / "home")
    slow, citizen = website.browser(), website.browser()
    await slow.open()
    headers = {"content-type": MULTIPART, "content-length": str(bodies.LARGEST_FILE)}
    sent = [slow.client.post("/say", content=endless(b"--x"), headers=headers) for _ in range(2 * forms.LARGE_AT_ONCE)]
    waiting = [asyncio.ensure_future(one) for one in sent]
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        assert (await citizen.say("海城违建拆了多少")).status_code == 200
    for one in waiting:
        one.cancel()
