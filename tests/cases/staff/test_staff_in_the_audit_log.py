"""What is done to accounts is in the audit chain, with who did it and what it changed (domain.md 2.8 INV-C11)."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.audit import chain
from cases.audit.deeds import Action
from cases.audit.models import AuditEntry
from cases.kinds import Role
from cases.staff import accounts
from tests.accounts import make_account
from tests.builders import NOW


def entries(session: Session) -> list[tuple[str, str | None, str | None]]:
    of_staff = select(AuditEntry).where(AuditEntry.action == Action.STAFF).order_by(AuditEntry.id)
    return [(entry.actor, entry.subject, entry.reason) for entry in session.scalars(of_staff)]


def test_who_gave_whom_which_role_is_in_the_chain(session: Session) -> None:
    admin, wangli = make_account(session, "anquan", Role.SECURITY_ADMIN), make_account(session, "wangli")
    who = accounts.details(accounts.find(session, "wangli"))
    accounts.change(session, admin.officer, "wangli", replace(who, roles=frozenset({Role.REVIEWER})), NOW)
    accounts.disable(session, admin.officer, wangli.name, NOW)
    assert entries(session)[2:] == [
        ("anquan", "roles wangli", "handler -> reviewer"),
        ("anquan", "disabled wangli", None),
    ]
    assert chain.verify(session).holds


def test_the_chain_names_no_secret_of_an_account(session: Session) -> None:
    wangli = make_account(session, "wangli")
    said = " ".join(str(entry) for entry in entries(session))
    assert wangli.passphrase not in said
    assert wangli.seed not in said
