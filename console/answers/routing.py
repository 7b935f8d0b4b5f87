"""Everything about answers that the console answers; fixed addresses before those that name an answer."""

from dataclasses import replace
from functools import wraps

from starlette.responses import Response

from console.answers import (
    answer_pages,
    bulletin_pages,
    change_pages,
    form_pages,
    golden_pages,
    miss_pages,
    publish_pages,
    room,
    spreadsheet_pages,
    try_pages,
)
from console.visit import Route, Show, Visit


def _refusing(show: Show) -> Show:
    """What the desk refuses becomes a page that says so."""

    @wraps(show)
    def shown(visit: Visit) -> Response:
        with room.refusals():
            return show(visit)

    return shown


_ALL: tuple[Route, ...] = (
    *miss_pages.ROUTES,
    *try_pages.ROUTES,
    *publish_pages.ROUTES,
    *golden_pages.ROUTES,
    *change_pages.ROUTES,
    *spreadsheet_pages.ROUTES,
    *bulletin_pages.ROUTES,
    *form_pages.ROUTES,
    *answer_pages.ROUTES,
)
ROUTES = tuple(replace(route, show=_refusing(route.show)) for route in _ALL)
