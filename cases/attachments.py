"""Files of a draft or a case: what is known of them is sealed, and the name they are stored under is random."""

import json
import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import content
from cases.at_rest import ServiceSecret
from cases.chat_models import Attachment
from cases.files.stored import kept_of
from cases.models import Case
from cases.sealing.envelope import Place, disclose, enclose, new_key
from cases.sealing.reading import Reader

PURPOSE = "attachment"
PLACE = "location"


class FileState(StrEnum):
    """Where the bytes of a file are."""

    AWAITED = "awaited"
    STORED = "stored"
    FAILED = "failed"


def add(
    session: Session,
    secret: ServiceSecret,
    draft_id: int | None,
    kind: str,
    about: dict[str, Any],
    case_id: int | None = None,
) -> Attachment:
    """A file came, with a draft or later with a case; `about` has its name, size and the channel's handle for it."""
    row = Attachment(draft_id=draft_id, case_id=case_id, kind=kind, stored_name=secrets.token_hex(16))
    row.state = FileState.AWAITED
    row.body = _under_secret(secret, about, row.stored_name)
    session.add(row)
    session.flush()
    return row


def stored_names(session: Session) -> set[str]:
    """The names of all files that belong to somebody."""
    return set(session.scalars(select(Attachment.stored_name)))


def kept_names(session: Session) -> set[str]:
    """The names under which there have to be bytes; a place has none."""
    there = (Attachment.state == FileState.STORED) & (Attachment.kind != PLACE)
    rows = session.execute(select(Attachment.stored_name, Attachment.copy_state).where(there))
    return {part for name, copy in rows for part in kept_of(name, copy)}


def about(secret: ServiceSecret, file: Attachment) -> dict[str, Any]:
    """What is known of a file of a draft."""
    return json.loads(secret.open(PURPOSE, file.body, file.stored_name))


def lock(about: dict[str, Any], data: bytes, stored_name: str) -> bytes:
    """The bytes for the disk, under a key of the file's own that is kept in `about`: it goes where `about` goes."""
    key = bytes.fromhex(about.setdefault("key", new_key().hex()))
    return enclose(key, data, _place(stored_name, "bytes"))


def unlock(about: dict[str, Any], locked: bytes, stored_name: str) -> bytes:
    """What `lock` was given, for who may read `about`."""
    return disclose(bytes.fromhex(about["key"]), locked, _place(stored_name, "bytes"))


def settle(session: Session, secret: ServiceSecret, file: Attachment, state: FileState, about: dict[str, Any]) -> None:
    """The file was fetched, or never will be; of a confidential case only its readers can tell from now on."""
    file.state = state
    case = None if file.case_id is None else session.get_one(Case, file.case_id)
    file.body = _sealed(session, secret, case, file, about)
    session.flush()


def move(session: Session, secret: ServiceSecret, draft_id: int, ids: list[int], case: Case) -> None:
    """The files that the draft kept become the case's; the others stay behind and go with the draft.

    What is still awaited stays under the service secret, or it could never be fetched; `settle` seals it.
    """
    kept = select(Attachment).where(Attachment.draft_id == draft_id, Attachment.id.in_(ids))
    for file in session.scalars(kept):
        if file.state != FileState.AWAITED:
            file.body = _sealed(session, secret, case, file, about(secret, file))
        file.draft_id, file.case_id = None, case.id
    session.flush()


def cover(session: Session, secret: ServiceSecret, case: Case, file: Attachment) -> None:
    """The case has just become confidential; what is still awaited is sealed when it comes."""
    if file.state != FileState.AWAITED:
        file.body = _sealed(session, secret, case, file, about(secret, file))
        session.flush()


def add_place(session: Session, secret: ServiceSecret, case: Case, place: dict[str, Any]) -> None:
    """Where it happened, as the citizen confirmed it."""
    row = Attachment(case_id=case.id, kind=PLACE, stored_name=secrets.token_hex(16), state=FileState.STORED)
    row.body = _sealed(session, secret, case, row, place)
    session.add(row)
    session.flush()


def about_of_case(
    session: Session, secret: ServiceSecret, case: Case, file: Attachment, reader: Reader | None = None
) -> dict[str, Any]:
    """What is known of a file of a case; Unreadable for who has no key to a confidential one."""
    if file.state == FileState.AWAITED or not case.confidential:
        return about(secret, file)
    return json.loads(content.unseal(session, case, file.body, _place(file.stored_name, "body"), reader))


def _sealed(
    session: Session, secret: ServiceSecret, case: Case | None, file: Attachment, about: dict[str, Any]
) -> bytes:
    if case is None or not case.confidential:
        return _under_secret(secret, about, file.stored_name)
    return content.seal(session, case, json.dumps(about).encode(), _place(file.stored_name, "body"))


def _under_secret(secret: ServiceSecret, about: dict[str, Any], stored_name: str) -> bytes:
    return secret.seal(PURPOSE, json.dumps(about).encode(), stored_name)


def _place(stored_name: str, field: str) -> Place:
    return Place("attachments", stored_name, field)
