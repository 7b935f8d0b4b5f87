"""All phrasings and answers as a spreadsheet, out and in, with the report of what is taken."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.responses import Response

from cases.audit.deeds import Action
from console.answers import room
from console.answers.faults import Faults
from console.answers.room import EDITORS
from console.once import once
from console.visit import Route, Visit
from faq import spreadsheet, spreadsheet_reading, spreadsheet_report, spreadsheet_taking
from faq.offices import EditRefused, Office
from faq.spreadsheet_difference import difference
from faq.spreadsheet_taking import Taking

PLACE, NAME = "/answers/spreadsheet", "answers.xlsx"


def show(visit: Visit) -> Response:
    """Both ways."""
    return _page(visit)


def export(visit: Visit) -> Response:
    """The file."""
    with visit.watch(Action.EXPORT, subject="answers"), _file() as file:
        spreadsheet.write(room.office(visit), file)
        return visit.download(file.read_bytes(), NAME)


def look(visit: Visit) -> Response:
    """What would be taken of an edited file; it is kept until it is taken in."""
    if visit.body.file is None:
        return _page(visit, fault=visit.say("console.answers.sheet.choose"))
    tray, content = room.desk(visit).tray, visit.body.file[1]
    try:
        taking = _taking(room.office(visit), content)
    except EditRefused as refused:
        return _page(visit, fault=str(refused))
    return _page(visit, taking, mark=tray.put(visit.officer.staff_id, content))


def take(visit: Visit) -> Response:
    """Save what can be taken of the file that was looked at."""
    tray, faults = room.desk(visit).tray, Faults()
    mark = visit.field("mark")
    content = tray.look(visit.officer.staff_id, mark)
    if content is None:
        return _page(visit, fault=visit.say("console.answers.sheet.again"))
    taking, reason = _taking(room.office(visit), content), faults.signed(visit)
    if faults:
        return _page(visit, taking, faults.of("reason")[0].words, mark)
    if taking.taken:
        room.save(visit, taking.checked, reason, "spreadsheet taken in")
    tray.clear(visit.officer.staff_id)
    return visit.to(PLACE, visit.say("console.answers.sheet.taken", count=len(taking.taken)))


def _page(visit: Visit, taking: Taking | None = None, fault: str = "", mark: str = "") -> Response:
    lines = list(spreadsheet_report.report(taking, saved=False)) if taking else []
    shown = {"lines": lines, "can_save": bool(taking and taking.taken), "fault": fault, "mark": mark}
    return room.shown(visit, "answers_spreadsheet.html", "spreadsheet", 422 if fault else 200, **shown)


def _taking(office: Office, content: bytes) -> Taking:
    with _file() as file:
        file.write_bytes(content)
        wanted = difference(spreadsheet_reading.read(file), spreadsheet.contents(office.data()))
    return spreadsheet_taking.take(office, wanted)


@contextmanager
def _file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="huiyin-answers-") as folder:
        yield Path(folder) / NAME


ROUTES = (
    Route("GET", PLACE, show, EDITORS),
    Route("POST", f"{PLACE}/file", export, EDITORS),
    Route("POST", f"{PLACE}/look", look, EDITORS),
    Route("POST", f"{PLACE}/take", once(PLACE)(take), EDITORS),
)
