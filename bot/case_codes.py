"""Receipt codes that citizens type: which case they open, and how often one may try."""

import re
from datetime import timedelta

from bot.awaiting import REMEMBERED
from bot.messages import Button, Incoming, Outcome, Reply
from bot.receipts import ReceiptDesk
from bot.thought import Thought
from bot.turn import ChatState, Kept, Turn
from cases.errors import TooManyLookups
from cases.models import Case
from wording import Wording

MOST_WRONG, WRONG_WITHIN = 5, timedelta(minutes=15)
PARTIAL_CODE = re.compile(r"^[\w\s\-是那吗呢吧？?。.，,:：]{1,24}$")
ASCII_WORD = re.compile(r"[0-9A-Za-z]")


class CaseCodes:
    """Finds cases; wrong codes are counted in the chat and in all chats together."""

    def __init__(self, wording: Wording, receipts: ReceiptDesk, kept: Kept) -> None:
        self._wording, self._receipts, self._kept = wording, receipts, kept

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
            return turn.say(Reply(self._wording("case.unknown"), self._report())), None
        self._kept.put(turn.context, "case", case.receipt_hash, state.now + REMEMBERED)
        turn.context.pop("awaiting", None)
        return turn, case

    def incomplete(self, state: ChatState) -> Turn:
        """A code was asked for and something else like one came."""
        return Turn(Outcome("case_status"), state.context).say(Reply(self._wording("case.incomplete"), self._report()))

    def looks_like_a_code(self, incoming: Incoming, thought: Thought) -> bool:
        """Nothing the engine knows, but digits: part of a code."""
        unknown = thought.act in ("decline", "clarify", "smalltalk")
        return unknown and bool(PARTIAL_CODE.match(incoming.text) and ASCII_WORD.search(incoming.text))

    def must_wait(self, state: ChatState) -> int:
        """Minutes until another code may be tried in this chat; 0 when it may be now."""
        wrong = self._recent_wrong(state)
        if len(wrong) < MOST_WRONG:
            return 0
        return max(1, round((wrong[0] + WRONG_WITHIN.total_seconds() - state.now.timestamp()) / 60))

    def _recent_wrong(self, state: ChatState) -> list[float]:
        since = (state.now - WRONG_WITHIN).timestamp()
        return [at for at in state.context.get("wrong_codes", []) if at > since]

    def _report(self) -> tuple[Button, ...]:
        return (Button(self._wording("button.report"), "report"),)
