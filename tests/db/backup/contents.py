"""What stands in a home and in a backup of it."""

import tarfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cases import attachments
from cases.attachments import FileState
from cases.chat_models import Chat
from db.session import read_scope, write_scope
from tests.builders import SECRET, make_draft

in_one_database = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # what is about files alone


def stored(engine: Engine, home: Path, data: bytes) -> Path:
    """A file that came with a draft."""
    with write_scope(engine) as session:
        row = attachments.add(session, SECRET, make_draft(session).id, "photo", {})
        row.state = FileState.STORED
        path = home / "attachments" / row.stored_name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def parts(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def chats_in(engine: Engine) -> int:
    with read_scope(engine) as session:
        return session.query(Chat).count()
