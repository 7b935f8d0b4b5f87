"""Letting staff in by name, passphrase and code; the slow part runs without a transaction (decision 8)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.audit import sign_ins
from cases.staff import sign_in
from cases.staff.sign_in import Outcome

Scope = Callable[[], AbstractContextManager[Session]]


def tried(
    read: Scope,
    write: Scope,
    secret: ServiceSecret,
    name: str,
    passphrase: str,
    code: str,
    clock: Callable[[], datetime],
) -> Outcome:
    """How the attempt ended, which the audit log knows too; TooSoon."""
    with read() as session:
        attempt = sign_in.prepare(session, secret, name, clock())
    opened = attempt.tried(passphrase)
    with write() as session:
        outcome = sign_in.finish(session, secret, opened, code, clock())
        sign_ins.note(session, opened, outcome, clock())
    return outcome
