"""What every answer carries, and the last resort when something fails."""

import logging

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind} 'self'" for kind in ("script-src", "style-src", "img-src", "connect-src", "form-action")),
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


class StrictHeaders:
    """Sets them; an error is logged by its type alone, for its text may hold a citizen's words."""

    def __init__(self, app: ASGIApp, *, secure: bool, apology: str) -> None:
        self._app, self._apology = app, apology
        self._headers = HEADERS | (HTTPS_ONLY if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as failure:  # noqa: BLE001 - the outermost edge: the server would print all of it
            log.error("a page failed: %s", type(failure).__name__)
            if not begun and scope["type"] == "http":
                await PlainTextResponse(self._apology, 503)(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders) -> None:
        headers.setdefault("Cache-Control", "no-store")
        for name, value in self._headers.items():
            headers.setdefault(name, value)  # a file of a citizen comes with a narrower policy
