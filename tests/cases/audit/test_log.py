"""An attempt is known before anything happens, and how it ended with the change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from functools import partial

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cases.audit import chain
from cases.audit import log as audit
from cases.audit.deeds import Action, Deed, Outcome
from cases.audit.models import AuditEntry
from cases.errors import IllegalMove, NotAllowed
from cases.kinds import Kind, Role
from cases.models import Case
from cases.staff.officer import Officer
from db.session import read_scope, write_scope
from tests.builders import NOW, make_case

AUDITOR = Officer(1, "审计员", frozenset({Role.AUDITOR}))
LEADERS = [role for role in Role if role is not Role.AUDITOR]
DEED = Deed(Action.MOVE, "王丽", "12345678", "accept")


@pytest.fixture
def write(engine: Engine) -> Callable[[], AbstractContextManager[Session]]:
    return partial(write_scope, engine)


def entries(engine: Engine) -> list[AuditEntry]:
    with read_scope(engine) as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_an_attempt_is_there_before_the_change(engine: Engine, write: audit.WriteScope) -> None:
    audit.attempt(write, DEED, NOW)
    (begun,) = entries(engine)
    assert (begun.actor, begun.case_number, begun.subject, begun.outcome) == ("王丽", "12345678", "accept", None)


def test_a_crash_between_attempt_and_outcome_leaves_an_attempt_without_one(
    engine: Engine, write: audit.WriteScope
) -> None:
    begun = audit.attempt(write, DEED, NOW)
    with pytest.raises(KeyboardInterrupt), write() as session:
        make_case(session)
        audit.outcome(session, begun, Outcome.DONE, NOW)
        raise KeyboardInterrupt
    with read_scope(engine) as session:
        assert [entry.id for entry in audit.unfinished(session)] == [begun]
        assert chain.verify(session).holds
        assert session.scalar(select(Case)) is None


def test_a_process_that_is_killed_leaves_an_attempt_without_outcome(engine: Engine, write: audit.WriteScope) -> None:
    with pytest.raises(KeyboardInterrupt), audit.carried_out(write, DEED, lambda: NOW):
        raise KeyboardInterrupt
    with read_scope(engine) as session:
        assert len(audit.unfinished(session)) == 1


def test_change_and_outcome_are_one(engine: Engine, write: audit.WriteScope) -> None:
    with audit.carried_out(write, DEED, lambda: NOW) as session:
        make_case(session)
    assert [entry.outcome for entry in entries(engine)] == [None, "done"]
    with read_scope(engine) as session:
        assert session.scalar(select(Case)) is not None
        assert audit.unfinished(session) == []


@pytest.mark.parametrize(
    ("failure", "result"), [(IllegalMove, "refused"), (NotAllowed, "refused"), (OSError, "failed")]
)
def test_what_was_not_done_says_so_and_changes_nothing(
    engine: Engine, write: audit.WriteScope, failure: type[Exception], result: str
) -> None:
    with pytest.raises(failure), audit.carried_out(write, DEED, lambda: NOW) as session:
        make_case(session)
        raise failure
    assert [entry.outcome for entry in entries(engine)] == [None, result]
    with read_scope(engine) as session:
        assert session.scalar(select(Case)) is None


@pytest.mark.parametrize(("failure", "result"), [(None, "done"), (NotAllowed(), "refused"), (OSError(), "failed")])
def test_what_takes_long_is_watched_without_a_transaction(
    engine: Engine, write: audit.WriteScope, failure: Exception | None, result: str
) -> None:
    with suppress(NotAllowed, OSError), audit.watched(write, DEED, lambda: NOW):
        with write() as session:
            make_case(session)
        if failure:
            raise failure
    assert [entry.outcome for entry in entries(engine)] == [None, result]


def test_a_view_is_one_entry(engine: Engine) -> None:
    with write_scope(engine) as session:
        audit.note(session, Deed.on_number("12345678", Action.VIEW, "王丽"), Outcome.DONE, NOW)
    with read_scope(engine) as session:
        assert audit.unfinished(session) == []
    assert len(entries(engine)) == 1


@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
def test_of_a_confidential_case_the_log_has_the_number_and_nothing_else(session: Session, kind: Kind) -> None:
    case = make_case(session, kind=kind)
    deed = Deed.on(case, Action.MOVE, "王丽", subject="tip_off accepted", reason="王某收红包")
    assert deed == Deed(Action.MOVE, "王丽", case.number)


def test_of_an_open_case_the_log_has_subject_and_reason(session: Session) -> None:
    case = make_case(session)
    deed = Deed.on(case, Action.MOVE, "王丽", subject="accept", reason="属本组职责")
    assert (deed.number, deed.subject, deed.reason) == (case.number, "accept", "属本组职责")


@pytest.mark.parametrize("typed", ["王某收红包", "1234567", "123456789", "12345678\n", "４４４４4444"])
def test_what_was_typed_instead_of_a_number_is_not_kept(typed: str) -> None:
    assert Deed.on_number(typed, Action.VIEW, "王丽").number is None


def test_the_auditor_reads_the_log_newest_first_page_by_page(session: Session) -> None:
    for _ in range(audit.PAGE + 5):
        audit.note(session, DEED, Outcome.DONE, NOW)
    first = audit.entries(session, AUDITOR)
    rest = audit.entries(session, AUDITOR, before=first[-1].id)
    assert [entry.id for entry in (*first, *rest)] == list(range(audit.PAGE + 5, 0, -1))


def test_the_auditor_finds_by_actor_action_number_and_words(session: Session) -> None:
    audit.note(session, DEED, Outcome.DONE, NOW)
    audit.note(session, Deed(Action.VIEW, "李明", "87654321"), Outcome.REFUSED, NOW)
    audit.note(session, Deed(Action.STAFF, "王丽", subject="added 100%"), Outcome.DONE, NOW)
    assert [entry.id for entry in audit.entries(session, AUDITOR, subjects=["added", "0%"])] == [3]
    assert audit.entries(session, AUDITOR, subjects=["1%"]) == []
    for asked in ({"actors": ["李明", "张三"]}, {"action": Action.VIEW}, {"number": "87654321"}):
        assert [entry.id for entry in audit.entries(session, AUDITOR, **asked)] == [2]


@pytest.mark.parametrize("role", LEADERS)
def test_nobody_but_the_auditor_reads_the_log(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowed):
        audit.entries(session, Officer(2, "某人", frozenset({role})))


def test_many_writers_keep_one_chain(engine: Engine, write: audit.WriteScope) -> None:
    def work(_: int) -> None:
        with audit.carried_out(write, DEED, lambda: NOW):
            pass

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(24)))
    with read_scope(engine) as session:
        verdict = chain.verify(session)
        assert verdict.holds
        assert verdict.head.number == 48
        assert audit.unfinished(session) == []
