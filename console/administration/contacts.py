"""The contact details that the bulletin prints: one officer finds out whether they are right, another confirms."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bulletin.profile import PublishedContact
from cases import contact_checks
from cases.audit.deeds import Action
from cases.contact_checks import ContactCheck, ContactKind, ContactStatus, Stage
from cases.errors import ReasonNeeded, SamePerson, Stale
from console.administration.areas import CONTACTS, ROLES
from console.administration.service import upkeep_of
from console.ids import id_of
from console.once import once
from console.refused import NotFound
from console.visit import Route, Visit


@dataclass(frozen=True)
class Known:
    """A contact with what was found out about it, newest first."""

    contact: PublishedContact
    checks: Sequence[ContactCheck]

    @property
    def kind(self) -> ContactKind:
        """What it is."""
        return ContactKind(self.contact.kind)

    @property
    def status(self) -> ContactStatus:
        """What counts now."""
        confirmed = next((check for check in self.checks if check.stage is Stage.CONFIRMED), None)
        return confirmed.status if confirmed else ContactStatus(self.contact.status)

    @property
    def waiting(self) -> ContactCheck | None:
        """What another one has to decide."""
        return next((check for check in self.checks if check.stage is Stage.PROPOSED), None)


def contacts(visit: Visit) -> Response:
    """Each as printed, what is known of it, and what is to be decided."""
    return _page(visit)


def propose(visit: Visit) -> Response:
    """What this officer found out; it waits for another."""
    profile, published = upkeep_of(visit).bulletin()[1], visit.field("published")
    if published not in {contact.published_value for contact in profile.contacts}:
        raise NotFound
    found = ContactStatus(visit.field("status")) if visit.field("status") in frozenset(ContactStatus) else None
    value, how = visit.field("value"), visit.field("how")
    if found is None:
        return _page(visit, visit.say("console.administration.contact.choose"))
    try:
        with visit.change(Action.SETTING, subject="contact proposed") as session:
            contact_checks.propose(session, visit.officer, profile.id, published, found, value, how, visit.now)
    except ReasonNeeded:
        return _page(visit, visit.say("console.administration.contact.incomplete"))
    return visit.to(CONTACTS, visit.say("console.administration.contact.proposed"))


def decide(visit: Visit) -> Response:
    """Yes by somebody else, or no."""
    check, confirmed = id_of(visit.field("check")), bool(visit.field("confirm"))
    if check is None:
        raise NotFound
    try:
        with visit.change(Action.SETTING, subject="contact confirmed" if confirmed else "contact refused") as session:
            contact_checks.decide(session, visit.officer, check, visit.now, confirmed=confirmed)
    except SamePerson:
        return _page(visit, visit.say("console.administration.contact.same_person"))
    except Stale:
        return _page(visit, visit.say("console.administration.contact.decided"))
    said = "confirmed" if confirmed else "turned_down"
    return visit.to(CONTACTS, visit.say(f"console.administration.contact.{said}"))


def _page(visit: Visit, refused: str = "") -> Response:
    profile = upkeep_of(visit).bulletin()[1]
    with visit.office.read() as session:
        checks = contact_checks.of(session, profile.id)
    known = [
        Known(contact, [check for check in checks if check.published == contact.published_value])
        for contact in profile.contacts
    ]
    typed = {name: visit.field(name) for name in ("published", "status", "value", "how")}
    shown = {"known": known, "statuses": list(ContactStatus), "refused": refused, "form": typed}
    return visit.page("administration_contacts.html", 422 if refused else 200, **shown)


ROUTES = (
    Route("GET", CONTACTS, contacts, ROLES["contacts"]),
    Route("POST", CONTACTS, once(CONTACTS)(propose), ROLES["contacts"]),
    Route("POST", f"{CONTACTS}/decision", once(CONTACTS)(decide), ROLES["contacts"]),
)
