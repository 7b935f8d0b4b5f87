"""How the rectification stands: the bulletin's words, the ledger's state, and what was released since, each apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bulletin.document import Bulletin, Part, Section, Sentence
from bulletin.profile import Profile
from bulletin.quoting import clauses
from cases.ledger import overview, public, what_became
from cases.ledger.models import LedgerChange
from cases.ledger.public import PublicChange
from cases.ledger.states import ItemState
from cases.ledger.what_became import Adopted, Heard
from cases.times import local_date
from db.session import read_scope

MINUTE = 60  # seconds
Pieces = tuple[tuple[str, bool], ...]  # words of the bulletin, and whether they are a figure


@dataclass(frozen=True)
class Record:
    """What the pages are built from; `about` changes when another bulletin goes live, `address` is that of the site."""

    about: Callable[[], tuple[Bulletin, Profile]]
    database: Engine
    address: str


@dataclass(frozen=True)
class ItemStanding:
    """An item; `words` are the bulletin's whole, `state` is None where there is no ledger yet."""

    slug: str
    part: str
    number: str
    title: str
    words: Pieces
    figures: tuple[Pieces, ...]
    left_open: tuple[str, ...]
    state: ItemState | None
    changes: tuple[PublicChange, ...]
    heard: int | None
    adopted: tuple[Adopted, ...]

    @property
    def label(self) -> str:
        """As cases and the ledger name it: 三(三)."""
        return self.part + self.number


@dataclass(frozen=True)
class PartStanding:
    """A problem that the inspection named."""

    label: str
    heading: str
    items: tuple[ItemStanding, ...]


@dataclass(frozen=True)
class Standing:
    """Everything as it is on a day."""

    on: date
    bulletin: Bulletin
    profile: Profile
    opening: tuple[Pieces, ...]
    parts: tuple[PartStanding, ...]
    heard: Heard

    @property
    def has_ledger(self) -> bool:
        """Whether the ledger knows anything of this bulletin."""
        return any(item.state for item in self.items)

    @property
    def items(self) -> tuple[ItemStanding, ...]:
        """In the order of the bulletin."""
        return tuple(item for part in self.parts for item in part.items)


class Keeper:
    """Keeps the newest standing; reckons again at most once a minute, or when the ledger or the day is another."""

    def __init__(self, record: Record, clock: Callable[[], datetime]) -> None:
        self._record, self._clock = record, clock
        self._kept: tuple[object, Standing] | None = None

    def standing(self) -> Standing:
        """The same object as long as nothing has changed; for one thread at a time."""
        now = self._clock()
        with read_scope(self._record.database) as session:
            bulletin, profile = self._record.about()
            newest = session.scalar(select(func.max(LedgerChange.id)))
            key = bulletin, newest, local_date(now), int(now.timestamp()) // MINUTE
            if self._kept is None or self._kept[0] != key:
                self._kept = key, reckon(session, bulletin, profile, now)
            return self._kept[1]


def reckon(session: Session, bulletin: Bulletin, profile: Profile, now: datetime) -> Standing:
    """Everything anew."""
    states = {item.section: item.state for item in overview.items(session, bulletin.id)}
    heard = what_became.heard(session, bulletin.id, [item.label for item in bulletin.items], now)

    def item(part: Part, section: Section) -> ItemStanding:
        changes = public.changes_since(session, bulletin.id, section.label)
        return ItemStanding(
            slug=section.id.removeprefix(f"{bulletin.id}/"),
            part=part.label,
            number=section.label.removeprefix(part.label),
            title=section.heading or section.sentences[0].text,
            words=_pieces(section, section.start, section.end),
            figures=tuple(_counting(section, clauses(section))),
            left_open=tuple(left.quote for left in profile.open_items if left.section == section.label),
            state=states.get(section.label),
            changes=tuple(changes),
            heard=heard.by_section[section.label],
            adopted=tuple(adopted for adopted in heard.adopted if adopted.section == section.label),
        )

    parts = (PartStanding(p.label, p.heading, tuple(item(p, section) for section in p.items)) for p in bulletin.parts)
    return Standing(local_date(now), bulletin, profile, _opening(bulletin.preface), tuple(parts), heard)


def _opening(preface: Section | None) -> tuple[Pieces, ...]:
    """The sentences of the preface that count something."""
    return tuple(_counting(preface, [_span(sentence) for sentence in preface.sentences])) if preface else ()


def _span(sentence: Sentence) -> tuple[int, int]:
    return sentence.start, sentence.end


def _counting(section: Section, spans: Sequence[tuple[int, int]]) -> Iterator[Pieces]:
    """Those of the spans in which something is counted, not only dated."""
    counted = [figure.start for figure in section.figures if figure.value is not None]
    for start, end in spans:
        if any(start <= at < end for at in counted):
            yield _pieces(section, start, end)


def _pieces(section: Section, start: int, end: int) -> Pieces:
    """A span of the bulletin, cut around its figures; joined again it is the bulletin's words."""
    pieces, at = [], start
    for figure in section.figures:
        if figure.value is not None and start <= figure.start and figure.end <= end:
            pieces += [(_words(section, at, figure.start), False), (figure.text, True)]
            at = figure.end
    return (*((words, is_figure) for words, is_figure in pieces if words), (_words(section, at, end), False))


def _words(section: Section, start: int, end: int) -> str:
    return section.text[start - section.start : end - section.start]
