"""What the citizen would be told by a step: it is taken for real, looked at, and the caller rolls it back."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import event
from sqlalchemy.orm import Session

from cases import content, outbox
from cases.chat_models import OutboxItem
from cases.kinds import Visibility
from cases.models import Message
from cases.sealing.reading import officer_reader
from cases.staff.officer import Officer
from cases.times import LOCAL
from desk import one_step
from desk.step import Office


@dataclass(frozen=True)
class Told:
    """The texts that go to the chat, when they go if that is not at once, and what the receipt code opens from then."""

    in_chat: tuple[str, ...]
    by_code: tuple[str, ...]
    not_before: str = ""


def rehearse(office: Office, session: Session, officer: Officer, asked: argparse.Namespace, now: datetime) -> Told:
    """The very words, from the rows that the step itself has written: others write at the same time."""
    with _written(session) as rows:
        one_step.take(office, session, officer, asked, now)
        session.flush()
    items = [row for row in rows if isinstance(row, OutboxItem)]
    messages = [row for row in rows if isinstance(row, Message) and row.visibility is Visibility.PUBLIC]
    reader = officer_reader(officer)
    later = [item.not_before for item in items if item.not_before > now]
    return Told(
        tuple(outbox.contents(office.secret, item).payload["text"] for item in items),
        tuple(content.read(session, message, reader).decode("utf-8", "replace") for message in messages),
        f"{later[0].astimezone(LOCAL):%Y-%m-%d %H:%M}" if later else "",
    )


@contextmanager
def _written(session: Session) -> Iterator[list[object]]:
    """The rows that this session adds meanwhile, in their order."""
    rows: list[object] = []

    def keep(_session: Session, row: object) -> None:
        rows.append(row)

    event.listen(session, "pending_to_persistent", keep)
    try:
        yield rows
    finally:
        event.remove(session, "pending_to_persistent", keep)
