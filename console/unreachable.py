"""The database is busy or away: nothing was saved, and what was typed can be sent again as it is."""

from starlette.responses import PlainTextResponse, Response

from console.typed import sendable, typed
from console.visit import Route, Visit

STATUS = 503


def unreachable(route: Route, visit: Visit) -> Response:
    """The form once more, without its file and without a passphrase; for a script the bare words."""
    if route.passive:
        return PlainTextResponse(visit.say("console.unreachable.not_shown"), STATUS)
    return visit.page(
        "unreachable.html",
        STATUS,
        changes=route.method != "GET",
        fields=sendable(visit.body),
        file=visit.body.file[0] if visit.body.file else "",
        typed=typed(visit.body),
    )
