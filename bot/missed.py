"""Questions that were not answered well: noted without their chat, with their words only where these may be kept."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.question_privacy import QuestionPrivacy
from bot.thought import Thought
from bot.turn import ChatState, Kept, Turn
from cases.times import LOCAL

DECLINED, ASKED_BACK, VOTED_DOWN = "declined", "asked", "voted_down"
NOTE = "note_miss"  # what an action asks for when it declines
ASKED, ASKED_KEPT = "asked back", timedelta(minutes=30)
WROTE, WROTE_KEPT = "wrote", timedelta(hours=48)  # a draft lives a day; the rest of its last day is another at most
WRITING = ("started", "continues", "cancelled")
Note = Callable[[Session, str | None, str, str | None, date], None]  # faq.misses.note


class MissedQuestions:
    """Knows when a question was missed; `note` writes it down."""

    def __init__(self, note: Note, privacy: QuestionPrivacy, kept: Kept) -> None:
        self._note, self._privacy, self._kept = note, privacy, kept

    def wrote(self, turn: Turn, state: ChatState) -> None:
        """After each turn: whoever writes a draft is not asking, and what he asks afterwards may belong to it."""
        if state.draft or turn.outcome.intake in WRITING:
            turn.context[WROTE] = {"until": (state.now + WROTE_KEPT).timestamp()}

    def heard(self, turn: Turn, state: ChatState, text: str, thought: Thought) -> None:
        """A question was declined, or asked back: then it counts once none of the choices fits."""
        if not text.strip():
            return
        if thought.do.get("name") == NOTE:
            self.note(turn, state, self.may_keep(state, text, thought), DECLINED, thought.do.get("answer"))
        if thought.act == "clarify":
            asked = f"{_first_choice(thought)}\n{self.may_keep(state, text, thought)}"
            self._kept.put(turn.context, ASKED, asked, state.now + ASKED_KEPT)

    def none_fits(self, turn: Turn, state: ChatState) -> None:
        """None of the choices that were offered last."""
        asked = self._kept.get(turn.context, ASKED, state.now)
        if asked is not None:
            del turn.context[ASKED]
            answer, _, question = asked.partition("\n")
            self.note(turn, state, question, ASKED_BACK, answer)

    def may_keep(self, state: ChatState, text: str, thought: Thought) -> str:
        """The question as it is kept, "" when it may only be counted."""
        question = " ".join(text.split())
        may = not self._writes(state) and self._privacy.lets_keep(question, thought.intent)
        return question if may else ""

    def note(self, turn: Turn, state: ChatState, question: str, why: str, answer: str | None) -> None:
        """Count it; keep its words unless a draft was written meanwhile."""
        kept, day = None if self._writes(state) else question, state.now.astimezone(LOCAL).date()
        turn.changes.append(lambda session, _chat: self._note(session, kept or None, why, answer or None, day))

    def _writes(self, state: ChatState) -> bool:
        """Whether a draft is open, or was on this day."""
        return state.draft is not None or _lasts(state.context.get(WROTE), state.now)


def _lasts(marker: dict[str, Any] | None, now: datetime) -> bool:
    return marker is not None and float(marker["until"]) > now.timestamp()


def _first_choice(thought: Thought) -> str:
    return next((row["data"].partition(":")[2] for row in thought.buttons if row["data"].startswith("a:")), "")
