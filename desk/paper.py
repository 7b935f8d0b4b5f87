"""The verbs about a case on paper, and the paper itself, page by page, each with who printed it and when."""

from collections.abc import Iterator
from itertools import batched

from cases import printing
from cases.audit.deeds import Action
from cases.errors import IllegalMove
from cases.printing import PrintOut
from cases.times import LOCAL, local_date
from desk.people import GRANTED
from desk.step import Step, Verb
from wording import Wording

COLUMNS, ROWS = 40, 50  # of Chinese, on a sheet of A4
REPLACEMENT, WIDE_SPACE = "\ufffd", "\u3000"  # with which Chinese paragraphs begin


def pages(wording: Wording, out: PrintOut) -> Iterator[str]:
    """As plain text; the watermark is the first and the last line of each page."""
    at = out.at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S")
    sheets = list(batched(_lines(wording, out), ROWS))
    for number, sheet in enumerate(sheets, start=1):
        shown = {"by": out.by, "at": at, "number": out.case.number, "page": number, "pages": len(sheets)}
        mark = wording("queue.paper.watermark", **shown)
        yield "\n".join((mark, "", *sheet, "", mark, ""))


def _lines(wording: Wording, out: PrintOut) -> Iterator[str]:
    case = out.case
    about = {"number": case.number, "kind": case.kind.label, "state": case.state.label}
    yield wording("queue.paper.about", **about, day=local_date(case.received_at))
    for said in out.said:
        author, visibility = said.author.label, said.visibility.label
        yield ""
        yield wording("queue.paper.said", day=local_date(said.at), author=author, visibility=visibility)
        for line in said.words.splitlines():
            yield from ("".join(part) for part in batched(_printable(line), COLUMNS))
    for number, name in enumerate(out.files, start=1):
        yield wording("queue.paper.file", number=number, name=_printable(name))


def _printable(line: str) -> str:
    """Nothing that a printer or a terminal would obey, nor a page that the citizen begins."""
    return "".join(sign if sign.isprintable() or sign == WIDE_SPACE else REPLACEMENT for sign in line)


def _ask(step: Step) -> None:
    printing.ask(step.session, step.officer, step.case, step.reason, step.now)


def _decide(step: Step) -> None:
    """On the oldest request that waits, and is not one's own where another waits, too."""
    waiting = printing.undecided(step.session, step.case)
    if not waiting:
        raise IllegalMove
    oldest = min(waiting, key=lambda one: one.asked_by == step.officer.staff_id)
    decide = printing.approve if step.asked.decision == GRANTED else printing.refuse
    decide(step.session, step.officer, oldest, step.now)


PAPER: dict[str, Verb] = {
    "ask-print": Verb(("reason",), Action.PRINT, _ask),
    "decide-print": Verb(("decision",), Action.PRINT, _decide),
}
