"""What a citizen writes into a draft: taken down, limited, masked, and read for what else it tells."""

import re
from collections.abc import Iterator

from bot.draft_questions import SENTENCE
from bot.intake_script import Scripts, is_enough
from bot.intake_step import Step
from bot.subject import SubjectReader
from cases.draft_body import LONGEST_CONTENT, DraftBody, DraftText
from cases.kinds import Kind
from cases.masking import mask
from wording import Wording

ASKED_FOR_MORE = "asked for more"
SUPPOSED = re.compile(r"(?:如果|要是|假如|假设|万一|倘若).*(?:怎么|咋|吗|呢|[?？])")


class ContentKeeper:
    """Keeps every word; changes a DraftBody in place."""

    def __init__(self, wording: Wording, scripts: Scripts, subjects: SubjectReader) -> None:
        self._wording, self._subjects = wording, subjects
        self._own_team = scripts[Kind.TIP_OFF].own_team

    def write(self, body: DraftBody, text: str, message: str, step: Step, question: bool = False) -> DraftText | None:
        """One more message; None when it says nothing."""
        if not text.strip():
            return None
        added = body.add_text(text, message, question)
        if not question:
            self._read(body, text, step)
        return added

    def reword(self, body: DraftBody, message: str, text: str, step: Step) -> bool:
        """The citizen edited a message in his chat; False when it is not part of this draft."""
        if body.edit_text(message, text) is None:
            return False
        self._read(body, text, step)
        step.say(self._wording("intake.edited"))
        return True

    def ask_for_more(self, body: DraftBody, step: Step, words: str) -> None:
        """Too little to go by: asked once."""
        if body.kept_texts and not is_enough(body) and not body.counters.get(ASKED_FOR_MORE):
            body.count(ASKED_FOR_MORE)
            step.say(self._wording(words))

    def end(self, body: DraftBody, step: Step) -> None:
        """All is said: too little is taken at the second try, nothing never."""
        if body.is_empty():
            step.say(self._wording("intake.empty"))
        elif is_enough(body) or body.counters.get(ASKED_FOR_MORE) or not body.kept_texts:
            body.finish("content")
        else:
            self.ask_for_more(body, step, "intake.too_short")

    def look_for_own_team(self, body: DraftBody) -> bool:
        """Whether the words accuse the team itself; only then is the answer True, and only the first time."""
        if body.own_team or body.kind is not Kind.TIP_OFF:
            return False
        body.own_team = accuses_team(body, self._own_team)
        return body.own_team

    def settle(self, body: DraftBody, step: Step) -> None:
        """Before a draft is saved: the other channel is named, and nothing is kept that must not be."""
        if self.look_for_own_team(body):
            step.say(self._wording("intake.own_team"))
        if body.kind_confirmed and not body.kind_confirmed.sealed:
            self._mask(body, step)

    def _read(self, body: DraftBody, text: str, step: Step) -> None:
        body.subdistrict_proposed = self._subjects.street(text) or body.subdistrict_proposed
        body.section_proposed = body.section_proposed or self._subjects.section(text)
        if dropped := body.content().dropped:
            step.say(self._wording("intake.too_long", kept=LONGEST_CONTENT, dropped=dropped))

    def _mask(self, body: DraftBody, step: Step) -> None:
        """As soon as it is plain that such numbers are no evidence (domain.md 3.3)."""
        for text in body.texts:
            text.text, found = mask(text.text)
            text.revisions = [mask(earlier)[0] for earlier in text.revisions]
            for what in found:
                step.say(self._wording("intake.masked", what=self._wording(f"intake.masked_{what}")))


def accuses_team(body: DraftBody, own_team: re.Pattern[str]) -> bool:
    """Whether the words of a tip-off accuse the team itself."""
    return body.kind is Kind.TIP_OFF and any(own_team.search(said) for said in _stated(body))


def _stated(body: DraftBody) -> Iterator[str]:
    """What is told, without what is only supposed: 要是你们的人也收钱怎么办."""
    sentences = (sentence for text in body.kept_texts for sentence in SENTENCE.findall(text.text))
    return (sentence for sentence in sentences if not SUPPOSED.search(sentence))
