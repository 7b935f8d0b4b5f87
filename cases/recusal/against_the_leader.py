"""An addition that accuses the leader: a sealed record of its own, for the dispatching organ alone (INV-R4, 4.2 R1).

The program cannot open a case again, so it can wrap its key for nobody new; and if it took away every wrap of the
team, nobody could ever read what was said before. Only what nobody has handled yet can be sealed in its place
(cases.transitions). So the new words never enter the case, and what the leader could read of it is closed to him.
"""

import secrets
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import submission
from cases.draft_body import DraftBody
from cases.errors import OnlyReader
from cases.kinds import AboutWhom, IdentityMode, Queue, Role
from cases.models import Case, Message
from cases.receipt_code import DerivedCode
from cases.recusal import exclusions
from cases.routing.jurisdiction import Jurisdiction
from cases.routing.rules import Matter, route
from cases.routing.team import with_team
from cases.staff.models import Staff


def is_accused(session: Session, known: Jurisdiction, case: Case, text: str) -> bool:
    """Whether these words would have brought the case before the dispatching organ, had they been said at first."""
    if not case.kind.sealed or case.queue is Queue.SEALED_TEAM_LEADER:
        return False
    way = route(Matter(case.kind, text=text, section=case.section), with_team(session, known))
    return way.queue is Queue.SEALED_TEAM_LEADER


def keep_apart(session: Session, known: Jurisdiction, case: Case, text: str, now: datetime) -> Message:
    """The first message of the new record; HandOffOnly, and nothing is stored, without a liaison to read it."""
    body = DraftBody(kind_confirmed=case.kind, about_whom=AboutWhom.TEAM_LEADER, urgent=case.urgent)
    body.set_identity(IdentityMode.ANONYMOUS)
    body.add_text(text, "1")
    nobodys = DerivedCode("", secrets.token_hex(32), case.citizen_key)
    part = submission.register(session, None, nobodys, body, now, (), known)
    part.split_from = case.id
    submission.enqueue(session, part, now)
    _close_to_the_leader(session, case, now)
    return session.scalars(select(Message).where(Message.case_id == part.id).order_by(Message.id).limit(1)).one()


def _close_to_the_leader(session: Session, case: Case, now: datetime) -> None:
    """Without a line in the history, which would say whom the case is about.

    Who alone can read what was said before keeps that key: without it those words were lost for everybody.
    """
    leaders = {staff.id for staff in session.scalars(select(Staff)) if Role.TEAM_LEADER in staff.held}
    with suppress(OnlyReader):
        exclusions.shut_out(session, case, leaders, now)
