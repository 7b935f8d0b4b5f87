"""Who a browser is: a random cookie that only we can make, and two names derived from it."""

import secrets
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import Response

from cases.at_rest import ServiceSecret

RANDOM_BYTES, MARK_LENGTH = 24, 32


class Sessions:
    """The chat's address and the form's token say nothing about the cookie, nor about each other."""

    def __init__(self, secret: ServiceSecret, *, secure: bool) -> None:
        self._secret, self._secure = secret, secure
        self.cookie = "__Host-huiyin" if secure else "huiyin"

    def begin(self) -> str:
        """A new one."""
        name = secrets.token_hex(RANDOM_BYTES)
        return f"{name}.{self._mark(name)}"

    def of(self, request: Request) -> str | None:
        """The browser's, unless it has none or one that we did not make."""
        session = request.cookies.get(self.cookie, "")
        name, _, mark = session.partition(".")
        return session if compare_digest(mark.encode(), self._mark(name).encode()) else None

    def address(self, session: str) -> str:
        """Where its chat is."""
        return self._secret.keyed_hash("web session", session)

    def form_token(self, session: str) -> str:
        """What a form of this session has to carry."""
        return self._secret.keyed_hash("web form", session)

    def wrote(self, session: str, token: str) -> bool:
        """Whether a form came from a page of this session."""
        return compare_digest(token.encode("utf-8", "replace"), self.form_token(session).encode())

    def give(self, response: Response, session: str) -> None:
        """Until the browser is closed, for our own pages only, not for scripts."""
        response.set_cookie(self.cookie, session, httponly=True, secure=self._secure, samesite="strict")

    def _mark(self, name: str) -> str:
        return self._secret.keyed_hash("web cookie", name)[:MARK_LENGTH]
