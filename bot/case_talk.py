"""Turns with a receipt code: how far is it, add, withdraw, take back, rate."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from bot.additions import Additions
from bot.awaiting import REMEMBERED, wait_for
from bot.case_codes import CaseCodes
from bot.case_requests import ASKABLE, CaseRequests
from bot.case_words import AWAITED_ANSWER, CaseWords
from bot.consent import CONSENTS, UNPUBLISH, newest
from bot.files import FileDesk
from bot.linked_chat import LinkedChat
from bot.messages import Button, Incoming, Outcome, Reply
from bot.receipts import ReceiptDesk
from bot.turn import ChatState, Custody, Kept, Turn
from cases import following
from cases.citizen_notices import Press
from cases.errors import NotYet, TooLate
from cases.kinds import Rating
from cases.models import Case
from cases.sealing.reading import Reader
from db.session import read_scope
from wording import Wording

BAD, GOOD = Rating.DISSATISFIED, Rating.SATISFIED
FIVE_TO_RATING = {1: BAD, 2: BAD, 3: Rating.FAIRLY, 4: GOOD, 5: GOOD}
WANTS = ("status", "withdraw", "add", "rate", *ASKABLE, *CONSENTS)  # what a receipt code may be asked for
TELLING = ("addition", "answer", AWAITED_ANSWER, *ASKABLE)  # what the next words may be


class CaseTalk:
    """Knows a case only while its code is at hand: the token is kept sealed in the chat for half an hour."""

    def __init__(
        self, wording: Wording, custody: Custody, receipts: ReceiptDesk, files: FileDesk, database: Database
    ) -> None:
        self._wording, self._receipts, self._database = wording, receipts, database
        self._kept, self._words = Kept(custody.secret), CaseWords(wording)
        self.codes, self.linked = CaseCodes(wording, receipts, self._kept), LinkedChat(wording, custody, database)
        self._requests = CaseRequests(wording, receipts, self._words)
        self.additions = Additions(wording, receipts, files, self._requests, self._at_hand)

    def ask(self, state: ChatState, want: str, act: str, text: str) -> Turn:
        """Ask for the receipt code, or go on at once when it was given a moment ago."""
        turn = Turn(Outcome(act), state.context)
        wait_for(turn.context, want, state.now)
        name = "receipt" if want == "status" and not self._at_hand(state) else "case"
        name = newest(state.context) if want in CONSENTS else name
        if case := self._at_hand(state, name):
            self._kept.put(turn.context, "case", case.receipt_hash, state.now + REMEMBERED)
            turn.context.pop("awaiting", None)
            return self._act(turn, state, case, want)
        return turn.say(Reply(text, (self._button("button", "report"),)))

    async def code(
        self, state: ChatState, turn: Turn, case: Case, code: str, want: str | None, stars: int | None
    ) -> Turn:
        """A receipt code was said: do what is wanted, or say how the case stands and what only the code opens."""
        if stars and want in (None, "rate"):
            return self._rate(turn, state, case, str(stars))
        want = want if want in (*WANTS, "undo") else "status"
        reader = await self._receipts.reader(code) if want == "status" and case.confidential else None
        return self._act(turn, state, case, want, reader=reader)

    def wish(self, state: ChatState, want: str) -> Turn | None:
        """Typed words that ask for something; None when no case is at hand and they need not be about one."""
        name = newest(state.context) if want in CONSENTS else "case"
        if self._at_hand(state, name) is None and want not in ("recusal", "protection", UNPUBLISH):
            return None
        return self.ask(state, want, "intake", self._wording("case.code_needed"))

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

    def press(self, state: ChatState, incoming: Incoming, choice: str) -> Turn:
        """A button under a case, or under a notice of one."""
        choice, _, number = choice.partition(":")
        want, _, value = choice.partition("-")
        if want == "leave":
            return self.nothing_added(state)
        case = self._at_hand(state)
        turn = Turn(Outcome("intake"), state.context)
        if want in (Press.LOOK, Press.ANSWER):
            return self._noticed(turn, state, case, incoming, Press(want), number)
        if case is None:
            wait_for(turn.context, want if want in WANTS else "status", state.now)
            return turn.say(Reply(self._wording("case.code_needed")))
        if number and number != case.number:
            words = self._wording("case.other_case", number=number, present=case.number)
            return turn.say(Reply(words, (self._button("button", "status"),)))
        return self._act(turn, state, case, want, value)

    def _noticed(
        self, turn: Turn, state: ChatState, case: Case | None, incoming: Incoming, press: Press, number: str
    ) -> Turn:
        """A button under a notice: with the code at hand all of it, in the chat agreed to what its notice told."""
        if case and case.number == number:
            return self._act(turn, state, case, "add" if press is Press.ANSWER else "status")
        linked = self.linked.case(incoming, number)
        if linked is None:
            wait_for(turn.context, "status", state.now)
            return turn.say(Reply(self._wording("case.code_opens", number=number)))
        if press is Press.LOOK:
            turn.outcome.act = "case_status"
            return turn.say(Reply(self.linked.line(linked)))
        self._kept.put(turn.context, "answering", linked.receipt_hash, state.now + REMEMBERED)
        wait_for(turn.context, "answer", state.now)
        return turn.say(Reply(self._wording("case.ask_addition"), self.additions.leave()))

    def rate(self, state: ChatState, stars: int) -> Turn | None:
        """Typed words that are nothing but a judgement, after a case was looked up."""
        case = self._at_hand(state)
        return self._act(Turn(Outcome("intake"), state.context), state, case, "rate", str(stars)) if case else None

    def _act(
        self, turn: Turn, state: ChatState, case: Case, want: str, value: str = "", reader: Reader | None = None
    ) -> Turn:
        if want in ("withdraw", "undo"):
            return (self._withdraw if want == "withdraw" else self._undo)(turn, state, case)
        if want == "add" and following.may_add(case):
            turn.outcome.act = "intake"
            wait_for(turn.context, "addition", state.now)
            return turn.say(Reply(self._wording("case.ask_addition"), self.additions.leave()))
        if want == "rate":
            return self._rate(turn, state, case, value)
        with read_scope(self._database) as session:
            if want in (*ASKABLE, *CONSENTS):
                return self._requests.ask(session, turn, state, case, want)
            if want == "more":
                return self._requests.offer(session, turn, case, state.now)
            turn.outcome.act = "case_status"
            self._words.await_answer(turn.context, case, state.now)
            return turn.say(self._words.status(session, case, reader))

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
        return self.find(token) if (token := self._kept.get(state.context, name, state.now)) else None

    def find(self, token: str) -> Case | None:
        """The case of a look-up token."""
        with read_scope(self._database) as session:
            return following.by_code(session, token)

    def _with(self, case: Case, change: Callable[[Session, Case], Any]) -> Callable[[Session, Any], None]:
        """The change applied to the row as it is when the transaction runs."""

        def apply(session: Session, _chat: Any) -> None:
            change(session, session.get_one(Case, case.id))

        return apply

    def _button(self, group: str, name: str, data: str = "") -> Button:
        return Button(self._wording(f"{group}.{name}"), data or name)
