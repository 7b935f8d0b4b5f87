"""The golden questions: what every model must answer, how the live one does, and one more."""

from starlette.responses import Response

from console.answers import room
from console.answers.faults import Faults
from console.answers.room import EDITORS
from console.once import once
from console.visit import Route, Visit
from faq import check_answers, editing, golden, publishing, release_report
from faq.edit_check import Faulty
from faq.edits import Edit

PLACE = "/answers/golden"


def index(visit: Visit) -> Response:
    """All of them, those that the live model fails first."""
    return _page(visit, Faults())


def add(visit: Visit) -> Response:
    """One more; what it wants to hear has to stand in its item."""
    faults, edit = Faults(), Edit(room.office(visit))
    reason = faults.signed(visit)
    text, section, contains = visit.field("text"), visit.field("section"), _wanted(visit)
    if not contains:
        faults.add("contains", visit.say("console.answers.golden.contains_missing"))
    faults.attempt("text", lambda: editing.fit_words(text))
    kind, style = visit.field("kind"), visit.field("style")
    if not faults and kind in check_answers.TYPES and style in golden.STYLES:
        faults.attempt("contains", lambda: editing.add_golden(edit, text, section, contains, kind, style))
    if not faults:
        try:
            room.save(visit, edit.checked(), reason, "golden question added")
            return visit.to(PLACE, visit.say("console.answers.saved"))
        except Faulty as faulty:
            faults.found(visit, faulty, "", edit.office)
    return _page(visit, faults)


def _page(visit: Visit, faults: Faults) -> Response:
    office = room.office(visit)
    rows = golden.read(office.layers())[0]
    with visit.office.read() as session:
        live = publishing.live(session)
    outcomes = live.model.outcomes if live else {}
    names = ("text", "section", "contains", "kind", "style", "reason")
    context = {
        "rows": sorted(rows, key=lambda row: outcomes.get(row.key, {}).get("result", "") == "right"),
        "outcomes": outcomes,
        "report": release_report,
        "sections": [section.label for section in office.bulletin.sections],
        "types": check_answers.TYPES,
        "styles": golden.STYLES,
        "typed_fields": {name: visit.field(name) or visit.query.get(name, "") for name in names},
        "faults": faults,
    }
    return room.shown(visit, "answers_golden.html", "golden", 422 if faults else 200, live=live, **context)


def _wanted(visit: Visit) -> list[str]:
    return [line.strip() for line in visit.field("contains").splitlines() if line.strip()]


ROUTES = (
    Route("GET", PLACE, index, EDITORS),
    Route("POST", PLACE, once(PLACE)(add), EDITORS),
)
