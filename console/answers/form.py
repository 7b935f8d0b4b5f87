"""What is filled in for an answer: out of the bulletin by ticking clauses, or in our own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bulletin.document import Section
from console.answers.faults import Faults
from console.answers.room import NotFound
from console.ids import id_of
from console.visit import Visit
from faq import editing, marking
from faq.edits import Edit
from faq.offices import EditRefused, Office

FACT = "status"


@dataclass(frozen=True)
class Form:
    """One answer as it is written down; `name` "" for a new one, `section` None for one in our own words."""

    name: str
    section: Section | None
    ticked: frozenset[int] = frozenset()
    words: str = ""
    question: str = ""
    type: str = FACT
    phrasings: str = ""
    reason: str = ""
    miss: str = ""

    @classmethod
    def typed(cls, visit: Visit, name: str, section: Section | None) -> Self:
        """From the fields of the page."""
        ticked = ticks(visit.fields("at"))
        words = (visit.field(field) for field in ("words", "question", "type", "phrasings", "reason", "miss"))
        return cls(name, section, ticked, *words)

    @classmethod
    def of(cls, edit: Edit, name: str) -> Self:
        """An answer as it stands; NotFound where there is none."""
        answer = edit.answer(name)
        if answer is None:
            raise NotFound
        metadata = {key: str(value or "") for key, value in answer.metadata.items()}
        section = edit.office.bulletin.section(metadata.get("section", "")) if name.startswith("ask/") else None
        ticked = marking.ticks(section, answer.words) if section else frozenset()
        return cls(name, section, ticked, answer.words, metadata.get("question", ""), metadata.get("type", FACT))

    @property
    def excerpt(self) -> str:
        """The words of the answer."""
        return marking.excerpt(self.section, self.ticked) if self.section else self.words

    @property
    def lines(self) -> list[str]:
        """The phrasings, one a line."""
        return [line.strip() for line in self.phrasings.splitlines() if line.strip()]

    @property
    def metadata(self) -> dict[str, str]:
        """As the answer will have it."""
        label = self.section.label if self.section else ""
        return {"section": label, "question": self.question, "type": self.type}

    def write(self, visit: Visit, office: Office, faults: Faults) -> tuple[str, Edit]:
        """The change that the form asks for, and the name of its answer; what is amiss becomes a fault of its field."""
        edit, section = Edit(office), self.section
        name = self.name or editing.free_name(edit, section.label if section else "")
        if section is not None and not self.ticked:
            faults.add("excerpt", visit.say("console.answers.tick_clauses"))
        faults.attempt("question", lambda: editing.fit_words(self.question))
        for line in self.lines:
            faults.attempt("phrasings", lambda said=line: editing.fit_words(said))  # type: ignore[misc]
        if not self.name and not self.lines:
            faults.add("phrasings", visit.say("console.answers.write_phrasings"))
        if not faults:
            faults.attempt("excerpt", lambda: self._put(edit, name))
        return name, edit

    def _put(self, edit: Edit, name: str) -> None:
        if self.section is not None:
            editing.write_answer(edit, name, self.excerpt, self.section.label, self.question, self.type)
        elif name.startswith("ask/"):
            raise EditRefused(editing.NO_SECTION.format(section=""))
        else:
            editing.word_answer(edit, name, self.words, self.question)
        if self.lines:
            editing.add_phrasings(edit, name, self.lines)


def ticks(typed: Iterable[str]) -> frozenset[int]:
    """Which clauses are meant, by where they begin."""
    return frozenset(at for one in typed if (at := id_of(one)) is not None)
