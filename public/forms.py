"""The forms of the chat."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.requests import Request

from web import bodies
from web.bodies import LARGEST_FILE, ROOM, Fields, TooLarge, Unfit

LONGEST_TEXT = 5000  # characters
LONGEST_BUTTON = 64  # bytes
LARGE_AT_ONCE = 8  # uploads held in memory
KEY = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
NUMBERS = re.compile(r"\b\d{1,9}\b", re.ASCII)  # of rows, as PostgreSQL counts them
MOST_NUMBERS = 100


class CutOff(Exception):
    """More bytes than may come; `form` is what was written beside them."""

    def __init__(self, form: "Form | None") -> None:
        super().__init__()
        self.form = form


@dataclass(frozen=True)
class Form:
    """The fields of any of our forms, "" where there is none."""

    token: str = ""
    key: str = ""
    text: str = ""
    pressed: str | None = None
    album: str = ""
    seen: tuple[int, ...] = ()
    size: str = ""
    number: str = ""
    code: str = ""
    file: tuple[str, bytes] | None = None


class Reader:
    """Lets only so many large ones come at once; the others wait, their bytes still at the browser."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(LARGE_AT_ONCE)

    async def read(self, request: Request) -> Form:
        """The form; CutOff or Unfit."""
        async with self._place(request):
            try:
                body = await bodies.read(request)
            except TooLarge as large:
                raise CutOff(to_form(large.fields) if large.fields else None) from None
            return to_form(body.fields, body.file)

    @asynccontextmanager
    async def _place(self, request: Request) -> AsyncGenerator[None]:
        if int(request.headers.get("content-length") or LARGEST_FILE) <= ROOM:
            yield
        else:
            async with self._places:
                yield


def to_form(fields: Fields, file: tuple[str, bytes] | None = None) -> Form:
    """The fields in their types, Unfit where one is none of ours."""
    given = {name: values[0] for name, values in fields.items()}
    pressed, key, album = given.get("pressed"), given.get("key", ""), given.get("album", "")
    if (key and not KEY.fullmatch(key)) or (album and not KEY.fullmatch(album)):
        raise Unfit
    if pressed is not None and len(pressed.encode("utf-8", "replace")) > LONGEST_BUTTON:
        raise Unfit
    numbers = tuple(int(number) for number in NUMBERS.findall(given.get("seen", ""))[:MOST_NUMBERS])
    rest = {name: given.get(name, "") for name in ("token", "size", "number", "code")}
    text = given.get("text", "").replace("\r\n", "\n")
    return Form(key=key, album=album, text=text, pressed=pressed, seen=numbers, file=file, **rest)
