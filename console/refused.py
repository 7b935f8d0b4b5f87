"""What a page says when something may not be done: in Chinese, with what to do instead."""

from sqlalchemy.orm.exc import StaleDataError

from cases import errors
from desk.errors import Misused, Overtaken
from desk.refusals import REFUSALS, refusal
from wording import Wording


class NotFound(Exception):
    """There is no such page, or none that this officer may know of."""


class BadField(Exception):
    """A field cannot be taken as it was filled in; its text says in Chinese what to write."""


SAID: tuple[type[Exception], ...] = (*REFUSALS, NotFound, BadField)
CONFLICT, BAD_REQUEST, FORBIDDEN, NOT_FOUND = 409, 422, 403, 404


IN_PAGES: dict[type[Exception], str] = {
    errors.ReasonNeeded: "no_reason",
    errors.HeldByAnother: "held",
    errors.Suspended: "suspended",
    errors.NotAttested: "not_attested",
    errors.OnlyReader: "only_reader",
    errors.HandOffOnly: "nobody_reads",
    errors.NotApproved: "not_approved",
    errors.Stale: "meanwhile",
    Overtaken: "meanwhile",
    StaleDataError: "meanwhile",
}  # where a terminal is told a command


def status_of(failure: Exception) -> int:
    """Of one of SAID."""
    match failure:
        case NotFound() | errors.NoSuchCase():
            return NOT_FOUND
        case BadField() | Misused() | errors.ReasonNeeded() | errors.WrongDay():
            return BAD_REQUEST
        case errors.NotAllowed():
            return FORBIDDEN
    return CONFLICT


def words_of(failure: Exception, number: str, wording: Wording) -> str:
    """Of one of SAID; a wrong number and a hidden case in the same words."""
    match failure:
        case NotFound():
            return wording("console.not_found")
        case BadField():
            return str(failure)
        case errors.IllegalMove() if len(failure.args) != 2:
            return wording("console.not_now")
        case errors.NoSuchCase():
            return wording("console.refusal.unknown", number=failure.args[0] if failure.args else number)
        case errors.NoBytes() if failure.args == ("no_copy",):
            return wording("console.refusal.no_copy")
    for sort, name in IN_PAGES.items():
        if isinstance(failure, sort):
            return wording(f"console.refusal.{name}", about="".join(map(str, failure.args[:1])))
    return refusal(failure, number, wording)
