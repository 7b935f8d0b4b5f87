"""The page of the chat as it is sent to a browser."""

import gzip
import secrets
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from public.chat import Office, Shown
from public.forms import LONGEST_TEXT
from public.sessions import Sessions
from web.bodies import LARGEST_FILE
from web.kept_files import version

HERE = Path(__file__).parent
STATIC = HERE / "static"
LARGE_TYPE = "large"


class Pages:
    """Fills the templates."""

    def __init__(self, office: Office, sessions: Sessions) -> None:
        self._sessions = sessions
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.globals |= {"say": office.say, "version": version(STATIC), "longest": LONGEST_TEXT}
        self._templates.globals |= {"largest": LARGEST_FILE, "most_files": office.chat.most_files}

    def chat(
        self,
        request: Request,
        session: str,
        rows: Sequence[Shown],
        *,
        text: str = "",
        error: str = "",
        status: int = 200,
        large: bool | None = None,
    ) -> HTMLResponse:
        """The whole page; `text` is what stays in the field, `error` why it was not taken."""
        page = self._templates.get_template("chat.html").render(
            rows=rows,
            seen=" ".join(str(row.id) for row in rows),
            token=self._sessions.form_token(session),
            key=secrets.token_hex(16),
            large=is_large(request) if large is None else large,
            text=text,
            error=error,
        )
        if self._sessions.of(request) == session:
            return HTMLResponse(page, status)
        response = _packed(request, page, status)
        self._sessions.give(response, session)
        return response

    def entrance(self) -> HTMLResponse:
        """For who comes from another site: the browser has kept our cookie back, and the next page gets it."""
        return HTMLResponse(self._templates.get_template("entrance.html").render(large=False))


def _packed(request: Request, page: str, status: int) -> HTMLResponse:
    """Small, for a slow line; only a page whose token nobody has seen before, or its length would tell of it."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(page, status)
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return HTMLResponse(gzip.compress(page.encode()), status, headers)


def remember_type(response: Response, size: str) -> None:
    """Lax, so that it also holds for who follows a link from elsewhere; it is nobody's secret."""
    kept = LARGE_TYPE if size == LARGE_TYPE else "usual"
    response.set_cookie("type", kept, max_age=31536000, samesite="lax")


def is_large(request: Request) -> bool:
    """Whether the citizen wants large type."""
    return request.cookies.get("type") == LARGE_TYPE
