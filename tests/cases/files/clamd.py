"""A daemon for tests that speaks as clamd does."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, BinaryIO

from tests.cases.files.samples import EICAR


@contextmanager
def listening(answer: bytes | None = None, family: int = socket.AF_INET, at: Any = ("127.0.0.1", 0)) -> Iterator[str]:
    """One that answers one scan: by what it got, or with `answer`; the address of it."""
    server = socket.socket(family)
    server.bind(at)
    server.listen(1)
    server.settimeout(5)
    thread = Thread(target=_serve, args=(server, answer))
    thread.start()
    try:
        yield f"unix://{at}" if family == socket.AF_UNIX else "{}:{}".format(*server.getsockname())
    finally:
        thread.join()
        server.close()


def _serve(server: socket.socket, answer: bytes | None) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as stream:
        assert stream.readline() == b"nINSTREAM\n"
        got = b"".join(_chunks(stream))
        found = b"stream: Eicar-Test-Signature FOUND\n" if EICAR in got else b"stream: OK\n"
        connection.sendall(found if answer is None else answer)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while length := struct.unpack("!L", stream.read(4))[0]:
        yield stream.read(length)
