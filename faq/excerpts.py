"""Which sentences and clauses of a bulletin could answer a question that nothing answers yet."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bulletin import quoting
from bulletin.document import Bulletin, Section
from nlu.ngrams import characters
from nlu.normalization import normalize

LONGEST = 205  # characters: with its citation the answer stays within 300
SHOWN = 5
OF_THE_HEADING = 0.3  # a clause seldom repeats what its heading says it is about
Weights = dict[str, float]


@dataclass(frozen=True)
class Candidate:
    """A sentence or clause with where it stands in the bulletin."""

    section: Section
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words, copied."""
        return self.section.text[self.start - self.section.start : self.end - self.section.start]


def propose_excerpts(bulletin: Bulletin, question: str) -> list[tuple[str, str]]:
    """(section, excerpt), the likest first; no two overlap."""
    candidates = [candidate for section in bulletin.sections for candidate in _candidates(section)]
    bigrams = [_bigrams(candidate.text) for candidate in candidates]
    weights = _weights(bigrams)
    asked = _bigrams(question)
    headings = {section.id: _likeness(asked, _bigrams(section.heading), weights) for section in bulletin.sections}
    scored = [
        (_likeness(asked, own, weights) + OF_THE_HEADING * headings[candidate.section.id], candidate)
        for own, candidate in zip(bigrams, candidates, strict=True)
    ]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].start))
    return [(candidate.section.label, candidate.text) for candidate in _apart(pair[1] for pair in best)]


def _candidates(section: Section) -> Iterator[Candidate]:
    spans = [(sentence.start, sentence.end) for sentence in section.sentences] + quoting.clauses(section)
    for start, end in dict.fromkeys(spans):
        found = Candidate(section, start, end)
        if quoting.LEAST <= end - start <= LONGEST and quoting.is_verbatim(section, found.text):
            yield found


def _apart(candidates: Iterator[Candidate]) -> list[Candidate]:
    taken: list[Candidate] = []
    for candidate in candidates:
        if all(candidate.end <= other.start or other.end <= candidate.start for other in taken):
            taken.append(candidate)
        if len(taken) == SHOWN:
            break
    return taken


def _bigrams(text: str) -> set[str]:
    units = characters(normalize(text).text)
    return {one + other for one, other in pairwise(units)}


def _weights(texts: list[set[str]]) -> Weights:
    counts = Counter(bigram for text in texts for bigram in text)
    return {bigram: math.log(1 + len(texts) / count) for bigram, count in counts.items()}


def _likeness(one: set[str], other: set[str], weights: Weights) -> float:
    """Cosine of the two sets; bigrams that the bulletin never says count for nothing."""
    shared, *norms = (sum(weights.get(b, 0) ** 2 for b in some) for some in (one & other, one, other))
    return shared / math.sqrt(norms[0] * norms[1]) if shared else 0.0
