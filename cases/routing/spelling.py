"""One way of writing for what is compared: width, script, case and blanks do not hide a name."""

import re
import unicodedata
from functools import cache, cached_property

import opencc

DROPPED = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"}
END_OF_SENTENCE = re.compile(r"[。!?;\n]+")


class Said:
    """A text as it is compared."""

    def __init__(self, text: str) -> None:
        self.tight = fold(text)

    @cached_property
    def bare(self) -> str:
        """Without marks and line ends too: 王·建国."""
        return "".join(char for char in self.tight if char.isalnum())

    @cached_property
    def sentences(self) -> list[str]:
        """What was said in one breath."""
        return [sentence for sentence in END_OF_SENTENCE.split(self.tight) if sentence]


def fold(text: str) -> str:
    """Half-width, simplified, lower case, without blanks; only the ends of lines stay."""
    return "".join(map(_character, text))


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _character(char: str) -> str:
    """One by one, so that what stands around a name never changes how it is folded."""
    if char == "\n":
        return char
    folded = "".join(c for c in unicodedata.normalize("NFKC", char) if unicodedata.category(c) not in DROPPED)
    return str(_simplifier().convert(folded.lower()))
