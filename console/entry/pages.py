"""The form, a look at what it would become, and the receipt, which is shown in answer to the form and nowhere else."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import access, entry, following, receipt_code
from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.draft_body import DraftBody
from cases.entry import BY_HAND
from cases.errors import CodeTaken, HandOffOnly
from cases.kinds import AboutWhom, Kind, Source
from cases.models import Case
from cases.receipt_code import DerivedCode
from cases.staff.officer import Officer
from cases.times import local_date
from console.entry import scans
from console.entry.desk import EntryDesk
from console.entry.form import MODES, Filled, Places
from console.entry.looking import look
from console.menu import CLERKS
from console.once import once
from console.refused import NotFound
from console.visit import Route, Visit

PATH = "/entry"
SCANS = f"{PATH}/{{number}}"
BAD, NOWHERE_TO_KEEP = 422, 409


def show(visit: Visit) -> Response:
    """For the next caller."""
    return _page(visit, Filled.empty(local_date(visit.now)))


def send(visit: Visit) -> Response:
    """Look at it first, then enter it; nothing is stored before that."""
    filled, desk = Filled.read(visit.field), _desk(visit)
    wrong = filled.wrong(local_date(visit.now), Places.of(desk))
    if wrong:
        return _page(visit, filled, BAD, wrong=wrong)
    body = filled.body(desk.accuses_team)
    try:
        if visit.field("do") == "enter":
            return _enter(visit, desk, filled, body)
        days_ago = (local_date(visit.now) - filled.arrival.on).days
        return _page(visit, filled, looked=look(visit, body), days_ago=days_ago)
    except HandOffOnly:
        return _page(visit, filled, NOWHERE_TO_KEEP, refused=visit.say("console.entry.nobody_reads"))


def still(_visit: Visit) -> Response:
    """Somebody is writing, so that nobody is signed out in the middle of a long call."""
    return Response(status_code=204)


def add_scan(visit: Visit) -> Response:
    """To what was entered."""
    return scans.add(visit, _desk(visit))


def _enter(visit: Visit, desk: EntryDesk, filled: Filled, body: DraftBody) -> Response:
    """Once, however often the button is pressed: the same form has the same code."""
    code, casework, now = _code(visit, desk, filled), visit.office.casework, visit.now
    by, known = (casework.recovery, visit.officer, code), casework.jurisdiction()
    try:
        with visit.change(Action.ENTER) as session:
            case = entry.enter(session, *by, body, filled.arrival, now, known)
            log.note(session, Deed(Action.ENTER, visit.officer.name, case.number), Outcome.DONE, now)
            receipt = _receipt(session, visit.officer, case)  # read now: once it is stored nothing more may fail
    except (CodeTaken, IntegrityError) as failure:
        receipt = _entered_before(visit, code, failure)
    return visit.page("entry_receipt.html", code=receipt_code.shown(code.code), how=_how(filled), **receipt)


def _entered_before(visit: Visit, code: DerivedCode, failure: Exception) -> dict[str, Any]:
    """Of the case that has this code already; the failure itself where none has."""
    with visit.office.read() as session:
        case = following.by_code(session, code.token)
        if case is None:
            raise failure
        entry.own(session, visit.officer, case.number, visit.now)
        return _receipt(session, visit.officer, case)


def _receipt(session: Session, officer: Officer, case: Case) -> dict[str, Any]:
    readable = access.sees(session, officer, case)
    return {"number": case.number, "confidential": case.confidential, "urgent": case.urgent, "readable": readable}


def _how(filled: Filled) -> str:
    """Which sentence says how the receipt gets to its citizen."""
    values = filled.values
    if values["source"] != Source.LETTER:
        return values["source"]
    return "letter_address" if values["address"] else "letter_phone" if values["phone"] else "letter_unreachable"


def _code(visit: Visit, desk: EntryDesk, filled: Filled) -> DerivedCode:
    """Of this form with these words, and not of another caller's in it; who finds it later has not this session."""
    codes = receipt_code.codes_of_draft(visit.office.secret, f"{filled.values} {visit.cookie}")
    return receipt_code.issue(desk.derivation, lambda _token: False, codes)


def _page(visit: Visit, filled: Filled, status: int = 200, **more: Any) -> Response:
    shown: dict[str, Any] = {"wrong": {}, "refused": "", "looked": None, "days_ago": 0} | more
    shown |= {"filled": filled.values, "places": Places.of(_desk(visit)), "today": local_date(visit.now)}
    shown |= {"sources": BY_HAND, "kinds": Kind, "abouts": AboutWhom, "modes": MODES}
    return visit.page("entry.html", status=status, **shown)


def _desk(visit: Visit) -> EntryDesk:
    if visit.office.entry is None:
        raise NotFound
    return visit.office.entry


ROUTES = (
    Route("GET", PATH, show, CLERKS),
    Route("POST", PATH, send, CLERKS),
    Route("GET", f"{PATH}/still", still, CLERKS),
    Route("GET", SCANS, scans.show, CLERKS),
    Route("POST", f"{SCANS}/files", once(SCANS)(add_scan), CLERKS),
)
