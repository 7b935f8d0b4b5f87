"""A verb as a form of the page sends it: looked at, carried out, made to wait, taken back."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import queries, upward
from cases.audit import log
from cases.audit.deeds import Deed
from cases.errors import NoSuchCase, NotAllowed
from cases.staff.officer import Officer
from console import standing
from console.case.canned import text_of
from console.case.forms import WAITING, Opened
from console.case.pages import behind, case_page, list_of, number_of
from console.case.upward import UPWARD
from console.ids import id_of
from console.office import Office
from console.pending import Pending
from console.refused import SAID, NotFound, status_of, words_of
from console.visit import Visit
from db.session import UNREACHABLE
from desk import arguments, one_step
from desk.errors import Misused, Overtaken
from desk.rehearsal import Told, rehearse
from desk.verbs import VERBS

LONGEST = 20_000  # characters in one field


class _LookedAt(Exception):
    """Ends a transaction that was only to show what would happen."""


@dataclass(frozen=True)
class Wish:
    """What was filled in, and the newest line of history that the officer had before their eyes."""

    number: str
    verb: str
    fields: Mapping[str, str]
    seen: int
    attested: bool = False  # said with the same press that there is no conflict of interest

    @classmethod
    def of(cls, visit: Visit) -> "Wish":
        """NotFound for a verb that is none."""
        number, verb = number_of(visit), visit.path["verb"]
        if verb not in VERBS:
            raise NotFound
        names = [arguments.bare(one) for one in VERBS[verb].arguments]
        fields = {name: visit.field(name) for name in names}
        return cls(number, verb, fields, id_of(visit.field("seen")) or 0, bool(visit.field("attested")))

    def asked(self, office: Office) -> Namespace:
        """As the verb takes it; Misused where it cannot be taken."""
        if any(len(typed) > LONGEST for typed in self.fields.values()):
            raise Misused(office.wording("console.case.too_long", most=LONGEST))
        return arguments.read(self.verb, self.number, self.fields, office.wording)


def take(visit: Visit) -> Response:
    """Carry it out, or let it wait; refused, it is shown again with every word that was typed."""
    wish = Wish.of(visit)
    mark = visit.office.secret.keyed_hash("form of a case", repr(wish))
    try:
        with visit.office.sent.once(visit.officer.staff_id, wish.number, mark) as is_new:
            return _taken(visit, wish) if is_new else visit.to(_page_of(visit, wish.number))
    except SAID as refused:
        return _refused(visit, wish, refused)


def _taken(visit: Visit, wish: Wish) -> Response:
    visit.office.pending.settle(visit.officer.staff_id, wish.number)
    if wish.verb in WAITING:
        return _wait(visit, wish)
    said = _carry_out(visit.office, visit.officer, wish)
    return visit.to(_place_after(visit, wish), said)


def preview(visit: Visit) -> Response:
    """The page with what the citizen would be told."""
    wish = Wish.of(visit)
    try:
        told = _rehearsed(visit, wish)
    except SAID as refused:
        return _refused(visit, wish, refused)
    return case_page(visit, Opened(wish.verb, wish.fields, told=told))


def use_canned(visit: Visit) -> Response:
    """The page with one of the written answers in the form, behind what was typed already."""
    wish = Wish.of(visit)
    with visit.office.read() as session:
        chosen = text_of(session, visit.field("canned"))
    words = "\n".join(one for one in (wish.fields.get("text", ""), chosen) if one)
    return case_page(visit, Opened(wish.verb, {**wish.fields, "text": words}))


def take_back(visit: Visit) -> Response:
    """What waited is not done, and its words stand in the form again."""
    step = visit.office.pending.take_back(visit.officer.staff_id, number_of(visit))
    visit.office.sent.forget(visit.officer.staff_id, number_of(visit))
    if step is None:
        return visit.to(_page_of(visit, number_of(visit)), visit.say("console.case.too_late"))
    try:
        return case_page(visit, Opened(step.verb, step.fields, visit.say("console.case.taken_back")))
    except UNREACHABLE:
        visit.office.pending.failed(step, visit.say("console.case.taken_back"))
        raise


def waiting(visit: Visit) -> Response:
    """For the script that counts down: whether it waits still."""
    number, staff_id = number_of(visit), visit.officer.staff_id
    return visit.json({"waits": visit.office.pending.of(staff_id, number) is not None})


def _wait(visit: Visit, wish: Wish) -> Response:
    """Tried out first, so that what can be refused is refused at once."""
    _rehearsed(visit, wish)
    office, officer = visit.office, visit.officer

    def carry_out() -> str | None:
        try:
            _carry_out(office, standing.still(office, officer), wish)
        except SAID as refused:
            why = words_of(refused, wish.number, office.wording)
        except UNREACHABLE:
            why = office.wording("console.unreachable.not_saved")
        else:
            return None
        visit.keep_said(office.wording("console.case.not_carried_out_of", number=wish.number, why=why))
        return why

    office.pending.put(Pending(officer.staff_id, wish.number, wish.verb, wish.fields, visit.now, carry_out))
    return visit.to(_page_of(visit, wish.number))


def _carry_out(office: Office, officer: Officer | None, wish: Wish) -> str:
    """Between its attempt and its outcome in the audit log."""
    if officer is None:
        raise NotAllowed
    deed = Deed.on_number(wish.number, VERBS[wish.verb].action, officer.name)
    with log.carried_out(office.write, deed, office.clock) as session:
        _require_unchanged(session, officer, wish)
        if wish.attested:
            one_step.take(office.casework, session, officer, Namespace(do="attest", number=wish.number), office.clock())
        return one_step.take(office.casework, session, officer, wish.asked(office), office.clock())


def _rehearsed(visit: Visit, wish: Wish) -> Told:
    """Nothing is left of it; that it was refused is in the audit log, as if it had been tried."""
    told: list[Told] = []
    try:
        with visit.office.write() as session:
            _require_unchanged(session, visit.officer, wish)
            asked = wish.asked(visit.office)
            told.append(rehearse(visit.office.casework, session, visit.officer, asked, visit.now))
            raise _LookedAt
    except _LookedAt:
        return told[0]
    except SAID as refused:
        with visit.watch(VERBS[wish.verb].action, number=wish.number):
            raise refused


def _require_unchanged(session: Session, officer: Officer, wish: Wish) -> None:
    """What is decided past the team may be in a case that this officer has never seen."""
    if wish.verb in one_step.DECIDED_UPWARD:
        upward.find(session, officer, wish.number)
    else:
        one_step.require_unchanged(session, officer, wish.number, wish.seen)


def _refused(visit: Visit, wish: Wish, refused: Exception) -> Response:
    """Beside its form; a case that is not there, or not for this officer, has no page."""
    if isinstance(refused, NoSuchCase) and not refused.args:
        raise refused
    opened = Opened(wish.verb, wish.fields, words_of(refused, wish.number, visit.office.wording))
    try:
        return case_page(visit, opened, status_of(refused), wish.seen if isinstance(refused, Overtaken) else None)
    except NoSuchCase:  # decided in without being seen
        raise refused from None


def _place_after(visit: Visit, wish: Wish) -> str:
    """The case again, or the list where the officer may not know of it any more."""
    try:
        with visit.office.read() as session:
            queries.file_of(session, visit.officer, wish.number)
    except NoSuchCase:
        return UPWARD if wish.verb in one_step.DECIDED_UPWARD else list_of(visit).address
    except UNREACHABLE:  # it is carried out already, and must not be said to be lost
        return list_of(visit).address
    return _page_of(visit, wish.number)


def _page_of(visit: Visit, number: str) -> str:
    return f"/cases/{number}{behind(visit)}"
