"""Who acts in a command that is given `--as NAME`."""

import sys

from sqlalchemy import Engine as Database

from cases.staff.officer import Officer
from commands import keys
from commands.signing_in import Door
from desk.errors import Nameless
from settings import Settings
from wording import Wording


def signed_in(settings: Settings, database: Database, wording: Wording, name: str) -> Officer:
    """Of a trial the member of that name, else who gives the passphrase and the code; SAID of desk.staff_refusals."""
    member = keys.demo_officer(settings, database, name)
    return member or Door(database, keys.staff_custody(settings).secret, wording).officer(name)


def whoever(settings: Settings, database: Database, wording: Wording, name: str | None) -> Officer:
    """The same; who is not named is, in a trial, its leader, and that is said."""
    if name:
        return signed_in(settings, database, wording, name)
    leader = keys.demo_officer(settings, database)
    if leader is None:
        raise Nameless
    sys.stderr.write(f"{wording('queue.as_leader', name=leader.name)}\n")
    return leader
