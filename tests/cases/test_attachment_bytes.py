"""Whose the bytes of a file are."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.file_store import FileStore
from cases import attachments
from cases.attachment_bytes import Part, fetch
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.errors import NoSuchCase
from cases.kinds import Role
from cases.models import Case
from tests.builders import NOW, SECRET, make_case, make_officer
from tests.cases.files import samples


def with_photo(session: Session, case: Case, folder: Path) -> Attachment:
    row = attachments.add(session, SECRET, None, "photo", {"name": "灯.jpg"}, case.id)
    about = attachments.about(SECRET, row)
    prepared, known = FileStore(folder).keep(row.stored_name, about, samples.jpeg(), NOW)
    row.copy_state = prepared.copy_state
    attachments.settle(session, SECRET, row, FileState.STORED, known)
    return row


def test_a_file_is_handed_out_with_its_own_case_and_with_no_other(session: Session, tmp_path: Path) -> None:
    clerk, case, other = make_officer(session, Role.INTAKE_CLERK), make_case(session), make_case(session)
    file = with_photo(session, case, tmp_path)
    assert fetch(session, SECRET, tmp_path, clerk, case, file, Part.COPY, NOW).name == "灯.jpg"
    with pytest.raises(NoSuchCase):
        fetch(session, SECRET, tmp_path, clerk, other, file, Part.COPY, NOW)
