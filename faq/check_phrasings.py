"""The phrasings: each belongs to one answer, and each answer has enough of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from faq.findings import Finding, doubt, place, refused
from faq.likeness import folded
from nlu.training_data import Phrasing, TrainingData

FEWEST = 10  # phrasings of one answer

NO_RESPONSE = "{id} 有问法，没有答案：请在 responses/ 里写 utter_{id}，或改正这里的名字。"
NO_PHRASING = "{id} 有答案，没有问法：请在 nlu/ 里写 intent: {id} 和三四十句问法。"
TWO_ANSWERS = "“{text}”写在 {id} 下面，又写在 {other}（{place}）下面：一句话只能属于一个，请删去一处。"
TWICE = "“{text}”在 {id} 下面已经写过（{place}），可以删去。"
FEW = "{id} 只有{count}句问法，至少写{least}句。"


def check(data: TrainingData) -> Iterator[Finding]:
    """Phrasings without an answer and answers without phrasings, then the same words twice."""
    yield from _unpaired(data)
    yield from _repeated(data)


def _unpaired(data: TrainingData) -> Iterator[Finding]:
    counts = Counter(phrasing.intent for phrasing in data.phrasings)
    first = {phrasing.intent: phrasing for phrasing in reversed(data.phrasings)}
    for intent, phrasing in first.items():
        if "/" in intent and intent not in data.responses:
            yield refused("no response", phrasing, NO_RESPONSE.format(id=intent))
        elif counts[intent] < FEWEST:
            yield doubt("few phrasings", phrasing, FEW.format(id=intent, count=counts[intent], least=FEWEST))
    for response in data.responses.values():
        if response.id not in counts:
            yield refused("no phrasing", response, NO_PHRASING.format(id=response.id))


def _repeated(data: TrainingData) -> Iterator[Finding]:
    seen: dict[str, list[Phrasing]] = defaultdict(list)
    for phrasing in data.phrasings:
        if words := folded(phrasing.text):
            seen[words].append(phrasing)
    for first, *others in seen.values():
        for phrasing in others:
            names = {"text": phrasing.text, "id": phrasing.intent, "other": first.intent, "place": place(first)}
            if phrasing.intent == first.intent:
                yield doubt("twice", phrasing, TWICE.format(**names))
            else:
                yield refused("two answers", phrasing, TWO_ANSWERS.format(**names), first.intent)
