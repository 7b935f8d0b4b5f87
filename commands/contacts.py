"""A bulletin's contact details as two officers of this office found them to be."""

from dataclasses import replace

from sqlalchemy import Engine as Database

from bulletin.profile import Profile, PublishedContact
from cases import contact_checks
from cases.contact_checks import ContactCheck
from cases.times import local_date
from db.session import read_scope


def checked(database: Database, known: Profile) -> Profile:
    """The same profile, each contact with what was confirmed of it last."""
    with read_scope(database) as session:
        confirmed = contact_checks.confirmed(session, known.id)
    contacts = tuple(_as_found(contact, confirmed.get(contact.published_value)) for contact in known.contacts)
    return replace(known, contacts=contacts)


def _as_found(contact: PublishedContact, check: ContactCheck | None) -> PublishedContact:
    if check is None or check.decided_at is None:
        return contact
    status = check.status.value
    on = local_date(check.decided_at) if check.value else None
    return replace(contact, status=status, verified_value=check.value, verified_on=on)  # type: ignore[arg-type]
