"""What `./huiyin queue` lists: the summary, a view page by page, what a search finds, notices, campaigns."""

import argparse
import shlex
from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from sqlalchemy.orm import Session

from cases import queries, search, staff_notices
from cases.likeness.campaigns import campaigns
from cases.models import Case
from cases.queries import Filters, Page, Sort
from cases.staff import accounts
from cases.staff.officer import Officer
from cases.staff_notices import StaffNotice
from cases.times import local_date
from commands.case_table import CaseTable, day, plain
from commands.queue_words import FILTERS, SEARCH, VIEWS
from desk.lists import count_words, section, written_after
from wording import Wording

IN_SUMMARY = 10  # notices; the others are shown by `queue notices`


class Lists:
    """Prints what this officer may see, as of now."""

    def __init__(self, wording: Wording, console: Console, officer: Officer, now: datetime) -> None:
        self._wording, self._console, self._officer, self._now = wording, console, officer, now
        self._table = CaseTable(wording, console, local_date(now))

    def summary(self, session: Session) -> None:
        """How many of each view, what is due today, what there is to look at."""
        for name, view in VIEWS.items():
            self._say("queue.count", view=name, label=view.label, count=self._counted(session, Filters(view=view)))
        self._say("queue.count_open", count=self._counted(session, Filters(is_open=True)))
        due = self._due_today(session)
        if due:
            self._heading("queue.due_today")
            self._cases(session, due)
        unseen = staff_notices.unseen_for(session, self._officer)
        self._notices(unseen[:IN_SUMMARY])
        if len(unseen) > IN_SUMMARY:
            self._say("queue.more_notices", count=len(unseen) - IN_SUMMARY)

    def view(self, session: Session, asked: argparse.Namespace) -> None:
        """A page, how many there are in all, and the command for the next page."""
        named = {name: getattr(asked, name) for name in ("kind", "state", "queue")}
        filters = Filters(VIEWS.get(asked.do), **named, section=section(asked.section), subdistrict=asked.street)
        page = queries.listed(session, self._officer, self._now, filters, asked.sort, asked.after)
        self._page(session, page, asked, self._counted(session, filters))

    def found(self, session: Session, asked: argparse.Namespace) -> None:
        """Open cases in which the words stand, newest first."""
        self._page(session, search.found(session, self._officer, asked.text, asked.after), asked)

    def notices(self, session: Session) -> list[int]:
        """All that is unseen; their ids, to be marked as seen."""
        unseen = staff_notices.unseen_for(session, self._officer)
        if not unseen:
            self._say("queue.no_notices")
        self._notices(unseen)
        return [notice.id for notice in unseen]

    def campaigns(self, session: Session) -> None:
        """Groups of cases of these days that say nearly the same."""
        found = campaigns(session, self._officer, self._now)
        if not found:
            self._say("queue.no_campaigns")
        for group in found:
            self._heading("queue.campaign", count=len(group.cases))
            self._cases(session, group.cases)

    def _page(self, session: Session, page: Page, asked: argparse.Namespace, count: str | None = None) -> None:
        if not page.cases:
            return self._say("queue.empty")
        self._cases(session, page.cases)
        if count is not None:
            self._say("queue.in_all", count=count)
        if page.after:
            self._say("queue.next_page", command=_again(asked, written_after(page.after)))
        return None

    def _cases(self, session: Session, cases: Sequence[Case]) -> None:
        self._table.show(cases, {staff.id: staff.name for staff in accounts.everybody(session)})

    def _counted(self, session: Session, filters: Filters) -> str:
        return count_words(queries.counted(session, self._officer, self._now, filters))

    def _due_today(self, session: Session) -> Sequence[Case]:
        today = Filters(due_on=local_date(self._now), is_open=True)
        return queries.listed(session, self._officer, self._now, today, Sort.DUE).cases

    def _notices(self, notices: Sequence[StaffNotice]) -> None:
        if notices:
            self._heading("queue.notices")
        for notice in notices:
            about = notice.about or ""
            self._say("queue.notice", day=day(notice.at), number=notice.number, what=notice.what.label, about=about)

    def _heading(self, name: str, /, **blanks: object) -> None:
        self._console.print(plain(self._wording(name, **blanks)), style="bold")

    def _say(self, name: str, /, **blanks: object) -> None:
        self._console.print(plain(self._wording(name, **blanks)), soft_wrap=True)


def _again(asked: argparse.Namespace, after: str) -> str:
    """The command that shows the next page."""
    words = ["./huiyin", "queue", asked.do, *([asked.text] if asked.do == SEARCH else [])]
    given = {name: getattr(asked, name.strip("-"), None) for name in FILTERS}
    given |= {"--after": after, "--as": asked.actor}
    return shlex.join([*words, *(str(part) for name, value in given.items() if value for part in (name, value))])
