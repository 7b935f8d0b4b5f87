"""The answers that officers pick from: shipped ones may be put in other words or taken away, own ones added."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from cases import canned_answers
from cases.audit.deeds import Action
from cases.errors import ReasonNeeded
from cases.kinds import Kind
from console.administration.areas import CANNED, ROLES
from console.case.canned import Canned, known, shipped
from console.once import once
from console.visit import Route, Visit

NAME_BYTES = 6
OF_OFFICE = "own-"


@dataclass(frozen=True)
class Typed:
    """What stands in the form."""

    name: str = ""
    title: str = ""
    text: str = ""
    verbs: Sequence[str] = ()
    kinds: Sequence[str] = ()


def canned(visit: Visit) -> Response:
    """All that are offered, and the form for one more or for the one that was chosen."""
    chosen = visit.query.get("name", "")
    with visit.office.read() as session:
        found = next((one for one in known(session) if one.id == chosen), None)
    return _page(visit, _typed(found) if found else Typed())


def write(visit: Visit) -> Response:
    """A new version of it."""
    typed = _asked(visit)
    if not (typed.verbs and typed.kinds):
        return _page(visit, typed, visit.say("console.administration.canned_for.none"))
    kinds, name = [Kind(kind) for kind in typed.kinds], typed.name or f"{OF_OFFICE}{secrets.token_hex(NAME_BYTES)}"
    try:
        with visit.change(Action.SETTING, subject=f"canned {name}") as session:
            canned_answers.write(session, visit.officer, name, typed.title, typed.text, typed.verbs, kinds, visit.now)
    except ReasonNeeded:
        return _page(visit, typed, visit.say("console.administration.canned_for.no_words"))
    return visit.to(CANNED, visit.say("console.administration.canned_for.written"))


def take_away(visit: Visit) -> Response:
    """Nobody is offered it any more."""
    name = visit.field("name")
    with visit.office.read() as session:
        is_known = any(one.id == name for one in known(session))
    if is_known:
        with visit.change(Action.SETTING, subject=f"canned {name} taken away") as session:
            canned_answers.take_away(session, visit.officer, name, visit.now)
    return visit.to(CANNED, visit.say("console.administration.canned_for.taken_away"))


def _asked(visit: Visit) -> Typed:
    """A name is one that there is, or none."""
    with visit.office.read() as session:
        names = {one.id for one in known(session)}
    name = visit.field("name") if visit.field("name") in names else ""
    kinds = [kind for kind in visit.fields("kind") if kind in frozenset(Kind)]
    verbs = [verb for verb in visit.fields("verb") if verb in _verbs()]
    return Typed(name, visit.field("title"), visit.field("text"), verbs, kinds)


def _typed(one: Canned) -> Typed:
    return Typed(one.id, one.title, one.text, sorted(one.verbs), sorted(one.kinds))


def _verbs() -> list[str]:
    """What the shipped ones are for: the steps in which words go to citizens."""
    return list(dict.fromkeys(verb for one in shipped() for verb in sorted(one.verbs)))


def _page(visit: Visit, typed: Typed, refused: str = "") -> Response:
    with visit.office.read() as session:
        found = known(session)
    shown = {"canned": found, "form": typed, "refused": refused, "verbs": _verbs(), "kinds": list(Kind)}
    return visit.page("administration_canned.html", 422 if refused else 200, **shown)


ROUTES = (
    Route("GET", CANNED, canned, ROLES["canned"]),
    Route("POST", CANNED, once(CANNED)(write), ROLES["canned"]),
    Route("POST", f"{CANNED}/away", once(CANNED)(take_away), ROLES["canned"]),
)
