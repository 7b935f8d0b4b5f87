"""What a chat is waiting for from its citizen: a receipt code, or the words that belong to a case."""

from datetime import datetime, timedelta
from typing import Any

from bot.turn import ChatState

REMEMBERED = timedelta(minutes=30)  # how long a case that was looked up can be acted on by buttons


def awaited(state: ChatState) -> str | None:
    """What a receipt code was asked for, or which words: for half an hour."""
    waits = state.context.get("awaiting")
    return waits["for"] if waits and waits["until"] > state.now.timestamp() else None


def wait_for(context: dict[str, Any], want: str, now: datetime) -> None:
    """The next words are about this."""
    context["awaiting"] = {"for": want, "until": (now + REMEMBERED).timestamp()}
