"""Somebody who follows every link and fills in every form, with words that do harm where they are not words."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from io import BytesIO

from fastapi import FastAPI
from httpx import URL, Response
from openpyxl import load_workbook
from starlette.routing import Match
from starlette.routing import Route as Address

from console.visit import XLSX
from tests.attacks.forms import Form, Page
from tests.attacks.full_office import PAGE
from tests.attacks.strictness import Strictest, require_strict
from tests.consoles import SITE, Browser

POISON = "='\"></textarea><img src=x onerror=alert(1)>{{7**29}}"
TAKEN_AS_WORDS = "img src=x onerror=alert(1)&gt;"
RECKONED = str(7**29)
NOT_PRESSED = ("/sign-out", "/sign-in", "/trial")
OF_A_SORT = 3  # pages that differ by their numbers alone
NAMED = re.compile(r"attachment; filename\*=UTF-8''[\w.%~-]+|attachment; filename=\"[\w.-]+\"", re.ASCII)


@dataclass
class Walker:
    """Goes through a whole application, and looks at every answer."""

    app: FastAPI
    browser: Browser
    opened: set[str] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)  # addresses of a sort
    poisoned: set[str] = field(default_factory=set)  # where the words came back, as words
    sent: set[tuple[str, ...]] = field(default_factory=set)
    books: int = 0

    def __post_init__(self) -> None:
        self.browser.client.event_hooks["response"].append(self._look)

    async def walk(self, *beginnings: str, fill: bool = True, hidden_too: bool = False) -> None:
        """From these pages on, until there is nothing new."""
        self.seen.clear()
        self.opened.clear()
        ahead = deque(beginnings)
        while ahead:
            address = ahead.popleft()
            if self._is_new(address):
                page = await self._open(address)
                ahead += page.links
                for form in page.forms if fill else ():
                    ahead += await self._fill(form, hidden_too=hidden_too)

    async def _open(self, address: str) -> Page:
        return self._read(await self.browser.client.get(address))

    async def _fill(self, form: Form, *, hidden_too: bool) -> list[str]:
        """The pages that it led to."""
        led_to = []
        for address, fields in form.sent(POISON, hidden_too=hidden_too):
            sort = (self._sort_of(address), str(hidden_too), *sorted(fields))
            if sort in self.sent or any(address.endswith(place) for place in NOT_PRESSED):
                continue
            self.sent.add(sort)
            led_to += self._read(await self._send(form, address, fields)).links
        return led_to

    async def _send(self, form: Form, address: str, fields: dict[str, list[str]]) -> Response:
        if form.method == "get":
            return await self.browser.client.get(address, params=fields)
        fields["token"] = [await self._token()]
        files = {form.file: (f"{POISON}.html", PAGE)} if form.file else None
        return await self.browser.client.post(address, data=fields, files=files)

    async def _token(self) -> str:
        if not self.browser.token:
            await self.browser.open("/account")
        return self.browser.token

    def _read(self, answer: Response) -> Page:
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return Page(str(answer.url), answer.text if is_page else "")

    def _is_new(self, address: str) -> bool:
        sort, known = self._sort_of(address), address in self.opened
        self.opened.add(address)
        self.seen[sort] += not known
        return bool(sort) and not known and self.seen[sort] <= OF_A_SORT

    def _sort_of(self, address: str) -> str:
        """Its route and what is asked with it, whatever the numbers are; "" for what is not ours."""
        url = URL(SITE).join(address)
        scope = {"type": "http", "method": "", "path": url.path, "headers": []}
        fitting = ((one.path, one.matches(scope)) for one in self.app.routes if isinstance(one, Address))
        for path, (match, given) in fitting:
            if match is not Match.NONE and url.host == URL(SITE).host:
                verb = given["path_params"].get("verb", "")
                return f"{path.replace('{verb}', verb)} {' '.join(sorted(url.params))}"
        return ""

    async def _look(self, answer: Response) -> None:
        await answer.aread()
        require_strict(answer)
        assert answer.status_code < 500, _where(answer)
        sort = answer.headers.get("content-type", "")
        if sort == XLSX:
            self._look_into(answer.content)
        if not sort.startswith("text/html"):
            require_saved(answer)
            return
        require_harmless(answer)
        if TAKEN_AS_WORDS in answer.text:
            self.poisoned.add(self._sort_of(answer.request.url.path))

    def _look_into(self, content: bytes) -> None:
        """No cell may reckon."""
        self.books += 1
        cells = [cell for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def require_harmless(answer: Response) -> None:
    """Nothing that was typed has become a part of the page's own language, nor of the template's."""
    reader = Strictest()
    reader.feed(answer.text)
    assert (reader.refused, reader.elsewhere) == ([], []), _where(answer)
    assert "<img src=x" not in answer.text, _where(answer)
    assert RECKONED not in answer.text, _where(answer)
    assert "javascript:" not in answer.text, _where(answer)


def require_saved(answer: Response) -> None:
    """What is no page of ours is a redirect, a message of ours, a picture we drew, or to be saved and not opened."""
    disposition = answer.headers.get("content-disposition", "")
    harmless = ("text/plain", "application/json", "image/png", "text/css", "text/javascript", "")
    sort = answer.headers.get("content-type", "").partition(";")[0]
    assert disposition or sort in harmless, _where(answer)
    assert not disposition or NAMED.fullmatch(disposition), disposition


def _where(answer: Response) -> str:
    return f"{answer.request.method} {answer.request.url} {answer.status_code}"
