"""Words that a clerk wrote down, found in running text: posts also with 原, and not inside certain longer words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cases.routing.spelling import fold

FORMER = r"(?:原任?|前任?|时任|曾任)"
TITLES = (
    "书记|主任|组长|局长|科长|处长|部长|主席|委员|常委|巡视员|调研员|检查员|监察员|纪检员|镇长|乡长|区长|县长|市长|"
    "主任科员|总经理|董事长|经理|干事|干部|领导|负责人"
)
POST = re.compile(rf"^(?P<unit>.*?)(?P<title>(?:第一|常务|副)*(?:{TITLES}))$")
ADDRESS = "[你们贵本区派驻纪检监察组委街道]{0,9}?"  # what may stand between 请 and the one who is asked
NOTHING = re.compile("(?!)")


@dataclass(frozen=True)
class Terms:
    """`words` count, unless inside one of `not_in`, or right behind one of `asked` (请…查一查 accuses nobody)."""

    words: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def found(self, folded: str) -> bool:
        """Whether a folded text speaks of one of them."""
        return any(match["yes"] for match in pattern(self.words, self.not_in, self.asked).finditer(folded))


def split_post(post: str) -> tuple[str, str] | None:
    """Unit and title of a post; None for anything else."""
    match = POST.match(fold(post))
    return (match["unit"], match["title"]) if match else None


def post_pattern(word: str) -> str:
    """A term as a regular expression; a post may have 原, 前, 时任 before its title."""
    post = split_post(word)
    if post is None or not post[0]:
        return re.escape(fold(word))
    return rf"{re.escape(post[0])}的?(?:{FORMER}|现任|老)?{re.escape(post[1])}"


@cache
def pattern(words: tuple[str, ...], not_in: tuple[str, ...], asked: tuple[str, ...]) -> re.Pattern[str]:
    """What does not count is looked for first; the group `yes` is what counts."""
    if not words:
        return re.compile("(?P<yes>(?!))")
    counts = _any(words)
    silent = [_any(not_in)] if not_in else []
    silent += [f"(?:{'|'.join(map(re.escape, map(fold, asked)))}){ADDRESS}(?:{counts})"] if asked else []
    return re.compile("|".join([*silent, f"(?P<yes>{counts})"]))


def _any(words: Iterable[str]) -> str:
    return "|".join(post_pattern(word) for word in sorted(words, key=len, reverse=True))
