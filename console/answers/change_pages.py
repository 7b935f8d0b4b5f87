"""Every change of the data: who, when, why, what; and taking one back."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.answers import room
from console.answers.faults import Faults
from console.answers.room import EDITORS
from console.ids import id_of
from console.once import once
from console.refused import NotFound
from console.visit import Route, Visit
from faq import diffs, edit_history, misses
from faq.edit_check import Faulty
from faq.edits import Edit
from faq.models import Change
from faq.offices import EditRefused

PLACE, MOST = "/answers/changes", 200


def index(visit: Visit) -> Response:
    """The newest first, those of one edit together."""
    return _page(visit)


def undo(visit: Visit) -> Response:
    """The files are as they were before; a question that was settled so is to be settled again."""
    number, faults = visit.path["number"], Faults()
    reason = faults.signed(visit)
    with visit.office.read() as session:
        rows = _rows(session, number)
    edit = Edit(room.office(visit))
    faults.attempt(number, lambda: edit_history.undo(edit, rows))
    if not faults:
        try:
            said = _added(rows)
            room.save(visit, edit.checked(), reason, "change undone", lambda session: misses.reopen(session, said))
            return visit.to(PLACE, visit.say("console.answers.undone"))
        except Faulty as faulty:
            for fault in faulty.faults:
                faults.add(number, fault.plain)
    return _page(visit, number, faults)


def _page(visit: Visit, number: str = "", faults: Faults | None = None) -> Response:
    with visit.office.read() as session:
        rows = edit_history.changes(session, MOST)
    edits = [list(alike) for _, alike in groupby(rows, key=lambda row: (row.at, row.author, row.reason))]
    found = faults or Faults()
    words = [fault.words for fault in (*found.of(number), *found.of("reason"))]
    context = {"edits": edits, "lines": diffs.changed_lines, "refused": number, "words": words}
    return room.shown(visit, "answers_changes.html", "changes", 422 if words else 200, **context)


def _rows(session: Session, number: str) -> Sequence[Change]:
    try:
        return edit_history.made_with(session, id_of(number) or 0)
    except EditRefused:
        raise NotFound from None


def _added(rows: Sequence[Change]) -> list[str]:
    """The phrasings that came with a change."""
    lines = (line[1:].strip() for row in rows for line in diffs.changed_lines(row.diff) if line.startswith("+"))
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


ROUTES = (
    Route("GET", PLACE, index, EDITORS),
    Route("POST", f"{PLACE}/{{number}}/undo", once(PLACE)(undo), EDITORS),
)
