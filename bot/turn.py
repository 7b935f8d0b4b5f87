"""What was read before a message is thought about, and what is written after it (architecture.md decision 8)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.messages import Outcome, Reply
from cases.at_rest import ServiceSecret
from cases.chats import KnownChat
from cases.drafts import OpenDraft
from cases.likeness.published import Others
from cases.receipt_code import Derivation

Change = Callable[[Session, KnownChat], None]


@dataclass(frozen=True)
class Custody:
    """What is needed to keep secrets: the service's own, the public recovery key, the way from code to token."""

    secret: ServiceSecret
    recovery: bytes | None
    derivation: Derivation


async def no_others(_text: str) -> Others:
    """Nobody said something like it."""
    return Others()


@dataclass(frozen=True)
class ChatState:
    """A chat as it was read; `now` is the time of the whole turn."""

    now: datetime
    seen: bool
    chat: KnownChat | None
    draft: OpenDraft | None
    others: Callable[[str], Awaitable[Others]] = no_others  # who said something like it: asked only where it is told

    @property
    def context(self) -> dict[str, Any]:
        """A copy of the chat's small context, free to be changed."""
        return dict(self.chat.context) if self.chat else {}


@dataclass
class Turn:
    """The outcome, and the changes that one short transaction makes."""

    outcome: Outcome
    context: dict[str, Any]
    changes: list[Change] = field(default_factory=list)

    def say(self, reply: Reply) -> "Turn":
        """One more reply."""
        self.outcome.replies.append(reply)
        return self


class Kept:
    """A word kept in a chat's context for a short while, sealed: a question to pass on, a case just looked up."""

    def __init__(self, secret: ServiceSecret) -> None:
        self._secret = secret

    def put(self, context: dict[str, Any], name: str, value: str, until: datetime) -> None:
        """Keep `value` under `name` until then."""
        sealed = self._secret.seal(f"kept {name}", value.encode("utf-8", "replace"), name).hex()
        context[name] = {"sealed": sealed, "until": until.timestamp()}

    def get(self, context: dict[str, Any], name: str, now: datetime) -> str | None:
        """What is kept, unless its time is over."""
        kept = context.get(name)
        if not kept or kept["until"] < now.timestamp():
            return None
        return self._secret.open(f"kept {name}", bytes.fromhex(kept["sealed"]), name).decode()
