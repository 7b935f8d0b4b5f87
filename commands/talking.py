"""`talk` (one JSON object a line, architecture.md section 6), `chat` (this terminal)."""

import asyncio
import io
import itertools
import json
import os
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from bot.messages import Attachment, Incoming, Outcome, Reply
from bot.terminal import TerminalChannel
from commands.assembly import Service, service
from settings import Settings

HELLO = "a:smalltalk/greet"


def own_stdout() -> TextIO:
    """Keep stdout for ourselves: whatever libraries print goes to stderr from here on."""
    sys.stdout.flush()
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    os.dup2(2, 1)
    return ours


def _own_stdin() -> None:
    """Bytes that are no UTF-8 are read as a sign for that."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def talk(settings: Settings) -> None:
    """Answer each line with one line until the input ends."""
    _own_stdin()
    out = own_stdout()
    asyncio.run(_talk(settings, out))


async def _talk(settings: Settings, out: TextIO) -> None:
    channel = TerminalChannel("talk")
    async with service(settings, [channel], trial=True) as running:
        await running.housekeeping.round()
        session = uuid.uuid4().hex
        for number in itertools.count():
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line:
                return
            answer = await _answer_line(running, channel, line, f"{session}:{number}")
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()


async def _answer_line(running: Service, channel: TerminalChannel, line: str, key: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
        chat = _plain(said["chat"])
        incoming = await _incoming(running, channel, chat, said, key)
    except UnknownButton as wrong:
        outcome = await running.conversation.standing(channel.name, chat)
        outcome.replies.append(Reply(str(wrong)))
        return _line(chat, outcome)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        return _line("", Outcome("error", [Reply("这一行不是约定的JSON：要有 chat 和 text。")]))
    outcome = await exchange(running, channel, incoming)
    return _line(incoming.address, outcome)


class UnknownButton(ValueError):
    """No reply in this chat showed a button of this label."""


def _plain(said: Any) -> str:
    """Half a character, as JSON can write it, is none."""
    return str(said).encode("utf-8", "replace").decode()


async def _incoming(running: Service, channel: TerminalChannel, chat: str, said: dict[str, Any], key: str) -> Incoming:
    text = _plain(said.get("text") or "")
    if said.get("new"):
        await running.conversation.forget(channel.name, chat)
        channel.forget(chat)
    photo = said.get("photo")
    attachments = (_photo(Path(photo)),) if photo else ()
    pressed = None
    if label := said.get("button"):
        pressed = channel.button(chat, str(label).strip())
        if pressed is None:
            raise UnknownButton("没有显示过这个按钮。")
    return Incoming(channel.name, chat, key, text, attachments, pressed, message=key)


def _photo(path: Path) -> Attachment:
    """A missing file is found missing when it is fetched, as in every channel."""
    return Attachment("photo", name=path.name, path=path, size=path.stat().st_size if path.is_file() else 0)


async def exchange(running: Service, channel: TerminalChannel, incoming: Incoming) -> Outcome:
    """Handle one message and deliver what it caused."""
    outcome = await running.conversation.handle(incoming)
    if incoming.attachments:
        await running.housekeeping.round()
    await running.outbox.drain(channel.name)
    outcome.replies = channel.take(incoming.address) or [Reply("")]
    return outcome


def _line(chat: str, outcome: Outcome) -> dict[str, Any]:
    replies = [
        {"text": reply.text, "buttons": [button.label for button in reply.buttons], "image": reply.image}
        for reply in outcome.replies
    ]
    return {
        "chat": chat,
        "replies": replies,
        "act": outcome.act,
        "section": outcome.section,
        "intake": outcome.intake,
        "kind": outcome.kind,
        "receipt": outcome.receipt,
    }


def chat(settings: Settings) -> None:
    """Talk in this terminal: type words, or the number of a button."""
    _own_stdin()
    out = own_stdout()
    asyncio.run(_chat(settings, out))


async def _chat(settings: Settings, out: TextIO) -> None:
    channel, address = TerminalChannel("chat"), "terminal"
    async with service(settings, [channel], trial=True) as running:
        await running.housekeeping.round()
        session, labels = uuid.uuid4().hex, list[str]()
        hello = Incoming(channel.name, address, f"{session}:hello", pressed=HELLO)
        for reply in (await exchange(running, channel, hello)).replies:
            labels = _show(out, reply)
        for number in itertools.count():
            out.write("\n您：")
            out.flush()
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line:
                out.write("\n")
                return
            incoming = _typed(channel, address, f"{session}:{number}", line.strip(), labels)
            for reply in (await exchange(running, channel, incoming)).replies:
                labels = _show(out, reply) or labels


def _typed(channel: TerminalChannel, address: str, key: str, line: str, labels: list[str]) -> Incoming:
    """A number presses its button; anything else is said."""
    chosen = labels[int(line) - 1] if line.isdecimal() and 0 < int(line) <= len(labels) else line
    pressed = channel.button(address, chosen) if chosen in labels else None
    return Incoming(channel.name, address, key, "" if pressed else line, pressed=pressed, message=key)


def _show(out: TextIO, reply: Reply) -> list[str]:
    """The reply and its buttons with numbers."""
    out.write(f"\n回音：{reply.text}\n")
    if reply.image:
        out.write(f"  （图片：{reply.image}）\n")
    labels = [button.label for button in reply.buttons]
    rows = _rows([f"[{number}] {label}" for number, label in enumerate(labels, 1)])
    out.writelines(f"  {row}\n" for row in rows)
    out.flush()
    return labels


def _rows(buttons: list[str], width: int = 44) -> Iterator[str]:
    row = ""
    for button in buttons:
        if row and len(row) + len(button) > width:
            yield row
            row = ""
        row = f"{row}  {button}".strip()
    if row:
        yield row
