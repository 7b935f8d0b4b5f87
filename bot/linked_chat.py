"""What a chat may learn without any code because its citizen agreed to be written to there; and chats of staff."""

import re
from typing import Any

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from bot.messages import Button, Incoming, Outcome, Reply
from bot.turn import ChatState, Custody, Turn
from cases import chat_links, following, staff_chats
from cases.chat_links import ChatAddress
from cases.models import Case
from db.session import read_scope
from wording import Wording

STAFF_WORD = re.compile(rf"{staff_chats.PREFIX}[{staff_chats.LETTERS}]{{{staff_chats.LENGTH}}}")


class LinkedChat:
    """Numbers, and of open kinds the word for the state; never what was said (domain.md 2.8 INV-C9)."""

    def __init__(self, wording: Wording, custody: Custody, database: Database) -> None:
        self._wording, self._custody, self._database = wording, custody, database

    def mine(self, state: ChatState, incoming: Incoming) -> Turn:
        """The numbers of which this chat wants to hear."""
        turn = Turn(Outcome("case_status"), state.context)
        lines = [self.line(case) for case in self._cases(incoming)]
        text = "\n".join([self._wording("case.mine"), *lines]) if lines else self._wording("case.mine_none")
        return turn.say(Reply(text, (Button(self._wording("button.status"), "status"),)))

    def case(self, incoming: Incoming, number: str) -> Case | None:
        """The case of this number, if it is one of these and no confidential one."""
        mine = (case for case in self._cases(incoming) if not case.confidential)
        return next((case for case in mine if case.number == number), None)

    def line(self, case: Case) -> str:
        """Of a confidential case the number alone."""
        if case.confidential:
            return self._wording("case.mine_number", number=case.number)
        return self._wording("case.status", number=case.number, status=following.status_of(case).label)

    def staff(self, state: ChatState, incoming: Incoming) -> Turn | None:
        """A word of ./huiyin staff link: this chat is that of a staff member from now on."""
        word = incoming.text.strip().upper()
        if not STAFF_WORD.fullmatch(word):
            return None
        turn = Turn(Outcome("smalltalk"), state.context)

        def change(session: Session, _chat: Any) -> None:
            here = ChatAddress(incoming.channel, incoming.address)
            good = staff_chats.link(session, self._custody.secret, word, here, state.now)
            turn.say(Reply(self._wording("staff_chat.linked" if good else "staff_chat.unknown")))

        turn.changes.append(change)
        return turn

    def _cases(self, incoming: Incoming) -> list[Case]:
        with read_scope(self._database) as session:
            return chat_links.of_chat(session, self._custody.secret, ChatAddress(incoming.channel, incoming.address))
