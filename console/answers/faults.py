"""What is wrong with a form, said beside the field it belongs to; what collides names the other answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from console.visit import Visit
from faq import finding_answers, saving
from faq.edit_check import Faulty
from faq.findings import Finding
from faq.offices import EditRefused, Office

ABOUT = {
    "excerpt": "excerpt",
    "length": "excerpt",
    "same excerpt": "excerpt",
    "section": "excerpt",
    "type": "type",
    "question": "question",
    "two answers": "phrasings",
    "no phrasing": "phrasings",
    "few phrasings": "phrasings",
    "twice": "phrasings",
}
WHOLE, REASON = "", "reason"  # the form, and its last field


@dataclass(frozen=True)
class Fault:
    """Words for a clerk; `other` is the answer that it collides with, `question` what stands on its button."""

    words: str
    other: str = ""
    question: str = ""


@dataclass
class Faults:
    """By field; `doubts` hold nothing up."""

    by_field: dict[str, list[Fault]] = field(default_factory=dict)
    doubts: dict[str, list[Fault]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def of(self, name: str) -> list[Fault]:
        """What is wrong with one field."""
        return self.by_field.get(name, [])

    def doubts_of(self, name: str) -> list[Fault]:
        """What somebody should look at there."""
        return self.doubts.get(name, [])

    def add(self, name: str, words: str) -> None:
        """One more."""
        self.by_field.setdefault(name, []).append(Fault(words))

    def attempt[Made](self, name: str, make: Callable[[], Made]) -> Made | None:
        """What `make` makes; None with a fault of the field when it refuses."""
        try:
            return make()
        except Faulty as faulty:
            raise faulty
        except EditRefused as refused:
            self.add(name, str(refused))
            return None

    def signed(self, visit: Visit) -> str:
        """The reason; a fault when it is missing or too long."""
        signature = self._signature(visit)
        return signature[1] if signature else ""

    def found(self, visit: Visit, faulty: Faulty, name: str, office: Office) -> None:
        """What the check of the whole data refuses of a change of the answer `name`."""
        for finding in faulty.faults:
            self.by_field.setdefault(ABOUT.get(finding.kind, WHOLE), []).append(told(visit, finding, name, office))

    def doubted(self, visit: Visit, findings: Sequence[Finding], name: str, office: Office) -> None:
        """What the check doubts of one answer."""
        for finding in (one for one in findings if name in _names(one)):
            self.doubts.setdefault(ABOUT.get(finding.kind, WHOLE), []).append(told(visit, finding, name, office))

    def _signature(self, visit: Visit) -> tuple[str, str] | None:
        try:
            return saving.signed(visit.officer.name, visit.field(REASON))
        except EditRefused:
            self.add(REASON, visit.say("console.answers.reason_missing"))
            return None


def told(visit: Visit, finding: Finding, name: str, office: Office) -> Fault:
    """A finding without places in files; a collision in words of its own, with the answer that is not `name`."""
    others = [one for one in (finding.other, *_names(finding)) if one and one != name]
    if not (finding.other and others):
        return Fault(finding.plain)
    sort = "taken_question" if finding.kind == "question" else "taken_phrasing"
    words = visit.say(f"console.answers.{sort}", text=getattr(finding.about, "text", ""))
    return Fault(words, others[0], finding_answers.question_of(office.data(), others[0]) or others[0])


def _names(finding: Finding) -> tuple[str, ...]:
    return getattr(finding.about, "id", ""), getattr(finding.about, "intent", "")
