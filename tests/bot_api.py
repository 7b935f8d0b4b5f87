"""A Bot API server on this machine: answers, limits and refusals as Telegram has them."""

import asyncio
import json
import random
import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from aiohttp import web
from aiohttp.web_request import FileField

BOT = {"id": 1, "is_bot": True, "first_name": "回音", "username": "huiyin_bot"}
TEXT_LIMIT, CAPTION_LIMIT, DOWNLOAD_LIMIT = 4096, 1024, 20 << 20


@dataclass
class Sent:
    """A message of the bot as the citizen sees it now."""

    message_id: int
    text: str = ""
    buttons: list[str] = field(default_factory=list)
    photo: bytes | None = None
    data: dict[str, str] = field(default_factory=dict)  # of a button, by its label


@dataclass
class Waiting:
    """An update Telegram keeps until it is confirmed, and may send again after that."""

    update: dict[str, Any]
    repeats: int
    again: bool = False


class Refusal(Exception):
    """What Telegram answers instead of a result."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def checked_text(text: str, limit: int, name: str) -> str:
    if utf16_units(text.strip()) > limit:
        raise Refusal(400, f"Bad Request: {name} is too long")
    return text.strip()


def checked_buttons(markup: str | None) -> dict[str, str]:
    rows = json.loads(markup)["inline_keyboard"] if markup else []
    buttons = [(button["text"], button.get("callback_data", "")) for row in rows for button in row]
    if not all(rows) or not all(label.strip() for label, _ in buttons):
        raise Refusal(400, "Bad Request: inline keyboard button text must be non-empty")
    if not all(1 <= len(data.encode()) <= 64 for _, data in buttons):
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return dict(buttons)


class BotApi:
    """The server, in a thread of its own; its state is what Telegram would know."""

    token = "1:fake"

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock, self.delay, self._port = clock, 0.0, 0
        self._queue: list[Waiting] = []
        self._chats: defaultdict[int, list[Sent]] = defaultdict(list)
        self._deleted: defaultdict[int, list[int]] = defaultdict(list)
        self._calls: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._faults: defaultdict[str, deque[Refusal | None]] = defaultdict(deque)  # None: never answer
        self._blocked: set[int] = set()
        self._files: dict[str, bytes] = {}
        self._order: random.Random | None = None
        self._message_ids, self._lock, self._ready = count(100), threading.Lock(), threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/file/bot"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{name}", self._download)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._port, self._loop, self._stop = runner.addresses[0][1], asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        method, form = request.match_info["method"], await request.post()
        arguments = {**request.query, **form}
        arguments = {key: v.file.read() if isinstance(v, FileField) else v for key, v in arguments.items()}
        self._calls[method].append(arguments)
        await asyncio.sleep(self.delay)
        try:
            self._check(request.match_info["token"], arguments)
            result = await self._call(method, arguments)
        except Refusal as refusal:
            body = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            return web.json_response(body | {"parameters": refusal.parameters}, status=refusal.status)
        return web.json_response({"ok": True, "result": result})

    def _check(self, token: str, arguments: dict[str, Any]) -> None:
        chat = arguments.get("chat_id", "1")
        if token != self.token:
            raise Refusal(401, "Unauthorized")
        if not re.fullmatch(r"-?[1-9]\d*", chat):
            raise Refusal(400, "Bad Request: chat not found")
        if int(chat) in self._blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")

    async def _call(self, method: str, arguments: dict[str, Any]) -> Any:
        if self._faults[method]:
            fault = self._faults[method].popleft()
            if fault:
                raise fault
            await asyncio.Event().wait()
        answer = getattr(self, "_on_" + re.sub("([A-Z])", r"_\1", method).lower(), None)
        if answer is None:
            raise Refusal(404, "Not Found")
        return await answer(arguments)

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token or request.match_info["name"] not in self._files:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=self._files[request.match_info["name"]])

    async def _on_set_webhook(self, _: dict[str, Any]) -> bool:
        return True

    async def _on_delete_webhook(self, _: dict[str, Any]) -> bool:
        return True

    async def _on_get_me(self, _: dict[str, Any]) -> dict[str, Any]:
        return BOT

    async def _on_get_updates(self, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        offset, allowed = int(arguments.get("offset", 0)), json.loads(arguments.get("allowed_updates", "[]"))
        self._confirm(offset)
        deadline = time.monotonic() + int(arguments.get("timeout", 0))
        while not (batch := self._due(offset, allowed)) and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        return batch

    def _confirm(self, offset: int) -> None:
        with self._lock:
            for waiting in self._queue:
                if waiting.update["update_id"] < offset and not waiting.again:
                    waiting.again, waiting.repeats = waiting.repeats > 0, waiting.repeats - 1
            self._queue = [w for w in self._queue if w.again or w.update["update_id"] >= offset]

    def _due(self, offset: int, allowed: list[str]) -> list[dict[str, Any]]:
        with self._lock:
            due = [w for w in self._queue if w.again or w.update["update_id"] >= offset]
            due = [w for w in due if not allowed or set(allowed) & set(w.update)][:100]
            for waiting in due:
                waiting.again = False
        if self._order:
            self._order.shuffle(due)
        return [waiting.update for waiting in due]

    async def _on_send_message(self, arguments: dict[str, Any]) -> dict[str, Any]:
        text = checked_text(arguments.get("text", ""), TEXT_LIMIT, "message")
        if not text:
            raise Refusal(400, "Bad Request: message text is empty")
        return self._show(arguments, text)

    async def _on_send_photo(self, arguments: dict[str, Any]) -> dict[str, Any]:
        photo = arguments.get("photo")
        if isinstance(photo, str):
            photo = arguments.get(photo.removeprefix("attach://"))
        if not photo:
            raise Refusal(400, "Bad Request: there is no photo in the request")
        return self._show(
            arguments, checked_text(arguments.get("caption", ""), CAPTION_LIMIT, "message caption"), photo
        )

    def _show(self, arguments: dict[str, Any], text: str, photo: bytes | None = None) -> dict[str, Any]:
        chat, data = int(arguments["chat_id"]), checked_buttons(arguments.get("reply_markup"))
        self._chats[chat].append(Sent(next(self._message_ids), text, list(data), photo, data))
        return self._as_message(chat, self._chats[chat][-1])

    def _as_message(self, chat: int, sent: Sent) -> dict[str, Any]:
        where = {"chat": {"id": chat, "type": "private"}, "from": BOT, "date": int(self.clock())}
        return where | {"message_id": sent.message_id, "text": sent.text}

    def _shown(self, arguments: dict[str, Any]) -> Sent:
        number, chat = int(arguments["message_id"]), int(arguments["chat_id"])
        for sent in self._chats[chat]:
            if sent.message_id == number and number not in self._deleted[chat]:
                return sent
        raise Refusal(400, "Bad Request: message to edit not found")

    async def _on_edit_message_text(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._change(arguments, checked_text(arguments["text"], TEXT_LIMIT, "message"))

    async def _on_edit_message_reply_markup(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._change(arguments, self._shown(arguments).text)

    def _change(self, arguments: dict[str, Any], text: str) -> dict[str, Any]:
        sent, data = self._shown(arguments), checked_buttons(arguments.get("reply_markup"))
        if (sent.text, sent.data) == (text, data):
            raise Refusal(400, "Bad Request: message is not modified")
        sent.text, sent.data, sent.buttons = text, data, list(data)
        return self._as_message(int(arguments["chat_id"]), sent)

    async def _on_delete_message(self, arguments: dict[str, Any]) -> bool:
        self._deleted[int(arguments["chat_id"])].append(int(arguments["message_id"]))
        return True

    async def _on_delete_messages(self, arguments: dict[str, Any]) -> bool:
        message_ids = json.loads(arguments["message_ids"])
        if not 1 <= len(message_ids) <= 100:
            raise Refusal(400, "Bad Request: wrong number of message identifiers")
        self._deleted[int(arguments["chat_id"])] += message_ids
        return True

    async def _on_get_file(self, arguments: dict[str, Any]) -> dict[str, Any]:
        name = arguments["file_id"]
        if name not in self._files:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self._files[name]) > DOWNLOAD_LIMIT:
            raise Refusal(400, "Bad Request: file is too big")
        size = len(self._files[name])
        return {"file_id": name, "file_unique_id": f"unique-{name}", "file_size": size, "file_path": name}

    async def _on_send_chat_action(self, _: dict[str, Any]) -> bool:
        return True

    async def _on_answer_callback_query(self, _: dict[str, Any]) -> bool:
        return True

    async def _on_set_my_commands(self, _: dict[str, Any]) -> bool:
        return True
