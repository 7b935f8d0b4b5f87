"""What a citizen reads of his case: how it stands, what he was answered, what he can do with it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.awaiting import wait_for
from bot.messages import Button, Reply
from cases import following
from cases.deadlines.promised import promised
from cases.kinds import Rating, State
from cases.models import Case
from cases.sealing.reading import Reader
from wording import Wording

AWAITED_ANSWER = "asked"  # what is awaited after a look at a case in which staff asked something
STARS = {Rating.SATISFIED: 5, Rating.FAIRLY: 3, Rating.DISSATISFIED: 1}


class CaseWords:
    """Every button carries the number of its case, so that an old one never acts on another."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def status(self, session: Session, case: Case, reader: Reader | None = None) -> Reply:
        """The citizen's words for the state; of a confidential case nothing about a person (domain.md 2.5)."""
        wish = case.confidential and following.wants_withdrawal(session, case)
        lines = [self._wording("case.status", number=case.number, status=following.status_of(case).label)]
        lines += [self._wording("case.wish")] if wish else []
        lines += self._due(session, case)
        written = following.replies(session, case, reader)
        asked = len(written) - 1 if case.state is State.NEEDS_INFO else None  # what was written last
        for place, text in enumerate(written):
            lines.append(f"{self._wording('case.asked' if place == asked else 'case.written')}{text}")
        if not written and following.awaits_code(session, case):
            lines.append(self._wording("case.code_opens", number=case.number))
        lines += [self._wording("case.urgent"), self._wording("intake.urgent")] if case.urgent else []
        return Reply("\n".join(lines), self.buttons(case, wish))

    def await_answer(self, context: dict[str, Any], case: Case, now: datetime) -> None:
        """Who read a question of staff may just answer it."""
        if case.state is State.NEEDS_INFO:
            wait_for(context, AWAITED_ANSWER, now)

    def _due(self, session: Session, case: Case) -> list[str]:
        """The day that the law or the house promises, and which of them (domain.md 2.5)."""
        row = promised(session, case)
        if row is None:
            return []
        provisional = self._wording("case.provisional") if row.provisional else ""
        name = f"case.extended_{row.rule}" if row.extended_days else f"case.due_{row.rule}"
        return [self._wording(name, day=row.due_on, provisional=provisional, extended=row.extended_days)]

    def buttons(self, case: Case, wish: bool = False) -> tuple[Button, ...]:
        """What can be done with the case as it is."""
        wants = ["undo"] if case.state is State.WITHDRAWN and not case.confidential else []
        asked = case.state is State.NEEDS_INFO
        wants = wants or ["answer" if asked else "add"] * following.may_add(case)
        wants += ["undo" if wish else "withdraw"] if following.may_withdraw(case) else []
        wants += ["rate"] if following.may_rate(case) else []
        wants += ["more"]
        return tuple(self.button(want, case) for want in wants)

    def ratings(self, case: Case) -> tuple[Button, ...]:
        """Three judgements."""
        return tuple(Button(rating.label, f"c:rate-{star}:{case.number}") for rating, star in STARS.items())

    def button(self, want: str, case: Case) -> Button:
        """One button of this case."""
        does = "add" if want == "answer" else want
        return Button(self._wording(f"step_button.{want}"), f"c:{does}:{case.number}")
