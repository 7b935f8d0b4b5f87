"""What staff do in a random history, each attempt in the audit log."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import duplicates, handling, holding, moves, splitting
from cases.audit.deeds import Action
from cases.errors import (
    HandOffOnly,
    HeldByAnother,
    IllegalMove,
    KeptOut,
    NoSuchCase,
    NotAllowed,
    NotAttested,
    NotYet,
    OnlyReader,
    Stale,
    Suspended,
    TooLate,
    Unreadable,
)
from cases.kinds import AboutWhom, Kind, ReworkReason
from cases.models import Case
from cases.recusal import attestations, exclusions, interests, requests
from cases.recusal.models import Recusal, Relation
from cases.sealing import granting, identities
from cases.sealing.models import IdentityRequest, RequestState
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import Move
from tests.builders import RECOVERY, SECRET
from tests.cases.invariants.citizens import RELATIVES
from tests.cases.invariants.world import DEPARTMENT, Told, World
from tests.cases.test_routing import OFFICE

Deed = Callable[[Session, Officer, Case, Told], object]
SIDEWAYS = (Move.REFUSE, Move.REFER, Move.TURN_BACK, Move.ARCHIVE, Move.MARK_DUPLICATE, Move.ASK_INFO)
WHY, NOTICE = "核对事实", "您有一条新消息"
REFUSALS = (
    *(HandOffOnly, HeldByAnother, IllegalMove, KeptOut, NoSuchCase, NotAllowed, NotAttested, NotYet, OnlyReader),
    *(Stale, Suspended, TooLate, Unreadable),
)


def _does(world: World, action: Action, deed: Deed, who: Officer | None = None) -> None:
    """Somebody does this with some case."""
    officer = who or world.somebody()
    with world.reading() as session:
        told = world.some_case(session)[1]
    with world.acting(officer, action, told.number) as session:
        deed(session, officer, session.get_one(Case, told.id), told)


def goes_on(world: World) -> None:
    """Whoever can do something with a case does it, most often what leads on."""
    with world.reading() as session:
        case, told = world.some_case(session)
        officer, can = _who_can(world, session, case)
    if not can:
        return
    move = world.chance.choices(can, [1 if move in SIDEWAYS else 6 for move in can])[0]
    with world.acting(officer, Action.MOVE, told.number) as session:
        case = session.get_one(Case, told.id)
        if move is Move.ASSIGN:
            _assigns(world, session, officer, case)
        elif move is Move.EXTEND:
            days = world.chance.randint(1, 30)
            handling.extend(session, SECRET, officer, case, days, world.now, reason=WHY, notice=NOTICE)
        else:
            moves.make(session, officer, case, move, world.now, reason=WHY)


def _who_can(world: World, session: Session, case: Case) -> tuple[Officer, list[Move]]:
    """The first of all, asked in any order, who can do something."""
    for officer in world.chance.sample(world.people, len(world.people)):
        if can := moves.possible(session, officer, case):
            return officer, can
    return world.people[0], []


def tries_any_move(world: World) -> None:
    """In vain, most often."""
    move = world.chance.choice(list(Move))
    _does(world, Action.MOVE, lambda s, who, case, _: moves.make(s, who, case, move, world.now, reason=WHY))


def takes(world: World) -> None:
    """Attests and claims, also somebody who was told only the number."""

    def deed(session: Session, who: Officer, case: Case, _: Told) -> None:
        attestations.attest(session, who, case, world.now)
        holding.claim(session, who, case, world.now)

    _does(world, Action.ASSIGN, deed)


def gives(world: World) -> None:
    """Back, on, or as a leader."""
    to, how = world.somebody(), world.chance.randrange(3)

    def deed(session: Session, who: Officer, case: Case, _: Told) -> None:
        if how == 0:
            holding.release(session, who, case, world.now, reason=WHY)
        elif how == 1:
            holding.transfer(session, who, case, to, world.now, reason=WHY)
        else:
            _assigns(world, session, who, case)

    _does(world, Action.ASSIGN, deed)


def gives_the_key(world: World) -> None:
    """To anybody whom one thinks of, or takes it from them."""
    to, how = world.somebody(), world.chance.choice((granting.grant, granting.grant, granting.revoke))
    _does(world, Action.GRANT, lambda s, who, case, _: how(s, who, case, s.get_one(Staff, to.staff_id), world.now))


def steps_aside(world: World) -> None:
    """And never sees it again."""

    def deed(session: Session, who: Officer, case: Case, told: Told) -> None:
        exclusions.exclude(session, case, who.staff_id, exclusions.Why.DECLARED, who.name, world.now)
        world.remember(lambda: told.kept_out.add(who.staff_id))

    _does(world, Action.RECUSAL, deed)


def decides_on_recusal(world: World) -> None:
    """On a request of a citizen, or on a suspicion."""
    about, conflict = world.somebody(), world.chance.random() < 0.5

    def deed(session: Session, who: Officer, case: Case, told: Told) -> None:
        for row in session.scalars(select(Recusal).where(Recusal.case_id == case.id, Recusal.decided.is_(False))):
            exclusions.settle(session, who, case, row.staff_id, conflict=conflict, reason=WHY, now=world.now)
        for request in requests.undecided(session, case):
            if conflict:
                requests.grant(session, who, request, about.staff_id, WHY, world.now)
                world.remember(lambda: told.kept_out.add(about.staff_id))
            else:
                requests.refuse(session, who, request, WHY, world.now)

    _does(world, Action.RECUSAL, deed)


def declares(world: World) -> None:
    """A relative, of whom no case that comes from now on is theirs."""
    officer, subject = world.somebody(), world.chance.choice(RELATIVES)
    if subject in world.relatives:
        return
    with world.writing() as session:
        interests.declare(session, officer, Relation.RELATIVE, subject, world.now)
    world.remember(lambda: world.relatives.update({subject: officer.staff_id}))


def asks_for_the_name(world: World) -> None:
    """Asks, decides, reads: whatever is possible."""

    def deed(session: Session, who: Officer, case: Case, _: Told) -> None:
        open_one = (IdentityRequest.case_id == case.id) & (IdentityRequest.state == RequestState.PENDING)
        request = session.scalar(select(IdentityRequest).where(open_one))
        if request is None:
            identities.ask(session, who, case, WHY, world.now)
        elif request.asked_by == who.staff_id:
            identities.reveal(session, who, case, world.now)
        else:
            identities.approve(session, who, request, world.now)

    _does(world, Action.IDENTITY, deed)


def sorts(world: World) -> None:
    """It accuses somebody after all; part of it is another matter; it was said before."""
    how = world.chance.randrange(3)
    with world.reading() as session:
        of = world.some_case(session)[1].id

    def deed(session: Session, who: Officer, case: Case, told: Told) -> None:
        if how == 0:
            about = world.chance.choice(list(AboutWhom))
            splitting.treat_as_tip_off(
                session,
                SECRET,
                RECOVERY.public,
                who,
                case,
                world.now,
                about_whom=about,
                jurisdiction=OFFICE,
                reason=WHY,
            )
            world.remember(lambda: setattr(told, "kind", Kind.TIP_OFF))
        elif how == 1:
            duplicates.mark(session, who, case, session.get_one(Case, of), world.now, reason=WHY)
        else:
            _splits(world, session, who, case)

    _does(world, Action.MOVE, deed)


def answers(world: World) -> None:
    """Writes to the citizen, settles what he contested, has it done again."""
    how, again = world.chance.randrange(3), world.chance.choice(list(ReworkReason))

    def deed(session: Session, who: Officer, case: Case, _: Told) -> None:
        if how == 0:
            handling.reply(session, SECRET, who, case, "正在处理", world.now, notice=NOTICE)
        elif how == 1:
            handling.answer_contest(session, SECRET, who, case, "维持原办理结果", world.now, notice=NOTICE)
        else:
            handling.rework(session, who, case, again, world.now)

    _does(world, Action.REPLY, deed)


def _assigns(world: World, session: Session, who: Officer, case: Case) -> None:
    to = world.chance.choice([None, *world.people])
    department = DEPARTMENT if world.chance.random() < 0.3 else None
    holding.assign(session, who, case, to, world.now, department=department)
    if to:
        attestations.attest(session, to, case, world.now)


def _splits(world: World, session: Session, who: Officer, case: Case) -> None:
    said, recovery = "建议多装路灯", RECOVERY.public
    part = splitting.split(
        session, recovery, who, case, Kind.SUGGESTION, said, world.now, jurisdiction=OFFICE, reason=WHY
    )
    told = Told(part.id, part.number, Kind.SUGGESTION, said, set())
    world.remember(lambda: world.told.update({told.id: told}))


ACTS = (
    *(goes_on,) * 14,
    *(takes, gives) * 2,
    *(gives_the_key, steps_aside, decides_on_recusal, declares, asks_for_the_name, sorts, answers, tries_any_move),
)
