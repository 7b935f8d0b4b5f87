"""A short question after an answer (那天河呢, 还有吗, 拆了几处), read together with the question answered before."""

import re
from dataclasses import dataclass

from nlu.ngrams import characters

MARKS = (
    "那",
    "还有",
    "具体",
    "然后",
    "后来",
    "再",
    "另外",
    "其他",
    "其它",
    "剩下",
    "哦",
    "噢",
    "嗯",
    "是哪",
    "分别",
    "其中",
)
MORE = re.compile(
    r"^(那|那么|哦|嗯)*(还有|还有别的|还有其他|别的|其他的|继续|接着说|接着讲|再说点|再讲点|下面)(的|吗|呢|没|没有|啊|么|内容)*[?!]*$"
)
SHORT = 10


@dataclass(frozen=True)
class FollowUp:
    """`carried` is the former question turned to the new subject, "" where nothing could be carried over."""

    carried: str = ""
    substituted: bool = False
    more: bool = False
    marked: bool = False  # begins with a word that continues: 那, 具体, 是哪


def read(text: str, question: str, places: tuple[str, ...]) -> FollowUp | None:
    """Read folded `text` after an answer to `question`; None when the text stands on its own."""
    if not question or not _looks_short_of_a_subject(text):
        return None
    if MORE.match(text):
        return FollowUp(more=True)
    for new in _named(text, places):
        for old in _named(question, places):
            if new != old:
                return FollowUp(question.replace(old, new), substituted=True)
    return FollowUp(question + text, marked=text.startswith(MARKS))


def _looks_short_of_a_subject(text: str) -> bool:
    return len(characters(text)) <= SHORT or text.startswith(MARKS)


def _named(text: str, places: tuple[str, ...]) -> list[str]:
    return [place for place in places if place in text]
