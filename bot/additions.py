"""What a citizen adds to a case whose code is at hand: words, files, or a request that comes with files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.awaiting import awaited
from bot.case_requests import ASKABLE, CaseRequests, Record, shown_in, urgently
from bot.files import FileDesk
from bot.intake_step import Step
from bot.messages import Attachment, Button, Incoming, Outcome, Reply
from bot.receipts import ReceiptDesk
from bot.turn import ChatState, Turn
from cases import following
from cases.errors import HandOffOnly, TooLate
from cases.models import Case
from wording import Wording

ALBUM = "added_album"  # the album that was added last, and the name under which the chat keeps its case


@dataclass(frozen=True)
class Sent:
    """What of a message can be kept; `step` has the reasons why not all."""

    text: str
    channel: str
    files: list[Attachment]
    step: Step = field(default_factory=Step)


class Additions:
    """`at_hand`: the case that a chat keeps under a name, as long as it keeps it."""

    def __init__(
        self,
        wording: Wording,
        receipts: ReceiptDesk,
        files: FileDesk,
        requests: CaseRequests,
        at_hand: Callable[[ChatState, str], Case | None],
    ) -> None:
        self._wording, self._receipts, self._files = wording, receipts, files
        self._requests, self._at_hand = requests, at_hand

    def awaited(self, state: ChatState, incoming: Incoming, *, urgent: bool) -> Turn | None:
        """What was asked for; None when the case is no longer at hand."""
        want = awaited(state)
        case = self._at_hand(state, "case")
        if case is None or want not in ASKABLE or not incoming.text.strip():
            return self.add(state, incoming, "answering" if want == "answer" else "case", urgent=urgent)
        turn = Turn(Outcome("intake", kind=case.kind), state.context)
        return self.request(turn, state, case, want, incoming, urgent=urgent)

    def album(self, state: ChatState, incoming: Incoming, *, urgent: bool) -> Turn | None:
        """One more picture of the album that was added last; None when it is none."""
        added = state.context.get(ALBUM)
        same = incoming.album and added and added[0] == incoming.album
        return self.add(state, incoming, added[1], urgent=urgent) if added and same else None

    def add(self, state: ChatState, incoming: Incoming, name: str = "case", *, urgent: bool) -> Turn | None:
        """Words and files for the case that is kept under this name; None when it is no longer at hand."""
        case = self._at_hand(state, name)
        if case is None:
            return None
        turn = Turn(Outcome("intake", kind=case.kind), state.context)
        return self.into(turn, state, case, incoming, name, urgent=urgent)

    def into(
        self, turn: Turn, state: ChatState, case: Case, incoming: Incoming, name: str = "case", *, urgent: bool
    ) -> Turn:
        """The same, beside whatever else the turn does."""
        sent = self._sent(incoming)
        if not sent.files and not incoming.text.strip():
            return turn.say(Reply("\n".join(sent.step.lines) or self._wording("case.ask_addition"), self.leave()))
        turn.outcome.intake = "submitted"
        turn.context[ALBUM] = [incoming.album, name]
        if turn.context.get("awaiting", {}).get("for") not in ASKABLE:  # the words of a request are still to come
            turn.context.pop("awaiting", None)
        turn.changes.append(
            lambda session, _chat: self._add(session, turn, session.get_one(Case, case.id), sent, state.now, urgent)
        )
        return turn

    def request(
        self,
        turn: Turn,
        state: ChatState,
        case: Case,
        want: str,
        incoming: Incoming,
        *,
        urgent: bool,
        otherwise: Reply | None = None,
    ) -> Turn:
        """The words ask for something beside the case; what is not possible is an addition if it has files."""
        sent = self._sent(incoming)

        def filed(session: Session, row: Case, record: Record) -> None:
            if incoming.attachments:
                self._keep_files(session, turn, shown_in(record, row), sent, state.now)

        def refused(session: Session, row: Case) -> None:
            if sent.files:
                self._add(session, turn, row, sent, state.now, urgent)
            elif otherwise:
                turn.say(otherwise)

        turn.context[ALBUM] = [incoming.album, "case"]
        return self._requests.told(turn, case, want, incoming.text, state.now, filed, refused, urgent=urgent)

    def leave(self) -> tuple[Button, ...]:
        """Nothing is to be added after all."""
        return (Button(self._wording("step_button.cancel"), "c:leave"),)

    def _sent(self, incoming: Incoming) -> Sent:
        step = Step()
        files = [file for file in incoming.attachments if not file.place and self._files.fits(file, 0, step)]
        text = incoming.text if incoming.text.strip() else self._wording("case.only_files", count=len(files))
        return Sent(text, incoming.channel, files, step)

    def _add(self, session: Session, turn: Turn, row: Case, sent: Sent, now: datetime, urgent: bool) -> None:
        def tell() -> Record:
            return following.add_message(session, row, sent.text, now, self._receipts.jurisdiction)

        try:
            said: Any = urgently(session, row, tell, urgent=urgent)
        except (HandOffOnly, TooLate) as refused:  # nobody may read it: the superior's channel; it is purged: anew
            turn.outcome.intake, why = None, "case.purged" if isinstance(refused, TooLate) else "intake.handed_off"
            turn.say(Reply(self._wording(why), (Button(self._wording("button.menu"), "menu"),)))
            return
        self._files.add_to_case(session, said.case, sent.files, sent.channel, now)
        turn.outcome.intake = "submitted"
        words = "\n".join([*sent.step.lines, self._wording("case.added", number=row.number)])
        turn.say(Reply(words, (Button(self._wording("button.status"), "status"),)))

    def _keep_files(self, session: Session, turn: Turn, case: Case | None, sent: Sent, now: datetime) -> None:
        """Files of a request; not where the leader whom it accuses would see them."""
        lines = list(sent.step.lines)
        if case is None:
            why = self._wording("intake.superior_channel").rstrip("。")
            lines += [self._wording("intake.file_failed", why=why)] if sent.files else []
        else:
            self._files.add_to_case(session, case, sent.files, sent.channel, now)
            kept = (self._wording(f"file.{file.kind}") for file in sent.files)
            lines += [self._wording("intake.kept_file", what=what) for what in kept]
        if lines:
            turn.say(Reply("\n".join(lines)))
