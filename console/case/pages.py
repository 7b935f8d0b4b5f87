"""The page of one case: what was said at the left, what is known and what can be done at the right."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import queries
from cases.audit.deeds import NUMBER, Action
from cases.errors import NoSuchCase
from console.case.forms import Forms, Opened
from console.case.media import PLAYED, SEEN
from console.pending import Failed
from console.queue.due import due
from console.queue.place import Place
from console.visit import Visit
from desk import circle, one_step
from desk.beside import beside
from desk.look import Look
from desk.shown import Shown, ShownEvent
from desk.verbs import label

AFTER_ITSELF = 1  # second more than the step waits, for a browser without scripts


def number_of(visit: Visit) -> str:
    """From the address; what cannot be a number is a case that nobody knows of."""
    number = visit.path["number"]
    if not NUMBER.fullmatch(number):
        raise NoSuchCase
    return number


def list_of(visit: Visit) -> Place:
    """Where the officer came from, and goes back to."""
    return Place.back(visit.query.get("list", ""))


def behind(visit: Visit) -> str:
    """What every address of this page carries, so that the way back is not lost."""
    query = list_of(visit).query
    return f"?list={quote(query, safe='')}" if query else ""


def show(visit: Visit) -> Response:
    """As it is now; a step that could not be carried out meanwhile comes back with its words."""
    failed = visit.office.pending.failure(visit.officer.staff_id, number_of(visit))
    try:
        page = case_page(visit, _again(visit, failed) if failed else None)
    except NoSuchCase:  # nor will there be a page later
        _told(visit, failed)
        raise
    _told(visit, failed)
    return page


def case_page(visit: Visit, opened: Opened | None = None, status: int = 200, seen: int | None = None) -> Response:
    """With one form standing open, perhaps; `seen` is the line up to which the officer knew what had happened."""
    number = number_of(visit)
    with visit.watch(Action.VIEW, number=number), visit.office.read() as session:
        file = queries.file_of(session, visit.officer, number)
        shown = shown_of(visit, session, file)
        forms = Forms(visit, shown.look, opened)
        known = _said(shown) | _known(visit, shown) | _waiting(visit, number)
        known |= {"behind": behind(visit), "back": f"{list_of(visit).address}#c{number}"}
        since = [] if seen is None else _since(visit, shown, seen)
        return visit.page("case.html", status, groups=forms.groups(), opened=opened, since=since, **known)


def shown_of(visit: Visit, session: Session, file: queries.CaseFile) -> Shown:
    """What this officer is told of it."""
    look = Look(session, visit.officer, file.case, visit.now)
    return Shown(look, file, visit.office.wording, visit.office.casework.secret, informal=True)


def _said(shown: Shown) -> dict[str, Any]:
    """Nothing of what was said before the officer has attested, where they have to."""
    owes, events = shown.look.owes, shown.events()
    return {
        "case": shown.case,
        "owes": owes,
        "messages": [] if owes else shown.messages(),
        "files": [] if owes else shown.files(),
        "drawn": SEEN,
        "played": PLAYED,
        "takes_originals": shown.look.leads,
        "events": list(reversed(events)),
        "seen": max((line.id for line in events), default=0),
    }


def _known(visit: Visit, shown: Shown) -> dict[str, Any]:
    look, case = shown.look, shown.case
    return {
        "about": list(shown.about()),
        "due": due(case, visit.now, visit.say),
        "deadlines": sorted(shown.deadlines(), key=lambda one: (not one.running, one.due_on)),
        "people": list(circle.lines(look, visit.office.wording, look.called)),
        "beside": beside(look),
        "holder": next((staff for staff in look.everybody if staff.id == case.holder_id), None),
        "notices": [(shown.at(one.at), one.state.label) for one in look.notices],
    }


def _waiting(visit: Visit, number: str) -> dict[str, Any]:
    step = visit.office.pending.of(visit.officer.staff_id, number)
    left = step.seconds_left(visit.now) if step else 0
    what = label(step.verb, visit.office.wording) if step else ""
    return {"waiting": what, "left": left, "reload_after": left + AFTER_ITSELF}


def _since(visit: Visit, shown: Shown, seen: int) -> Sequence[ShownEvent]:
    """What others did meanwhile."""
    new = {line.id for line in one_step.since(shown.file, visit.officer, seen)}
    return [line for line in shown.events() if line.id in new]


def _told(visit: Visit, failed: Failed | None) -> None:
    if failed:
        visit.office.pending.told(failed)


def _again(visit: Visit, failed: Failed) -> Opened:
    visit.office.sent.forget(*failed.step.place)
    why = failed.why or visit.say("web.failed")
    return Opened(failed.step.verb, failed.step.fields, visit.say("console.case.not_carried_out", why=why))
