"""A story before a question (我住在海城，七十多了……就想问问图书馆几时开): the question at the end, by itself."""

import re

CLAUSE = re.compile(r"[^,。;!?…~\n]+[,。;!?…~\n]*")
MARKS = ",。;!?…~\n :"
ASKS = re.compile(
    r"[?吗]|[呢没](?:有)?\W*$|几|多少|什么|怎么|如何|哪|谁|多[大久长高远]|是不是|有没有|能不能|是否|到底|(.)(?:不|没)\1"
)
POLITE = re.compile(r"(?:谢谢|多谢|麻烦|拜托|辛苦|感谢|劳驾|谢了)[^几多什怎哪谁]{0,12}")
ANNOUNCED = re.compile(
    r"(?:(?:[想要来]请?(?:问|打听|了解|咨询)|请问|打听)(?:一?下|一句|问|听|个事|一?个问题)?|问(?:一?下|一句|问|个事|一?个问题))"
    r"[你您们,:。\s]*"
)
LEAST = 6  # characters: a shorter question lives on what was said before it
STORY = 20  # characters of a preamble that is a story of its own
COURTESY = 8  # characters before a question that is announced


def question(text: str) -> str:
    """The question that ends folded `text`, "" where no story stands before one."""
    clauses = CLAUSE.findall(text)
    while clauses and POLITE.fullmatch(clauses[-1].strip(MARKS)):
        clauses.pop()
    asked = _announced("".join(clauses))
    return _last(CLAUSE.findall(asked)) or asked or _last(clauses)


def announced(text: str) -> bool:
    """Whether the question is said to be one: what stands before it is courtesy, and tells nothing."""
    return bool(_announced(text))


def _announced(text: str) -> str:
    for found in ANNOUNCED.finditer(text):
        asked = text[found.end() :].strip(MARKS)
        if found.start() >= COURTESY and len(asked) >= LEAST:
            return asked
    return ""


def _last(clauses: list[str]) -> str:
    if not clauses or not ASKS.search(clauses[-1]):
        return ""
    asked, before = clauses[-1], clauses[:-1]
    while before and len(asked) < LEAST:
        asked = before.pop() + asked
    return asked if len("".join(before)) >= STORY else ""
