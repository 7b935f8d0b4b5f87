"""What was answered last: for ten minutes a question may lean on it, in a draft as outside one."""

from datetime import timedelta
from typing import Any

from bot.thought import Context, Thought
from bot.turn import ChatState

LASTS = timedelta(minutes=10)


def follow_up(state: ChatState) -> Context | None:
    """What was answered last, unless ten minutes have passed."""
    answered = state.context.get("answered")
    if not answered or state.context.get("answered_at", 0) < (state.now - LASTS).timestamp():
        return None
    return dict(answered)


def remember(context: dict[str, Any], thought: Thought, state: ChatState) -> None:
    """What was answered now; an earlier answer that was only carried along does not begin its ten minutes again."""
    if thought.context and (thought.answer or thought.context != follow_up(state)):
        context["answered"], context["answered_at"] = thought.context, state.now.timestamp()
