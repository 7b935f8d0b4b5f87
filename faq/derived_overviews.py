"""Answers about a whole item, a part, the bulletin, and how its publisher is reached."""

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.document import Bulletin, Contact, Section
from bulletin.headings import numeral
from bulletin.lines import is_garbled
from bulletin.profile import Profile
from bulletin.quoting import ELLIPSIS, overview
from faq.derived_words import Words

AUTO = "AUTO"  # the words are made of the headings when the answer is given (actions/answer_writer.py)
QUOTED = 205  # characters of an excerpt
WHOLE, CONTACT = "全文", "联系方式"


@dataclass(frozen=True)
class Derived:
    """An answer made from a bulletin, with its phrasings; `id` is without its group, which is `ask`."""

    id: str
    section: str
    text: str
    question: str
    type: str
    phrasings: tuple[str, ...]


def overviews(bulletin: Bulletin, profile: Profile, words: Words) -> Iterator[Derived]:
    """Of the whole, what is open, each part and each section."""
    yield _auto("overview_all", WHOLE, words.questions["all"], tuple(words.overview["all"]))
    if profile.open_items:
        yield _auto("overview_open_items", WHOLE, words.questions["open_items"], tuple(words.overview["open_items"]))
    for part in bulletin.parts:
        asked = _filled(words.overview["part"], part.heading or part.label, part.number)
        question = words.questions["part"].format(numeral=part.label)
        yield _auto(f"overview_part_{part.number}", part.label, question, asked)
        for item in part.items:
            yield from _of_section(item, topic(item, words), words)
    for section in (bulletin.preface, bulletin.closing):
        if section and (quote := _openings(section)):
            name = section.id.rpartition("/")[2]
            asked = tuple(words.overview[name])
            yield Derived(f"{name}_overview", section.label, quote, words.questions[name], "overview", asked)


def contacts(bulletin: Bulletin, words: Words) -> Iterator[Derived]:
    """One answer for each printed contact and one for all; none where the bulletin prints none."""
    section, seen = bulletin.contact, set[str]()
    if section is None or not bulletin.contacts:
        return
    for contact in bulletin.contacts:
        if contact.kind not in seen and (quote := _between(section, contact, contact)):
            seen.add(contact.kind)
            asked = tuple(words.contacts[contact.kind])
            yield Derived(f"contact_{contact.kind}", CONTACT, quote, words.questions[contact.kind], "contact", asked)
    whole = _between(section, bulletin.contacts[0], bulletin.contacts[-1])
    if len(whole) <= QUOTED:
        asked = tuple(words.contacts["all"])
        yield Derived("contact_all", CONTACT, whole, words.questions["contacts"], "contact", asked)


def topic(section: Section, words: Words) -> str:
    """What an item is about, in a few words of its heading."""
    pieces = words.pieces(section.heading)
    return max(pieces, key=len) if pieces else section.heading


def _auto(name: str, section: str, question: str, phrasings: tuple[str, ...]) -> Derived:
    return Derived(name, section, AUTO, question, "overview", phrasings)


def _of_section(item: Section, about: str, words: Words) -> Iterator[Derived]:
    quote = _body(item) or _openings(item)
    if quote and about:
        heading = words.bare(item.heading)
        asked = (*_filled(words.overview["item"], about, 0), item.heading, f"{heading}怎么样了")
        name = f"s{item.id.rpartition('/')[2].replace('.', '_')}_overview"
        yield Derived(name, item.label, quote, words.questions["item"].format(topic=about), "overview", asked)


def _filled(forms: list[str], about: str, number: int) -> tuple[str, ...]:
    return tuple(form.format(it=about, ordinal=f"第{numeral(number)}" if number else "") for form in forms)


def _openings(section: Section) -> str:
    """How its sentences begin, without what is damaged."""
    pieces = overview(section, QUOTED).split(ELLIPSIS)
    return ELLIPSIS.join(piece for piece in pieces if not is_garbled(piece))


def _body(item: Section) -> str:
    """All that an item says, where it is short enough to be quoted whole; "" otherwise."""
    if not item.sentences:
        return ""
    words = item.text[item.sentences[0].start - item.start :]
    return words if len(words) <= QUOTED and "\n" not in words and not is_garbled(words) else ""


def _between(section: Section, first: Contact, last: Contact) -> str:
    """From the beginning of the clause that prints the first contact to the end of the last one."""
    at = first.start - section.start
    start = max(section.text.rfind(mark, 0, at) for mark in "。；;，,\t\n") + 1
    return section.text[start : last.end - section.start].strip()
