"""What `./huiyin train` says of its findings, of the golden questions and of the scores."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from faq.findings import Finding, Severity
from faq.judging import Difference

MOST_DOUBTS = 20  # of one kind; --all shows the rest
GROUPS = {
    "questions": "问题",
    "one_tap": "一步之内",
    "near_misses": "通报没说的",
    "off_topic": "不相干的",
    "feedback": "反映",
    "heard": "认出是反映",
}
RESULTS = {
    "right": "答对",
    "one_tap": "给了按钮",
    "silent": "没答",
    "wrong": "答错",
    "other_kind": "认成另一类",
    "lost": "没认出是反映",
}
RESULTS_OF_OTHERS = RESULTS | {"right": "没有乱答", "wrong": "答了通报的内容"}  # of what should not be answered
TURNS = {"better": "更好", "worse": "变差", "new": "新题没过"}


def findings(found: Sequence[Finding], every: bool) -> Iterator[str]:
    """A line each; of doubts of one kind no more than a reader bears, unless every one is wanted."""
    told = Counter[str]()
    for finding in found:
        told[finding.kind] += 1
        if finding.severity is Severity.REFUSED:
            yield f"不行  {finding}"
        elif every or told[finding.kind] <= MOST_DOUBTS:
            yield f"疑问  {finding}"
        elif told[finding.kind] == MOST_DOUBTS + 1:
            left = sum(other.kind == finding.kind for other in found) - MOST_DOUBTS
            yield f"疑问  同样的还有 {left} 处，加 --all 全部列出。"


def differences(found: Sequence[Difference]) -> Iterator[str]:
    """Golden questions that fare better or worse, and new ones that fail."""
    for difference in found:
        if difference.turn in ("better", "worse") or _fails(difference):
            yield f"{TURNS[difference.turn]}：{difference.text}（{_told(difference)}）"


def scores(found: Mapping[str, float]) -> str:
    """All shares in one line."""
    return " ".join(f"{words}{found[group]:.0%}" for group, words in GROUPS.items() if group in found)


def names(groups: Sequence[str]) -> str:
    """Groups of golden questions in Chinese."""
    return "、".join(GROUPS[group] for group in groups)


def _fails(difference: Difference) -> bool:
    return difference.turn == "new" and difference.after is not None and difference.after["result"] != "right"


def _told(difference: Difference) -> str:
    parts = zip(("原来", "现在"), (difference.before, difference.after), strict=True)
    said = RESULTS if difference.group in ("questions", "feedback") else RESULTS_OF_OTHERS
    return "，".join(
        f"{when}{said[outcome['result']]} {'、'.join(outcome['answers'])}".strip() for when, outcome in parts if outcome
    )
