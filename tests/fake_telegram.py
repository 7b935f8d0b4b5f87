"""Telegram for tests: citizens who write and press, knobs that make it fail, and a record of what the bot did."""

import asyncio
import random
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from tests.bot_api import BOT, BotApi, Refusal, Sent, Waiting


class FakeTelegram(BotApi):
    """Use as a context manager; it serves from its own thread, so the program under test may be another process."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._repeats, self._update_ids = 0, count(5000)

    # the citizen

    def say(self, chat: int, text: str) -> int:
        """Returns the id of the message, as all of these do."""
        return self._send_message(chat, text=text)

    def send_photo(self, chat: int, content: bytes, caption: str = "", album: str | None = None) -> int:
        """In two sizes, as Telegram makes them."""
        sizes = [
            self._file(content[:100]) | {"width": 90, "height": 60},
            self._file(content) | {"width": 900, "height": 600},
        ]
        return self._send_message(chat, photo=sizes, caption=caption, media_group_id=album)

    def send_document(self, chat: int, content: bytes, name: str = "document.pdf", caption: str = "") -> int:
        return self._send_message(chat, document=self._file(content) | {"file_name": name}, caption=caption)

    def send_voice(self, chat: int, content: bytes) -> int:
        return self._send_message(chat, voice=self._file(content) | {"duration": 3})

    def send_location(self, chat: int, latitude: float, longitude: float) -> int:
        return self._send_message(chat, location={"latitude": latitude, "longitude": longitude})

    def edit(self, chat: int, message_id: int, text: str) -> int:
        self.raw({"edited_message": self._message(chat, message_id, text=text, edit_date=int(self.clock()))})
        return message_id

    def press(self, chat: int, label: str) -> int:
        """Press the newest button with this label that is still to be seen in the chat."""
        shown = [m for m in self._chats[chat] if label in m.data and m.message_id not in self._deleted[chat]]
        if not shown:
            raise LookupError(f"chat {chat} shows no button {label}")
        message = self._message(chat, shown[-1].message_id, text=shown[-1].text) | {"from": BOT}
        query = {"id": str(next(self._update_ids)), "chat_instance": "1", "data": shown[-1].data[label]}
        self.raw({"callback_query": query | {"from": self._person(chat), "message": message}})
        return shown[-1].message_id

    def raw(self, update: dict[str, Any]) -> int:
        """Queue an update as it is; returns its id."""
        with self._lock:
            update = {"update_id": next(self._update_ids)} | update
            self._queue.append(Waiting(update, self._repeats))
        return int(update["update_id"])

    # knobs

    def repeat(self, times: int) -> None:
        """Send each update from now on so many times more, after it was confirmed."""
        self._repeats = times

    def shuffle(self, seed: int) -> None:
        """Answer getUpdates in any order."""
        self._order = random.Random(seed)

    def fail_next(self, method: str, status: int, retry_after: int | None = None) -> None:
        """Refuse the next call of a method; several are refused one after the other."""
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        self._faults[method].append(Refusal(status, "Told to fail", **parameters))

    def hang_next(self, method: str) -> None:
        """Never answer the next call of a method; it has no effect either."""
        self._faults[method].append(None)

    def block(self, chat: int) -> None:
        """The citizen blocks the bot."""
        self._blocked.add(chat)

    # what happened

    def sent(self, chat: int) -> list[Sent]:
        """All messages of the bot to the chat, deleted ones too."""
        return list(self._chats[chat])

    def deleted(self, chat: int) -> list[int]:
        """Ids of the messages the bot took out of the chat."""
        return list(self._deleted[chat])

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The arguments of each call, in order."""
        return list(self._calls[method])

    def waiting(self) -> list[int]:
        """Ids of the updates not confirmed yet."""
        return [waiting.update["update_id"] for waiting in list(self._queue)]

    async def wait_for(self, chat: int, predicate: Callable[[Sent], bool], timeout: float = 5) -> Sent:
        """The newest message of the bot that fits, as soon as there is one."""
        async with asyncio.timeout(timeout):
            while not (found := [message for message in self.sent(chat) if predicate(message)]):
                await asyncio.sleep(0.01)
        return found[-1]

    # the making of updates

    def _person(self, chat: int) -> dict[str, Any]:
        return {"id": chat, "is_bot": False, "first_name": "Citizen"}

    def _message(self, chat: int, message_id: int, **content: Any) -> dict[str, Any]:
        kept = {key: value for key, value in content.items() if value not in (None, "")}
        where = {"chat": {"id": chat, "type": "private", "first_name": "Citizen"}, "from": self._person(chat)}
        return {"message_id": message_id, "date": int(self.clock())} | where | kept

    def _send_message(self, chat: int, **content: Any) -> int:
        message_id = next(self._message_ids)
        self.raw({"message": self._message(chat, message_id, **content)})
        return message_id

    def _file(self, content: bytes) -> dict[str, Any]:
        name = f"file{len(self._files)}"
        self._files[name] = content
        return {"file_id": name, "file_unique_id": f"unique-{name}", "file_size": len(content)}
