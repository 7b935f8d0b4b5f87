"""Scans of what was entered: added by its number, by who entered it, and seen only by who may read the case."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import entry
from cases.audit.deeds import Action
from cases.chat_models import Attachment
from cases.models import Case
from console.entry.desk import EntryDesk
from console.refused import BadField
from console.visit import Visit

MOST_FILES = 10


def show(visit: Visit) -> Response:
    """How many there are, and a form for one more."""
    with visit.office.read() as session:
        case = entry.own(session, visit.officer, visit.path["number"], visit.now)
        return visit.page("entry_files.html", number=case.number, count=_count(session, case), most=MOST_FILES)


def add(visit: Visit, desk: EntryDesk) -> Response:
    """One more."""
    number = visit.path["number"]
    if visit.body.file is None or not visit.body.file[1]:
        raise BadField(visit.say("console.entry.no_file"))
    with visit.change(Action.ENTER, number=number) as session:
        case = entry.own(session, visit.officer, number, visit.now)
        if _count(session, case) >= MOST_FILES:
            raise BadField(visit.say("console.entry.too_many_files", most=MOST_FILES))
        desk.keep(session, case, *visit.body.file, visit.now)
    return visit.to(f"/entry/{number}", visit.say("console.entry.file_added"))


def _count(session: Session, case: Case) -> int:
    return session.scalar(select(func.count()).where(Attachment.case_id == case.id)) or 0
