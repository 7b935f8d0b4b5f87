"""Telegram: updates in, replies out, files fetched."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import yaml
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.ext.filters import StatusUpdate
from telegram.request import HTTPXRequest

from bot.channel import Delivered, Row, TryLater, Undeliverable
from bot.messages import GROUP, Attachment, Button, Incoming
from bot.pieces import Piece, to_pieces, to_rows

COMMANDS = Path(__file__).parents[1] / "data" / "commands.yml"
DOWNLOAD_LIMIT = 20 << 20
LONG_POLL, FETCH_TIMEOUT, UNREACHABLE = 30, 60, 1  # seconds
API, FILE_API = "https://api.telegram.org/bot", "https://api.telegram.org/file/bot"
OURS = '["message","edited_message","channel_post","callback_query"]'
PRESS = "callback:"
BARE = ("message_id", "date", "edit_date", "chat", "from", "text", "caption")
log = logging.getLogger(__name__)
COMMAND = re.compile(r"\A(/\w+)(?:@(\w+)(?=\s|\Z))?", re.ASCII)
# An animation comes as a document too, so it stands first.
FILES = {"animation": "video", "document": "document", "voice": "voice"}
FILES |= {"video": "video", "video_note": "video", "audio": "audio"}
UNSUPPORTED = ("sticker", "contact", "dice", "poll", "story", "game", "checklist", "giveaway", "paid_media")
NOT_SAID = ("invoice", "successful_payment", "refunded_payment", "passport_data", "boost_added")
UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
REASONS = {"chat not found": "gone", "too big": "too_big"}


def to_incoming(update: Update, username: str = "") -> Incoming | None:
    """What the citizen did, None when it is not ours; `username` is the bot's, to tell whose command a group sees."""
    if update.callback_query:
        return from_press(update.callback_query)
    if update.edited_message:
        return from_edit(update.edited_message)
    message, key = update.message or update.channel_post, f"update:{update.update_id}"
    if message is None:
        return None
    if message.chat.type != message.chat.PRIVATE:
        return from_group(message, key, username)
    if StatusUpdate.ALL.check_update(update) or any(getattr(message, field) for field in NOT_SAID):
        return None
    return from_message(message, key)


def from_message(message: Message, key: str) -> Incoming:
    """A message of a private chat."""
    return Incoming(
        channel=TelegramChannel.name,
        address=str(message.chat.id),
        key=key,
        text=COMMAND.sub(r"\1", message.text or message.caption or ""),
        attachments=attachments(message),
        message=str(message.message_id),
        album=message.media_group_id or "",
    )


def from_edit(message: Message) -> Incoming | None:
    """New words for an old message; its files were taken when it came, and a live location that moves is silent."""
    if message.chat.type != message.chat.PRIVATE or message.edit_date is None or not (message.text or message.caption):
        return None
    key = f"edit:{message.chat.id}:{message.message_id}:{int(message.edit_date.timestamp())}"
    return replace(from_message(message, key), edited=True, attachments=())


def from_press(query: CallbackQuery) -> Incoming | None:
    """A press on a button of ours, also under a message too old for Telegram to show."""
    message = query.message
    if message is None or message.chat.type != message.chat.PRIVATE or query.data is None:
        return None
    return Incoming(TelegramChannel.name, str(message.chat.id), PRESS + query.id, pressed=query.data)


def from_group(message: Message, key: str, username: str) -> Incoming | None:
    """A command to us in a group or channel, without the other words."""
    command = COMMAND.match(message.text or "")
    if command is None or (command[2] and username and command[2].lower() != username.lower()):
        return None
    return Incoming(GROUP, str(message.chat.id), key, text=command[1], message=str(message.message_id))


def attachments(message: Message) -> tuple[Attachment, ...]:
    """What came with the text; an unsupported one is named by its type and keeps nothing of what is in it."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (Attachment("photo", largest.file_id, size=largest.file_size or 0),)
    for field, kind in FILES.items():
        if file := getattr(message, field):
            return (Attachment(kind, file.file_id, getattr(file, "file_name", None) or "", file.file_size or 0),)
    if message.location:
        venue, place = message.venue, (message.location.latitude, message.location.longitude)
        return (Attachment("location", name=f"{venue.title} {venue.address}" if venue else "", place=place),)
    contents = (field for field in UNSUPPORTED if getattr(message, field))
    return () if message.text else (Attachment("unsupported", name=next(contents, "")),)


def to_keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """The buttons in rows, None when there are none."""
    rows = [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in to_rows(buttons)]
    return InlineKeyboardMarkup(rows) if rows else None


def bare(raw: dict[str, Any]) -> dict[str, Any]:
    """An update without all but the words: what the library stumbles over is seldom among them."""
    kept = {key: {k: value[k] for k in BARE if k in value} for key, value in raw.items() if isinstance(value, dict)}
    return {"update_id": raw["update_id"]} | kept


def refuse_over(limit: int, size: int) -> None:
    """A file over the limit is not fetched."""
    if size > limit:
        raise Undeliverable("too_big")


@contextmanager
def named_errors(sent: Sequence[str] = ()) -> Iterator[None]:
    """Telegram's errors as the two of a channel; `from None` because they may quote the token or a message."""
    try:
        yield
    except RetryAfter as error:
        wait = error.retry_after
        raise TryLater(wait.total_seconds() if isinstance(wait, timedelta) else wait, tuple(sent)) from None
    except ChatMigrated:
        raise Undeliverable("migrated") from None
    except Forbidden:
        raise Undeliverable("blocked") from None
    except BadRequest as error:
        raise Undeliverable(next((REASONS[w] for w in REASONS if w in str(error).lower()), "refused")) from None
    except TelegramError as error:
        log.warning("Telegram did not take a request: %s", type(error).__name__)
        raise TryLater(UNREACHABLE, tuple(sent)) from None


class TelegramChannel:
    """Talks to the Bot API; the libraries below it log nothing, for their addresses hold the token."""

    name = "telegram"
    keeps_pictures = False

    def __init__(self, token: str, base_url: str = API, base_file_url: str = FILE_API) -> None:
        for library in ("httpx", "httpcore", "telegram"):
            logging.getLogger(library).setLevel(logging.CRITICAL)
        # an answer that comes too late for us makes the citizen read the same twice, so we wait longer than usual
        self._requests = HTTPXRequest(), HTTPXRequest(connection_pool_size=64, pool_timeout=10, read_timeout=15)
        limiter = AIORateLimiter(max_retries=0)
        self.bot = ExtBot(token, base_url, base_file_url, self._requests[1], self._requests[0], rate_limiter=limiter)
        self.username = ""
        self.unparsed: Counter[str] = Counter()

    async def close(self) -> None:
        """Close the connections."""
        for request in self._requests:
            await request.shutdown()

    async def set_commands(self) -> None:
        """Set the menu of commands from data/commands.yml."""
        commands = yaml.safe_load(COMMANDS.read_text("utf-8"))
        with named_errors():
            await self.bot.set_my_commands(list(commands.items()))

    async def deliver(self, row: Row) -> Delivered:
        """Delete what the row wants deleted, then send its reply; may raise TryLater or Undeliverable."""
        sent = list(getattr(row, "sent", ()))
        with named_errors(sent):
            await self._delete(row.address, getattr(row, "delete", ()))
            for piece in to_pieces(row.reply)[len(sent) :]:
                sent.append(await self._send(row.address, piece))
        return Delivered(tuple(filter(None, sent)))

    async def _send(self, chat: str, piece: Piece) -> str:
        keyboard = to_keyboard(piece.buttons)
        if piece.image:
            try:
                photo = await asyncio.to_thread(Path(piece.image).read_bytes)
                sent = await self.bot.send_photo(chat, photo, caption=piece.text or None, reply_markup=keyboard)
                return str(sent.message_id)
            except (BadRequest, OSError) as error:  # the words go without it
                log.warning("a photo was not sent: %s", type(error).__name__)
        if not piece.text:
            return ""
        plain = LinkPreviewOptions(is_disabled=True)
        said = await self.bot.send_message(chat, piece.text, reply_markup=keyboard, link_preview_options=plain)
        return str(said.message_id)

    async def _delete(self, chat: str, messages: Sequence[str]) -> None:
        for group in batched(map(int, messages), 100):
            try:
                await self.bot.delete_messages(chat, group)
            except BadRequest:  # one of them is older than 48 h: the others can still go
                for message in group:
                    with suppress(BadRequest):
                        await self.bot.delete_message(chat, message)

    async def fetch(self, attachment: Attachment, folder: Path, limit_bytes: int) -> Path:
        """Download a file into `folder`, under a name that is ours; may raise TryLater or Undeliverable."""
        limit = min(limit_bytes, DOWNLOAD_LIMIT)
        with named_errors():
            file = await self.bot.get_file(attachment.ref, read_timeout=FETCH_TIMEOUT)
            refuse_over(limit, max(attachment.size, file.file_size or 0))
            content = await file.download_as_bytearray(read_timeout=FETCH_TIMEOUT)
        refuse_over(limit, len(content))
        path = folder / sha256(attachment.ref.encode()).hexdigest()
        await asyncio.to_thread(path.write_bytes, content)
        return path

    async def updates(self, offset: int, wait: int = LONG_POLL) -> list[dict[str, Any]]:
        """The next updates as they came (Bot.get_updates fails at one bad update); below `offset` is confirmed."""
        query = urlencode({"offset": offset, "timeout": wait, "allowed_updates": OURS})
        with named_errors():
            self.username = self.username or (await self.bot.get_me()).username or ""
            found = await self._requests[0].post(f"{self.bot.base_url}/getUpdates?{query}", read_timeout=wait + 10)
        return cast(list[dict[str, Any]], found)

    def read(self, raw: dict[str, Any]) -> Incoming | None:
        """One update, None when it is not ours; one that cannot be read whole is counted in `unparsed` by its type."""
        try:
            return to_incoming(Update.de_json(raw, self.bot), self.username)
        except UNREADABLE:
            self.unparsed[next((field for field in raw if field != "update_id"), "empty")] += 1
        with suppress(*UNREADABLE):
            return to_incoming(Update.de_json(bare(raw), self.bot), self.username)
        return None

    async def acknowledge(self, incoming: Incoming) -> None:
        """Stop the clock on a pressed button; it may be too late for that, which harms nobody."""
        with suppress(TelegramError):
            await self.bot.answer_callback_query(incoming.key.removeprefix(PRESS))

    async def show_typing(self, address: str) -> None:
        """Show for five seconds that an answer is on its way."""
        with suppress(TelegramError):
            await self.bot.send_chat_action(address, ChatAction.TYPING)
