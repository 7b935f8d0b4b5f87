"""Taking a sentence out of a draft in words: 把…那句删了."""

import re

from bot.intake_step import Step
from cases.draft_body import DraftBody, DraftText
from wording import Wording

SENTENCE = r"(?:这|那|上|刚才|最后|前面)[那这面]?一?(?:句|条|段)话?"
REMOVED = re.compile(
    rf"(?:那就|请|帮我|麻烦)?(?:(?:把|将)(?P<a>.{{0,20}}?)(?:的)?{SENTENCE}(?:给我)?(?:删|去|拿)(?:了|掉|除|去)"
    rf"|(?:删|去)(?:掉|除|了)(?P<b>.{{0,20}}?)(?:的)?{SENTENCE}|不要(?P<c>.{{0,20}}?)(?:的)?{SENTENCE}"
    rf"|{SENTENCE}(?:就)?(?:不算|不要|删|去)(?:数|了|掉|除)?)[吧啊了呀。，！!,\s]*"
)
SHARED, SHOWN = 2, 20  # characters


def leave_out(wording: Wording, body: DraftBody, text: str, step: Step) -> bool:
    """Leave out the newest text that shares the words, else the last one; False when nothing of it is said."""
    found = REMOVED.fullmatch(text.strip())
    if not found or not body.kept_texts:
        return False
    words = next(filter(None, found.groups()), "")
    meant = next((known for known in reversed(body.kept_texts) if _shares(known, words)), body.kept_texts[-1])
    body.leave_out(meant.id)
    step.say(wording("intake.left_out_words", words=meant.text[:SHOWN]))
    step.extra.append((f"in-{meant.id}", "restore"))
    return True


def _shares(text: DraftText, words: str) -> bool:
    pairs = (words[at : at + SHARED] for at in range(len(words) - SHARED + 1))
    return any(pair in text.text for pair in pairs)
