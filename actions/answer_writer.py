"""Words an answer: verbatim spans of one item, the citation, and buttons for what people ask next."""

from collections.abc import Sequence
from itertools import accumulate, islice
from typing import Any

from actions.places import Places
from bulletin.document import Bulletin
from bulletin.headings import numeral
from bulletin.merging import merge
from bulletin.profile import Profile, PublishedContact
from bulletin.quoting import is_verbatim
from wording import Wording

QUOTE_LIMIT = 205  # characters: with citation and disclosure a fact stays under 300
LIST_LIMIT = 660  # characters: with citation and disclosure an overview stays under 760
LONGEST_ASIDE = 120  # characters of what the bulletin does say, beside a decline
NEXT_QUESTIONS = 3
DERIVED = "AUTO"  # an overview that is made of the bulletin's headings
Candidate = dict[str, Any]
Reply = dict[str, Any]


class AnswerWriter:
    """Knows the bulletin and the sentences around a quotation; invents nothing."""

    def __init__(self, bulletin: Bulletin, profile: Profile, wording: Wording) -> None:
        self._bulletin, self._profile, self._wording = bulletin, profile, wording
        self._places = Places(bulletin, wording)

    def write(self, gate: dict[str, Any], candidates: list[Candidate], context: dict[str, Any] | None) -> Reply:
        """The reply for the gate's decision; `context` is what was answered before."""
        answers, decision = gate["answers"], gate["decision"]
        if decision == "ask":
            return self._clarify(answers, context)
        if decision == "decline":
            return self._decline(gate, candidates, context)
        if answers[0]["id"].startswith("ask/"):
            return self._fact(answers, candidates, context)
        return self._other(answers[0], context)

    def _fact(self, answers: list[Candidate], candidates: list[Candidate], context: dict[str, Any] | None) -> Reply:
        best = answers[0]
        act = {"contact": "contact", "overview": "overview"}.get(best["type"], "answer")
        words = self._contact(best) if act == "contact" else self._cited(answers)
        answerable = [c for c in candidates if c["section"] == best["section"] and c["id"].startswith("ask/")]
        following = [_button(c) for c in answerable if c not in answers and c["question"]]
        return {
            "act": act,
            "text": words,
            "section": best["section"],
            "buttons": [*following[:NEXT_QUESTIONS], self._named_button("menu")],
            "picture": best["id"] in ("ask/overview_all", "ask/overview_open_items"),
            "context": _remembered(answers, context),
        }

    def _cited(self, answers: list[Candidate]) -> str:
        beside = self._beside(answers)
        return f"{self._quotation(answers, QUOTE_LIMIT - len(beside))}\n\n{self._citation(answers[0])}{beside}"

    def _beside(self, answers: list[Candidate]) -> str:
        """A figure that looks like the best answer's and has another scope, from its own section; never added up."""
        other, quote = answers[0]["beside"], answers[0]["beside_quote"]
        if other in [answer["id"] for answer in answers]:
            return ""
        section = next((section for section in self._bulletin.sections if is_verbatim(section, quote)), None)
        if section is None:
            return ""
        return "\n" + self._wording("answer.beside", place=self._places.name(section.label), quote=quote)

    def _quotation(self, answers: list[Candidate], limit: int) -> str:
        best = answers[0]
        if best["text"] == DERIVED:
            return self._derived(best)
        section = self._bulletin.section(best["section"])
        if section is None or best["type"] == "overview":
            return str(best["text"])
        return merge(section, [a["text"] for a in answers if a["type"] != "overview"], limit)

    def _derived(self, answer: Candidate) -> str:
        """Headings only: the whole bulletin, one part, or what the bulletin leaves open."""
        if answer["id"].endswith("open_items"):
            lines = [f"· {item.quote}（{item.section}）" for item in self._profile.open_items]
            return self._listed(self._wording("answer.open_items"), lines)
        part = self._bulletin.part(answer["section"])
        if part is None:
            lines = [f"{p.label}、{p.heading}" for p in self._bulletin.parts]
            return self._listed(self._wording("answer.whole_overview", count=numeral(len(self._bulletin.parts))), lines)
        head = self._wording("answer.part_overview", part=part.label, heading=part.heading, count=len(part.items))
        return self._listed(head, [f"{item.label} {item.heading}" for item in part.items])

    def _listed(self, head: str, lines: list[str]) -> str:
        """As many lines as can be read on a telephone; the rest is in the menu."""
        if len("\n".join([head, *lines])) <= LIST_LIMIT:
            return "\n".join([head, *lines])
        rest = self._wording("answer.rest")
        sizes = accumulate((len(line) + 1 for line in lines), initial=len(head) + 1 + len(rest))
        shown = [line for line, size in zip(lines, islice(sizes, 1, None), strict=True) if size <= LIST_LIMIT]
        return "\n".join([head, *shown, rest])

    def _contact(self, answer: Candidate) -> str:
        """As printed, with what officers found out beside it; never corrected (domain.md 7)."""
        printed = [contact for contact in self._profile.contacts if contact.published_value in answer["text"]]
        found = [self._found(contact) for contact in printed if contact.status != "unverified"]
        known = bool(printed) and all(contact.status in ("verified", "retired") for contact in printed)
        doubt = "" if known else self._wording("contact.unverified")
        return "\n".join(filter(None, [self._wording("contact.title"), answer["text"], *found, doubt]))

    def _found(self, contact: PublishedContact) -> str:
        if contact.status == "disputed" and contact.kind == "postal_address":
            return self._wording("contact.disputed_address")
        value = contact.verified_value or contact.published_value
        return self._wording(f"contact.{contact.status}", value=value, on=contact.verified_on)

    def _clarify(self, answers: list[Candidate], context: dict[str, Any] | None) -> Reply:
        buttons = [*map(_button, answers), self._named_button("none_of_these")]
        return {"act": "clarify", "text": self._wording("answer.clarify"), "buttons": buttons, "context": context}

    def _decline(self, gate: dict[str, Any], candidates: list[Candidate], context: dict[str, Any] | None) -> Reply:
        """Says what is missing: the place named, what was asked for, or any answer at all."""
        if foreign := gate.get("foreign"):
            return self._declined([self._wording("answer.foreign", name=foreign)], context) | _missed(*candidates[:1])
        if about := gate.get("about"):
            words = [self._wording("answer.unsaid"), self._only_says(about["text"], about)]
            return self._declined(words, context) | _missed(about)
        return self._declined([self._wording("answer.decline")], context) | _missed(*candidates[:1])

    def _only_says(self, quote: str, answer: Candidate) -> str:
        if not quote or len(quote) > LONGEST_ASIDE:
            return ""
        return self._wording("answer.only_says", quote=quote, place=self._places.name(answer["section"]))

    def _declined(self, words: Sequence[str], context: dict[str, Any] | None) -> Reply:
        text = "\n".join([*filter(None, words), self._wording("answer.can_do"), self._wording("answer.contact_hint")])
        buttons = [self._named_button(name) for name in ("consult", "contact", "menu")]
        return {"act": "decline", "text": text, "section": None, "buttons": buttons, "context": context}

    def _other(self, answer: Candidate, context: dict[str, Any] | None) -> Reply:
        """What the bulletin does not say, another office's matter, this service, small talk."""
        group = answer["id"].split("/")[0]
        if group == "unsaid":
            about = _remembered([answer], context) if answer["section"] else context
            return self._declined([answer["text"], self._only_says(answer["says"], answer)], about)
        if group == "door":
            return self._declined([self._filled(answer["text"])], context)
        act = "contact" if answer["type"] == "contact" else "smalltalk"
        buttons = [self._named_button("menu"), self._named_button("report")]
        return {
            "act": act,
            "text": self._filled(answer["text"]),
            "section": None,
            "buttons": buttons,
            "context": context,
        }

    def _filled(self, text: str) -> str:
        """The names of this bulletin in the blanks of an answer that serves any."""
        known = self._profile
        blanks = {"publisher": known.publisher, "receiver": known.receiver, "year": str(known.year)}
        blanks |= {"example": example(known, self._bulletin), "hotline": self._wording.hotline}
        for name, words in blanks.items():
            text = text.replace(f"{{{name}}}", words)
        return text

    def _citation(self, answer: Candidate) -> str:
        place = self._places.name(answer["section"])
        return self._wording("answer.citation", place=place, year=self._profile.year)

    def _named_button(self, name: str) -> dict[str, str]:
        return {"label": self._wording(f"button.{name}"), "data": name}


def _button(answer: Candidate) -> dict[str, str]:
    return {"label": answer["question"], "data": f"a:{answer['id']}"}


def _missed(*nearest: Candidate) -> dict[str, Any]:
    """Nobody has written an answer for this: a question for the clerks, beside what comes nearest."""
    return {"do": {"name": "note_miss", "answer": nearest[0]["id"] if nearest else None}}


def _remembered(answers: list[Candidate], context: dict[str, Any] | None) -> dict[str, Any]:
    best, before = answers[0], context or {}
    given = before.get("given", []) if before.get("section") == best["section"] else []
    return {
        "id": best["id"],
        "section": best["section"],
        "question": best["question"],
        "given": [*given, *(a["id"] for a in answers)],
    }


def example(known: Profile, bulletin: Bulletin) -> str:
    """A question that the bulletin answers, for those who do not know what to ask."""
    return known.example_question or bulletin.items[0].heading
