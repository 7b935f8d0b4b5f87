"""What a citizen reads of his case: how it stands, what he was answered, what he can do with it."""

from sqlalchemy.orm import Session

from bot.messages import Button, Reply
from cases import following
from cases.kinds import Rating, State
from cases.models import Case
from wording import Wording

STARS = {Rating.SATISFIED: 5, Rating.FAIRLY: 3, Rating.DISSATISFIED: 1}


class CaseWords:
    """Every button carries the number of its case, so that an old one never acts on another."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def status(self, session: Session, case: Case) -> Reply:
        """The citizen's words for the state; of a confidential case nothing about a person (domain.md 2.5)."""
        wish = case.confidential and following.wants_withdrawal(session, case)
        lines = [self._wording("case.status", number=case.number, status=following.status_of(case).label)]
        lines += [self._wording("case.wish")] if wish else []
        lines += [f"{self._wording('case.reply')}{text}" for text in following.replies(session, case)]
        lines += [self._wording("case.urgent"), self._wording("intake.urgent")] if case.urgent else []
        return Reply("\n".join(lines), self.buttons(case, wish))

    def buttons(self, case: Case, wish: bool = False) -> tuple[Button, ...]:
        """What can be done with the case as it is."""
        wants = ["undo"] if case.state is State.WITHDRAWN else ["add"]
        wants += ["undo" if wish else "withdraw"] if case.state in following.OPEN else []
        wants += ["rate"] if case.state is State.COMPLETED and not case.confidential else []
        return tuple(self.button(want, case) for want in wants)

    def ratings(self, case: Case) -> tuple[Button, ...]:
        """Three judgements."""
        return tuple(Button(rating.label, f"c:rate-{star}:{case.number}") for rating, star in STARS.items())

    def button(self, want: str, case: Case) -> Button:
        """One button of this case."""
        return Button(self._wording(f"step_button.{want}"), f"c:{want}:{case.number}")
