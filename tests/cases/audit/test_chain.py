"""Any change of the log is found."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cases.audit import chain
from cases.audit import log as audit
from cases.audit.chain import Fields, Head
from cases.audit.deeds import Action, Deed, Outcome
from cases.audit.models import AuditEntry
from db.session import read_scope, write_scope
from tests.builders import MINUTE, NOW

LOG = AuditEntry.metadata.tables[AuditEntry.__tablename__]
COUNT = 6
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def written(session: Session, count: int = COUNT) -> None:
    for at in range(count):
        audit.note(session, Deed(Action.VIEW, "王丽", f"{at:08}", "s", "r"), Outcome.DONE, NOW + at * MINUTE)


def unguarded(session: Session) -> None:
    """As one who owns the database can make it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("ALTER TABLE audit_log DISABLE TRIGGER USER"))
    else:
        for name in ("update", "delete", "replace"):
            session.execute(sa.text(f"DROP TRIGGER IF EXISTS audit_log_no_{name}"))


def change_one(session: Session, at: int, column: str) -> None:
    value = {"at": NOW + timedelta(days=1), "attempt_id": 1}.get(column, "x")
    session.execute(sa.update(LOG).where(LOG.c.id == at).values({column: value}))


def remove_one(session: Session, at: int) -> None:
    session.execute(sa.delete(LOG).where(LOG.c.id == at))


def swap_two(session: Session, at: int) -> None:
    """With their hashes, so that only the order is wrong."""
    for old, new in ((at, 999), (at + 1, at), (999, at + 1)):
        session.execute(sa.update(LOG).where(LOG.c.id == old).values(id=new))


def insert_one(session: Session, at: int) -> None:
    """A copy of an entry, pushed in with those after it moved on."""
    copied = session.execute(sa.select(LOG).where(LOG.c.id == at)).one()._asdict()
    for number in range(COUNT, at, -1):
        session.execute(sa.update(LOG).where(LOG.c.id == number).values(id=number + 1))
    session.execute(sa.insert(LOG).values(copied | {"id": at + 1}))


CHANGED = tuple(name for name in (*Fields._fields, "hash") if name != "id")
HARMS = (
    *((f"change {column}", partial(change_one, column=column), 0) for column in CHANGED),
    ("remove", remove_one, 0),
    ("swap", swap_two, 0),
    ("insert", insert_one, 1),
)


def test_an_untouched_chain_holds(session: Session) -> None:
    written(session)
    verdict = chain.verify(session)
    assert verdict.holds
    assert verdict.head == chain.head(session)
    assert verdict.head.number == COUNT


def test_an_empty_log_holds(session: Session) -> None:
    assert chain.verify(session) == chain.Verdict(Head(0, chain.BEFORE_ALL))


@pytest.mark.parametrize("at", range(1, COUNT))
@pytest.mark.parametrize(("harm", "later"), [harm[1:] for harm in HARMS], ids=[harm[0] for harm in HARMS])
def test_the_first_entry_that_was_harmed_is_named(
    session: Session, at: int, harm: Callable[[Session, int], None], later: int
) -> None:
    written(session)
    unguarded(session)
    harm(session, at)
    assert chain.verify(session).broken == at + later


def test_a_falsified_time_is_found_and_not_stumbled_over(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps nothing but times in a column of times")
    written(session)
    unguarded(session)
    session.execute(sa.text("UPDATE audit_log SET at = 'yesterday' WHERE id = 3"))
    assert chain.verify(session).broken == 3


@pytest.mark.parametrize("kept_at", range(1, COUNT + 1))
def test_a_tail_that_was_cut_off_is_found_with_a_kept_head(session: Session, kept_at: int) -> None:
    written(session)
    kept = Head.parse(str(chain.head(session)))
    unguarded(session)
    session.execute(sa.delete(LOG).where(LOG.c.id >= kept_at))
    verdict = chain.verify(session, kept)
    assert verdict.broken is None
    assert not verdict.holds


def test_a_chain_written_anew_is_found_with_a_kept_head(session: Session) -> None:
    written(session)
    kept = chain.head(session)
    unguarded(session)
    session.execute(sa.delete(LOG).where(LOG.c.id > 2))
    session.expunge_all()
    written(session, COUNT)
    assert chain.verify(session).holds
    assert not chain.verify(session, kept).holds


def test_a_kept_head_is_still_found_when_the_chain_has_grown(session: Session) -> None:
    written(session)
    kept = Head.parse(str(chain.head(session)))
    written(session)
    assert chain.verify(session, kept).holds


@given(st.integers(0, 10**9), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_head_on_paper_is_read_as_it_was_written(number: int, digits: str) -> None:
    head = Head(number, digits)
    read = Head.parse(f" {str(head).upper()} ")
    assert (read.number, read.hash) == (number, digits[: chain.SHORTEST_KEPT])


@pytest.mark.parametrize(
    "text", ["", "7", "7:abc", f"7:{'z' * 32}", f"x:{'a' * 32}", f"7:{'a' * 65}", f"7:-{'g' * 40}"]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Head.parse(text)


@given(st.tuples(TEXTS, TEXTS, st.none() | TEXTS, st.none() | TEXTS), st.data())
def test_no_two_different_entries_have_one_hash(
    words: tuple[str, str, str | None, str | None], data: st.DataObject
) -> None:
    actor, action, subject, reason = words
    fields = Fields(1, NOW, actor, action, None, subject, reason, None, None, chain.BEFORE_ALL)
    name = data.draw(st.sampled_from(("actor", "action", "subject", "reason")))
    changed: dict[str, Any] = {name: data.draw(TEXTS | st.none())}
    other = fields._replace(**changed)
    assert (chain.digest(fields) == chain.digest(other)) == (fields == other)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(actor=TEXTS, subject=st.none() | TEXTS, reason=st.none() | TEXTS)
def test_any_words_hold_once_they_have_been_stored(
    session: Session, actor: str, subject: str | None, reason: str | None
) -> None:
    audit.note(session, Deed(Action.STAFF, actor, None, subject, reason), Outcome.DONE, NOW)
    session.flush()
    session.expire_all()
    assert chain.verify(session).holds


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"])
def test_the_database_refuses_to_change_the_log(engine: Engine, statement: str) -> None:
    with write_scope(engine) as session:
        written(session)
    with pytest.raises(DBAPIError, match="append-only"), write_scope(engine) as session:
        session.execute(sa.text(statement))
    with read_scope(engine) as session:
        assert chain.verify(session).head.number == COUNT


def test_the_database_refuses_to_empty_or_replace_the_log(engine: Engine) -> None:
    with write_scope(engine) as session:
        written(session)
    replaced = "INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE id = 2"
    statement = replaced if engine.dialect.name == "sqlite" else "TRUNCATE audit_log"
    with pytest.raises(DBAPIError, match="append-only"), write_scope(engine) as session:
        session.execute(sa.text(statement))
