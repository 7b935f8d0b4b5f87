"""All that can be done to one case, by the word that is typed for it."""

from cases.transitions import Move
from commands.queue_moves import MOVES, word
from commands.queue_people import PEOPLE
from commands.queue_step import Verb
from commands.queue_talk import TALK
from wording import Wording

VERBS: dict[str, Verb] = {**MOVES, **PEOPLE, **TALK}
ALSO = {"approve": "complete", "close": "complete", "refuse": "not-accept"}
_MOVE_OF = {word(move): move for move in Move}


def label(name: str, wording: Wording) -> str:
    """What a verb is called in Chinese."""
    return _MOVE_OF[name].label if name in MOVES else wording(f"queue.verb.{name}")


def also(wording: Wording) -> dict[str, str]:
    """Other words for a verb: a second English one, its name in Chinese."""
    return ALSO | {label(name, wording): name for name in VERBS}
