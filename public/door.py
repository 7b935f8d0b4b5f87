"""Telegram's calls: the secret is checked, and 200 is said only when the update is committed."""

import asyncio
import json
import logging
from collections.abc import Mapping
from hmac import compare_digest

from fastapi import Request
from starlette.responses import Response

from public.chat import Door
from web.bodies import TooLarge, limited

log = logging.getLogger(__name__)
LARGEST = 1 << 20  # bytes of an update
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name


class Webhook:
    """One route."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def take(self, request: Request) -> Response:
        """Anything but 200 makes Telegram call again."""
        shown = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(shown.encode(), self._door.secret.encode()):
            return Response(status_code=403)
        try:
            update = json.loads(b"".join([chunk async for chunk in limited(request, LARGEST)]))
        except (TooLarge, ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(update, Mapping) or "update_id" not in update:
            return Response(status_code=400)
        return await self._handled(dict(update))

    async def _handled(self, update: dict[str, object]) -> Response:
        try:
            await asyncio.shield(asyncio.ensure_future(self._door.take(update)))  # Telegram may hang up meanwhile
        except Exception as failure:  # noqa: BLE001 - whatever it is, it must not cost a citizen's message
            log.error("an update was not handled and will come again: %s", type(failure).__name__)
            return Response(status_code=500)
        return Response(status_code=200)
