"""A draft becomes a case, and the citizen gets its number and its receipt code, once and for all."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from bot import chat_cleaning
from bot.awaiting import REMEMBERED
from bot.consent import CONSENTS, Consent
from bot.messages import Button, Incoming, Outcome, Reply
from bot.turn import ChatState, Custody, Kept, Turn
from cases import code_lookups, following, receipt_code
from cases.chat_links import ChatAddress
from cases.chats import KnownChat
from cases.draft_body import DraftBody
from cases.drafts import OpenDraft
from cases.errors import CodeTaken, HandOffOnly, StaleDraft, TooManyLookups
from cases.kinds import Queue
from cases.models import Case
from cases.receipt_code import DerivedCode
from cases.routing.jurisdiction import NOWHERE, Jurisdiction
from cases.routing.rules import matter_of, route
from cases.sealing.reading import Reader, citizen_reader
from cases.submission import outcome_of, submit
from db.session import read_scope, write_scope
from wording import Wording

AT_ONCE = 2  # derivations; each takes 64 MiB


class ReceiptDesk:
    """Issues receipts; the code of a draft is always the same, so a second press shows the same receipt."""

    def __init__(
        self,
        wording: Wording,
        custody: Custody,
        database: Database,
        jurisdiction: Jurisdiction = NOWHERE,
        doors: Mapping[str, str] | None = None,
    ) -> None:
        self.jurisdiction, self._doors = jurisdiction, doors or {}
        self._wording, self._custody, self._database = wording, custody, database
        self._derivations, self._consent = asyncio.Semaphore(AT_ONCE), Consent(wording)

    async def submit(
        self,
        state: ChatState,
        incoming: Incoming,
        body: DraftBody,
        context: dict[str, Any],
        forget: Callable[[Session, int], None],
        handed_off: Reply,
    ) -> Turn:
        """Store what was confirmed; the receipt leaves only when the transaction is committed.

        Where nobody may read it, the chat's drafts are forgotten and the right channel is named (domain.md 4.1).
        """
        draft = state.draft
        if draft is None:
            raise LookupError("nothing to submit")
        code = await self._issue(draft.nonce)
        Kept(self._custody.secret).put(context, "receipt", code.token, state.now + REMEMBERED)
        chat_cleaning.end(context, state.now)
        turn = Turn(
            Outcome("intake", intake="submitted", kind=body.kind, receipt=receipt_code.shown(code.code)), context
        )

        def change(session: Session, chat: KnownChat) -> None:
            try:
                case = self._store(
                    session, code, draft, body, state.now, ChatAddress(incoming.channel, incoming.address)
                )
            except HandOffOnly:
                turn.outcome.intake, turn.outcome.receipt = "cancelled", None
                turn.context.pop("receipt")
                forget(session, chat.id)
                turn.say(handed_off)
                return
            asked, buttons = self._consent.under_receipt(case, draft.nonce)
            turn.say(self._receipt(case, code.code, self._elsewhere(case, body), asked, buttons))

        turn.changes.append(change)
        return turn

    async def again(self, state: ChatState, nonce: str, choice: str = "") -> Turn | None:
        """The receipt of a draft that was submitted within the last day, or what was pressed under it; else None."""
        chat = state.chat
        if chat is None:
            return None
        case = await asyncio.to_thread(self._outcome_of, chat.id, nonce)
        if case is None:
            return None
        if choice in CONSENTS:
            return self._consent.said(Turn(Outcome("intake"), state.context), case, choice, state.now, nonce)
        code = await self._code_of(nonce, case)
        outcome = Outcome("intake", intake="submitted", kind=case.kind, receipt=receipt_code.shown(code))
        turn = Turn(outcome, state.context).say(Reply(self._wording("intake.already")))
        chat_cleaning.end(turn.context, state.now)
        return turn.say(self._receipt(case, code))

    async def case_of(self, code: str, now: datetime) -> Case | None:
        """The case of a code that a citizen typed; TooManyLookups before anything is derived."""
        await asyncio.to_thread(self._count, now)
        return await self.find(await self.token(code))

    async def find(self, token: str) -> Case | None:
        """The case of a look-up token."""
        return await asyncio.to_thread(self._by_token, token)

    async def token(self, code: str) -> str:
        """The look-up token of a code that a citizen typed."""
        async with self._derivations:
            return await asyncio.to_thread(self._custody.derivation.token, code)

    async def reader(self, code: str) -> Reader:
        """What opens to its citizen what was sealed to a confidential case: the code's second derivation."""
        async with self._derivations:
            return citizen_reader(await asyncio.to_thread(self._custody.derivation.key_pair, code))

    def _store(
        self, session: Session, code: DerivedCode, draft: OpenDraft, body: DraftBody, now: datetime, here: ChatAddress
    ) -> Case:
        custody = self._custody
        case, already = submit(
            session, custody.secret, custody.recovery, code, draft, body, now, here, jurisdiction=self.jurisdiction
        )
        if already:  # by another process, since the draft was read: then its code is another one
            raise StaleDraft
        return case

    def _elsewhere(self, case: Case, body: DraftBody) -> str:
        """What others decide: where to go, as soon as it is said (domain.md 3.4)."""
        if case.queue is not Queue.HANDOFF:
            return ""
        door = route(matter_of(body), self.jurisdiction).door
        return self._wording("receipt.elsewhere", door=self._doors.get(door or "", ""))

    async def _issue(self, nonce: str) -> DerivedCode:
        codes = receipt_code.codes_of_draft(self._custody.secret, nonce)
        async with self._derivations:
            return await asyncio.to_thread(receipt_code.issue, self._custody.derivation, self._is_taken, codes)

    def _is_taken(self, token: str) -> bool:
        return self._by_token(token) is not None

    def _by_token(self, token: str) -> Case | None:
        with read_scope(self._database) as session:
            return following.by_code(session, token)

    def _outcome_of(self, chat_id: int, nonce: str) -> Case | None:
        with read_scope(self._database) as session:
            return outcome_of(session, self._custody.secret, chat_id, nonce)

    def _count(self, now: datetime) -> None:
        with write_scope(self._database) as session:
            tries = code_lookups.count(session, now)
        if tries > code_lookups.MOST_A_MINUTE:
            raise TooManyLookups

    async def _code_of(self, nonce: str, case: Case) -> str:
        for code in receipt_code.codes_of_draft(self._custody.secret, nonce):
            if await self.token(code) == case.receipt_hash:
                return code
        raise CodeTaken

    def _receipt(self, case: Case, code: str, note: str = "", asked: str = "", more: tuple[Button, ...] = ()) -> Reply:
        shown, rate = receipt_code.shown(code), "" if case.confidential else self._wording("receipt.and_rate")
        text = self._wording("receipt.text", number=case.number, code=shown, rate=rate)
        urgent = self._wording("intake.urgent") if case.urgent else ""
        text = "\n".join(filter(None, (text, note, urgent, asked)))
        buttons = tuple(Button(self._wording(f"button.{name}"), name) for name in ("status", "delete", "menu"))
        return Reply(text, (*buttons, *more), picture={"name": "receipt", "number": case.number, "code": shown})
