"""Questions that were not answered well: noted without their chat, with their words only where these may be kept."""

import logging
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.question_privacy import QuestionPrivacy
from bot.thought import Thought
from bot.turn import ChatState, Kept, Turn
from cases.times import DAY, local_date, to_the_day

log = logging.getLogger(__name__)
DECLINED, ASKED_BACK, VOTED_DOWN = "declined", "asked", "voted_down"
NOTE = "note_miss"  # what an action asks for when it declines
OFFERED, OFFERED_KEPT = "asked back", timedelta(minutes=30)
WROTE, WROTE_KEPT = "wrote", timedelta(hours=48)  # a draft lives a day; the rest of its last day is another at most
WRITING = ("started", "continues", "cancelled")
NOTED, NOTED_KEPT = "noted", timedelta(hours=1)  # at least: midnight may be near
MOST_TOLD = 0.2  # from there on the words may tell more than they ask


class Ledger(Protocol):
    """Where missed questions are written down: `faq.misses`."""

    def note(self, session: Session, question: str | None, why: str, answer: str | None, day: date) -> int | None:
        """Count one, and keep its words if there are any; the number of its row."""
        ...

    def forget(self, session: Session, numbers: Collection[int]) -> None:
        """Erase the words of these rows."""
        ...


class MissedQuestions:
    """Knows when a question was missed, and when its words must go again; `ledger` holds them."""

    def __init__(self, ledger: Ledger, privacy: QuestionPrivacy, kept: Kept) -> None:
        self._ledger, self._privacy, self._kept = ledger, privacy, kept

    def wrote(self, turn: Turn, state: ChatState) -> None:
        """After each turn: who writes a draft is not asking; what he asks afterwards, or asked that day, may belong
        to it."""
        if state.draft or turn.outcome.intake in WRITING:
            turn.context[WROTE] = {"until": (state.now + WROTE_KEPT).timestamp()}
            if noted := turn.context.pop(NOTED, None):
                turn.changes.append(lambda session, _chat: self._ledger.forget(session, noted["rows"]))

    def heard(self, turn: Turn, state: ChatState, text: str, thought: Thought) -> None:
        """A question was declined, or asked back: then it counts once none of the choices fits."""
        if not text.strip():
            return
        if thought.do.get("name") == NOTE:
            self.note(turn, state, self.may_keep(state, text, thought), DECLINED, thought.do.get("answer"))
        if thought.act == "clarify":
            asked = f"{' '.join(_choices(thought))}\n{self.may_keep(state, text, thought)}"
            self._kept.put(turn.context, OFFERED, asked, state.now + OFFERED_KEPT)

    def none_fits(self, turn: Turn, state: ChatState) -> None:
        """None of the choices that were offered last."""
        asked = self._kept.get(turn.context, OFFERED, state.now)
        if asked is not None:
            del turn.context[OFFERED]
            choices, _, question = asked.partition("\n")
            self.note(turn, state, question, ASKED_BACK, choices.partition(" ")[0])

    def chosen(self, state: ChatState, answer: str) -> str:
        """The question behind a choice that was offered for it, if it may be kept; "" for any other button."""
        choices, _, question = (self._kept.get(state.context, OFFERED, state.now) or "").partition("\n")
        return question if answer in choices.split(" ") else ""

    def may_keep(self, state: ChatState, text: str, thought: Thought) -> str:
        """The question as it is kept, "" when it may only be counted."""
        question = " ".join(text.split())
        may = not self._writes(state) and thought.told < MOST_TOLD and self._privacy.lets_keep(question, thought.intent)
        return question if may else ""

    def note(self, turn: Turn, state: ChatState, question: str, why: str, answer: str | None) -> None:
        """Count it; keep its words unless a draft was written meanwhile."""
        kept, day = None if self._writes(state) else question, local_date(state.now)
        turn.changes.append(lambda session, _chat: self._write(session, turn, state, (kept, why, answer, day)))

    def _write(
        self, session: Session, turn: Turn, state: ChatState, miss: tuple[str | None, str, str | None, date]
    ) -> None:
        """A statistic that cannot be written takes no answer from anybody."""
        question, why, answer, day = miss
        try:
            with session.begin_nested():
                row = self._ledger.note(session, question or None, why, answer or None, day)
        except SQLAlchemyError as failure:
            log.error("missed question not noted: %s", type(failure).__name__)
            return
        if row is not None:
            rows = turn.context.get(NOTED, {}).get("rows", [])
            turn.context[NOTED] = {"rows": [*rows, row], "until": _end_of_day(state.now).timestamp()}

    def _writes(self, state: ChatState) -> bool:
        """Whether a draft is open, or was on this day."""
        return state.draft is not None or _lasts(state.context.get(WROTE), state.now)


def _lasts(marker: dict[str, Any] | None, now: datetime) -> bool:
    return marker is not None and float(marker["until"]) > now.timestamp()


def _end_of_day(now: datetime) -> datetime:
    return max(to_the_day(now) + DAY, now + NOTED_KEPT)


def _choices(thought: Thought) -> list[str]:
    return [row["data"].partition(":")[2] for row in thought.buttons if row["data"].startswith("a:")]
