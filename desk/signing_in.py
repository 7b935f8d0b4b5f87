"""Letting staff in by name, passphrase and code; the slow part runs without a transaction (decision 8)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from threading import BoundedSemaphore

from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.audit import sign_ins
from cases.staff import delays, sign_in
from cases.staff.sign_in import Outcome, Tried

Scope = Callable[[], AbstractContextManager[Session]]
SLOWLY = BoundedSemaphore(2)  # whatever derives a key from a passphrase: each takes the memory of one Argon2id


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
    opened = _opened(read, secret, name, passphrase, clock)
    with write() as session:
        outcome = sign_in.finish(session, secret, opened, code, clock())
        sign_ins.note(session, opened, outcome, clock())
    return outcome


def knows_passphrase(
    read: Scope, write: Scope, secret: ServiceSecret, name: str, passphrase: str, clock: Callable[[], datetime]
) -> bool:
    """Of who is in already; a wrong one makes the name wait as a failed sign-in does. TooSoon."""
    opened = _opened(read, secret, name, passphrase, clock)
    with write() as session:
        delays.check(session, secret, opened.name, clock())  # others may have failed meanwhile
        if opened.private is None:
            delays.lengthen(session, secret, opened.name, clock())
    return opened.private is not None


def _opened(read: Scope, secret: ServiceSecret, name: str, passphrase: str, clock: Callable[[], datetime]) -> Tried:
    with read() as session:
        attempt = sign_in.prepare(session, secret, name, clock())
    with SLOWLY:
        return attempt.tried(passphrase)
