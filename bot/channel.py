"""What the outbox and a channel say to each other."""

from dataclasses import dataclass
from typing import Protocol

from bot.messages import Reply


class Row(Protocol):
    """What a channel reads of an outbox row.

    It may also have `delete` (messages to take out of the chat first) and `sent` (what an earlier TryLater said).
    """

    @property
    def address(self) -> str:
        """The chat, as the channel names it."""
        ...

    @property
    def reply(self) -> Reply:
        """What to say there."""
        ...


@dataclass(frozen=True)
class Delivered:
    """The reply is in the chat, as these messages."""

    message_ids: tuple[str, ...]


class TryLater(Exception):
    """Not now: deliver the row again after `seconds`, with `sent`, the pieces that already went out."""

    def __init__(self, seconds: float, sent: tuple[str, ...] = ()) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds
        self.sent = sent


class Undeliverable(Exception):
    """Never: close the row with `reason` (blocked, gone, migrated, too_big, refused) and do not try again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
