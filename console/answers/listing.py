"""All answers in the order of the bulletin: the whole, each part and its items, then what is not out of it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from faq.offices import Office

WHOLE = "全文"  # as an answer names it that is out of all of the bulletin
GROUPS = ("unsaid", "door", "service", "smalltalk")
Rated = tuple[int, int]  # how often an answer was found good, and how often bad
UNRATED = (0, 0)


@dataclass(frozen=True)
class Listed:
    """One row of a list."""

    name: str
    question: str
    words: str
    phrasings: int
    rated: Rated


@dataclass
class Topic:
    """What answers have in common: an item, a part, or the group of those that are out of neither."""

    name: str
    heading: str = ""
    rows: list[Listed] = field(default_factory=list)


def topics(office: Office, chosen: Collection[str], ratings: Mapping[str, Rated]) -> list[Topic]:
    """The chosen answers by topic; a topic without any is left out."""
    data, found = office.data(), {topic.name: topic for topic in _topics(office)}
    asked = Counter(phrasing.intent for phrasing in data.phrasings)
    for answer in (answer for answer in data.responses.values() if answer.id in chosen):
        question, section = (str(answer.metadata.get(name) or "") for name in ("question", "section"))
        rated = ratings.get(answer.id, UNRATED)
        row = Listed(answer.id, question, answer.text, asked[answer.id], rated)
        name = _topic_of(office, answer.id, section)
        found.setdefault(name, Topic(name)).rows.append(row)
    return [topic for topic in found.values() if topic.rows]


def _topics(office: Office) -> Iterator[Topic]:
    about = office.bulletin
    yield Topic(WHOLE)
    if about.preface:
        yield Topic(about.preface.label)
    for part in about.parts:
        yield Topic(part.label, part.heading)
        yield from (Topic(section.label, section.heading) for section in (part.intro, *part.items) if section)
    yield from (Topic(section.label) for section in (about.closing, about.contact) if section)
    yield from (Topic(group) for group in GROUPS)


def _topic_of(office: Office, answer: str, label: str) -> str:
    group = answer.split("/")[0]
    if group in GROUPS:
        return group
    section = office.bulletin.section(label)
    return section.label if section else label
