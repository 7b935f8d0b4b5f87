"""All that can be done to one case, by the word that is typed for it."""

from cases.models import Case
from cases.transitions import Move
from desk.moves import MOVES, word
from desk.paper import PAPER
from desk.people import PEOPLE
from desk.step import Verb
from desk.talk import TALK
from wording import Wording

VERBS: dict[str, Verb] = {**MOVES, **PEOPLE, **TALK, **PAPER}
ALSO = {"approve": "complete", "close": "complete", "refuse": "not-accept"}
SHOWN_BY_NO_STATE = (
    "attest",
    "confirm",
    "reply",
    "question",
    "notice",
    "note",
    "answer-contest",
    "decide-recusal",
    "protected",
    "ask-print",
    "decide-print",
    "publish",
    "decide-publish",
)
STAYING_INSIDE = ("reply", "answer-contest")  # of a confidential case (domain.md 2.5)
_MOVE_OF = {word(move): move for move in Move}


def label(name: str, wording: Wording) -> str:
    """What a verb is called in Chinese."""
    return _MOVE_OF[name].label if name in MOVES else wording(f"queue.verb.{name}")


def also(wording: Wording) -> dict[str, str]:
    """Other words for a verb: a second English one, its name in Chinese."""
    return ALSO | {label(name, wording): name for name in VERBS}


def done(name: str, case: Case, wording: Wording) -> str:
    """What a verb has done, and the state after it."""
    inside = case.confidential and name in STAYING_INSIDE
    which = "inside" if inside else name if name in SHOWN_BY_NO_STATE else "other"
    did = wording(f"queue.did.{which}")
    return wording("queue.done", did=did, number=case.number, state=case.state.label)
