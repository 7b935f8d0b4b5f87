"""What the pages on answers have in common: who may, whose data, how a change is saved and a refusal said."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bulletin.document import NotABulletin
from bulletin.errors import UnreadableBulletin
from cases.audit import log
from cases.audit.deeds import Action, Deed
from cases.kinds import Role
from console.answers.desk import AnswerDesk
from console.refused import BadField, NotFound
from console.visit import Visit
from faq import offices, publishing, saving
from faq.archives import Unusable
from faq.going_live import Refused
from faq.models import Change
from faq.offices import EditRefused, Office
from faq.publishing import UnknownPublication, Unsigned
from faq.saving import Checked
from faq.shelf import BadId

EDITORS = frozenset({Role.FAQ_EDITOR})
PLACES = ("misses", "all", "try", "publish", "golden", "changes", "spreadsheet", "bulletin")
Also = Callable[[Session], None]


def desk(visit: Visit) -> AnswerDesk:
    """What the service handed in; NotFound where it did not."""
    if visit.office.answers is None:
        raise NotFound
    return visit.office.answers


def office(visit: Visit) -> Office:
    """The training data of the live bulletin."""
    return offices.of(desk(visit).layers(""))


def shown(visit: Visit, template: str, here: str, /, status: int = 200, **context: Any) -> Response:
    """A page of the desk, with the way to the others."""
    with visit.office.read() as session:
        waiting = unpublished(session)
    return visit.page(template, status, here=here, places=PLACES, waiting=waiting, **context)


def unpublished(session: Session) -> int:
    """How many changes were made since something last went live."""
    live = publishing.live(session)
    since = Change.at > live.publication.at if live else Change.id > 0
    return session.scalar(select(func.count()).select_from(Change).where(since)) or 0


def save(visit: Visit, edit: Checked, reason: str, what: str, also: Also | None = None) -> Sequence[Change]:
    """Files, rows and what belongs to them, or none of it; `what` is our own word for the audit log."""
    by, reason = saving.signed(visit.officer.name, reason)
    with change(visit, what, reason) as session:
        rows = edit.save(session, by, reason, visit.now)
        if also:
            also(session)
    return rows


@contextmanager
def change(visit: Visit, what: str, reason: str, action: Action = Action.ANSWERS) -> Iterator[Session]:
    """A transaction with its attempt and outcome in the audit log, which keeps the reason as well."""
    deed = Deed(action, visit.officer.name, None, what, reason)
    with log.carried_out(visit.office.write, deed, visit.office.clock) as session:
        yield session


@contextmanager
def refusals() -> Iterator[None]:
    """What the desk refuses, as the front says it; forms catch it earlier and say it beside the field."""
    try:
        yield
    except (EditRefused, UnreadableBulletin, NotABulletin, BadId) as refused:
        raise BadField(str(refused)) from None
    except (Unusable, UnknownPublication, Unsigned, Refused) as refused:
        raise BadField(str(refused)) from None
