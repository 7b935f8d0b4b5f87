"""The routes of the pages on how the rectification stands: no session is read, no cookie set but for the type."""

import asyncio

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from public.pages import is_large, remember_type
from public.progress_pages import HOME, Page, ProgressPages
from web import bodies
from web.bodies import TooLarge, Unfit

KEPT = {"Cache-Control": "public, max-age=60", "Vary": "Cookie, Accept-Encoding"}


class ProgressRoutes:
    """The whole, each item, and what became of suggestions."""

    def __init__(self, pages: ProgressPages) -> None:
        self._pages = pages

    async def show(self, request: Request) -> Response:
        """A page, or that there is none."""
        large = is_large(request)
        page = await asyncio.to_thread(self._pages.page, request.url.path, large=large)
        return _sent(request, page) if page else HTMLResponse(self._pages.missing(large=large), 404)

    async def type(self, request: Request) -> Response:
        """Large type or not, and back to the page that asked."""
        try:
            fields = (await bodies.read(request)).fields
        except (TooLarge, Unfit):
            fields = {}
        back = fields.get("page", [HOME])[0]
        known = await asyncio.to_thread(self._pages.page, back, large=False)
        response = RedirectResponse(back if known else HOME, 303)
        remember_type(response, fields.get("size", [""])[0])
        return response


def _sent(request: Request, page: Page) -> Response:
    """The page, packed where the browser can unpack it; only that it is the same where it has it."""
    mark = f'W/"{page.mark}"'
    headers = KEPT | {"ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(page.html, headers=headers)
    return HTMLResponse(page.packed, headers=headers | {"Content-Encoding": "gzip"})
