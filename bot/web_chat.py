"""The web chat: what a browser says goes in, what waits in the outbox stays there until the browser has seen it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import filetype
from sqlalchemy.engine import Engine as Database

from bot.channel import Undeliverable
from bot.conversation import Conversation
from bot.files import LARGEST, MOST_FILES
from bot.messages import Attachment, Incoming
from bot.web_uploads import Uploads
from cases import citizen_notices, outbox
from cases.at_rest import ServiceSecret
from db.session import read_scope, write_scope

WEB = "web"
LONGEST_NAME = 120
LOOK_BACK = timedelta(minutes=1)  # a lower number may be committed after a higher one
ON_ITS_WAY = timedelta(seconds=1)  # what is younger comes with the answer to what was said
TOGETHER = 0.2  # seconds in which pages that have seen something wait for one another
KINDS = {"image": "photo", "video": "video", "audio": "audio"}


@dataclass(frozen=True)
class Shown:
    """One reply as a page shows it; `gone` are the messages it takes out of the page first."""

    id: int
    text: str
    buttons: tuple[tuple[str, str], ...]  # label, data
    picture: dict[str, str] | None
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """One thing a browser sends: words or a button, perhaps a file."""

    key: str
    text: str = ""
    pressed: str | None = None
    file: tuple[str, bytes] | None = None  # name, content
    album: str = ""
    seen: tuple[int, ...] = ()  # what the page had shown by then


class WebChannel:
    """Brings the files. It delivers nothing: citizens come for what waits."""

    name = WEB

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    async def fetch(self, attachment: Attachment, folder: Path, limit_bytes: int) -> Path:
        """Open the upload into the folder."""
        data = await asyncio.to_thread(self._uploads.read, attachment.ref)
        if data is None:
            raise Undeliverable("gone")
        if len(data) > limit_bytes:
            raise Undeliverable("too_big")
        path = folder / "upload"
        await asyncio.to_thread(path.write_bytes, data)
        return path

    async def release(self, attachment: Attachment) -> None:
        """It is kept now."""
        await asyncio.to_thread(self._uploads.erase, attachment.ref)

    def sweep(self, now: datetime) -> None:
        """Erase uploads that nobody wanted."""
        self._uploads.sweep(now)


class WebChat:
    """Chats of browsers, each under an address that no browser knows."""

    most_files = MOST_FILES

    def __init__(
        self,
        database: Database,
        secret: ServiceSecret,
        conversation: Conversation,
        uploads: Uploads,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._secret, self._clock = database, secret, clock
        self._conversation, self._uploads = conversation, uploads
        self._seen: list[tuple[str, Sequence[int]]] = []
        self._erasing: asyncio.Task[None] | None = None

    async def say(self, address: str, sent: Sent) -> bool:
        """Have it answered, once however often it is sent; False when the citizen must send it again."""
        incoming = Incoming(
            WEB,
            address,
            f"{address}:{sent.key}",
            "" if sent.pressed is not None else sent.text,
            await asyncio.to_thread(self._attachments, *sent.file) if sent.file else (),
            sent.pressed,
            message=sent.key,
            album=sent.album,
            reachable=False,
            seen=sent.seen,
        )
        outcome = await self._conversation.handle(incoming)
        return outcome.saved and outcome.act != "error"

    async def waiting(self, address: str) -> list[Shown]:
        """What has not been acknowledged yet, oldest first."""
        return await asyncio.to_thread(self._waiting, address)

    async def acknowledge(self, address: str, numbers: Sequence[int]) -> None:
        """These were shown; nobody has to send them again. Those of a moment wait for the disk together."""
        if not numbers:
            return
        self._seen.append((address, numbers))
        self._erasing = self._erasing or asyncio.create_task(self._erase_soon())
        await asyncio.shield(self._erasing)

    async def leave(self, address: str) -> None:
        """The citizen goes: draft, context and what waits are erased; cases stay."""
        await self.acknowledge(address, [shown.id for shown in await self.waiting(address)])
        await self._conversation.forget(WEB, address)

    async def news(self, since: datetime) -> set[tuple[str, int]]:
        """What waits since a minute before `since`, but for the last second, so that some of it is told again: the
        name (see `name_of`) of its chat, and its number."""
        return await asyncio.to_thread(self._news, since - LOOK_BACK, self._clock() - ON_ITS_WAY)

    def name_of(self, address: str) -> str:
        """What the outbox calls a chat."""
        return self._secret.chat_key(WEB, address)

    def _attachments(self, name: str, data: bytes) -> tuple[Attachment, ...]:
        if len(data) > LARGEST:  # refused by its size
            return (Attachment("document", name=fit_name(name), size=len(data)),)
        return (Attachment(kind_of(data), self._uploads.keep(data), fit_name(name), len(data)),)

    def _waiting(self, address: str) -> list[Shown]:
        with read_scope(self._database) as session:
            rows = outbox.waiting(session, self._secret, WEB, address, self._clock())
        return [shown(number, payload) for number, payload in rows]

    async def _erase_soon(self) -> None:
        await asyncio.sleep(TOGETHER)
        seen, self._seen, self._erasing = self._seen, [], None
        await asyncio.to_thread(self._acknowledge, seen)

    def _acknowledge(self, seen: Sequence[tuple[str, Sequence[int]]]) -> None:
        with write_scope(self._database) as session:
            for address, numbers in seen:
                citizen_notices.acknowledge(session, self._secret, WEB, address, numbers, self._clock())

    def _news(self, since: datetime, until: datetime) -> set[tuple[str, int]]:
        with read_scope(self._database) as session:
            return outbox.expected(session, WEB, since, until)


def shown(number: int, payload: dict[str, Any]) -> Shown:
    """A row of the outbox as a page shows it."""
    buttons = tuple((label, data) for label, data in payload.get("buttons", ()))
    return Shown(number, payload["text"], buttons, payload.get("picture"), tuple(payload.get("delete", ())))


def kind_of(data: bytes) -> str:
    """What a file is by its first bytes, whatever its name says."""
    guess = filetype.guess_mime(data[:8192]) or ""
    return KINDS.get(guess.partition("/")[0], "document")


def fit_name(name: str) -> str:
    """A file's own name: no folders, nothing unprintable, not endless."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-LONGEST_NAME:]
