"""What staff are told, until they have looked."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from cases import access, staff_notices
from cases.deadlines.rule import RuleId
from cases.kinds import Role
from cases.models import Case
from cases.staff_notices import Notice, StaffNotice
from console.ids import id_of
from console.menu import CASEWORK
from console.queue.listing import note_look
from console.visit import Route, Visit

NOTICES = "/notices"
ALARMING = (Notice.URGENT, Notice.OVERDUE, Notice.DEADLINE_90, Notice.PROTECTION, Notice.CHAIN_BROKEN)
TOLD = CASEWORK | {Role.AUDITOR}


@dataclass(frozen=True)
class Told:
    """A notice; `opens` where the officer may open its case, `about` the limit that it warns of."""

    notice: StaffNotice
    opens: bool
    about: str

    @property
    def alarming(self) -> bool:
        """Not to be put off."""
        return self.notice.what in ALARMING


def notices(visit: Visit) -> Response:
    """All that this officer has not seen, oldest first."""
    note_look(visit, "notices")
    with visit.office.read() as session:
        return visit.page("notices.html", told=_told(session, visit))


def seen(visit: Visit) -> Response:
    """Those that were on the page, one or all: what has come since stays."""
    ids = [found for typed in visit.fields("notice") if (found := id_of(typed)) is not None]
    with visit.office.write() as session:
        staff_notices.mark_seen(session, visit.officer, ids, visit.now)
    return visit.to(NOTICES, visit.say("console.notices.seen"))


def _told(session: Session, visit: Visit) -> list[Told]:
    unseen = staff_notices.unseen_for(session, visit.officer)
    ids = {notice.case_id for notice in unseen if notice.case_id}
    known = set(session.scalars(select(Case.id).where(Case.id.in_(ids), access.visible_to(visit.officer))))
    return [Told(notice, notice.case_id in known, _about(notice)) for notice in unseen]


def _about(notice: StaffNotice) -> str:
    about = notice.about or ""
    return RuleId(about).label if about in RuleId else about


ROUTES = (Route("GET", NOTICES, notices, TOLD), Route("POST", f"{NOTICES}/seen", seen, TOLD))
