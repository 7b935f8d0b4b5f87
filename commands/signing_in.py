"""Signing in at the command line, and what to say to staff who may not go on."""

import getpass
import sys
from functools import partial

from rich.console import Console
from sqlalchemy import Engine as Database

from cases.at_rest import ServiceSecret
from cases.staff.officer import Officer
from cases.staff.sign_in import Outcome
from commands.clock import now
from db.session import read_scope, write_scope
from desk.signing_in import tried
from wording import Wording


def ask(prompt: str) -> str:
    """Something that no screen shows; a line of stdin where there is no terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


class Door:
    """Lets staff in by name, passphrase and code; the slow part runs without a transaction (decision 8)."""

    def __init__(self, database: Database, secret: ServiceSecret, wording: Wording) -> None:
        self._database, self._secret, self._wording = database, secret, wording

    def officer(self, name: str) -> Officer:
        """Who may act; SignInFailed, TooSoon, Unfinished."""
        outcome, _ = self._outcome(name)
        return outcome.checked()

    def owner(self, name: str) -> tuple[Officer, str]:
        """Who may set up their own account, with the passphrase they gave; SignInFailed, TooSoon."""
        outcome, passphrase = self._outcome(name)
        return outcome.recognised(), passphrase

    def _outcome(self, name: str) -> tuple[Outcome, str]:
        passphrase = ask(self._wording("staff.ask_passphrase", name=name))
        code = ask(self._wording("staff.ask_code", name=name))
        read, write = partial(read_scope, self._database), partial(write_scope, self._database)
        with Console(stderr=True).status(self._wording("staff.checking")):
            return tried(read, write, self._secret, name, passphrase, code, now), passphrase
