"""一日一报, 一周一汇, the month and the quarter as pages, to print or to take away."""

from datetime import date
from typing import Any

from starlette.responses import Response

from cases.audit.deeds import Action
from cases.reports import counting, making, publishing
from cases.reports.cells import Report, in_words
from cases.reports.making import Which
from cases.times import local_date
from console.days import day_of
from console.figures.pages import FIGURES, about, download
from console.menu import COUNTING
from console.refused import BadField, NotFound
from console.visit import Route, Visit

PLACE = f"{FIGURES}/reports/{{which}}"
PUBLISHED = "published"


def show(visit: Visit) -> Response:
    """A report of the period in which a day lies, today where none is named."""
    which, on, published = _asked(visit)
    with visit.watch(Action.REPORT, subject=_subject(which, on, published=published)):
        report = _made(visit, which, on, published=published)
    edition = f"&{PUBLISHED}=1" if published else ""
    shown: dict[str, Any] = {"which": which, "on": on, "published": published, "report": report, "edition": edition}
    return visit.page("figures_report.html", cell=in_words, choices=_choices(visit), **shown)


def book(visit: Visit) -> Response:
    """The same as a workbook."""
    which, on, published = _asked(visit)
    name = visit.say("console.figures.published_name", which=which.label) if published else which.label
    subject = _subject(which, on, published=published)
    return download(visit, lambda: _made(visit, which, on, published=published), name, subject)


def _choices(visit: Visit) -> list[Which]:
    """The quarter is of tip-offs, for the edition that has totals of what is sealed."""
    has_totals = counting.edition(visit.officer, published=False).in_totals is not None
    return [which for which in Which if has_totals or which is not Which.QUARTERLY]


def _made(visit: Visit, which: Which, on: date, *, published: bool) -> Report:
    edition = counting.edition(visit.officer, published=published)
    with visit.office.read() as session:
        made = making.make(session, which, on, edition, about(visit), visit.now)
    return publishing.published(made) if published else made


def _asked(visit: Visit) -> tuple[Which, date, bool]:
    name, published = visit.path["which"], visit.query.get(PUBLISHED) == "1"
    if name not in frozenset(Which):
        raise NotFound
    if published and name == Which.QUARTERLY:
        raise BadField(visit.say("report.never_published"))
    return Which(name), day_of(visit, "on") or local_date(visit.now), published


def _subject(which: Which, on: date, *, published: bool) -> str:
    """As the command writes it into the audit log."""
    return f"{which.value} {'published ' if published else ''}{on}"


ROUTES = (Route("GET", PLACE, show, COUNTING), Route("GET", f"{PLACE}/book", book, COUNTING))
