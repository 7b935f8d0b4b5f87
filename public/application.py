"""The public application: which page is where."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from cases.at_rest import ServiceSecret
from public.chat import Office
from public.door import Webhook
from public.events import Streams
from public.limits import Limits
from public.pages import STATIC, Pages
from public.pictures import PictureRoutes
from public.progress import ProgressRoutes
from public.progress_pages import HOME, ProgressPages
from public.progress_record import Record
from public.routes import ChatRoutes
from public.sessions import Sessions
from web.headers import StrictHeaders
from web.kept_files import KeptFiles

Routes = dict[str, Callable[..., Any]]
WEBHOOK = "/telegram"


def create(
    office: Office, secret: ServiceSecret, streams: Streams, record: Record, limits: Limits | None = None
) -> FastAPI:
    """The application; whoever runs it also runs `streams`."""
    sessions, limits = Sessions(secret, secure=office.secure), limits or Limits()
    chat = ChatRoutes(office, sessions, Pages(office, sessions), streams, limits)
    pictures, progress = PictureRoutes(office, sessions, limits), ProgressRoutes(ProgressPages(office, record))
    headers = Middleware(StrictHeaders, secure=office.secure, apology=office.say("web.failed"))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, middleware=[headers])
    pages: Routes = {"/": chat.show, "/events": chat.events, "/overview.png": pictures.overview}
    changes: Routes = {"/say": chat.say, "/seen": chat.seen, "/leave": chat.leave, "/type": chat.type}
    pages |= {HOME: progress.show, f"{HOME}/{{page}}": progress.show}
    changes |= {"/receipt.png": pictures.receipt, f"{HOME}/type": progress.type}
    if office.door:
        changes[WEBHOOK] = Webhook(office.door).take
    for method, routes in (("GET", pages), ("POST", changes)):
        for path, endpoint in routes.items():
            app.add_route(path, endpoint, methods=[method])
    app.mount("/static", GZipMiddleware(KeptFiles(directory=STATIC)))
    app.add_exception_handler(HTTPException, _plainly(office))
    return app


def _plainly(office: Office) -> Callable[[Request, Exception], Response]:
    def answer(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return PlainTextResponse(office.say("web.not_found"), status)

    return answer
