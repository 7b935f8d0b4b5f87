"""Forms as both applications read them."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from web import bodies


async def echo(request: Request) -> JSONResponse:
    return JSONResponse((await bodies.read(request)).fields)


@pytest.mark.parametrize("form", [{"data": {"text": "路\0灯"}}, {"files": {"text": (None, "路\0灯")}}])
async def test_what_no_text_of_a_database_can_hold_is_left_out(form: dict[str, object]) -> None:
    application = Starlette(routes=[Route("/", echo, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://web.test") as browser:
        answer = await browser.post("/", **form)  # type: ignore[arg-type]
    assert answer.json() == {"text": ["路灯"]}
