"""Taking or giving several cases at once: each by itself, so that one that cannot be had takes nothing from the others.

Only of open kinds: a confidential case is opened one at a time, and its key goes from hand to hand.
"""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from starlette.responses import Response

from cases import access, holding
from cases.audit.deeds import NUMBER
from cases.errors import HeldByAnother, NotAttested
from cases.models import Case
from cases.queries import PAGE
from cases.staff.models import Staff
from console.menu import CASEWORK
from console.queue.listing import Listing
from console.queue.place import LIST, Place
from console.refused import words_of
from console.visit import Route, Visit
from db.session import UNREACHABLE
from desk import one_step
from desk.refusals import REFUSALS
from desk.verbs import VERBS

ATTEST, CLAIM, ASSIGN = "attest", "claim", "assign"
GIVING = frozenset(holding.GIVE)


@dataclass(frozen=True)
class Result:
    """What became of one case."""

    number: str
    words: str
    done: bool = False
    unattested: bool = False


class Many:
    """Answers line by line; when all went well the list is shown again."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    @property
    def routes(self) -> tuple[Route, ...]:
        """To give is for leaders; whoever else tries is told so by `cases`, too."""
        return (
            Route("POST", f"{LIST}/claim", self.claim, CASEWORK),
            Route("POST", f"{LIST}/assign", self.assign, GIVING),
        )

    def claim(self, visit: Visit) -> Response:
        """For oneself; with the promise to have no conflict of interest, where it was given."""
        verbs = (ATTEST, CLAIM) if visit.field("attested") else (CLAIM,)
        return self._each(visit, verbs, Namespace())

    def assign(self, visit: Visit) -> Response:
        """To somebody who handles cases."""
        if not visit.field("person"):
            return self._again(visit, visit.say("console.queue.give_whom"))
        asked = Namespace(person=visit.field("person"), department=None, reviewer=None, reason=visit.field("reason"))
        return self._each(visit, (ASSIGN,), asked)

    def _each(self, visit: Visit, verbs: Sequence[str], asked: Namespace) -> Response:
        numbers = _ticked(visit)
        if not numbers:
            return self._again(visit, visit.say("console.queue.none_ticked"))
        closed, called = _confidential(visit, numbers), _called(visit)  # nothing is read once something was done
        one_by_one = visit.say("console.queue.one_by_one")
        results = [
            Result(number, one_by_one) if number in closed else _one(visit, number, verbs, asked, called)
            for number in numbers
        ]
        place, did = Place.back(visit.field("list")), _did(visit, verbs[-1], called)
        if all(result.done for result in results):
            return visit.to(place.address, visit.say("console.queue.all_done", count=len(results), did=did))
        return visit.page("queue_done.html", results=results, place=place, did=did)

    def _again(self, visit: Visit, refused: str) -> Response:
        return self._listing.page(visit, Place.back(visit.field("list")), refused)


def _ticked(visit: Visit) -> list[str]:
    typed = (number for number in visit.fields("number") if NUMBER.fullmatch(number))
    return list(dict.fromkeys(typed))[:PAGE]


def _confidential(visit: Visit, numbers: Sequence[str]) -> set[str]:
    """Of these, as far as the officer may know of them."""
    wanted = Case.number.in_(numbers) & access.confidential() & access.visible_to(visit.officer)
    with visit.office.read() as session:
        return set(session.scalars(select(Case.number).where(wanted)))


def _called(visit: Visit) -> Mapping[str, str]:
    """What people call who has an account."""
    with visit.office.read() as session:
        return dict(session.execute(select(Staff.name, Staff.display_name)).tuples().all())


def _one(visit: Visit, number: str, verbs: Sequence[str], asked: Namespace, called: Mapping[str, str]) -> Result:
    try:
        with visit.change(VERBS[verbs[-1]].action, number=number) as session:
            for verb in verbs:
                step = Namespace(**vars(asked), do=verb, number=number)
                one_step.take(visit.office.casework, session, visit.officer, step, visit.now)
        return Result(number, visit.say("console.queue.done"), done=True)
    except HeldByAnother as held:
        holder = str(held.args[0])
        return Result(number, visit.say("console.queue.taken", name=called.get(holder, holder)))
    except NotAttested:
        return Result(number, visit.say("console.queue.to_attest"), unattested=True)
    except REFUSALS as refused:
        return Result(number, words_of(refused, number, visit.office.wording))
    except UNREACHABLE:  # the other cases are not to suffer
        return Result(number, visit.say("console.queue.busy"))


def _did(visit: Visit, verb: str, called: Mapping[str, str]) -> str:
    if verb == CLAIM:
        return visit.say("console.queue.did_claim")
    return visit.say("console.queue.did_assign", name=called.get(visit.field("person"), ""))
