"""What can be done with a case as small forms, one for each verb, with exactly the fields that it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cases.kinds import IdentityMode, Kind, Labelled, ReworkReason, State
from cases.models import Case
from cases.recusal.exclusions import DECIDE
from console import fields
from console.case.canned import Canned, fitting, known
from console.fields import Field, of_verb, typed_into
from console.visit import Visit
from desk import offers
from desk.arguments import CLOSED_SETS, bare, is_needed
from desk.candidates import candidates, departments, identity_steps
from desk.look import Look
from desk.moves import MOVES
from desk.people import GRANTED, PEOPLE, REFUSED
from desk.rehearsal import Told
from desk.verbs import VERBS, label

PERSONS = ("person", "person?", "--reviewer", "--person")
LONG = ("text", "reason", "reason?", "--reason")
SORTS = {"days": "number", "--until": "date"}  # anything else that is no choice is a line of text
SENDING = ("reply", "question", "notice", "answer-contest")
TO_CITIZEN = (*SENDING, "ask", "accept", "not-accept", "refer", "extend", "complete", "answer")
WAITING = (*TO_CITIZEN, "terminate")  # for ten seconds
GRAVE = ("not-accept", "refer", "complete", "answer", "terminate", "tip-off", "recuse", "archive")
STEPS = ("attest", "claim", "undo", *MOVES)
TALKING = (*SENDING, "note")
OF_PEOPLE = (*PEOPLE, "check-name")
RECORDS = (
    "informed",
    "came-from",
    "sent-back",
    "review-decided",
    "recheck-decided",
    "feedback-recorded",
    "data-answered",
)
USUAL = ("steps", "talking")
KEYS = {"reply": "r", "note": "n", "claim": "a"}


@dataclass(frozen=True)
class Opened(fields.Opened):
    """Also with what the citizen would be told."""

    told: Told | None = None


@dataclass(frozen=True)
class Form(fields.Form[Opened]):
    """A verb of a case; `attests` where it also says that there is no conflict of interest."""

    canned: Sequence[Canned] = ()
    attests: bool = False

    @property
    def at_once(self) -> bool:
        """One button and nothing to fill in."""
        return not self.fields

    @property
    def to_citizen(self) -> bool:
        """Whether there is something to look at before it goes."""
        return self.verb in TO_CITIZEN

    @property
    def waits(self) -> bool:
        """Whether it can be taken back for ten seconds."""
        return self.verb in WAITING

    @property
    def grave(self) -> bool:
        """Whether it has no way back, or a long one."""
        return self.verb in GRAVE

    @property
    def key(self) -> str:
        """The letter that opens it."""
        return KEYS.get(self.verb, "")


@dataclass(frozen=True)
class Group:
    """Forms under one heading."""

    name: str
    forms: Sequence[Form]

    @property
    def usual(self) -> bool:
        """What is done every day stands open."""
        return self.name in USUAL

    @property
    def opened(self) -> bool:
        """Whether one of them was filled in."""
        return any(form.opened for form in self.forms)


@dataclass(frozen=True)
class Forms:
    """Of one case, for one officer."""

    visit: Visit
    look: Look
    opened: Opened | None = None

    def groups(self) -> list[Group]:
        """The next steps first; what is empty is left out."""
        forms = [self.form(verb) for verb in self._offered()]
        groups: dict[str, list[Form]] = {name: [] for name in ("steps", "talking", "people", "matter", "records")}
        for form in forms:
            groups[_group(form.verb)].append(form)
        return [Group(name, found) for name, found in groups.items() if found]

    def form(self, verb: str) -> Form:
        """With the words that were typed into it, where it is the one that stands open."""
        opened = of_verb(self.opened, verb)
        wanted = [self._field(verb, one, opened) for one in VERBS[verb].arguments if self._is_shown(verb, one)]
        hint = self.visit.say(f"console.case.hint.{verb}")
        canned = fitting(self._canned, verb, self.look.case.kind) if "text" in VERBS[verb].arguments else []
        return Form(verb, label(verb, self.visit.office.wording), hint, wanted, opened, canned, self._attests(verb))

    @cached_property
    def _canned(self) -> Sequence[Canned]:
        """Read once for all forms of a page."""
        return known(self.look.session)

    def _attests(self, verb: str) -> bool:
        return verb == "claim" and not self.look.has_attested

    def _offered(self) -> list[str]:
        """What is refused stays on the page, too, or its words would be lost."""
        can, first = offers.offered(self.look), offers.next_steps(self.look)
        more = [self.opened.verb] if self.opened and self.opened.verb not in can else []
        return [*first, *(verb for verb in can if verb not in first), *more]

    def _is_shown(self, verb: str, argument: str) -> bool:
        """Who else should step aside is asked of those who decide on it alone."""
        return verb != "recuse" or not argument.startswith("--") or self.visit.officer.has(*DECIDE)

    def _field(self, verb: str, argument: str, opened: Opened | None) -> Field:
        name, options = bare(argument), list(self._options(verb, argument))
        sort = "choice" if options else "long" if argument in LONG else SORTS.get(argument, "line")
        about = self.visit.say(f"console.case.field.{name}")
        return Field(name, about, sort, is_needed(argument), typed_into(opened, name), options)

    def _options(self, verb: str, argument: str) -> Iterator[tuple[str, str]]:
        if argument in PERSONS:
            for staff in candidates(self.look, verb, argument):
                yield staff.name, f"{staff.display_name}（{staff.name}）"
        elif argument in CLOSED_SETS:
            yield from ((one.value, one.label) for one in CLOSED_SETS[argument] if _fits(self.look.case, one))
        elif argument == "decision":
            yield from ((one, self.visit.say(f"console.case.decision.{one}")) for one in (GRANTED, REFUSED))
        elif argument == "what":
            yield from ((one, self.visit.say(f"console.case.identity.{one}")) for one in identity_steps(self.look))
        elif argument == "--door":
            yield from self.visit.office.casework.doors().items()
        elif argument == "--department":
            yield from ((name, name) for name in departments(self.look))


def _fits(case: Case, word: Labelled) -> bool:
    """What can never be taken is not offered: no anonymous name to check, nothing sealed to split off."""
    match word:
        case IdentityMode():
            return word not in (IdentityMode.ANONYMOUS, case.identity_mode)
        case Kind():
            return not word.sealed
        case ReworkReason():
            return word.opens_archive or case.state is not State.ARCHIVED
    return True


def _group(verb: str) -> str:
    if verb in STEPS:
        return "steps"
    if verb in TALKING:
        return "talking"
    if verb in RECORDS:
        return "records"
    return "people" if verb in OF_PEOPLE else "matter"
