"""Which department answers for an item, and which departments a text accuses (domain.md 4.2-4.4, 2.7 INV-R6)."""

from cases.kinds import Kind, Track
from cases.routing.jurisdiction import Jurisdiction, Lead
from cases.routing.spelling import Said, fold

OTHERWISE = "其他"
STREET = "街道"


def lead(jurisdiction: Jurisdiction, section: str | None, subdistrict: str | None, said: Said) -> str | None:
    """The one that the words or the street point to, else the first that leads the whole item."""
    leads = [lead for lead in jurisdiction.leads if lead.section == section]
    pointed = [lead for lead in leads if _points_to(jurisdiction, lead, subdistrict, said)]
    whole = [lead for lead in leads if lead.scope in (None, OTHERWISE)]
    return next((found.department for found in (*pointed, *whole, *leads)), None)


def kept_from(jurisdiction: Jurisdiction, kind: Kind, subdistrict: str | None, said: Said) -> frozenset[str]:
    """Those that are accused, or whose people are; criticism in a suggestion may go to whom it criticises."""
    sentences = [s for s in said.sentences if _accuses(jurisdiction, kind, s)]
    return frozenset(
        body for body in jurisdiction.bodies if any(_named(jurisdiction, body, subdistrict, s) for s in sentences)
    )


def _accuses(jurisdiction: Jurisdiction, kind: Kind, sentence: str) -> bool:
    """In a suggestion only blame of persons, elsewhere blame of anybody or a word about their people."""
    blame, persons = jurisdiction.blame.found(sentence), jurisdiction.persons.found(sentence)
    return (blame and persons) if kind.track is Track.SUGGESTION else (blame or persons)


def _named(jurisdiction: Jurisdiction, body: str, subdistrict: str | None, sentence: str) -> bool:
    """By one of its names; a street that was chosen also by the mere word."""
    return jurisdiction.bodies[body].found(sentence) or (body == subdistrict and STREET in sentence)


def _points_to(jurisdiction: Jurisdiction, lead: Lead, subdistrict: str | None, said: Said) -> bool:
    if lead.department == subdistrict or (lead.scope and fold(lead.scope) in said.tight):
        return True
    return jurisdiction.bodies[lead.department].found(said.tight)
