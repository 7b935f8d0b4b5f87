"""The golden questions: their items exist, and what they want to hear stands there."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bulletin.document import Bulletin
from bulletin.spans import half_width
from faq.findings import Finding, doubt, refused
from faq.golden import GoldenRow
from nlu.training_data import TrainingData

DERIVED, WHOLE = "AUTO", "全文"
SECTION = "验收题“{text}”的条目“{section}”通报里没有。"
CONTAINS = "验收题“{text}”要的“{words}”在条目{section}的原文里没有，请照通报抄。"
UNQUOTED = "验收题“{text}”要的“{words}”，条目{section}没有一条答案引用，这道题答不对。"


def check(data: TrainingData, bulletin: Bulletin, golden: Sequence[GoldenRow]) -> Iterator[Finding]:
    """Each row that names an item."""
    quoted = _quoted(data)
    for row in golden:
        if row.section is None:
            continue
        text = _text(bulletin, row.section)
        if text is None:
            yield refused("golden", row, SECTION.format(text=row.text, section=row.section))
            continue
        for words in row.contains:
            names = {"text": row.text, "words": words, "section": row.section}
            if _plain(words) not in text:
                yield refused("golden", row, CONTAINS.format(**names))
            elif row.section in quoted and _plain(words) not in quoted[row.section]:
                yield doubt("golden", row, UNQUOTED.format(**names))


def _quoted(data: TrainingData) -> dict[str, str]:
    """All that the answers of an item quote, of items whose answers are all written out."""
    excerpts = defaultdict(list)
    for response in data.responses.values():
        if response.id.startswith("ask/"):
            excerpts[str(response.metadata.get("section"))].append(_plain(str(response.text)))
    return {label: "\n".join(texts) for label, texts in excerpts.items() if DERIVED not in texts}


def _text(bulletin: Bulletin, label: str) -> str | None:
    """The words of an item, of a part, or of all."""
    if label == WHOLE:
        return _plain(bulletin.text)
    found = bulletin.section(label) or bulletin.part(label)
    return _plain(bulletin.text[found.start : found.end]) if found else None


def _plain(words: str) -> str:
    """Without blanks and widths, which a reply may change."""
    return "".join(half_width(words).split())
