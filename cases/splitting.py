"""What turns out to accuse somebody becomes a tip-off as a whole; its other words can be split off (domain.md 2.1)."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, attachments, covering, history, holders, moves, staff_notices, submission
from cases.at_rest import ServiceSecret
from cases.chat_models import Attachment
from cases.deadlines import clock
from cases.draft_body import DraftBody
from cases.errors import IllegalMove, ReasonNeeded
from cases.history import What
from cases.kinds import AboutWhom, Author, IdentityMode, Kind
from cases.models import Case, Message
from cases.receipt_code import DerivedCode
from cases.recusal import exclusions, matching
from cases.recusal.models import Recusal
from cases.routing.jurisdiction import Jurisdiction
from cases.routing.rules import Matter, route
from cases.routing.team import with_team
from cases.sealing import case_keys, readers
from cases.staff.officer import Officer
from cases.transitions import BEFORE_HANDLING, INTAKE, LEADERS, OPEN, Move

CLASSIFYING = (*INTAKE, *LEADERS)


def treat_as_tip_off(
    session: Session,
    secret: ServiceSecret,
    recovery: bytes | None,
    officer: Officer,
    case: Case,
    now: datetime,
    *,
    about_whom: AboutWhom,
    jurisdiction: Jurisdiction,
    reason: str,
    excluded: Collection[int] = (),
) -> None:
    """It accuses somebody: all of it is sealed for those who may read a tip-off, perhaps not for this officer."""
    _require(session, officer, case, reason)
    if case.confidential or case.state not in BEFORE_HANDLING:
        raise IllegalMove
    old = case.kind
    known, body = with_team(session, jurisdiction), _said(session, secret, case)
    way = route(Matter(Kind.TIP_OFF, about_whom, body.content().text, case.section), known)
    excluded = {*excluded, *_kept_out(session, case), *matching.search(session, known, body, way.queue).ids}
    readers.readers_of(session, way.queue, excluded)
    case.kind, case.queue, case.routing_reason, case.department = Kind.TIP_OFF, way.queue, way.rule, None
    case.received_at, case.state_since = case.clock(case.received_at), case.clock(case.state_since)
    case_keys.make_for_content(session, case, now, recovery, excluded)
    covering.cover(session, secret, case, excluded)
    history.record(session, case, What.RECLASSIFIED, officer.name, now, old=old, new=case.kind, reason=reason)
    holders.end(session, case, now)
    if way.queue.sealed:
        moves.by_system(session, case, Move.SEAL, now)
    clock.on_rerouted(session, case, now)
    staff_notices.announce(session, case, now)


def split(
    session: Session,
    recovery: bytes | None,
    officer: Officer,
    case: Case,
    kind: Kind,
    text: str,
    now: datetime,
    *,
    jurisdiction: Jurisdiction,
    reason: str,
) -> Case:
    """A second record of an open kind with the words that the officer chose; it has no receipt and no name."""
    _require(session, officer, case, reason)
    if kind.sealed or case.queue.sealed or case.state not in OPEN:
        raise IllegalMove
    body = DraftBody(kind_confirmed=kind)
    body.set_identity(IdentityMode.ANONYMOUS)
    body.add_text(text, "1")
    nobodys = DerivedCode("", secrets.token_hex(32), case.citizen_key)
    part = submission.register(session, recovery, nobodys, body, now, (), jurisdiction)
    part.split_from, part.source = case.id, case.source
    history.record(session, case, What.SPLIT, officer.name, now, new=part.number, reason=reason)
    if not case.confidential:
        history.record(session, part, What.SPLIT, officer.name, now, old=case.number, reason=reason)
    exclusions.carry_over(session, officer, case, part, now)
    submission.enqueue(session, part, now)
    return part


def _require(session: Session, officer: Officer, case: Case, reason: str) -> None:
    access.require(session, officer, case)
    access.require_role(officer, *CLASSIFYING)
    if not reason.strip():
        raise ReasonNeeded


def _said(session: Session, secret: ServiceSecret, case: Case) -> DraftBody:
    """All its words and the names of its files, for routing and matching (INV-R1)."""
    body = DraftBody(kind_confirmed=Kind.TIP_OFF, subdistrict=case.subdistrict)
    said = select(Message.content).where(Message.case_id == case.id, Message.author == Author.CITIZEN)
    for number, words in enumerate(session.scalars(said.order_by(Message.id)), 1):
        body.add_text(words.decode("utf-8", "replace"), str(number))
    for file in session.scalars(select(Attachment).where(Attachment.case_id == case.id)):
        body.add_text(str(attachments.about(secret, file).get("name") or ""), f"file {file.id}")
    return body


def _kept_out(session: Session, case: Case) -> Sequence[int]:
    return session.scalars(select(Recusal.staff_id).where(Recusal.case_id == case.id)).all()
