"""Phrasings and texts that are more like another answer's: slips that leave every single file right."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from faq.findings import Finding, doubt, place
from faq.likeness import Rarity, unit
from nlu.training_data import Phrasing, Response, TrainingData

# cosines, tried on the shipped data: 1.6 % of its phrasings are doubted, of phrasings moved at random two thirds
SUSPECT = 0.1  # nearer to another answer as a whole by so much: worth comparing phrasing by phrasing
MISPLACED = 0.5  # nearer by so much, as a whole and by the nearest phrasing together
SWAPPED = 0.02  # two texts fit each other's phrasings better by so much
QUESTION_WEIGHT = 5  # phrasings that the button's question counts for
CHUNK = 1000  # rows compared at once: 80 MB
SWAPPABLE = ("ask", "unsaid", "door", "service")  # a greeting's text has few words of its phrasings

NEARER = "“{text}”写在 {id} 下面，却更像 {other} 的问法“{twin}”（{place}）：放错了就移过去，没放错就写得清楚些。"
SWAP = "{id} 和 {other}（{place}）的文字像是对调了：各自的问法更合另一个的文字，请核对。"


def check(data: TrainingData) -> Iterator[Finding]:
    """Misplaced phrasings, then texts that stand under each other's names."""
    phrasings = sorted(data.phrasings, key=lambda phrasing: phrasing.intent)
    if not phrasings:
        return
    rarity = Rarity.learned([phrasing.text for phrasing in phrasings])
    crowd = _Crowd(data, phrasings, rarity)
    yield from crowd.misplaced()
    yield from _swapped(data, crowd, rarity)


class _Crowd:
    """All phrasings in the order of their intents, as rows, and what those of each intent add up to."""

    def __init__(self, data: TrainingData, phrasings: Sequence[Phrasing], rarity: Rarity) -> None:
        self._phrasings, self._rarity = phrasings, rarity
        self.intents = sorted({phrasing.intent for phrasing in phrasings})
        self._intent_of = np.searchsorted(self.intents, [phrasing.intent for phrasing in phrasings])
        self._rows = rarity.rows([phrasing.text for phrasing in phrasings])
        members = (np.ones(len(phrasings), np.float32), (self._intent_of, np.arange(len(phrasings))))
        self.sums = (sparse.csr_matrix(members, (len(self.intents), len(phrasings))) @ self._rows).tocsr()
        surroundings = np.array([_surroundings(data, intent) for intent in self.intents])
        self._near = surroundings[:, None] == surroundings[None, :]

    def misplaced(self) -> Iterator[Finding]:
        """Phrasings of answers that clearly belong elsewhere, each beside the phrasing it is most like."""
        leads = self._leads_of_wholes()
        suspects = [row for row in np.flatnonzero(leads.max(axis=1) > SUSPECT) if "/" in self._phrasings[row].intent]
        columns = self._rows[:, self._rarity.rare].tocsr()
        across = columns.T.tocsr()
        for at in range(0, len(suspects), CHUNK):
            chunk = suspects[at : at + CHUNK]
            alike = (columns[chunk] @ across).toarray()
            alike[np.arange(len(chunk)), chunk] = 0  # not itself
            yield from (self._finding(row, alike[i]) for i, row in self._clear(chunk, alike, leads[chunk]))

    def _leads_of_wholes(self) -> np.ndarray:
        """By how much each phrasing is nearer to each answer of other surroundings than to the rest of its own."""
        lengths = np.sqrt(np.asarray(self.sums.multiply(self.sums).sum(axis=1)).ravel())
        products = (self._rows @ self.sums.T.tocsr()).toarray()
        every, own = np.arange(len(products)), self._intent_of
        alone = products[every, own]
        rest = np.sqrt(np.maximum(lengths[own] ** 2 - 2 * alone + 1, 1e-6))
        products /= np.maximum(lengths, 1e-6)
        products -= ((alone - 1) / rest)[:, None]
        products[self._near[own]] = -1
        return products

    def _clear(self, chunk: Sequence[int], alike: np.ndarray, leads: np.ndarray) -> Iterator[tuple[int, int]]:
        starts = np.searchsorted(self._intent_of, np.arange(len(self.intents)))
        nearest = np.maximum.reduceat(alike, starts, axis=1)
        own = nearest[np.arange(len(chunk)), self._intent_of[chunk]]
        both = leads + nearest - own[:, None]
        return ((i, chunk[i]) for i in np.flatnonzero(np.where(leads > -1, both, -1).max(axis=1) > MISPLACED))

    def _finding(self, row: int, alike: np.ndarray) -> Finding:
        elsewhere = np.where(self._near[self._intent_of[row]][self._intent_of], -1, alike)
        phrasing, twin = self._phrasings[row], self._phrasings[int(elsewhere.argmax())]
        names = {"text": phrasing.text, "id": phrasing.intent, "other": twin.intent, "twin": twin.text}
        return doubt("misplaced", phrasing, NEARER.format(**names, place=place(twin)))


def _surroundings(data: TrainingData, intent: str) -> str:
    """What an item says and what it leaves out share phrasings, and so do all kinds of feedback."""
    if "/" not in intent:
        return "feedback"
    section = data.responses[intent].metadata.get("section") if intent.startswith(("ask/", "unsaid/")) else None
    return f"item {section}" if section else intent


def _swapped(data: TrainingData, crowd: _Crowd, rarity: Rarity) -> Iterator[Finding]:
    responses = [response for response in data.responses.values() if _is_swappable(response)]
    questions = rarity.rows([response.metadata.get("question") or "" for response in responses])
    order = np.searchsorted(crowd.intents, [response.id for response in responses])
    asked = unit(crowd.sums[order] + QUESTION_WEIGHT * questions)
    fits = (asked @ rarity.rows([response.text for response in responses]).T).toarray()
    gains = fits + fits.T - fits.diagonal()[:, None] - fits.diagonal()[None, :]
    where = np.array([_surroundings_of_text(response) for response in responses])
    for one, other in np.argwhere((gains > SWAPPED) & (where[:, None] == where[None, :])):
        if one < other:
            yield _swap(responses[one], responses[other])


def _is_swappable(response: Response) -> bool:
    return response.id.split("/")[0] in SWAPPABLE and response.metadata.get("type") != "overview"


def _surroundings_of_text(response: Response) -> str:
    """Texts that could be taken for one another: excerpts of one item, texts of one group."""
    group = response.id.split("/")[0]
    return f"ask {response.metadata['section']}" if group == "ask" else group


def _swap(one: Response, other: Response) -> Finding:
    return doubt("swapped", one, SWAP.format(id=one.id, other=other.id, place=place(other)))
