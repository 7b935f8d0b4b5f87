"""What stands before every page: who it is, whether they may, whether the form is ours, how a refusal looks."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from cases.staff.officer import Officer
from console import menu, standing
from console.office import Office
from console.refused import SAID, status_of, words_of
from console.sessions import Sessions, SignedIn, new_cookie
from console.templating import Templates
from console.typed import typed
from console.unreachable import unreachable
from console.visit import Route, Visit
from db.session import UNREACHABLE
from web import bodies
from web.bodies import Body, TooLarge, Unfit

log = logging.getLogger(__name__)
SIGN_IN, SET_UP = "/sign-in", "/set-up"
OWN_SITE = frozenset({"", "same-origin", "none"})
MOST_FIELDS = 400  # a list with boxes to tick


class NotTaken(Exception):
    """A form that does not come to its page: which words say why, the status, and what was typed."""

    def __init__(self, said: str, status: int, body: Body) -> None:
        super().__init__(said)
        self.said, self.status, self.body = said, status, body


@dataclass(frozen=True)
class Front:
    """One for the whole application; `of` makes the endpoint of a route."""

    office: Office
    sessions: Sessions
    templates: Templates

    def of(self, route: Route) -> Callable[[Request], Any]:
        """What the router calls."""

        async def endpoint(request: Request) -> Response:
            cookie = self.sessions.of_request(request) or new_cookie()
            signed_in = self.sessions.of(cookie, self.office.clock(), passive=route.passive)
            officer = signed_in.officer if signed_in else None
            try:
                officer = officer and await run_in_threadpool(standing.still, self.office, officer)
            except UNREACHABLE as failure:  # nobody knows who may still act: the page itself is not asked
                return await self._answered(_failing(route, failure), request, cookie, officer)
            if officer is None:
                self.sessions.end(cookie)  # the key of who may not act any more
            away = self._elsewhere(route, request, signed_in if officer else None)
            response = away or await self._answered(route, request, cookie, officer)
            if not self.sessions.of_request(request) and "set-cookie" not in response.headers:
                self.sessions.give(response, cookie)
            return response

        return endpoint

    def _elsewhere(self, route: Route, request: Request, signed_in: SignedIn | None) -> Response | None:
        """To the door who is not signed in, to their own account who has not finished it."""
        if route.roles is None:
            return None
        if signed_in is None:
            if route.passive:
                return PlainTextResponse(self.office.wording("console.signed_out"), 401)
            if request.method != "GET":
                return None  # what was typed meanwhile is shown again
            return RedirectResponse(f"{SIGN_IN}?next={quote(_address(request), safe='')}", 303)
        if signed_in.to_do and not route.while_setting_up:
            return RedirectResponse(SET_UP, 303)
        return None

    async def _answered(self, route: Route, request: Request, cookie: str, officer: Officer | None) -> Response:
        visit = self._visit(request, cookie, officer, Body({}))
        if route.roles is not None and officer and not officer.has(*route.roles):
            return visit.page("refused.html", status=403, words=self.office.wording("console.not_yours"))
        if request.method == "GET":
            return await run_in_threadpool(self._shown, route, visit)
        try:
            body = await self._form(route, request, cookie, officer)
        except NotTaken as refused:
            words = self.office.wording(f"console.{refused.said}")
            return visit.page("refused.html", status=refused.status, words=words, typed=typed(refused.body))
        return await run_in_threadpool(self._shown, route, self._visit(request, cookie, officer, body))

    async def _form(self, route: Route, request: Request, cookie: str, officer: Officer | None) -> Body:
        """What a page of ours has sent for somebody who may; NotTaken."""
        try:
            body = await bodies.read(request, MOST_FIELDS)
        except TooLarge as large:
            raise NotTaken("too_large", 413, Body(large.fields or {})) from None
        except Unfit:
            raise NotTaken("unfit", 400, Body({})) from None
        if route.roles is not None and officer is None:
            raise NotTaken("signed_out", 401, body)
        own = request.headers.get("sec-fetch-site", "") in OWN_SITE
        if not own or not self.sessions.wrote(cookie, body.fields.get("token", [""])[0]):
            raise NotTaken("form_expired", 403, body)
        return body

    def _visit(self, request: Request, cookie: str, officer: Officer | None, body: Body) -> Visit:
        def render(template: str, **context: Any) -> str:
            return self.templates.render(
                template,
                **{"typed": (), **context},
                officer=officer,
                menu=menu.of(officer, request.url.path),
                token=self.sessions.form_token(cookie),
                said=self._said(cookie),
                large=request.cookies.get("type") == "large",
                address=_address(request) if request.method == "GET" else "/",
                itself=_address(request),
            )

        def keep_said(words: str) -> None:
            self.sessions.change(cookie, said=words)

        path, query = {name: str(value) for name, value in request.path_params.items()}, dict(request.query_params)
        return Visit(self.office, path, query, body, render, keep_said, officer, cookie)

    def _said(self, cookie: str) -> str:
        """What the last change did; it is said once."""
        found = self.sessions.of(cookie, self.office.clock(), passive=True)
        if found and found.said:
            self.sessions.change(cookie, said="")
        return found.said if found else ""

    def _shown(self, route: Route, visit: Visit) -> Response:
        try:
            return route.show(visit)
        except SAID as failure:
            words = words_of(failure, visit.path.get("number", ""), self.office.wording)
            return visit.page("refused.html", status=status_of(failure), words=words, typed=typed(visit.body))
        except UNREACHABLE as failure:
            log.error("a page failed: %s", type(failure).__name__)
            return unreachable(route, visit)


def _failing(route: Route, failure: Exception) -> Route:
    """The same, whose page has failed already."""

    def show(_visit: Visit) -> Response:
        raise failure

    return replace(route, show=show)


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
