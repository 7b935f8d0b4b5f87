"""What somebody can do with a copy of a home: look at every byte, and open what the service secret opens."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import Engine, MetaData, select

from cases import attachments
from cases.at_rest import ServiceSecret
from cases.errors import Unreadable

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
FILE_KEY = re.compile(rb'"key": "([0-9a-f]{64})"')
CERTAIN = 6  # bytes that no megabyte of ciphertext has by chance
HEX = re.compile(rb"[0-9a-f]{80,}")


def spellings(word: str) -> Iterator[bytes]:
    """Every way in which a word could lie on a disk; of base64, the middle that its surroundings do not change."""
    yield json.dumps(word)[1:-1].encode()
    for raw in (word.encode(encoding) for encoding in ENCODINGS):
        yield from (raw, raw.hex().encode(), raw.hex().upper().encode())
        for shift in range(3):
            coded = base64.b64encode(bytes(shift) + raw)
            yield coded[4 if shift else 0 : -4]


def found_in(data: bytes, words: Iterable[str]) -> set[str]:
    """Those of the words that are there in some spelling."""
    return {word for word in words for spelling in spellings(word) if len(spelling) >= CERTAIN and spelling in data}


def every_file(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, its name among them."""
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        yield path.name, path.name.encode() + b"\n" + path.read_bytes()


def every_value(database: Engine) -> Iterator[Any]:
    """All that stands in any row of any table."""
    schema = MetaData()
    schema.reflect(database)
    with database.connect() as connection:
        for table in schema.sorted_tables:
            for row in connection.execute(select(table)):
                yield from row


class Thief:
    """Has the service secret too, and knows for which purposes it is used."""

    def __init__(self, secret: ServiceSecret, purposes: Iterable[str]) -> None:
        self._keys = [SecretBox(secret._subkey(purpose)) for purpose in sorted(purposes)]

    def opens(self, database: Engine, folder: Path) -> list[bytes]:
        """Every plaintext that can be had, what is sealed within it, and the files whose keys stand in it."""
        plain = [found for value in every_value(database) if isinstance(value, bytes) for found in self._opened(value)]
        keys = {key.decode() for text in plain for key in FILE_KEY.findall(text)}
        return plain + [found for path in folder.iterdir() for found in self._files(path, keys)]

    def _opened(self, blob: bytes) -> Iterator[bytes]:
        for box in self._keys:
            try:
                plain = box.decrypt(blob)
            except (CryptoError, ValueError):
                continue
            yield plain
            for within in HEX.findall(plain):
                yield from self._opened(bytes.fromhex(within.decode()[: len(within) // 2 * 2]))

    def _files(self, path: Path, keys: set[str]) -> Iterator[bytes]:
        for key in keys:
            try:
                yield attachments.unlock({"key": key}, path.read_bytes(), path.name)
            except Unreadable:
                continue
