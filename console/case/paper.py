"""A case on paper, from the browser: who printed it and when stands on every sheet."""

from starlette.responses import Response

from cases import access, printing
from cases.audit.deeds import Action
from console.case.pages import number_of
from console.visit import Visit
from desk import paper


def print_out(visit: Visit) -> Response:
    """Of a confidential case once for each time that a leader has allowed it."""
    with visit.change(Action.PRINT, number=number_of(visit)) as session:
        case = access.find(session, visit.officer, number_of(visit))
        made = printing.print_out(session, visit.office.casework.secret, visit.officer, case, visit.now)
        sheets = list(paper.pages(visit.office.wording, made))
        return visit.page("case_print.html", number=case.number, sheets=sheets, by=made.by, at=made.at)
