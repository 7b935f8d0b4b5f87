"""Files of a draft or a case: what is known of them is sealed, and the name they are stored under is random."""

import json
import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.chat_models import Attachment
from cases.content import Readers, read_apart, store_apart
from cases.models import Case

PURPOSE = "attachment"


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
    row.body = _sealed(secret, about, row.stored_name)
    session.add(row)
    session.flush()
    return row


def stored_names(session: Session) -> set[str]:
    """The names of all files that belong to somebody."""
    return set(session.scalars(select(Attachment.stored_name)))


def about(secret: ServiceSecret, file: Attachment) -> dict[str, Any]:
    """What is known of a file of a draft."""
    return json.loads(secret.open(PURPOSE, file.body, file.stored_name))


def settle(
    session: Session,
    secret: ServiceSecret,
    readers: Readers,
    file: Attachment,
    state: FileState,
    about: dict[str, Any],
) -> None:
    """The file was fetched, or never will be; of a case only its readers can tell what it is from now on."""
    file.state = state
    if file.case_id is None:
        file.body = _sealed(secret, about, file.stored_name)
    else:
        case = session.get_one(Case, file.case_id)
        file.body = store_apart(case, json.dumps(about).encode(), readers, secret, PURPOSE)
    session.flush()


def move(session: Session, secret: ServiceSecret, readers: Readers, draft_id: int, ids: list[int], case: Case) -> None:
    """The files that the draft kept become the case's; the others stay behind and go with the draft.

    What is still awaited stays under the service secret, or it could never be fetched; `settle` seals it.
    """
    kept = select(Attachment).where(Attachment.draft_id == draft_id, Attachment.id.in_(ids))
    for file in session.scalars(kept):
        if file.state != FileState.AWAITED:
            known = json.dumps(about(secret, file)).encode()
            file.body = store_apart(case, known, readers, secret, PURPOSE)
        file.draft_id, file.case_id = None, case.id
    session.flush()


def add_place(session: Session, secret: ServiceSecret, readers: Readers, case: Case, place: dict[str, Any]) -> None:
    """Where it happened, as the citizen confirmed it."""
    row = Attachment(case_id=case.id, kind="location", stored_name=secrets.token_hex(16), state=FileState.STORED)
    row.body = store_apart(case, json.dumps(place).encode(), readers, secret, PURPOSE)
    session.add(row)


def about_of_case(secret: ServiceSecret, readers: Readers, case: Case, file: Attachment) -> dict[str, Any]:
    """What is known of a file of a case."""
    if file.state == FileState.AWAITED:
        return about(secret, file)
    return json.loads(read_apart(case, file.body, readers, secret, PURPOSE))


def _sealed(secret: ServiceSecret, about: dict[str, Any], stored_name: str) -> bytes:
    return secret.seal(PURPOSE, json.dumps(about).encode(), stored_name)
