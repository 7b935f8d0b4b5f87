"""Which messages belong to an intake, and taking them out of the chat after its receipt; one neutral line stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.messages import Incoming, Outcome, Reply
from bot.turn import ChatState, Custody, Turn
from cases import outbox
from wording import Wording

MOST_MESSAGES = 200
KEPT = timedelta(hours=48)  # no older message can be deleted (Bot API, deleteMessage)
INTAKE = "intake"
OVER = (INTAKE, "withdrawn")  # of an earlier intake


def begin(context: dict[str, Any], incoming: Incoming, now: datetime) -> dict[str, Any]:
    """The context when an intake begins: what is said from now on belongs to it."""
    begun = {name: value for name, value in context.items() if name not in OVER} | {"album": incoming.album}
    remember(begun, incoming, now)
    return begun


def remember(context: dict[str, Any], incoming: Incoming, now: datetime) -> None:
    """One more message of the citizen: its id only, and for two days."""
    known = context.get(INTAKE, {"messages": [], "since": now.timestamp()})
    messages = [*known["messages"], incoming.message] if incoming.message else known["messages"]
    kept = list(dict.fromkeys(messages))[-MOST_MESSAGES:]
    context[INTAKE] = known | {"messages": kept, "until": (now + KEPT).timestamp()}


def end(context: dict[str, Any], now: datetime) -> None:
    """The receipt is shown: what is said from now on does not belong to it."""
    if known := context.get(INTAKE):
        context[INTAKE] = known | {"ended": now.timestamp()}


def clean(wording: Wording, custody: Custody, state: ChatState, incoming: Incoming) -> Turn:
    """From the first word of the intake to its receipt, and nothing else."""
    turn, now = Turn(Outcome("smalltalk"), state.context), state.now.timestamp()
    known = turn.context.pop(INTAKE, {"messages": [], "since": now})
    since, until = (datetime.fromtimestamp(at, UTC) for at in (known["since"], known.get("ended", now)))

    def change(session: Session, _chat: Any) -> None:
        ours = outbox.sent_between(session, custody.secret, incoming.channel, incoming.address, since, until)
        words = "deleted" if known["since"] > now - KEPT.total_seconds() else "deleted_partly"
        turn.say(Reply(wording(f"receipt.{words}"), delete=tuple(dict.fromkeys([*known["messages"], *ours]))))

    turn.changes.append(change)
    return turn
