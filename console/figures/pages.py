"""Figures over time and by what they are about, of the cases that the officer may count, and of the bot."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from starlette.responses import RedirectResponse, Response

from cases.audit.deeds import Action
from cases.kinds import Labelled, Role
from cases.reports import bot, counting, trends, workbook
from cases.reports.cells import Report, in_words
from cases.reports.columns import Title
from cases.reports.making import About
from cases.reports.periods import Period
from cases.times import local_date
from console.figures import charts
from console.menu import COUNTING, LOOKING
from console.visit import Route, Visit
from faq import misses
from faq.misses import Group

FIGURES, OF_BOT = "/figures", "/figures/bot"
MOST_MISSES = 10


class By(Labelled):
    """What one column of a chart speaks of."""

    DAY = "day", "按日"
    WEEK = "week", "按周"
    MONTH = "month", "按月"


def figures(visit: Visit) -> Response:
    """Of cases; who edits answers alone is shown those of the bot."""
    if not visit.officer.has(*COUNTING):
        return RedirectResponse(OF_BOT, 303)
    by = _by(visit)
    with visit.watch(Action.REPORT, subject=_subject(Title.OVER_TIME, by)):
        report, labels = _of_cases(visit, by)
    over_time, *spread = report.sheets
    drawn = [(sheet, charts.spread(visit, sheet)) for sheet in spread]
    shown = {"charts": charts.over_time(visit, over_time, labels), "over_time": over_time, "spread": drawn}
    return _page(visit, "figures.html", by, report, **shown)


def of_bot(visit: Visit) -> Response:
    """Of questions and answers."""
    by = _by(visit)
    with visit.watch(Action.REPORT, subject=_subject(Title.BOT, by)):
        (report, labels), asked_in_vain = _of_bot(visit, by), _misses(visit)
    sheet = report.sheets[0]
    drawn = charts.over_time(visit, sheet, labels)
    return _page(visit, "figures_bot.html", by, report, charts=drawn, sheet=sheet, misses=asked_in_vain)


def book(visit: Visit) -> Response:
    """The figures of cases as a workbook."""
    by = _by(visit)
    return download(visit, lambda: _of_cases(visit, by)[0], Title.OVER_TIME.label, _subject(Title.OVER_TIME, by))


def book_of_bot(visit: Visit) -> Response:
    """Those of the bot."""
    by = _by(visit)
    return download(visit, lambda: _of_bot(visit, by)[0], Title.BOT.label, _subject(Title.BOT, by))


def download(visit: Visit, make: Callable[[], Report], name: str, subject: str) -> Response:
    """A report as a file; before it is made the audit log knows who wants to take it away."""
    with visit.watch(Action.EXPORT, subject=subject):
        report, file = make(), io.BytesIO()
        workbook.write(report, file)
    return visit.download(file.getvalue(), f"{name}-{report.period.first}-{report.period.last}.xlsx")


def about(visit: Visit) -> About:
    """Items and streets of the bulletin that is served; none where no service runs."""
    return visit.office.upkeep.about() if visit.office.upkeep else About("", (), ())


def _of_cases(visit: Visit, by: By) -> tuple[Report, Sequence[str]]:
    spans = _spans(visit, by)
    edition = counting.edition(visit.officer, published=False)
    with visit.office.read() as session:
        return trends.make(session, spans, edition, about(visit), visit.now), _labels(spans, by)


def _of_bot(visit: Visit, by: By) -> tuple[Report, Sequence[str]]:
    spans = _spans(visit, by)
    with visit.office.read() as session:
        return bot.make(session, spans, visit.now), _labels(spans, by)


def _subject(title: Title, by: By) -> str:
    return f"{title.label} {by.label}"


def _spans(visit: Visit, by: By) -> list[Period]:
    return trends.last(trends.week_or_month(by), local_date(visit.now))


def _labels(spans: Sequence[Period], by: By) -> list[str]:
    return [f"{span.first:%y-%m}" if by is By.MONTH else f"{span.first.month}/{span.first.day}" for span in spans]


def _by(visit: Visit) -> By:
    asked = visit.query.get("by", "")
    return By(asked) if asked in frozenset(By) else By.WEEK


def _misses(visit: Visit) -> Sequence[Group] | None:
    """What was asked in vain most often, in its words: for who mends the answers alone."""
    if not visit.officer.has(Role.FAQ_EDITOR):
        return None
    with visit.office.read() as session:
        return misses.groups(session)[:MOST_MISSES]


def _page(visit: Visit, template: str, by: By, report: Report, **shown: Any) -> Response:
    mine: dict[str, Any] = {"counts": visit.officer.has(*COUNTING), "by": by, "choices": list(By), "report": report}
    return visit.page(template, cell=in_words, **mine, **shown)


ROUTES = (
    Route("GET", FIGURES, figures, LOOKING),
    Route("GET", f"{FIGURES}/book", book, COUNTING),
    Route("GET", OF_BOT, of_bot, LOOKING),
    Route("GET", f"{OF_BOT}/book", book_of_bot, LOOKING),
)
