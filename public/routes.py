"""The chat's routes: the page, what is said, what was seen, the stream, and going away."""

import asyncio
import logging
from math import ceil
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from db.session import UNREACHABLE
from public.chat import Office
from public.events import HEADERS, Full, Streams, as_json
from public.forms import LONGEST_TEXT, CutOff, Form, Reader
from public.limits import Limits, TooMany
from public.pages import LARGE_TYPE, Pages, remember_type
from public.sessions import Sessions
from web.bodies import Unfit

log = logging.getLogger(__name__)
NEWEST = "/#newest"


class Refused(Exception):
    """Not taken: the sentence that says why, and the status."""

    def __init__(self, words: str, status: int, seconds: float = 0, form: Form | None = None) -> None:
        super().__init__(words)
        self.words, self.status, self.seconds, self.form = words, status, seconds, form


class ChatRoutes:
    """With and without a script: who asks for JSON gets it, everybody else a page."""

    def __init__(self, office: Office, sessions: Sessions, pages: Pages, streams: Streams, limits: Limits) -> None:
        self._office, self._chat, self._sessions = office, office.chat, sessions
        self._pages, self._streams, self._limits = pages, streams, limits
        self._reader = Reader()

    async def show(self, request: Request) -> Response:
        """The page, with what waits."""
        session = self._sessions.of(request)
        if session is None and request.headers.get("sec-fetch-site") == "cross-site":
            return self._pages.entrance()
        return await self._page(request, session or self._sessions.begin())

    async def say(self, request: Request) -> Response:
        """Take one message; nothing typed is lost whatever comes of it."""
        session, form = self._sessions.of(request) or self._sessions.begin(), Form()
        try:
            form = await self._form(request)
            saved = await self._said(self._sessions.address(session), form)
        except Refused as refused:
            return await self._refusal(request, session, form, refused)
        except UNREACHABLE as failure:
            return await self._refusal(request, session, form, _unreachable(failure, "web.not_saved"))
        if wants_json(request):
            return JSONResponse({"saved": saved, "rows": await self._rows(session)})
        beside = form.pressed is not None and (form.file or form.text.strip())
        return await self._again(request, session, form) if beside or not saved else RedirectResponse(NEWEST, 303)

    async def seen(self, request: Request) -> Response:
        """What the page has shown is erased."""
        try:
            form = await self._form(request)
        except Refused as refused:
            return Response(status_code=refused.status)
        try:
            await self._chat.acknowledge(self._address(request), form.seen)
        except UNREACHABLE:
            return Response(status_code=503)
        return Response(status_code=204)

    async def events(self, request: Request) -> Response:
        """The stream; 204 makes a browser without a session stop asking."""
        session = self._sessions.of(request)
        if session is None:
            return Response(status_code=204)
        try:
            stream = self._streams.open(self._sessions.address(session))
        except Full:
            return Response(status_code=503)
        return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)

    async def leave(self, request: Request) -> Response:
        """Forget the chat and begin a new one; cases stay."""
        try:
            await self._form(request)
        except Refused as refused:
            return await self._refusal(request, self._sessions.begin(), Form(), refused)
        try:
            await self._chat.leave(self._address(request))
        except UNREACHABLE as failure:
            session = self._sessions.of(request) or ""
            return await self._refusal(request, session, Form(), _unreachable(failure, "web.not_left"))
        response = RedirectResponse("/", 303)
        self._sessions.give(response, self._sessions.begin())
        return response

    async def type(self, request: Request) -> Response:
        """Large type or not; it is nobody's secret, so it needs no token, and nothing typed is lost."""
        try:
            form = await self._reader.read(request)
        except (CutOff, Unfit):
            form = Form()
        large, session = form.size == LARGE_TYPE, self._sessions.of(request) or self._sessions.begin()
        response: Response = RedirectResponse("/", 303)
        if form.file or form.text.strip():
            response = await self._again(request, session, form, large=large)
        remember_type(response, form.size)
        return response

    async def _rows(self, session: str) -> list[dict[str, Any]]:
        """What waits; what cannot be read now comes with the stream, and what was said is saved all the same."""
        try:
            return [as_json(row) for row in await self._chat.waiting(self._sessions.address(session))]
        except UNREACHABLE:
            return []

    def _address(self, request: Request) -> str:
        return self._sessions.address(self._sessions.of(request) or "")

    async def _form(self, request: Request) -> Form:
        """A form that a page of this session has sent."""
        try:
            form = await self._reader.read(request)
        except CutOff as large:
            raise Refused("web.too_large", 413, form=large.form) from None
        except Unfit:
            raise Refused("web.unfit", 400) from None
        session = self._sessions.of(request)
        if session is None or not self._sessions.wrote(session, form.token):
            raise Refused("web.expired", 403, form=form)
        return form

    async def _said(self, address: str, form: Form) -> bool:
        if len(form.text) > LONGEST_TEXT:
            raise Refused("web.too_long", 422)
        if not form.key or (form.pressed is None and form.file is None and not form.text.strip()):
            raise Refused("web.nothing", 422)
        try:
            await asyncio.sleep(self._limits.ask(address))
        except TooMany as many:
            raise Refused("web.slow_down", 429, many.seconds) from None
        file = form.file if form.pressed is None else None  # only chosen yet, not sent
        sent = self._office.sent(form.key, form.text, form.pressed, file, form.album, form.seen)
        return await self._chat.say(address, sent)

    async def _again(self, request: Request, session: str, form: Form, **more: Any) -> Response:
        """The page with what was typed still in it; of a file it can only say that it must be chosen again."""
        if form.file:
            more["error"] = self._office.say("web.file_gone")
        return await self._page(request, session, text=form.text, **more)

    async def _page(self, request: Request, session: str, **more: Any) -> Response:
        """With what waits; without it, and saying so, while nobody can look."""
        try:
            rows = await self._chat.waiting(self._sessions.address(session)) if self._sessions.of(request) else ()
        except UNREACHABLE as failure:
            refused = _unreachable(failure, "web.not_shown")
            unseen: dict[str, Any] = {"error": self._office.say(refused.words), "status": refused.status}
            return self._pages.chat(request, session, (), **unseen | more)
        return self._pages.chat(request, session, rows, **more)

    async def _refusal(self, request: Request, session: str, form: Form, refused: Refused) -> Response:
        form = refused.form or form
        words = self._office.say(refused.words, written=len(form.text), longest=LONGEST_TEXT)
        if wants_json(request):
            response: Response = JSONResponse({"error": words}, refused.status)
        else:
            response = await self._page(request, session, text=form.text, error=words, status=refused.status)
        if refused.seconds:
            response.headers["Retry-After"] = str(ceil(refused.seconds))
        return response


def _unreachable(failure: Exception, words: str) -> Refused:
    """The database is busy or away."""
    log.error("a page failed: %s", type(failure).__name__)
    return Refused(words, 503)


def wants_json(request: Request) -> bool:
    """Whether the page's script asks."""
    return request.headers.get("accept", "").startswith("application/json")
