"""The audit log for the auditor: search, what was cut off, and whether the chain holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.responses import Response

from cases.audit import chain, log
from cases.audit.chain import Head, Verdict
from cases.audit.deeds import Action, Deed, Outcome
from cases.audit.models import AuditEntry
from cases.staff import accounts
from cases.times import local_date
from console.audit_words import AuditWords
from console.days import day_of
from console.ids import id_of
from console.menu import AUDITING
from console.refused import BadField
from console.visit import Route, Visit

AUDIT = "/audit"
LOG = "audit_log"
LABELS = {word.value: word.label for words in (Action, Outcome) for word in words}


@dataclass(frozen=True)
class Asked:
    """What is looked for: a person, an action, a case, words, days; `before` is the place in the log."""

    actor: str | None
    action: Action | None
    number: str | None
    subject: str | None
    since: date | None
    until: date | None
    before: int | None

    @classmethod
    def of(cls, visit: Visit) -> "Asked":
        """As the address says; BadField for a day or an entry that is none."""
        query = {name: value.strip() or None for name, value in visit.query.items()}
        action, before = query.get("action"), query.get("before")
        if before and id_of(before) is None:
            raise BadField(visit.say("console.audit.bad_entry"))
        known = Action(action) if action in frozenset(Action) else None
        since, until = day_of(visit, "since"), day_of(visit, "until")
        words = query.get("actor"), known, query.get("number"), query.get("subject")
        return cls(*words, since, until, id_of(before or ""))

    def older(self, entries: Sequence[AuditEntry]) -> str:
        """The address of the page behind this one, "" where this is the last."""
        if len(entries) < log.PAGE:
            return ""
        words = {name: value for name, value in vars(self).items() if value is not None and name != "before"}
        return f"{AUDIT}?{urlencode({**words, 'before': entries[-1].id})}"


def show(visit: Visit) -> Response:
    """A page of the log, newest first; reading it is an entry, too."""
    asked = Asked.of(visit)
    _note_look(visit)
    with visit.office.read() as session:
        words = _words(visit, session)
        wanted: dict[str, Any] = {"action": asked.action, "number": asked.number, "before": asked.before}
        wanted |= {"actors": words.people(asked.actor or ""), "subjects": words.written(asked.subject or "")}
        found = log.entries(session, visit.officer, since=asked.since, until=asked.until, **wanted)
    return _page(visit, words, found, asked=asked, older=asked.older(found))


def unfinished(visit: Visit) -> Response:
    """Attempts that nobody knows the end of."""
    _note_look(visit)
    with visit.office.read() as session:
        words, found = _words(visit, session), log.unfinished(session)
    return _page(visit, words, found, asked=None, older="")


def verify(visit: Visit) -> Response:
    """Walk the whole chain; with a head that was kept on paper also see whether its end was cut off."""
    typed = visit.field("head")
    try:
        kept = Head.parse(typed) if typed else None
    except ValueError:
        return _verdict(visit, visit.say("console.audit.bad_head"), wrong=True, status=422)
    with visit.watch(Action.VERIFY), visit.office.read() as session:
        verdict = chain.verify(session, kept)
    return _verdict(visit, _said(visit, verdict), wrong=not verdict.holds, head=verdict.head)


def ask(visit: Visit) -> Response:
    """The form for it, with the newest entry to keep on paper."""
    with visit.office.read() as session:
        return _verdict(visit, "", wrong=False, head=chain.head(session))


def _note_look(visit: Visit) -> None:
    with visit.office.write() as session:
        log.note(session, Deed(Action.VIEW, visit.officer.name, subject=LOG), Outcome.DONE, visit.now)


def _said(visit: Visit, verdict: Verdict) -> str:
    if verdict.broken is not None:
        return visit.say("audit.broken", number=verdict.broken)
    lost = "" if verdict.kept_found else visit.say("audit.kept_lost")
    return lost or visit.say("audit.holds", count=verdict.head.number, head=verdict.head)


def _verdict(visit: Visit, said: str, *, wrong: bool, head: Head | None = None, status: int = 200) -> Response:
    shown = {"verdict": said, "wrong": wrong, "head": head, "kept": visit.field("head")}
    return visit.page("audit_chain.html", status, **shown)


def _words(visit: Visit, session: Session) -> AuditWords:
    return AuditWords(visit.office.wording, {staff.name: staff.display_name for staff in accounts.everybody(session)})


def _page(
    visit: Visit, words: AuditWords, entries: Sequence[AuditEntry], *, asked: Asked | None, older: str
) -> Response:
    shown: dict[str, Any] = {"entries": entries, "asked": asked, "older": older, "actions": list(Action)}
    return visit.page("audit.html", labels=LABELS, words=words, today=local_date(visit.now), **shown)


ROUTES = (
    Route("GET", AUDIT, show, AUDITING),
    Route("GET", f"{AUDIT}/unfinished", unfinished, AUDITING),
    Route("GET", f"{AUDIT}/chain", ask, AUDITING),
    Route("POST", f"{AUDIT}/chain", verify, AUDITING),
)
