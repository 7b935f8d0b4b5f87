"""One request of one browser, as the functions behind the pages see it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from cases.audit import log
from cases.audit.deeds import Action, Deed
from cases.kinds import Role
from cases.staff.officer import Officer
from console.office import Office
from web.bodies import Body

Show = Callable[["Visit"], Response]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EVERYBODY_SIGNED_IN = frozenset(Role)


@dataclass(frozen=True)
class Route:
    """A page or a change: who may, and what answers; `roles` is None where nobody needs to be signed in."""

    method: str
    path: str
    show: Show
    roles: frozenset[Role] | None = EVERYBODY_SIGNED_IN
    passive: bool = False  # asked by a script, not by a person
    while_setting_up: bool = False


@dataclass(frozen=True)
class Visit:
    """What was asked, by whom; `render` and `keep_said` come from the application."""

    office: Office
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Body
    render: Callable[..., str]
    keep_said: Callable[[str], None]
    signed_in: Officer | None = None
    cookie: str = field(default="", repr=False)

    @property
    def officer(self) -> Officer:
        """Who is signed in, on every page that needs somebody to be."""
        if self.signed_in is None:
            raise LookupError("nobody is signed in")
        return self.signed_in

    @property
    def now(self) -> datetime:
        """The time."""
        return self.office.clock()

    def say(self, name: str, /, **blanks: object) -> str:
        """A sentence of data/wording.yml."""
        return self.office.wording(name, **blanks)

    def change(
        self, action: Action, *, number: str | None = None, subject: str | None = None
    ) -> AbstractContextManager[Session]:
        """The transaction of a change, between its attempt and its outcome in the audit log; commits at its end."""
        return log.carried_out(self.office.write, Deed(action, self.officer.name, number, subject), self.office.clock)

    def watch(
        self, action: Action, *, number: str | None = None, subject: str | None = None
    ) -> AbstractContextManager[None]:
        """The same around a look at something."""
        return log.watched(self.office.write, Deed(action, self.officer.name, number, subject), self.office.clock)

    def field(self, name: str) -> str:
        """What was typed into a field of the form, "" where nothing was; lines end as ours do."""
        return (self.body.fields.get(name) or [""])[0].replace("\r\n", "\n").strip()

    def fields(self, name: str) -> list[str]:
        """All that was ticked under one name."""
        return self.body.fields.get(name, [])

    def page(self, template: str, /, status: int = 200, **context: Any) -> Response:
        """A page from a template; `said` of the last change stands above it once."""
        return HTMLResponse(self.render(template, **context), status)

    def to(self, place: str, said: str = "") -> Response:
        """Go on to a page after a change, which then says what was done."""
        if said:
            self.keep_said(said)
        return RedirectResponse(place, 303)

    def json(self, content: Any) -> Response:
        """For a script of ours."""
        return JSONResponse(content)

    def download(self, content: bytes, name: str, media_type: str = XLSX) -> Response:
        """A file that the browser saves and never opens by itself."""
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
