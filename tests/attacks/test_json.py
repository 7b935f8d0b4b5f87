"""What answers in JSON takes whatever comes, from a form of ours to nonsense, and never fails by itself."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from cases.kinds import Role
from public.door import SECRET_HEADER
from tests.attacks.full_office import FullOffice
from tests.attacks.strictness import require_strict
from tests.builders import MINUTE
from tests.consoles import SITE
from tests.public.test_webhook import SECRET, Desk
from tests.websites import Website

WORDS: dict[str, Any] = {"type": "string"}
KEY = {"type": "string", "pattern": "^[0-9a-f]{16,64}$"}
FORM = {"token": WORDS, "key": KEY, "text": WORDS, "pressed": WORDS, "album": KEY, "seen": WORDS}
UPDATE = {"update_id": {"type": "integer"}, "message": {"type": "object"}, "callback_query": {"type": "object"}}
TRIES = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def asked(**blanks: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands in an address: where, and what it should be."""
    return [
        {"name": name, "in": place, "required": place == "path", "schema": wanted}
        for name, (place, wanted) in blanks.items()
    ]


def body(kind: str, fields: dict[str, Any], *required: str) -> dict[str, Any]:
    wanted = {"type": "object", "properties": fields, "required": [*required]}
    return {"requestBody": {"required": True, "content": {kind: {"schema": wanted}}}}


FORMS = "application/x-www-form-urlencoded"
CONSOLE = {
    ("/queue/news", "get"): {"parameters": asked(since=("query", {"type": "integer", "minimum": 0}))},
    ("/cases/{number}/waiting", "get"): {"parameters": asked(number=("path", {"type": "string", "minLength": 1}))},
    ("/answers/publish/progress", "get"): {},
    ("/entry/still", "get"): {},
}
ASKED_BY = {"/answers/publish/progress": Role.FAQ_EDITOR, "/entry/still": Role.INTAKE_CLERK}
PUBLIC = {
    ("/say", "post"): body(FORMS, FORM, "key", "text"),
    ("/seen", "post"): body(FORMS, FORM, "seen"),
    ("/telegram", "post"): body("application/json", UPDATE, "update_id"),
}


def tries(path: str, method: str, what: dict[str, Any]) -> st.SearchStrategy[Case]:
    """Requests that are as the description says, and such as are not."""
    described = {"responses": {"200": {"description": "an answer"}}, **what}
    whole = {"openapi": "3.1.0", "info": {"title": "huiyin", "version": "1"}, "paths": {path: {method: described}}}
    operation = schemathesis.openapi.from_dict(whole)[path][method]
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    return fitting | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE) if what else fitting


def request_of(case: Case, base: str, **more: str) -> httpx.Request:
    """As it goes over the wire; `more` are fields or headers that get it past the door."""
    sent = case.as_transport_kwargs(base_url=base)
    given_fields = sent.get("data")
    if isinstance(given_fields, dict):
        given_fields = urlencode(given_fields | more, doseq=True, errors="replace")
    headers = {**sent["headers"], **({} if "data" in sent else more)}
    content = given_fields.encode() if isinstance(given_fields, str) else given_fields
    return httpx.Request(
        sent["method"], sent["url"], params=sent["params"], headers=headers, content=content, json=sent.get("json")
    )


async def answered(client: httpx.AsyncClient, request: httpx.Request) -> None:
    """Strictly, and not by an error of ours."""
    answer = await client.send(request)
    require_strict(answer)
    assert answer.status_code < 500, request.url


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.mark.parametrize(("path", "method"), CONSOLE)
def test_what_the_consoles_scripts_ask_is_answered(
    office: FullOffice, loop: asyncio.AbstractEventLoop, path: str, method: str
) -> None:
    browser = loop.run_until_complete(office.browser(ASKED_BY.get(path, Role.TEAM_LEADER)))

    @TRIES
    @given(tries(path, method, CONSOLE[path, method]))
    def every(case: Case) -> None:
        request = request_of(case, SITE, cookie=f"huiyin-staff={browser.client.cookies['huiyin-staff']}")
        loop.run_until_complete(answered(browser.client, request))

    every()


@pytest.mark.parametrize(("path", "method"), PUBLIC)
def test_what_the_chats_script_and_telegram_send_is_answered(
    tmp_path: Path, loop: asyncio.AbstractEventLoop, path: str, method: str
) -> None:
    website = Website(tmp_path / "home", door=Desk())
    browser = website.browser()
    loop.run_until_complete(browser.open())
    past = {SECRET_HEADER: SECRET} if path == "/telegram" else {"token": browser.hidden["token"]}
    cookies = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())

    @TRIES
    @given(tries(path, method, PUBLIC[path, method]))
    def every(case: Case) -> None:
        website.now += MINUTE  # or it would be too much at once
        request = request_of(case, "http://huiyin.example", **past)
        request.headers.update({"cookie": cookies, "accept": "application/json"})
        loop.run_until_complete(answered(browser.client, request))

    every()
