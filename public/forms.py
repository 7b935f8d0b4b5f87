"""Reads what a browser posts: limited while it comes, and never on disk in the clear."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

LONGEST_TEXT = 5000  # characters
LARGEST_FILE = 20 << 20
ROOM = 1 << 18  # for all fields beside the file
LONGEST_BUTTON = 64  # bytes
LONGEST_UPLOAD = 15 * 60  # seconds
MOST_DRAINED = 200 << 20
LARGE_AT_ONCE = 8  # uploads held in memory
KEY = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
NUMBERS = re.compile(r"\d{1,18}", re.ASCII)
MOST_NUMBERS = 100


class TooLarge(Exception):
    """More bytes than may come; `form` is what was written beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None


class Unfit(Exception):
    """No form of ours."""


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
        """The form; TooLarge or Unfit."""
        async with self._place(request), asyncio.timeout(LONGEST_UPLOAD):
            try:
                if request.headers.get("content-type", "").startswith("multipart/form-data"):
                    return await multipart(request)
                body = b"".join([chunk async for chunk in limited(request, ROOM)])
                fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
            except (MultiPartException, ClientDisconnect, ValueError, KeyError):
                raise Unfit from None
            return to_form({name: values[0] for name, values in fields.items()})

    @asynccontextmanager
    async def _place(self, request: Request) -> AsyncGenerator[None]:
        if int(request.headers.get("content-length") or LARGEST_FILE) <= ROOM:
            yield
        else:
            async with self._places:
                yield


async def limited(request: Request, limit: int) -> AsyncGenerator[bytes]:
    """The body as it comes, TooLarge as soon as it is; the rest is read, or the browser would not read the answer."""
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received <= limit:
            yield chunk
        elif received > MOST_DRAINED:
            break
    if received > limit:
        raise TooLarge


async def multipart(request: Request) -> Form:
    """Fields and at most one file."""
    stream = limited(request, LARGEST_FILE + ROOM)
    parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=20, max_part_size=ROOM)
    parser.spool_max_size = LARGEST_FILE + ROOM  # else it would go to a file of the system
    try:
        async with _closing(await parser.parse()) as found:
            sent = found.get("file")
            file = (sent.filename or "", await sent.read()) if isinstance(sent, UploadFile) and sent.filename else None
        if file and len(file[1]) > LARGEST_FILE:
            raise TooLarge
    except TooLarge as large:
        large.form = to_form(words_of(parser))
        raise
    return to_form(words_of(parser), file)


def words_of(parser: MultiPartParser) -> dict[str, str]:
    """The fields that are no file, also of a body that was not read whole."""
    return {name: value for name, value in parser.items if isinstance(value, str)}


@asynccontextmanager
async def _closing[T](found: T) -> AsyncGenerator[T]:
    try:
        yield found
    finally:
        await found.close()  # type: ignore[attr-defined]


def to_form(fields: dict[str, str], file: tuple[str, bytes] | None = None) -> Form:
    """The fields in their types, Unfit where one is none of ours."""
    pressed, key, album = fields.get("pressed"), fields.get("key", ""), fields.get("album", "")
    if (key and not KEY.fullmatch(key)) or (album and not KEY.fullmatch(album)):
        raise Unfit
    if pressed is not None and len(pressed.encode("utf-8", "replace")) > LONGEST_BUTTON:
        raise Unfit
    numbers = tuple(int(number) for number in NUMBERS.findall(fields.get("seen", ""))[:MOST_NUMBERS])
    rest = {name: fields.get(name, "") for name in ("token", "size", "number", "code")}
    text = fields.get("text", "").replace("\r\n", "\n")
    return Form(key=key, album=album, text=text, pressed=pressed, seen=numbers, file=file, **rest)
