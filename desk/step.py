"""One step in one case: who takes it, what was typed, and what it takes of the office."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from cases import access
from cases.at_rest import ServiceSecret
from cases.audit.deeds import Action
from cases.citizen_notices import QUIET
from cases.errors import NoSuchCase
from cases.models import Case
from cases.routing.jurisdiction import Jurisdiction
from cases.staff import accounts
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.times import QuietHours
from wording import Wording


@dataclass(frozen=True)
class Office:
    """What the commands of this home work with; what few of them need is read when they do."""

    wording: Wording
    secret: ServiceSecret
    recovery: bytes | None
    jurisdiction: Callable[[], Jurisdiction]
    doors: Callable[[], dict[str, str]]
    quiet: QuietHours = QUIET


@dataclass(frozen=True)
class Step:
    """Runs inside the transaction of the change."""

    office: Office
    session: Session
    officer: Officer
    case: Case
    asked: argparse.Namespace
    now: datetime

    @property
    def reason(self) -> str:
        """The words that the law or the house wants; `cases` refuses where they are missing."""
        return (getattr(self.asked, "reason", None) or "").strip()

    @property
    def neutral(self) -> str:
        """What goes to a chat about a confidential case: a number and nothing else (INV-C5)."""
        return self.office.wording("case.neutral", number=self.case.number)

    def told(self, notice: str) -> dict[str, Any]:
        """What the citizen's chat is told, and which hours it is left in peace."""
        return {"notice": notice, "quiet": self.office.quiet}

    def other(self, number: str) -> Case:
        """Another case that was typed; NoSuchCase names it."""
        try:
            return access.find(self.session, self.officer, number)
        except NoSuchCase:
            raise NoSuchCase(number) from None

    def staff(self, name: str) -> Staff:
        """An account; NoSuchAccount."""
        return accounts.find(self.session, name)

    def person(self, name: str) -> Officer:
        """The account as somebody who is given something."""
        staff = self.staff(name)
        return Officer(staff.id, staff.name, staff.held, staff.department)


Do = Callable[[Step], str | None]


@dataclass(frozen=True)
class Verb:
    """Of a word to type: what stands behind the number, how the audit log calls it, what it does and then says."""

    arguments: tuple[str, ...]
    action: Action
    do: Do
