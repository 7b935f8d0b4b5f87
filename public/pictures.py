"""Pictures to keep: the receipt that the page shows in words, and the overview of the bulletin."""

import asyncio
import re
from pathlib import Path

from fastapi import Request
from starlette.responses import PlainTextResponse, Response

from public.chat import Office
from public.forms import CutOff, Reader
from public.limits import Limits, TooMany
from public.sessions import Sessions
from web.bodies import Unfit

NUMBER, CODE = re.compile(r"\d{1,12}", re.ASCII), re.compile(r"\d{4}( \d{4}){3}", re.ASCII)
PNG = "image/png"


class PictureRoutes:
    """Draws what it is told; it looks nothing up, so that no code is in an address or a log."""

    def __init__(self, office: Office, sessions: Sessions, limits: Limits) -> None:
        self._office, self._sessions, self._limits = office, sessions, limits
        self._reader = Reader()

    async def overview(self, _request: Request) -> Response:
        """How the rectification stands by the bulletin."""
        path = await asyncio.to_thread(self._office.draw, {"name": "overview"})
        return Response(await asyncio.to_thread(path.read_bytes), media_type=PNG)

    async def receipt(self, request: Request) -> Response:
        """Number and code, as a file to save; named by the number, which tells nothing."""
        try:
            form, session = await self._reader.read(request), self._sessions.of(request)
            if session is None or not self._sessions.wrote(session, form.token):
                return self._refused("web.expired", 403)
            if not NUMBER.fullmatch(form.number) or not CODE.fullmatch(form.code):
                return self._refused("web.unfit", 400)
            await asyncio.sleep(self._limits.ask(self._sessions.address(session)))
        except (CutOff, Unfit):
            return self._refused("web.unfit", 400)
        except TooMany:
            return self._refused("web.slow_down", 429)
        data = await asyncio.to_thread(self._drawn, form.number, form.code)
        return Response(data, media_type=PNG, headers=_saved_as(form.number))

    def _drawn(self, number: str, code: str) -> bytes:
        path: Path = self._office.draw({"name": "receipt", "number": number, "code": code})
        try:
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)

    def _refused(self, words: str, status: int) -> Response:
        return PlainTextResponse(self._office.say(words), status)


def _saved_as(number: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{number}.png"'}
