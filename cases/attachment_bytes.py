"""The bytes of a case's files for those who work on it: the cleaned copy, the original for leaders alone (INV-C14)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from cases import access, attachments, history
from cases.at_rest import ServiceSecret
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.errors import NoBytes, NoSuchCase, ReasonNeeded
from cases.files.states import CopyState
from cases.files.stored import COPY, VIEW
from cases.history import What
from cases.kinds import Labelled
from cases.models import Case
from cases.recusal import attestations
from cases.sealing.reading import officer_reader
from cases.staff.officer import Officer
from cases.transitions import LEADERS, RECIPIENTS


class Part(Labelled):
    """What there may be of a file."""

    COPY = "copy", "去掉附带信息的一份"
    VIEW = "view", "缩略图"
    ORIGINAL = "original", "原件"


SUFFIX = {Part.COPY: COPY, Part.VIEW: VIEW, Part.ORIGINAL: ""}


@dataclass(frozen=True)
class Fetched:
    """A file as it came out; `name` is the citizen's, and no name for a path."""

    name: str
    data: bytes


def fetch(
    session: Session,
    secret: ServiceSecret,
    folder: Path,
    officer: Officer,
    case: Case,
    file: Attachment,
    part: Part,
    now: datetime,
    *,
    reason: str = "",
) -> Fetched:
    """NoBytes where there are none; who takes an original says why, which is a line of history."""
    if file.case_id != case.id:
        raise NoSuchCase
    access.require(session, officer, case)
    if attestations.owes(session, officer, case):
        attestations.require(session, officer, case)
    if part is Part.ORIGINAL:
        _justify(session, officer, case, reason, now)
    _require_bytes(file, part)
    known = attachments.about_of_case(session, secret, case, file, officer_reader(officer))
    name = file.stored_name + SUFFIX[part]
    try:
        locked = (folder / name).read_bytes()
    except OSError:
        raise NoBytes("lost") from None
    return Fetched(str(known.get("name") or ""), attachments.unlock(known, locked, name))


def _justify(session: Session, officer: Officer, case: Case, reason: str, now: datetime) -> None:
    access.require_role(officer, *RECIPIENTS.get(case.queue, LEADERS))
    if not reason.strip():
        raise ReasonNeeded
    history.record(session, case, What.ORIGINAL_TAKEN, officer.name, now, reason=reason.strip())


def _require_bytes(file: Attachment, part: Part) -> None:
    if file.kind == attachments.PLACE or file.state != FileState.STORED:
        raise NoBytes("not_stored")
    if part is not Part.ORIGINAL and file.copy_state is not CopyState.MADE:
        raise NoBytes("no_copy")
