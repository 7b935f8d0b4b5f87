"""Who of the staff has something to do with a new case, read from its words while they are clear (INV-R1, R8)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import history
from cases.draft_body import DraftBody, DraftIdentity
from cases.errors import HandOffOnly, OnlyReader
from cases.history import SYSTEM, What
from cases.kinds import Queue, Role
from cases.models import Case
from cases.recusal import exclusions
from cases.recusal.models import Interest, Relation, Why
from cases.routing import departments
from cases.routing.jurisdiction import Jurisdiction, Member
from cases.routing.mentions import Likeness, likeness
from cases.routing.spelling import Said, fold
from cases.routing.team import with_team
from cases.staff.models import Staff

REASONS = {Relation.OWN: Why.NAMED, Relation.RELATIVE: Why.RELATIVE}  # of a name that was declared


class Excluded(NamedTuple):
    """Whom to keep out for certain, and whom until somebody has looked; by staff id."""

    recused: Mapping[int, Why]
    suspended: Mapping[int, Why]

    @property
    def ids(self) -> frozenset[int]:
        """All who must not be given the key of the case."""
        return frozenset(self.recused) | frozenset(self.suspended)


class Sign(NamedTuple):
    """One reason against one person."""

    staff_id: int
    why: Why
    likeness: Likeness


def search(session: Session, known: Jurisdiction, body: DraftBody, queue: Queue) -> Excluded:
    """Everybody of whom a draft speaks; of what is about the leader the whole team is kept out (INV-R4).

    Of a confidential case nothing of it may be written down in clear: it would say whom the case is about.
    """
    said, by = Said(all_words(body)), body.identity
    signs = [
        *_named(known.team, said, by),
        *_interested(session, body, said),
        *_liaisons(session, known, body, said),
        *(_whole_team(known) if queue is Queue.SEALED_TEAM_LEADER else ()),
    ]
    recused = {sign.staff_id: sign.why for sign in reversed(signs) if sign.likeness is Likeness.SAME}
    alike = {sign.staff_id: sign.why for sign in reversed(signs) if sign.likeness is Likeness.ALIKE}
    return Excluded(recused, {staff_id: why for staff_id, why in alike.items() if staff_id not in recused})


def new_words(session: Session, known: Jurisdiction, case: Case, text: str, now: datetime) -> None:
    """Words added to a case may name somebody too; of a confidential one their keys are taken, and no row is left.

    HandOffOnly, and nothing is changed, when nobody were left who could read it: the words go another way.
    """
    body = DraftBody(kind_confirmed=case.kind, subdistrict=case.subdistrict)
    body.add_text(text)
    found = search(session, with_team(session, known), body, case.queue)
    if not case.confidential:
        write(session, case, found, now)
    elif found.ids:
        try:
            taken = exclusions.shut_out(session, case, found.ids, now)
        except OnlyReader:
            raise HandOffOnly from None
        if taken:
            history.record(session, case, What.KEPT_OUT, SYSTEM, now)


def write(session: Session, case: Case, excluded: Excluded, now: datetime) -> None:
    """Rows for an open case."""
    for people, decided in ((excluded.recused, True), (excluded.suspended, False)):
        for staff_id, why in people.items():
            exclusions.exclude(session, case, staff_id, why, SYSTEM, now, decided=decided)


def all_words(body: DraftBody) -> str:
    """Every wording that staff can come to read, and the names of files."""
    texts = [wording for text in body.kept_texts for wording in (text.text, *text.revisions)]
    return "\n".join([*texts, *(file.name for file in body.files)])


def _named(team: Iterable[Member], said: Said, by: DraftIdentity) -> Iterator[Sign]:
    people = [member for member in team if member.staff_id is not None]
    for member in people:
        assert member.staff_id is not None  # noqa: S101 for the type checker
        if _is(by.name, member.name, *member.others):
            yield Sign(member.staff_id, Why.REPORTER, Likeness.SAME)
        yield Sign(member.staff_id, Why.NAMED, likeness_of(member, people, said))


def likeness_of(member: Member, team: Iterable[Member], said: Said) -> Likeness:
    """Whether words speak of this one of the team, and not of another with a name like it."""
    others = (name for other in team if other is not member for name in (other.name, *other.others))
    return likeness(said, member, others)


def signs_of(interest: Interest, body: DraftBody, said: Said) -> Iterator[Sign]:
    """What a declared interest has to do with a draft; the last is what its words say."""
    by, why = body.identity, REASONS.get(interest.relation, Why.INTEREST)
    if _is(by.name, interest.subject) or _is(by.phone, interest.subject):
        reporter = Why.REPORTER if interest.relation is Relation.OWN else why
        yield Sign(interest.staff_id, reporter, Likeness.SAME)
    if _is(body.subdistrict, interest.subject):
        yield Sign(interest.staff_id, why, Likeness.SAME)
    yield Sign(interest.staff_id, why, likeness(said, Member(None, interest.subject)))


def _interested(session: Session, body: DraftBody, said: Said) -> Iterator[Sign]:
    for interest in session.scalars(select(Interest).order_by(Interest.id)):
        yield from signs_of(interest, body, said)


def _liaisons(session: Session, known: Jurisdiction, body: DraftBody, said: Said) -> Iterator[Sign]:
    """A department's liaison never gets a case in which it is accused (INV-R6)."""
    kept_from = departments.kept_from(known, body.kind, body.subdistrict, said) if body.kind else ()
    if not kept_from:
        return
    for staff in session.scalars(select(Staff).where(Staff.department.in_(kept_from))):
        if Role.DEPARTMENT_LIAISON in staff.held:
            yield Sign(staff.id, Why.OWN_DEPARTMENT, Likeness.SAME)


def _whole_team(known: Jurisdiction) -> Iterator[Sign]:
    for member in known.team:
        if member.of_team and member.staff_id is not None:
            yield Sign(member.staff_id, Why.NAMED, Likeness.SAME)


def _is(given: str | None, *known: str) -> bool:
    """A name or a telephone number that the citizen gave as their own."""
    return bool(given) and fold(str(given)) in [fold(name) for name in known]
