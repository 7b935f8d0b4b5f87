"""A channel whose citizen sits at this terminal or talks through a pipe."""

import shutil
from collections import defaultdict, deque
from pathlib import Path
from typing import Any

from bot.channel import Delivered, Undeliverable
from bot.messages import Attachment, Reply

SHOWN = 20  # replies of a chat whose buttons can still be pressed


class TerminalChannel:
    """Collects what is delivered, and remembers the buttons that each chat has been shown."""

    keeps_pictures = True

    def __init__(self, name: str) -> None:
        self.name = name
        self._delivered: dict[str, list[Reply]] = defaultdict(list)
        self._shown: dict[str, deque[dict[str, str]]] = defaultdict(lambda: deque(maxlen=SHOWN))

    async def deliver(self, row: Any) -> Delivered:
        """Take the reply for its chat."""
        self._delivered[row.address].append(row.reply)
        self._shown[row.address].appendleft({button.label: button.data for button in row.reply.buttons})
        return Delivered(())

    async def fetch(self, attachment: Attachment, folder: Path, limit_bytes: int) -> Path:
        """Copy the file that was named."""
        if attachment.path is None or not attachment.path.is_file():
            raise Undeliverable("gone")
        if attachment.path.stat().st_size > limit_bytes:
            raise Undeliverable("too_big")
        return Path(shutil.copy(attachment.path, folder))

    def take(self, address: str) -> list[Reply]:
        """What has come for a chat since the last time."""
        return self._delivered.pop(address, [])

    def button(self, address: str, label: str) -> str | None:
        """The data behind a label, newest reply first."""
        return next((shown[label] for shown in self._shown[address] if label in shown), None)

    def forget(self, address: str) -> None:
        """The buttons of a chat are no longer on its screen."""
        self._shown.pop(address, None)
