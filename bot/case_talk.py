"""Turns with a receipt code: how far is it, add, withdraw, take back, rate."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from bot.case_words import CaseWords
from bot.files import FileDesk
from bot.intake_step import Step
from bot.messages import Button, Incoming, Outcome, Reply
from bot.receipts import ReceiptDesk
from bot.thought import Thought
from bot.turn import ChatState, Custody, Kept, Turn
from cases import following
from cases.errors import NotYet, TooLate, TooManyLookups
from cases.kinds import Rating
from cases.models import Case
from db.session import read_scope
from wording import Wording

REMEMBERED = timedelta(minutes=30)  # how long a case that was looked up can be acted on by buttons
MOST_WRONG, WRONG_WITHIN = 5, timedelta(minutes=15)
BAD, GOOD = Rating.DISSATISFIED, Rating.SATISFIED
FIVE_TO_RATING = {1: BAD, 2: BAD, 3: Rating.FAIRLY, 4: GOOD, 5: GOOD}
PARTIAL_CODE = re.compile(r"^[\w\s\-是那吗呢吧？?。.，,:：]{1,24}$")
ASCII_WORD = re.compile(r"[0-9A-Za-z]")
WANTS = ("status", "withdraw", "add", "rate")


class CaseTalk:
    """Knows a case only while its code is at hand: the token is kept sealed in the chat for half an hour."""

    def __init__(
        self, wording: Wording, custody: Custody, receipts: ReceiptDesk, files: FileDesk, database: Database
    ) -> None:
        self._wording, self._custody, self._receipts = wording, custody, receipts
        self._files, self._database = files, database
        self._kept, self._words = Kept(custody.secret), CaseWords(wording)

    def ask(self, state: ChatState, want: str, act: str, text: str) -> Turn:
        """Ask for the receipt code, or go on at once when it was given a moment ago."""
        turn = Turn(Outcome(act), state.context)
        _await(turn.context, want, state.now)
        name = "receipt" if want == "status" and not self._at_hand(state) else "case"
        if case := self._at_hand(state, name):
            self._kept.put(turn.context, "case", case.receipt_hash, state.now + REMEMBERED)
            turn.context.pop("awaiting", None)
            return self._act(turn, state, case, want)
        return turn.say(Reply(text, (self._button("button", "report"),)))

    async def find(self, state: ChatState, code: str) -> tuple[Turn, Case | None]:
        """The case of a receipt code, if there is one; the turn says so when there is none, and counts it."""
        turn = Turn(Outcome("case_status"), state.context)
        if (minutes := self.must_wait(state)) > 0:
            return turn.say(Reply(self._wording("case.slow_down", minutes=minutes))), None
        try:
            case = await self._receipts.case_of(code, state.now)
        except TooManyLookups:
            return turn.say(Reply(self._wording("case.slow_down", minutes=1))), None
        if case is None:
            turn.context["wrong_codes"] = [*self._recent_wrong(state), state.now.timestamp()]
            return turn.say(Reply(self._wording("case.unknown"), (self._button("button", "report"),))), None
        self._kept.put(turn.context, "case", case.receipt_hash, state.now + REMEMBERED)
        turn.context.pop("awaiting", None)
        return turn, case

    def code(self, state: ChatState, turn: Turn, case: Case, want: str | None, stars: int | None) -> Turn:
        """A receipt code was said: do what is wanted, or say how the case stands."""
        if stars and want in (None, "rate"):
            return self._rate(turn, state, case, str(stars))
        return self._act(turn, state, case, want if want in (*WANTS, "undo") else "status")

    def incomplete(self, state: ChatState) -> Turn:
        """A code was asked for and something else like one came."""
        return Turn(Outcome("case_status"), state.context).say(
            Reply(self._wording("case.incomplete"), (self._button("button", "report"),))
        )

    def looks_like_a_code(self, incoming: Incoming, thought: Thought) -> bool:
        """Nothing the engine knows, but digits: part of a code."""
        unknown = thought.act in ("decline", "clarify", "smalltalk")
        return unknown and bool(PARTIAL_CODE.match(incoming.text) and ASCII_WORD.search(incoming.text))

    def addition(self, state: ChatState, incoming: Incoming, *, urgent: bool) -> Turn | None:
        """What was asked for as an addition; None when the case is no longer at hand."""
        case, step = self._at_hand(state), Step()
        if case is None:
            return None
        files = [file for file in incoming.attachments if not file.place and self._files.fits(file, 0, step)]
        text = incoming.text if incoming.text.strip() else self._wording("case.only_files", count=len(files))
        turn = Turn(Outcome("intake", intake="submitted", kind=case.kind), state.context)
        if not files and not incoming.text.strip():
            turn.outcome.intake = None
            return turn.say(Reply("\n".join(step.lines) or self._wording("case.ask_addition"), self._leave()))
        turn.context.pop("awaiting", None)
        turn.context["added_album"] = incoming.album

        def change(session: Session, row: Case) -> None:
            row.urgent = row.urgent or urgent
            following.add_message(session, self._custody.readers, row, text, state.now)
            self._files.add_to_case(session, row, files, incoming.channel, state.now)

        turn.changes.append(self._with(case, change))
        words = [*step.lines, self._wording("case.added", number=case.number)]
        return turn.say(Reply("\n".join(words), (self._button("button", "status"),)))

    def nothing_added(self, state: ChatState) -> Turn:
        """The addition is called off; the case stays as it is."""
        turn = Turn(Outcome("intake"), state.context)
        turn.context.pop("awaiting", None)
        buttons = (self._button("button", "status"), self._button("button", "menu"))
        return turn.say(Reply(self._wording("case.nothing_added"), buttons))

    def undo(self, state: ChatState, sure: bool = False) -> Turn | None:
        """恢复 in words, when the last thing undone was a case, or the words say so."""
        case = self._at_hand(state) if sure or state.context.get("withdrawn") else None
        return self._undo(Turn(Outcome("intake"), state.context), state, case) if case else None

    def press(self, state: ChatState, choice: str) -> Turn:
        """A button under a case."""
        choice, _, number = choice.partition(":")
        want, _, value = choice.partition("-")
        if want == "leave":
            return self.nothing_added(state)
        case = self._at_hand(state)
        turn = Turn(Outcome("intake"), state.context)
        if case is None:
            _await(turn.context, want if want in WANTS else "status", state.now)
            return turn.say(Reply(self._wording("case.code_needed")))
        if number and number != case.number:
            words = self._wording("case.other_case", number=number, present=case.number)
            return turn.say(Reply(words, (self._button("button", "status"),)))
        return self._act(turn, state, case, want, value)

    def rate(self, state: ChatState, stars: int) -> Turn | None:
        """Typed words that are nothing but a judgement, after a case was looked up."""
        case = self._at_hand(state)
        if case is None:
            return None
        return self._act(Turn(Outcome("intake"), state.context), state, case, "rate", str(stars))

    def _act(self, turn: Turn, state: ChatState, case: Case, want: str, value: str = "") -> Turn:
        if want == "withdraw":
            return self._withdraw(turn, state, case)
        if want == "undo":
            return self._undo(turn, state, case)
        if want == "add":
            turn.outcome.act = "intake"
            _await(turn.context, "addition", state.now)
            return turn.say(Reply(self._wording("case.ask_addition"), self._leave()))
        if want == "rate":
            return self._rate(turn, state, case, value)
        turn.outcome.act = "case_status"
        with read_scope(self._database) as session:
            return turn.say(self._words.status(session, case))

    def _withdraw(self, turn: Turn, state: ChatState, case: Case) -> Turn:
        """At once for open kinds; for the others a wish that the team decides on."""
        turn.outcome.act, turn.outcome.kind = "intake", case.kind
        name = "wish_recorded" if case.confidential else "withdrawn"

        def change(session: Session, row: Case) -> None:
            if not following.withdraw(session, row, state.now):
                turn.say(Reply(self._wording("case.closed_already", number=case.number), self._words.buttons(row)))
                return
            turn.outcome.intake, turn.context["withdrawn"] = "cancelled", True
            buttons = (self._words.button("undo", case), self._button("button", "menu"))
            turn.say(Reply(self._wording(f"case.{name}", number=case.number), buttons))

        turn.changes.append(self._with(case, change))
        return turn

    def _undo(self, turn: Turn, state: ChatState, case: Case) -> Turn:
        turn.outcome.kind = case.kind

        def change(session: Session, row: Case) -> None:
            try:
                name = "restored" if following.undo_withdrawal(session, row, state.now) else "not_withdrawn"
                turn.context.pop("withdrawn", None)
                turn.say(Reply(self._wording(f"case.{name}", number=case.number), self._words.buttons(row)))
            except TooLate:
                turn.say(Reply(self._wording("case.too_late"), (self._button("button", "report"),)))

        turn.changes.append(self._with(case, change))
        return turn

    def _rate(self, turn: Turn, state: ChatState, case: Case, value: str) -> Turn:
        turn.outcome.act, turn.outcome.kind = "intake", case.kind
        rating = FIVE_TO_RATING.get(int(value)) if value.isdecimal() else None
        if rating is None:
            return turn.say(Reply(self._wording("case.ask_rating"), self._words.ratings(case)))

        def change(session: Session, row: Case) -> None:
            try:
                following.rate(session, row, rating, state.now)
                turn.outcome.intake = "submitted"
                turn.say(Reply(self._wording("case.rated", rating=rating.label)))
            except NotYet:
                turn.say(Reply(self._wording("case.not_yet"), self._words.buttons(row)))

        turn.changes.append(self._with(case, change))
        return turn

    def _at_hand(self, state: ChatState, name: str = "case") -> Case | None:
        """The case of a code that was said, or of the receipt just shown."""
        token = self._kept.get(state.context, name, state.now)
        return self._find(token) if token else None

    def _find(self, token: str) -> Case | None:
        with read_scope(self._database) as session:
            return following.by_code(session, token)

    def _with(self, case: Case, change: Callable[[Session, Case], Any]) -> Callable[[Session, Any], None]:
        """The change applied to the row as it is when the transaction runs."""

        def apply(session: Session, _chat: Any) -> None:
            change(session, session.get_one(Case, case.id))

        return apply

    def _leave(self) -> tuple[Button, ...]:
        return (self._button("step_button", "cancel", "c:leave"),)

    def _recent_wrong(self, state: ChatState) -> list[float]:
        since = (state.now - WRONG_WITHIN).timestamp()
        return [at for at in state.context.get("wrong_codes", []) if at > since]

    def must_wait(self, state: ChatState) -> int:
        """Minutes until another code may be tried in this chat; 0 when it may be now."""
        wrong = self._recent_wrong(state)
        if len(wrong) < MOST_WRONG:
            return 0
        return max(1, round((wrong[0] + WRONG_WITHIN.total_seconds() - state.now.timestamp()) / 60))

    def _button(self, group: str, name: str, data: str = "") -> Button:
        return Button(self._wording(f"{group}.{name}"), data or name)


def awaited(state: ChatState) -> str | None:
    """What a receipt code was asked for, or "addition": for half an hour."""
    waits = state.context.get("awaiting")
    return waits["for"] if waits and waits["until"] > state.now.timestamp() else None


def _await(context: dict[str, Any], want: str, now: datetime) -> None:
    context["awaiting"] = {"for": want, "until": (now + REMEMBERED).timestamp()}
