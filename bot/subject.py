"""Which street and which item of the bulletin a citizen speaks about: proposals only, None when unsure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bulletin.profile import Place

DENIED = re.compile(
    r"(?:不是|不在|不属于|不叫|不算|并非|而非|写成了?|说成了?|打成了?|当成了?|看成了?|写的是|误写为?)[^,，。;；!！?？\s]{0,2}$"
)
REPLACED = re.compile(r"把[^,，。;；!！?？\s]{0,2}$")
CORRECTED = re.compile(r"不对|不是|错了|写错|说错|讲错|弄错|搞错|打错|应该是|应为|改成|改为|更正|纠正|口误")
LEAST, LEAD = 2, 2  # characters of keywords that an item needs, and by how many it must be ahead of the next


class SubjectReader:
    """`profile_places` and `section_keywords` are those of bulletin.yml; a village stands for its street."""

    def __init__(
        self,
        profile_places: Iterable[Place],
        section_keywords: Mapping[str, Sequence[str]],
        fold: Callable[[str], str],
    ) -> None:
        self.fold = fold
        self.learn(profile_places, section_keywords)

    def learn(self, profile_places: Iterable[Place], section_keywords: Mapping[str, Sequence[str]]) -> None:
        """Speak of another bulletin from now on."""
        fold = self.fold
        self.streets = {fold(name): street for place in profile_places for name, street in _names(place)}
        longest_first = sorted(self.streets, key=len, reverse=True)
        self.place = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
        self.keywords = {item: {fold(word) for word in words} for item, words in section_keywords.items()}

    def street(self, text: str) -> str | None:
        """The one street named; after a correction the last; a street that is denied does not count."""
        words = self.fold(text)
        named = [self.streets[match[0]] for match in self.place.finditer(words) if not _denied(words[: match.start()])]
        if named and (len(set(named)) == 1 or CORRECTED.search(words)):
            return named[-1]
        return None

    def section(self, text: str) -> str | None:
        """The item whose keywords cover most of the text, if it is clearly ahead of every other."""
        words = self.fold(text)
        scores = sorted(((_covered(words, known), item) for item, known in self.keywords.items()), reverse=True)
        (best, item), (second, _) = [*scores, (0, ""), (0, "")][:2]
        return item if best >= LEAST and best - second >= LEAD else None

    def beside(self, text: str) -> str:
        """What is left of the text without its places and the keywords of its item."""
        known = self.keywords.get(self.section(text) or "", ())
        words = self.place.sub("", self.fold(text))
        for word in sorted(known, key=len, reverse=True):
            words = words.replace(word, "")
        return words


def _names(place: Place) -> list[tuple[str, str]]:
    """The names of a place, each with the street it stands for; none when the street is not known."""
    street = place.name if place.kind == "street" else place.street
    return [(name, street) for name in (place.name, *place.names)] if street else []


def _denied(before: str) -> bool:
    return bool(DENIED.search(before) or REPLACED.search(before))


def _covered(text: str, keywords: Iterable[str]) -> int:
    """How many characters of the text the keywords cover."""
    return len({at for word in keywords for match in re.finditer(re.escape(word), text) for at in range(*match.span())})
