"""A form that is pressed twice, or sent again by reloading its answer, is done once."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b

from starlette.responses import Response

from console.visit import Show, Visit

REFUSED = 400  # and above


def once(back: str) -> Callable[[Show], Show]:
    """For what changes something: the second is told that it is done at `back`, an address with the same blanks."""

    def guarded(show: Show) -> Show:
        @wraps(show)
        def shown(visit: Visit) -> Response:
            sent, of = visit.office.sent, (visit.officer.staff_id, _place(show, visit))
            with sent.once(*of, _mark(visit)) as is_new:
                if not is_new:
                    return visit.to(back.format(**visit.path), visit.say("console.done_already"))
                response = show(visit)
                if response.status_code >= REFUSED:  # it is shown again, to be sent once more
                    sent.forget(*of)
                return response

        return shown

    return guarded


def _place(show: Show, visit: Visit) -> str:
    """What it does, and to what."""
    return " ".join((show.__module__, show.__name__, *visit.path.values()))


def _mark(visit: Visit) -> str:
    """Of this form as it was filled in; its token is that of one page, so that the next page's is another."""
    name, content = visit.body.file or ("", b"")
    return visit.office.secret.keyed_hash("form", repr(visit.body.fields), name, blake2b(content).hexdigest())
