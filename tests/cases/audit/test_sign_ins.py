"""Sign-ins are known, and what was typed wrong is not."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.audit import sign_ins
from cases.audit.deeds import Action
from cases.audit.models import AuditEntry
from cases.kinds import Role
from cases.staff import sign_in
from tests.accounts import PASSPHRASE, make_account
from tests.builders import NOW, SECRET


def entries(session: Session) -> list[tuple[str, str, str | None]]:
    of_sign_ins = select(AuditEntry).where(AuditEntry.action == Action.SIGN_IN)
    found = session.scalars(of_sign_ins.order_by(AuditEntry.id))
    return [(entry.action, entry.actor, entry.outcome) for entry in found]


@pytest.mark.parametrize(
    ("name", "passphrase", "entry"),
    [
        ("zuzhang", PASSPHRASE, ("sign_in", "zuzhang", "done")),
        ("zuzhang", "wrong", ("sign_in", "zuzhang", "refused")),
        (PASSPHRASE, "zuzhang", ("sign_in", "?", "refused")),
    ],
)
def test_who_came_in_or_was_tried_is_in_the_log(
    session: Session, name: str, passphrase: str, entry: tuple[str, str, str]
) -> None:
    account = make_account(session, "zuzhang", Role.TEAM_LEADER)
    tried = sign_in.prepare(session, SECRET, name, NOW).tried(passphrase)
    ended = sign_in.finish(session, SECRET, tried, account.code(NOW), NOW)
    sign_ins.note(session, tried, ended, NOW)
    assert entries(session) == [entry]
