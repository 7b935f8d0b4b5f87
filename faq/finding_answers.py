"""The answers that a clerk looks for: by words that they have anywhere, or by questions that they may answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from faq.likeness import Rarity
from nlu.training_data import TrainingData

SUGGESTED = 5
ALIKE = 0.15  # cosine below which two questions have nothing in common


@dataclass(frozen=True)
class Found:
    """An answer with the words in which it was found; `answer` is its id, `question` that of its button."""

    answer: str
    question: str
    hits: tuple[str, ...]


def by_words(data: TrainingData, words: str) -> Iterator[Found]:
    """The answers that have these words anywhere, with where they have them."""
    wanted = words.strip().lower()
    for name, phrasings in _said(data).items():
        answer, question = data.responses.get(name), question_of(data, name)
        texts = [answer.text, *phrasings] if answer else phrasings
        hits = tuple(text for text in texts if wanted in text.lower())
        if hits or wanted in name or wanted in question.lower():
            yield Found(name, question, hits)


def by_likeness(data: TrainingData, questions: Sequence[str]) -> list[Found]:
    """The answers with the phrasings most like these questions, the likest first."""
    phrasings = [phrasing for phrasing in data.phrasings if phrasing.intent in data.responses]
    if not phrasings or not questions:
        return []
    rarity = Rarity.learned([phrasing.text for phrasing in phrasings])
    alike = (rarity.rows([p.text for p in phrasings]) @ rarity.rows(questions).T).toarray().max(axis=1)
    best: dict[str, str] = {}
    for row in np.argsort(-alike, kind="stable"):
        if alike[row] < ALIKE or len(best) == SUGGESTED:
            break
        best.setdefault(phrasings[row].intent, phrasings[row].text)
    return [Found(name, question_of(data, name), (text,)) for name, text in best.items()]


def question_of(data: TrainingData, name: str) -> str:
    """What stands on the button of an answer, "" where there is none."""
    answer = data.responses.get(name)
    return str(answer.metadata.get("question") or "") if answer else ""


def _said(data: TrainingData) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {name: [] for name in data.responses}
    for phrasing in data.phrasings:
        said.setdefault(phrasing.intent, []).append(phrasing.text)
    return said
