"""What can be done to an item as small forms, one for each verb, and how what was filled in is read."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cases.kinds import Labelled
from cases.ledger import public, suggestions
from cases.ledger.models import LedgerItem
from cases.ledger.rights import CHECKERS
from cases.ledger.states import Adoption
from cases.times import local_date
from console import fields
from console.fields import Field, of_verb, typed_into
from console.ids import id_of
from console.refused import BadField
from console.visit import Visit
from desk.arguments import bare
from desk.ledger import VERBS, offered

EVIDENCED = ("done", "propose-sign-off", "sign-off", "passed", "failed", "met")
NEEDED = ("due", "owner")
LONG = ("words", "reason", "evidence", "public")
SORTS = {"due": "date", "on": "date", "lasting": "tick", "assisting": "tick"} | dict.fromkeys(LONG, "long")
LONGEST = {"leader": 64, "department": 64, "owner": 64, "scope": 120}  # characters that their columns hold
GROUPS = {
    "work": ("measure", "done", "progress", "promise", "met"),
    "sign_off": ("propose-sign-off", "sign-off", "return", "look-back", "passed", "failed", "reopen"),
    "people": ("claim", "lead"),
    "suggestions": ("attach", "decide"),
    "public": ("draft", "release", "take-back"),
}


class LeadChange(Labelled):
    """What happens to a department of an item."""

    CONFIRM = "confirm", "确认"
    ADD = "add", "加上"
    REMOVE = "remove", "撤去"


@dataclass(frozen=True)
class Opened(fields.Opened):
    """Also with what citizens would read."""

    preview: str = ""


@dataclass(frozen=True)
class Form(fields.Form[Opened]):
    """A verb of an item; `tells` where it may say something to everybody."""

    tells: bool


@dataclass(frozen=True)
class Forms:
    """Of one item, for one officer."""

    visit: Visit
    session: Session
    item: LedgerItem
    opened: Opened | None = None

    def groups(self) -> Iterator[tuple[str, Sequence[Form]]]:
        """Those in which there is something to do; what was refused stays, or its words would be lost."""
        can = [*offered(self.visit.officer, self.item), *([self.opened.verb] if self.opened else [])]
        for name, verbs in GROUPS.items():
            forms = [form for verb in verbs if verb in can for form in self._form(verb)]
            if forms:
                yield name, forms

    def _form(self, verb: str) -> Iterator[Form]:
        """None where there is nothing to choose from: no draft to release, nothing attached."""
        opened = of_verb(self.opened, verb)
        wanted = [self._field(verb, one, opened) for one in VERBS[verb].arguments if self._is_shown(one)]
        if all(one.options for one in wanted if one.sort == "choice") or opened:
            say = self.visit.say
            label, hint = say(f"console.ledger.verb.{verb}"), say(f"console.ledger.hint.{verb}")
            tells = verb == "draft" or any(one.name == "public" for one in wanted)
            yield Form(verb, label, hint, wanted, opened, tells)

    def _is_shown(self, argument: str) -> bool:
        return argument != "--public" or self.visit.officer.has(*CHECKERS)

    def _field(self, verb: str, argument: str, opened: Opened | None) -> Field:
        name, options = bare(argument), list(self._options(verb, argument))
        sort = "choice" if is_choice(verb, name) else SORTS.get(name, "line")
        needed = not argument.startswith("--") or name in NEEDED or (name == "evidence" and verb in EVIDENCED)
        label = self.visit.say(f"console.ledger.field.{name}")
        return Field(name, label, sort, needed, typed_into(opened, name), options)

    def _options(self, verb: str, argument: str) -> Iterator[tuple[str, str]]:
        match verb, argument:
            case "done", "id":
                yield from ((str(one.id), one.words) for one in self.item.measures if one.done_on is None)
            case "met", "id":
                yield from ((str(one.id), one.quote) for one in self.item.promises if one.met_on is None)
            case "release", "id":
                yield from self._lines(public.drafts(self.session, self.item))
            case "take-back", "id":
                told, drafts = public.told(self.session, self.item), public.drafts(self.session, self.item)
                yield from self._lines([*told, *drafts])
            case "decide", "number":
                attached = suggestions.open_to(self.session, self.visit.officer, self.item)
                yield from ((case.number, f"{case.number} {case.kind.label}") for case, _ in attached)
            case _, "decision":
                yield from ((one.value, one.label) for one in Adoption)
            case _, "change":
                yield from ((one.value, one.label) for one in LeadChange)

    def _lines(self, lines: Sequence[Any]) -> Iterator[tuple[str, str]]:
        yield from ((str(line.id), f"{local_date(line.at)} {line.public_words}") for line in lines)


def is_choice(verb: str, name: str) -> bool:
    """Whether it is picked and not written."""
    return name in ("id", "decision", "change") or (verb, name) == ("decide", "number")


def asked(visit: Visit, verb: str, item: LedgerItem) -> Namespace:
    """What was filled in, as a terminal would have it; BadField names the field."""
    given = {name: _read(visit, name) for name in map(bare, VERBS[verb].arguments)}
    return Namespace(do=verb, item=item.slug, **given)


def _read(visit: Visit, name: str) -> Any:
    try:
        return _value(name, visit.field(name))
    except ValueError:
        label = visit.say(f"console.ledger.field.{name}")
        raise BadField(visit.say("console.ledger.bad_field", field=label)) from None


def _value(name: str, typed: str) -> Any:
    """As desk/ledger.py takes it; ValueError."""
    if len(typed) > LONGEST.get(name, len(typed)) or (not typed and name in ("leader", "department", "owner")):
        raise ValueError("nothing that its column holds")
    match name:
        case "due" | "on":
            return date.fromisoformat(typed)
        case "id":
            if (found := id_of(typed)) is None:
                raise ValueError("no id")
            return found
        case "decision":
            return Adoption(typed)
        case "change":
            return LeadChange(typed).value
        case "lasting" | "assisting":
            return bool(typed)
        case "scope":
            return typed or None
    return typed
