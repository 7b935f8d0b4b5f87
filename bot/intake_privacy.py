"""An anonymous draft whose words give a name or a telephone away: said once, masked by one press."""

import re

from bot.intake_step import Step
from bot.phrases import PhraseReader
from cases.draft_body import DraftBody
from cases.kinds import IdentityMode
from cases.masking import MASK, name_in
from wording import Wording

WARNED = "warned of a name"
NUMBER = re.compile(r"\+?[0-9０-９〇零一二三四五六七八九幺](?:[\s\-－]{0,2}[0-9０-９〇零一二三四五六七八九幺]){6,14}")


class OwnTraces:
    """Finds and masks them; what the citizen leaves in is his choice."""

    def __init__(self, wording: Wording, phrases: PhraseReader) -> None:
        self._wording, self._phrases = wording, phrases

    def warn(self, body: DraftBody, at: str, step: Step) -> None:
        """At the read-back, once."""
        if at != "confirm" or body.identity.mode is not IdentityMode.ANONYMOUS or body.counters.get(WARNED):
            return
        if found := list(dict.fromkeys(trace for text in body.kept_texts for trace in self._traces(text.text))):
            body.count(WARNED)
            step.say(self._wording("intake.anonymous_traces", found="、".join(found)))
            step.extra.append(("cover", "cover"))

    def cover(self, body: DraftBody, step: Step) -> None:
        """Mask them in every text and in its earlier wordings."""
        for text in body.texts:
            text.text = self._covered(text.text)
            text.revisions = [self._covered(earlier) for earlier in text.revisions]
        step.say(self._wording("intake.covered"))

    def _covered(self, text: str) -> str:
        for trace in self._traces(text):
            text = text.replace(trace, MASK)
        return text

    def _traces(self, text: str) -> list[str]:
        numbers = [match[0] for match in NUMBER.finditer(text) if self._phrases.phone(match[0])]
        return [*filter(None, (name_in(text),)), *numbers]
