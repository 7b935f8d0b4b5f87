"""`./huiyin keys renew NAME`: with both halves of the recovery key, somebody gets back what they could read."""

import sys

from cases.audit import log
from cases.audit.deeds import Action, Deed
from cases.errors import WrongHalf
from cases.sealing import granting, recovery
from cases.staff import accounts
from cases.staff.errors import NoSuchAccount
from commands import models
from commands.clock import now
from commands.signing_in import ask
from db.session import write_scope
from settings import Settings
from wording import Wording

BY = "recovery"


def run(settings: Settings, name: str, wording: Wording) -> int:
    """Ask for both halves, wrap everything again for the account's present key, say how much it was."""
    try:
        reader = recovery.recovery_reader(*(ask(wording("keys.ask_half", which=which)) for which in (1, 2)))
        database, deed = models.opened(settings), Deed(Action.GRANT, BY, subject=accounts.folded(name))
        with log.carried_out(lambda: write_scope(database), deed, now) as session:
            count = granting.renew(session, reader, accounts.find(session, name), BY, now())
    except (WrongHalf, NoSuchAccount) as refused:
        sys.stderr.write(f"{wording('keys.wrong_half' if isinstance(refused, WrongHalf) else 'staff.unknown')}\n")
        return 1
    sys.stdout.write(f"{wording('keys.renewed', name=name, count=count)}\n")
    return 0
