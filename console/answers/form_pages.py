"""A new answer and another wording of one that is there: choose the item, tick its clauses, see it, save it."""

from sqlalchemy.orm import Session
from starlette.responses import Response

from bulletin.document import Section
from cases.times import local_date
from console.answers import room
from console.answers.faults import Faults
from console.answers.form import Form, ticks
from console.answers.room import EDITORS
from console.once import once
from console.refused import NotFound
from console.visit import Route, Visit
from faq import check_answers, marking, misses
from faq.edit_check import Faulty
from faq.edits import Edit
from faq.misses import Group

MOST_PREFILLED = 30


def begin(visit: Visit) -> Response:
    """Choose an item; with one, the empty form for it."""
    label, miss = visit.query.get("section", ""), visit.query.get("miss", "")
    if not label:
        return room.shown(visit, "answers_items.html", "all", miss=miss, bulletin=room.office(visit).bulletin)
    ticked = ticks(visit.query.get("at", "").split(","))
    group = _group(visit, miss)
    asked = "\n".join(group.questions[:MOST_PREFILLED]) if group else ""
    reason = visit.say("console.answers.miss.reason", count=group.count) if group else ""
    form = Form("", _section(visit, label), ticked, phrasings=asked, reason=reason, miss=miss)
    return _page(visit, form, Faults())


def edit(visit: Visit) -> Response:
    """The form of an answer as it stands."""
    return _page(visit, Form.of(Edit(room.office(visit)), _name(visit)), Faults())


def look(visit: Visit) -> Response:
    """The answer as a citizen will read it, with whatever is wrong or doubtful; nothing is saved."""
    form, faults = _typed(visit), Faults()
    name, change = form.write(visit, room.office(visit), faults)
    preview = ""
    if not faults:
        try:
            faults.doubted(visit, change.checked().doubts, name, change.office)
        except Faulty as faulty:
            faults.found(visit, faulty, name, change.office)
        if form.section:
            preview = room.desk(visit).preview(name, form.excerpt, form.metadata)
    return _page(visit, form, faults, preview or form.excerpt)


def save(visit: Visit) -> Response:
    """Saved, or the form again with what is wrong."""
    form, faults = _typed(visit), Faults()
    reason = faults.signed(visit)
    name, change = form.write(visit, room.office(visit), faults)
    group = _group(visit, form.miss)

    def settle(session: Session) -> None:
        if group:
            misses.settle(session, group, "answer", local_date(visit.now), form.lines)

    if not faults:
        try:
            room.save(visit, change.checked(), reason, "answer written", settle)
            return visit.to("/answers" if group else f"/answers/{name}", visit.say("console.answers.saved"))
        except Faulty as faulty:
            faults.found(visit, faulty, name, change.office)
    return _page(visit, form, faults)


def _page(visit: Visit, form: Form, faults: Faults, preview: str = "") -> Response:
    clauses = marking.clauses(form.section, form.ticked) if form.section else []
    context = {"clauses": clauses, "types": check_answers.TYPES, "preview": preview, "faults": faults}
    limit = check_answers.LONGEST.get(form.type, check_answers.LONGEST_FACT)
    status = 422 if faults else 200
    return room.shown(visit, "answers_form.html", "all", status, form=form, limit=limit, **context)


def _typed(visit: Visit) -> Form:
    name = _name(visit) if "name" in visit.path else ""
    if not name:
        return Form.typed(visit, "", _section(visit, visit.field("section")))
    known = Form.of(Edit(room.office(visit)), name)
    return Form.typed(visit, name, known.section)


def _section(visit: Visit, label: str) -> Section:
    found = room.office(visit).bulletin.section(label)
    if found is None:
        raise NotFound
    return found


def _group(visit: Visit, number: str) -> Group | None:
    if not number:
        return None
    with visit.office.read() as session:
        return next((group for group in misses.groups(session) if str(group.number) == number), None)


def _name(visit: Visit) -> str:
    return f"{visit.path['group']}/{visit.path['name']}"


ANSWER = "/answers/{group}/{name}"
EDIT = f"{ANSWER}/edit"
ROUTES = (
    Route("GET", "/answers/new", begin, EDITORS),
    Route("POST", "/answers/new", once("/answers/all")(save), EDITORS),
    Route("POST", "/answers/new/look", look, EDITORS),
    Route("GET", EDIT, edit, EDITORS),
    Route("POST", EDIT, once(ANSWER)(save), EDITORS),
    Route("POST", f"{EDIT}/look", look, EDITORS),
)
