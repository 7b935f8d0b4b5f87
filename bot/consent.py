"""Whether others may read what a citizen said: asked under the receipt, taken back there or with the code.

Not before: no press more on the way to the receipt, and nobody thinks that he has to agree to be heard.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.messages import Button, Reply
from bot.turn import Turn
from cases.likeness import published
from cases.models import Case
from wording import Wording

PUBLISH, UNPUBLISH = "publish", "unpublish"
CONSENTS = {PUBLISH: published.agree, UNPUBLISH: published.take_back}
OTHER = {PUBLISH: UNPUBLISH, UNPUBLISH: PUBLISH}
UNDER_RECEIPT = "receipt"  # where a button stands of a draft that has become a case


def newest(context: dict[str, Any]) -> str:
    """Which is spoken of: the case that was looked up, or the one of the receipt just shown."""
    return max(("case", "receipt"), key=lambda name: context.get(name, {}).get("until", 0))


class Consent:
    """The case is known by its code, or by the draft that it was."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def offered(self, session: Session, case: Case) -> tuple[Button, ...]:
        """What can be said of a case that was looked up; nothing where it cannot be published."""
        if not published.may_agree(case):
            return ()
        return (self._button(UNPUBLISH if published.is_agreed(session, case) else PUBLISH, case),)

    def under_receipt(self, case: Case, nonce: str) -> tuple[str, tuple[Button, ...]]:
        """What a new receipt asks; nothing of who may be in danger."""
        if case.urgent or not published.may_agree(case):
            return "", ()
        return self._wording("receipt.publish"), (self._button(PUBLISH, case, nonce),)

    def said(self, turn: Turn, case: Case, want: str, now: datetime, nonce: str = "") -> Turn:
        """Yes or no, and the button that changes it."""
        turn.outcome.act, turn.outcome.kind = "intake", case.kind

        def change(session: Session, _chat: Any) -> None:
            row = session.get_one(Case, case.id)
            if not published.may_agree(row):
                turn.say(Reply(self._wording("case.never_published", number=row.number)))
                return
            CONSENTS[want](session, row, now)
            words = self._wording(f"case.told_{want}", number=row.number)
            turn.say(Reply(words, (self._button(OTHER[want], row, nonce),)))

        turn.changes.append(change)
        return turn

    def _button(self, want: str, case: Case, nonce: str = "") -> Button:
        data = f"i:{nonce}:{UNDER_RECEIPT}:{want}" if nonce else f"c:{want}:{case.number}"
        return Button(self._wording(f"step_button.{want}"), data)
