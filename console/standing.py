"""The account behind a session as it is now: roles may have been taken away since, or the account been switched off."""

from nacl.public import PrivateKey

from cases.staff.models import Staff
from cases.staff.officer import Officer
from console.office import Office


def still(office: Office, officer: Officer) -> Officer | None:
    """With the roles of today; None for who may not act any more."""
    with office.read() as session:
        staff = session.get(Staff, officer.staff_id)
    if staff is None or not staff.active or staff.public_key != _public(officer):
        return None  # switched off, or given a new key
    return Officer(staff.id, staff.name, staff.held, staff.department, officer.private, staff.display_name)


def _public(officer: Officer) -> bytes:
    return bytes(PrivateKey(officer.private or b"").public_key)
