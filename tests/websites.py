"""The public pages with the whole bot behind them, and a browser without scripts that visits them."""

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from bot.turn import Custody
from bot.web_chat import Sent, WebChannel, WebChat
from bot.web_uploads import Uploads
from bulletin import profile
from cases.chat_models import OutboxItem
from commands import assembly
from db.session import make_engine, read_scope, write_scope
from public.application import create
from public.chat import Door, Office
from public.events import Streams
from public.limits import Limits
from public.progress_record import Record
from public.sessions import Sessions
from settings import ROOT, Settings
from tests.builders import DERIVATION, NOW, RECOVERY, SECRET, make_readers
from tests.talking import PlainThinker

ADDRESS, AGENT = "203.0.113.77", "CanaryBrowser/77"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
SAY_FORM = re.compile(r'<form id="say".*?</form>', re.DOTALL)
BUTTON = re.compile(r'<button type="submit" form="say" name="pressed" value="([^"]*)" formnovalidate>([^<]*)</button>')
TEXT = re.compile(r'<p class="text">(.*?)</p>', re.DOTALL)
FIELD = re.compile(r"<textarea[^>]*>\n(.*?)</textarea>", re.DOTALL)
NOTICE = re.compile(r'<p id="notice" role="status">(.*?)</p>', re.DOTALL)


@dataclass
class Website:
    """One office's public application; its clock stands still until it is moved."""

    home: Path
    secure: bool = False
    door: Door | None = None
    thinker: PlainThinker = field(default_factory=PlainThinker)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        settings = Settings(home=self.home, database_url="", model=None)
        self.uploads = Uploads(SECRET, self.home / "uploads")
        custody, known = Custody(SECRET, RECOVERY.public, DERIVATION), profile.load(ROOT / "data" / "bulletin")
        channels = [WebChannel(self.uploads)]
        self.service = assembly.build(settings, channels, custody, self.thinker, *known, lambda: self.now)
        self.database = make_engine(settings.url)
        with write_scope(self.database) as session:
            make_readers(session)
        self.chat = WebChat(self.database, SECRET, self.service.conversation, self.uploads, lambda: self.now)
        drawn = self.service.pictures.draw
        office = Office(self.chat, Sent, self.service.wording, drawn, lambda: self.now, self.secure, self.door)
        self.streams, self.limits = Streams(office), Limits(lambda: self.now.timestamp())
        self.sessions = Sessions(SECRET, secure=self.secure)
        record = Record(lambda: self.service.pictures.about, self.database, "https://huiyin.example")
        self.app = create(office, SECRET, self.streams, record, self.limits)

    def browser(self, **headers: str) -> "Browser":
        """Somebody else."""
        return Browser(self, headers)

    def outbox(self) -> list[OutboxItem]:
        """All its rows."""
        with read_scope(self.database) as session:
            return list(session.scalars(select(OutboxItem).order_by(OutboxItem.id)))


def found(pattern: re.Pattern[str], page: str) -> re.Match[str]:
    """Where it stands in the page."""
    match = pattern.search(page)
    assert match, f"the page has no {pattern.pattern}"
    return match


class Browser:
    """Keeps cookies and the page it is on; presses and types like one without scripts."""

    def __init__(self, website: Website, headers: dict[str, str]) -> None:
        transport = httpx.ASGITransport(website.app, client=(ADDRESS, 4711))
        scheme = "https" if website.secure else "http"
        given = {"user-agent": AGENT} | headers
        self.client = httpx.AsyncClient(transport=transport, base_url=f"{scheme}://huiyin.example", headers=given)
        self.page = ""

    async def open(self, path: str = "/") -> httpx.Response:
        """Go to a page."""
        return self._on(await self.client.get(path))

    async def say(self, text: str = "", *, follow: bool = True, **fields: Any) -> httpx.Response:
        """Send the form of the page that is open."""
        if not self.page:
            await self.open()
        file = fields.pop("file", None)
        sent = self.hidden | {"text": text} | fields
        files = {"file": file} if file else None
        return self._on(await self.client.post("/say", data=sent, files=files, follow_redirects=follow))

    async def press(self, label: str, text: str = "") -> httpx.Response:
        """Press the newest button of this label."""
        return await self.say(text, pressed=self.buttons[label])

    async def ask(self, text: str = "", **fields: Any) -> dict[str, Any]:
        """As the page's script does it."""
        self.page = self.page or (await self.client.get("/")).text
        sent = self.hidden | {"text": text, "seen": ""} | fields
        answer = await self.client.post("/say", data=sent, headers={"accept": "application/json"})
        return answer.json() | {"status": answer.status_code}

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the form."""
        return dict(HIDDEN.findall(found(SAY_FORM, self.page)[0]))

    @property
    def buttons(self) -> dict[str, str]:
        """Data by label, the newest where two are alike."""
        return {html.unescape(label): html.unescape(data) for data, label in BUTTON.findall(self.page)}

    @property
    def texts(self) -> list[str]:
        """What the page says."""
        return [html.unescape(text) for text in TEXT.findall(self.page.partition("<template")[0])]

    @property
    def field(self) -> str:
        """What stands in the field for writing."""
        return html.unescape(found(FIELD, self.page)[1])

    @property
    def notice(self) -> str:
        """What the page says about the last try."""
        return html.unescape(found(NOTICE, self.page)[1])

    def _on(self, response: httpx.Response) -> httpx.Response:
        self.page = response.text if "text/html" in response.headers.get("content-type", "") else self.page
        return response
