"""What citizens do in a trial, by the functions that the web chat calls for them."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from nacl.public import PrivateKey

from bot.file_store import FileStore
from bot.turn import Custody
from bot.web_chat import WEB
from cases import attachments, chats, citizen_notices, drafts, following, outbox, protection, receipt_code, submission
from cases.attachments import FileState
from cases.chat_links import ChatAddress
from cases.draft_body import DraftBody, DraftFile
from cases.drafts import OpenDraft
from cases.kinds import Rating
from cases.models import Case
from cases.receipt_code import DerivedCode
from cases.recusal import requests
from commands.demo_cases.photo import drawn
from commands.demo_cases.plans import Plan
from commands.demo_cases.team import Team

PHOTO = "现场.png"


@dataclass
class Citizens:
    """All of them; `codes` are the receipts that can be tried out, by what their cases are to show."""

    team: Team
    custody: Custody
    files: FileStore
    codes: list[dict[str, str]] = field(default_factory=list)

    def submit(self, plan: Plan) -> Case:
        """From the first word to the receipt."""
        session, secret, now = self.team.session, self.custody.secret, self.team.now
        chat = ChatAddress(WEB, plan.address)
        body = _body(plan)
        draft = drafts.open(session, secret, chats.add(session, secret, *chat, now).id, body, now)
        if plan.photo:
            self._attach(draft, body, plan)
        code = self._issued(draft) if plan.showcase else _nobodys()
        recovery, known = self.custody.recovery, self.team.office.jurisdiction()
        case = submission.submit(session, secret, recovery, code, draft, body, now, chat, jurisdiction=known).case
        if plan.showcase:
            self.codes.append({"code": receipt_code.shown(code.code), "number": case.number, "shows": plan.life})
        return case

    def do(self, case: Case, deed: str, words: str) -> None:
        """What needs the receipt code."""
        session, now, known = self.team.session, self.team.now, self.team.office.jurisdiction()
        match deed:
            case "add":
                following.add_message(session, case, words, now, known)
            case "contest":
                following.contest(session, case, words, now, known)
            case "review":
                following.ask_review(session, case, words, now, known)
            case "rate":
                following.rate(session, case, Rating(words), now)
            case "protect":
                protection.ask(session, known, case, words, now)
            case "recuse":
                requests.ask(session, known, case, words, now)
            case "withdraw":
                following.withdraw(session, case, now)
            case "undo":
                following.undo_withdrawal(session, case, now)
            case _:
                raise LookupError(deed)

    def read_messages(self, address: str) -> None:
        """The page is open and takes what waits."""
        session, secret, now = self.team.session, self.custody.secret, self.team.now
        numbers = [number for number, _ in outbox.waiting(session, secret, WEB, address, now)]
        citizen_notices.acknowledge(session, secret, WEB, address, numbers, now)

    def _attach(self, draft: OpenDraft, body: DraftBody, plan: Plan) -> None:
        """As housekeeping does when the bytes have come."""
        session, secret, data = self.team.session, self.custody.secret, drawn(plan.chance)
        about: dict[str, Any] = {"name": PHOTO, "size": len(data), "ref": "", "channel": WEB, "path": ""}
        row = attachments.add(session, secret, draft.id, "photo", about)
        prepared, known = self.files.keep(row.stored_name, about, data, self.team.now)
        row.copy_state, row.scan = prepared.copy_state, prepared.scan.state
        attachments.settle(session, secret, row, FileState.STORED, known)
        body.files.append(DraftFile(row.id, "photo", PHOTO, len(data)))

    def _issued(self, draft: OpenDraft) -> DerivedCode:
        codes = receipt_code.codes_of_draft(self.custody.secret, draft.nonce)
        return receipt_code.issue(self.custody.derivation, self._known, codes)

    def _known(self, token: str) -> bool:
        return following.by_code(self.team.session, token) is not None


def _body(plan: Plan) -> DraftBody:
    body = DraftBody(kind_confirmed=plan.kind, about_whom=plan.about, identity=plan.identity)
    body.section, body.subdistrict, body.urgent = plan.section, plan.street, plan.urgent
    body.wants_notice = plan.notice
    body.add_text(plan.text, "1")
    return body


def _nobodys() -> DerivedCode:
    """A receipt whose code nobody has: deriving each would take minutes."""
    return DerivedCode("", secrets.token_hex(32), bytes(PrivateKey.generate().public_key))
