"""What a citizen may ask for beside his case: recusal, protection, another look, the review of the law (N7, DL15)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.awaiting import wait_for
from bot.case_words import CaseWords
from bot.consent import CONSENTS, Consent
from bot.messages import Button, Reply
from bot.receipts import ReceiptDesk
from bot.turn import ChatState, Turn
from cases import following, protection
from cases.errors import HandOffOnly, IllegalMove, NotYet, TooLate
from cases.kinds import Track
from cases.models import Case, Message
from cases.protection import ProtectionRequest
from cases.recusal import requests
from cases.recusal.models import RecusalRequest
from cases.transitions import OPEN
from wording import Wording

BESIDE = "beside"  # words that stood beside a receipt code, kept for a press
ASKABLE = ("contest", "review", "recusal", "protection")
TRACKS = (Track.SUGGESTION, Track.PETITION, Track.TIP_OFF, Track.APPEAL)
Record = Message | ProtectionRequest | RecusalRequest  # what is kept of the words


class CaseRequests:
    """Asks for the words, and records them."""

    def __init__(self, wording: Wording, receipts: ReceiptDesk, words: CaseWords) -> None:
        self._wording, self._words = wording, words
        self._consent = Consent(wording)
        self._record: dict[str, Callable[[Session, Case, str, datetime], Record]] = {
            "contest": lambda session, row, text, now: following.contest(
                session, row, text, now, receipts.jurisdiction
            ),
            "review": lambda session, row, text, now: following.ask_review(
                session, row, text, now, receipts.jurisdiction
            ),
            "recusal": lambda session, row, text, now: requests.ask(session, receipts.jurisdiction, row, text, now),
            "protection": lambda session, row, text, now: protection.ask(
                session, receipts.jurisdiction, row, text, now
            ),
        }

    def offer(self, session: Session, turn: Turn, case: Case, now: datetime) -> Turn:
        """What can be asked for with this case as it is, each a button."""
        buttons = tuple(self._words.button(want, case) for want in ASKABLE if self._may(session, case, want, now))
        buttons += self._consent.offered(session, case)
        text = self._wording("case.more" if buttons else "case.nothing_more", number=case.number)
        return turn.say(Reply(text, buttons or self._words.buttons(case)))

    def ask(self, session: Session, turn: Turn, state: ChatState, case: Case, want: str) -> Turn:
        """The words are asked for, if it takes any; that it is not possible is said before anything is written."""
        if want in CONSENTS:
            return self._consent.said(turn, case, want, state.now)
        if not self._may(session, case, want, state.now):
            return turn.say(Reply(self._wording(f"case.cannot_{want}"), self._words.buttons(case)))
        turn.outcome.act = "intake"
        wait_for(turn.context, want, state.now)
        leave = Button(self._wording("step_button.cancel"), "c:leave")
        return turn.say(Reply(self._wording(f"case.ask_{want}"), (leave,)))

    def told(
        self,
        turn: Turn,
        case: Case,
        want: str,
        text: str,
        now: datetime,
        filed: Callable[[Session, Case, Record], None],
        refused: Callable[[Session, Case], None],
        *,
        urgent: bool,
    ) -> Turn:
        """The words have come; `filed` when they are recorded, `refused` when what they ask for is not possible."""
        turn.context.pop("awaiting", None)

        def change(session: Session, _chat: Any) -> None:
            row = session.get_one(Case, case.id)
            try:
                if not self._may(session, row, want, now):
                    raise NotYet
                record = urgently(session, row, lambda: self._record[want](session, row, text, now), urgent=urgent)
            except HandOffOnly:  # nobody is there who may read it: name the channel of the superior organ
                turn.say(Reply(self._wording("intake.handed_off"), (self._menu(),)))
            except (IllegalMove, NotYet, TooLate):
                turn.say(Reply(self._wording(f"case.cannot_{want}"), self._words.buttons(row)))
                refused(session, row)
            else:
                turn.outcome.intake = "submitted"
                turn.context.pop(BESIDE, None)
                turn.say(Reply(self._wording(f"case.told_{want}", number=row.number), self._words.buttons(row)))
                filed(session, row, record)

        turn.changes.append(change)
        return turn

    def _may(self, session: Session, case: Case, want: str, now: datetime) -> bool:
        if want == "contest":
            return following.may_contest(case, now)
        if want == "review":
            return following.may_ask_review(session, case, now)
        if want == "recusal":
            return case.state in OPEN
        return case.kind.track in TRACKS and following.may_add(case)

    def _menu(self) -> Button:
        return Button(self._wording("button.menu"), "menu")


def shown_in(record: Record, case: Case) -> Case | None:
    """The case that may show what was told; None where it would tell the leader who is accused (INV-R4)."""
    if isinstance(record, Message):
        return record.case
    return None if record.upward else case


def urgently(session: Session, case: Case, tell: Callable[[], Record], *, urgent: bool) -> Record:
    """Record it, and mark the case when it tells of danger; nothing stays marked where it may not be shown."""
    with session.begin_nested():
        before, case.urgent = case.urgent, case.urgent or urgent
        record = tell()
        if shown_in(record, case) is not case:
            case.urgent = before
    return record
