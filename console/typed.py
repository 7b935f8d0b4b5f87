"""What was typed into a form that was not taken: it comes back, so that nobody writes it twice."""

import re
from collections.abc import Sequence

from web.bodies import Body

SECRETS = frozenset({"token", "passphrase", "former", "chosen", "again", "code", "seed"})
LONG_ENOUGH_TO_KEEP = 10  # characters
OURS = re.compile(r"(?![\d-]+$)[\w-]*", re.ASCII)  # a choice, or what the page itself has put into the form


def typed(body: Body) -> tuple[str, ...]:
    """The longer words, to be read and copied."""
    words = (word for name, word in _fields(body) if name not in SECRETS and not OURS.fullmatch(word))
    return tuple(word for word in words if len(word) > LONG_ENOUGH_TO_KEEP)


def sendable(body: Body) -> Sequence[tuple[str, str]]:
    """All fields, to be sent again as they are; nothing of a form with a passphrase, which must stand in no page."""
    fields = [(name, word) for name, word in _fields(body) if name != "token"]
    return [] if SECRETS.intersection(name for name, _ in fields) else fields


def _fields(body: Body) -> list[tuple[str, str]]:
    return [(name, word) for name, words in body.fields.items() for word in words]
