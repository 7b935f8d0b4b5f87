"""Reads what a browser posts: limited while it comes, and never on disk in the clear."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

LARGEST_FILE = 20 << 20
ROOM = 1 << 18  # for all fields beside the file
MOST_DRAINED = 200 << 20
MOST_FIELDS = 20
LONGEST = 15 * 60  # seconds until it is there
NUL = "\0"  # which PostgreSQL keeps in no text
Fields = dict[str, list[str]]


class TooLarge(Exception):
    """More bytes than may come; `fields` are those that were written beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields | None = None


class Unfit(Exception):
    """No form of ours."""


@dataclass(frozen=True)
class Body:
    """Each field with what was given for it, in order, and the name and bytes of at most one file."""

    fields: Fields
    file: tuple[str, bytes] | None = None


async def read(request: Request, most_fields: int = MOST_FIELDS) -> Body:
    """The body of a form; TooLarge or Unfit."""
    try:
        async with asyncio.timeout(LONGEST):
            body = await _form(request, most_fields)
    except (MultiPartException, ClientDisconnect, TimeoutError, ValueError, KeyError):
        raise Unfit from None
    return Body({name: [value.replace(NUL, "") for value in given] for name, given in body.fields.items()}, body.file)


async def _form(request: Request, most_fields: int) -> Body:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _multipart(request, most_fields)
    body = b"".join([chunk async for chunk in limited(request, ROOM)])
    return Body(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most_fields))


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


async def _multipart(request: Request, most_fields: int) -> Body:
    stream = limited(request, LARGEST_FILE + ROOM)
    parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=most_fields, max_part_size=ROOM)
    parser.spool_max_size = LARGEST_FILE + ROOM  # else it would go to a file of the system
    try:
        async with _closing(await parser.parse()) as found:
            sent = [value for _, value in found.multi_items() if isinstance(value, UploadFile) and value.filename]
            file = (sent[0].filename or "", await sent[0].read()) if sent else None
        if file and len(file[1]) > LARGEST_FILE:
            raise TooLarge
    except TooLarge as large:
        large.fields = _words_of(parser)
        raise
    return Body(_words_of(parser), file)


def _words_of(parser: MultiPartParser) -> Fields:
    """The fields that are no file, also of a body that was not read whole."""
    fields: Fields = {}
    for name, value in parser.items:
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
    return fields


@asynccontextmanager
async def _closing[T](found: T) -> AsyncGenerator[T]:
    try:
        yield found
    finally:
        await found.close()  # type: ignore[attr-defined]
