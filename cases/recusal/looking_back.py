"""An interest, an account or a name that comes when cases are there already: these are read again (INV-R1, R8).

What is sealed cannot be read again: of it the officer says so themselves when they are asked to attest (INV-R2).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cases import access, search
from cases.draft_body import DraftBody
from cases.history import SYSTEM
from cases.kinds import Author
from cases.models import Case, Message
from cases.recusal import exclusions, matching
from cases.recusal.matching import Sign
from cases.recusal.models import Interest, Why
from cases.routing import team as team_of
from cases.routing.mentions import Likeness
from cases.routing.spelling import Said
from cases.staff.models import Staff

STEP = 500
Signs = Callable[[DraftBody, Said], Iterable[Sign]]


def look_back(session: Session, interest: Interest, now: datetime) -> None:
    """Keep who declared it out of every open case it touches, and of the closed ones out of those that name it."""

    def signs(body: DraftBody, said: Said) -> Iterable[Sign]:
        return matching.signs_of(interest, body, said)

    _look_back(session, signs, [interest.subject], now)


def look_back_on(session: Session, staff: Staff, now: datetime) -> None:
    """The same for somebody who is new, or is called otherwise from now on."""
    team = team_of.members(session)
    member = next(one for one in team if one.staff_id == staff.id)

    def signs(_body: DraftBody, said: Said) -> Iterable[Sign]:
        return [Sign(staff.id, Why.NAMED, matching.likeness_of(member, team, said))]

    _look_back(session, signs, [member.name, *member.others], now)


def _look_back(session: Session, signs: Signs, names: Iterable[str], now: datetime) -> None:
    found = dict(_touched(session, signs, Case.closed_at.is_(None)))
    for name in names:
        named = search.naming(session, name)
        found |= dict(_touched(session, signs, Case.id.in_(named))) if named is not None else {}
    for case_id, sign in found.items():
        case, certain = session.get_one(Case, case_id), sign.likeness is Likeness.SAME
        exclusions.exclude(session, case, sign.staff_id, sign.why, SYSTEM, now, decided=certain)


def _touched(session: Session, signs: Signs, which: ColumnElement[bool]) -> Iterator[tuple[int, Sign]]:
    said = select(Case.id, Case.subdistrict, Message.content).join(Message, Message.case_id == Case.id)
    clear = said.where(which, ~access.confidential(), Message.author == Author.CITIZEN).order_by(Case.id, Message.id)
    rows = session.execute(clear.execution_options(yield_per=STEP)).tuples()
    for (case_id, street), messages in groupby(rows, key=lambda row: row[:2]):
        words = "\n".join(content.decode("utf-8", "replace") for _, _, content in messages)
        strongest = max(signs(DraftBody(subdistrict=street), Said(words)), key=lambda sign: sign.likeness)
        if strongest.likeness:
            yield case_id, strongest
