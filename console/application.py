"""The console: which page is where and who may open it."""

from collections.abc import Callable, Sequence

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from console import audit_pages, menu
from console.account import Account
from console.administration import routing as administration_routing
from console.answers import routing as answers_routing
from console.case import routing as case_routing
from console.door import Door, own_place
from console.entry import pages as entry_pages
from console.figures import routing as figures_routing
from console.front import Front
from console.ledger import routing as ledger_routing
from console.office import Office
from console.queue import pages as queue_pages
from console.sessions import Sessions
from console.templating import STATIC, Templates
from console.visit import Route, Visit
from web.headers import StrictHeaders
from web.kept_files import KeptFiles


def home(visit: Visit) -> Response:
    """To where this officer begins the day."""
    return RedirectResponse(menu.first_of(visit.officer), 303)


def large_type(visit: Visit) -> Response:
    """Large type or not, kept by the browser."""
    response = visit.to(own_place(visit.field("next")) or "/")
    response.set_cookie("type", visit.field("size"), max_age=31536000, samesite="strict")
    return response


def routes(sessions: Sessions) -> Sequence[Route]:
    """Every page and every change there is."""
    return (
        Route("GET", "/", home),
        Route("POST", "/type", large_type),
        *Door(sessions).routes,
        *Account(sessions).routes,
        *queue_pages.routes(sessions),
        *case_routing.ROUTES,
        *entry_pages.ROUTES,
        *ledger_routing.ROUTES,
        *answers_routing.ROUTES,
        *figures_routing.ROUTES,
        *administration_routing.ROUTES,
        *audit_pages.ROUTES,
    )


def create(office: Office) -> FastAPI:
    """The application."""
    sessions = Sessions(office.secret, secure=office.secure)
    front = Front(office, sessions, Templates(office.wording))
    headers = Middleware(StrictHeaders, secure=office.secure, apology=office.wording("web.failed"))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, middleware=[headers])
    for route in routes(sessions):
        app.add_route(route.path, front.of(route), methods=[route.method])
    app.mount("/static", KeptFiles(directory=STATIC))
    app.add_exception_handler(HTTPException, _plainly(office))
    return app


def _plainly(office: Office) -> Callable[[Request, Exception], Response]:
    def answer(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return PlainTextResponse(office.wording("console.not_found"), status)

    return answer
