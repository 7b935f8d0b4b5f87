"""The console on a database of its own, and a browser without scripts that an officer sits at."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from sqlalchemy import Engine

from cases.kinds import Role
from cases.routing.jurisdiction import NOWHERE
from console.application import create
from console.office import Office
from db.session import write_scope
from desk.step import Office as CaseOffice
from tests.accounts import Account, make_account
from tests.builders import CHEAP, NOW, RECOVERY, SECRET
from wording import Wording

TOKEN = re.compile(r'<input type="hidden" name="token" value="([^"]*)">')
SITE = "http://console.test"


def without_token(page: httpx.Response) -> str:
    """What a page says, but for what makes its forms the forms of this page."""
    return TOKEN.sub("", page.text)


@dataclass
class Console:
    """One office's console; its clock stands still until it is moved."""

    database: Engine
    secure: bool = False
    now: datetime = NOW
    more: dict[str, Any] = field(default_factory=dict)  # fields of Office that a test needs

    def __post_init__(self) -> None:
        wording = Wording.load()
        casework = CaseOffice(wording, SECRET, RECOVERY.public, lambda: NOWHERE, dict)
        self.office = Office(
            self.database, SECRET, wording, lambda: self.now, casework, CHEAP, secure=self.secure, **self.more
        )
        self.app = create(self.office)

    def browser(self) -> "Browser":
        """One that has been nowhere yet."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return Browser(httpx.AsyncClient(transport=transport, base_url=SITE, follow_redirects=True))

    async def officer(self, *roles: Role, name: str = "", department: str | None = None) -> "Browser":
        """Somebody with these roles, signed in."""
        with write_scope(self.database) as session:
            account = make_account(session, name or f"is-{roles[0]}", *roles, department=department)
        browser = self.browser()
        await browser.sign_in(account, self.now)
        return browser


@dataclass
class Browser:
    """Keeps the last page, and fills in the token of its forms."""

    client: httpx.AsyncClient
    page: httpx.Response | None = None
    account: Account | None = None

    @property
    def text(self) -> str:
        """The page without its tags."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.page.text))

    @property
    def token(self) -> str:
        """What the forms of the page carry."""
        found = TOKEN.search(self.page.text)
        return found.group(1) if found else ""

    async def open(self, path: str) -> httpx.Response:
        """Go to an address of the console."""
        self.page = await self.client.get(path)
        return self.page

    async def post(self, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form of the page that is open."""
        self.page = await self.client.post(path, data={"token": self.token, **(fields or {})}, **more)
        return self.page

    async def sign_in(self, account: Account, now: datetime = NOW, *, passphrase: str | None = None) -> httpx.Response:
        """Through the door."""
        self.account = account
        await self.open("/sign-in")
        given = {"name": account.name, "passphrase": passphrase or account.passphrase, "code": account.code(now)}
        return await self.post("/sign-in", given)
