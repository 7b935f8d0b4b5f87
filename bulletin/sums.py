"""The sums that staff wrote down in bulletin.yml, recomputed from their quotes."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bulletin.document import Bulletin
from bulletin.figures import find_figures
from bulletin.notes import Note, Outcome, note
from bulletin.profile import Profile, Sum, Term
from bulletin.reckoning import added, compared, covered, named, share, spelled, threshold, titled, weekday
from bulletin.spans import half_width

ALIKE = {"名": "人", "位": "人"}
STREETS = "个街道"

UNREADABLE = "登记的关系不认识，或引文里没有可用的数"
MISSING = "通报里找不到登记的引文：{quote}"
STREET_NAMES = "通报里的街道名{named}个（其中带“街道”二字的{printed}个），没有写总数"
Reckon = Callable[[Bulletin, Profile, Sum], Outcome | None]


def recompute(bulletin: Bulletin, profile: Profile) -> list[Note]:
    """A note for each sum, in the order written down."""
    return [found for row in profile.sums if (found := _recomputed(bulletin, profile, row))]


def _recomputed(bulletin: Bulletin, profile: Profile, row: Sum) -> Note | None:
    section = bulletin.section(row.section) or (bulletin.sections[0] if bulletin.sections else None)
    if section is None:
        return None
    outcome = _outcome(bulletin, profile, row)
    at = section.start + max(section.text.find(row.quote), 0)
    found = note(bulletin, section, (at, min(at + len(row.quote), section.end)), outcome, row.note)
    lost = bool(_missing(bulletin, row)) or outcome.recomputed == UNREADABLE
    return replace(found, quote=row.quote, id=row.id, surprising=lost or outcome.verdict != row.expected)


def _outcome(bulletin: Bulletin, profile: Profile, row: Sum) -> Outcome:
    if missing := _missing(bulletin, row):
        return Outcome("cannot_tell", MISSING.format(quote="、".join(missing)))
    reckon = RELATIONS.get(row.relation)
    return (reckon and reckon(bulletin, profile, row)) or Outcome("cannot_tell", UNREADABLE)


def _missing(bulletin: Bulletin, row: Sum) -> list[str]:
    """The quotes that their sections do not hold."""
    quotes = [(row.section, row.quote), *((term.section, term.quote) for term in row.terms)]
    quotes += [(term.section, term.each) for term in row.terms if term.each]
    return [quote for label, quote in quotes if not ((section := bulletin.section(label)) and quote in section.text)]


def _amount(quote: str) -> Decimal:
    """The last figure of a quote, a numeral before a unit, or one for a name."""
    values = [figure.value for figure in find_figures(quote) if figure.value is not None]
    return values[-1] if values else named(quote)


def _unit(quote: str) -> str | None:
    units = [figure.unit for figure in find_figures(quote) if figure.value is not None]
    return ALIKE.get(units[-1], units[-1]) if units else None


def _value(term: Term) -> Decimal:
    value = _amount(term.quote) * (_amount(term.each) if term.each else 1)
    return -value if term.minus else value


def _adds_up(_bulletin: Bulletin, _profile: Profile, row: Sum) -> Outcome:
    units = [_unit(quote) for quote in (row.quote, *(term.each or term.quote for term in row.terms))]
    return added(_amount(row.quote), [_value(term) for term in row.terms], [unit for unit in units if unit])


def _covers(_bulletin: Bulletin, _profile: Profile, row: Sum) -> Outcome:
    return covered(_amount(row.quote), [_value(term) for term in row.terms])


def _compare(_bulletin: Bulletin, _profile: Profile, row: Sum) -> Outcome:
    return compared([_amount(row.quote), *map(_value, row.terms)])


def _per_street(bulletin: Bulletin, profile: Profile, row: Sum) -> Outcome:
    """A number for every street needs the number of streets."""
    section = bulletin.section(row.section)
    if section and (stated := [f.text for f in section.figures if f.unit == STREETS]):
        return Outcome("consistent", stated[0])
    streets = [place for place in profile.places if place.kind == "street"]
    printed = [place for place in streets if place.name in bulletin.text]
    named = [place for place in streets if any(name in bulletin.text for name in (place.name, *place.names))]
    return Outcome("cannot_tell", STREET_NAMES.format(named=len(named), printed=len(printed)))


RELATIONS: dict[str, Reckon] = {
    "adds_up": _adds_up,
    "covers": _covers,
    "compare": _compare,
    "titles": lambda bulletin, _profile, row: titled(bulletin, [_amount(row.quote), *map(_value, row.terms)]),
    "per_street": _per_street,
    "share": lambda _bulletin, _profile, row: share(find_figures(half_width(row.quote))),
    "weekday": lambda _bulletin, profile, row: weekday(row.quote, profile.year),
    "threshold": lambda _bulletin, _profile, row: threshold(row.quote),
    "spelling": lambda _bulletin, _profile, row: spelled(row.quote, row.terms[0].quote) if row.terms else None,
}
