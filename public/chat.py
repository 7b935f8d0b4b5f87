"""What the pages ask of the web chat behind them, whoever it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol


class Shown(Protocol):
    """One reply on its way to a page."""

    @property
    def id(self) -> int:
        """Its number, to be acknowledged with."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """Label and data of each."""
        ...

    @property
    def picture(self) -> dict[str, str] | None:
        """A receipt, or the overview of the bulletin."""
        ...

    @property
    def gone(self) -> tuple[str, ...]:
        """Messages to take out of the page first."""
        ...


class Chat(Protocol):
    """Takes what browsers say and keeps what they are told until they have seen it."""

    most_files: int  # that one draft takes

    async def say(self, address: str, sent: Any) -> bool:
        """False when it could not be saved and must be sent again."""
        ...

    async def waiting(self, address: str) -> Sequence[Shown]:
        """What was not acknowledged yet, oldest first."""
        ...

    async def acknowledge(self, address: str, numbers: Sequence[int]) -> None:
        """These were shown."""
        ...

    async def leave(self, address: str) -> None:
        """Forget the chat."""
        ...

    async def news(self, since: datetime) -> set[tuple[str, int]]:
        """What has come and waits: the name of its chat, and its number."""
        ...

    def name_of(self, address: str) -> str:
        """The name of a chat."""
        ...


class Door(Protocol):
    """Where Telegram's calls go in."""

    secret: str

    async def take(self, update: dict[str, Any]) -> None:
        """Handle one; it is confirmed when this returns."""
        ...


@dataclass(frozen=True)
class Office:
    """What the pages are built from: the chat, its words and pictures, the way to the time."""

    chat: Chat
    sent: Callable[..., Any]  # makes what `Chat.say` takes
    say: Callable[..., str]  # the wording
    draw: Callable[[dict[str, str]], Path]
    clock: Callable[[], datetime]
    secure: bool = False  # behind https
    door: Door | None = None
