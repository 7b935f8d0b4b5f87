"""Cases from before there were states, holders and departments come along, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from cases import moves
from cases.models import Case, CaseEvent
from cases.transitions import OPEN
from db.migrate import downgrade, upgrade
from tests import databases

CASE = """INSERT INTO cases (number, kind, state, queue, routing_reason, urgent, identity_mode, receipt_hash,
 citizen_key, received_at, closed_at, withdrawn_at, version)
 VALUES (:number, 'suggestion', :state, 'q_suggestion', 'R11', false, 'anonymous', :number, :key,
 '2026-05-06 07:08:09+00:00', NULL, :withdrawn, 1)"""
WITHDRAWN = "2026-05-07 07:08:09+00:00"
MESSAGE = """INSERT INTO messages (case_id, author, visibility, content, created_at)
 VALUES (1, 'citizen', 'public', :words, :at)"""
STAFF = """INSERT INTO staff (name, display_name, roles, aliases, one_time, active, created_at)
 VALUES ('wangli', '王丽', '[]', '[]', false, true, '2026-05-06 07:08:09+00:00')"""


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as it was, with a case, a withdrawn case and a message."""
    with databases.migrated(request.param, tmp_path, "0003") as engine:
        with engine.begin() as connection:
            for number, state, withdrawn in (("1", "registered", None), ("2", "withdrawn", WITHDRAWN)):
                row = {"number": number, "state": state, "key": b"k", "withdrawn": withdrawn}
                connection.execute(text(CASE), row)
            said = "INSERT INTO messages (case_id, author, visibility, content, created_at)"
            connection.execute(
                text(f"{said} VALUES (1, 'citizen', 'public', :words, :at)"), {"words": b"x", "at": WITHDRAWN}
            )
            connection.execute(text(STAFF))
        yield engine


def test_cases_come_along_and_back_with_all_that_refers_to_them(engine: Engine) -> None:
    upgrade(engine, "0004")
    with engine.begin() as connection:
        since = "SELECT number FROM cases WHERE state_since = COALESCE(withdrawn_at, received_at) ORDER BY id"
        assert list(connection.scalars(text(since))) == ["1", "2"]
        assert connection.scalar(text("SELECT number FROM cases WHERE closed_at = withdrawn_at")) == "2"
        connection.execute(text("UPDATE cases SET holder_id = 1, split_from = 1, duplicate_of = 1 WHERE id = 2"))
        holding = "INSERT INTO holdings (case_id, staff_id, since, how, by) VALUES (2, 1, :at, 'claimed', 'wangli')"
        connection.execute(text(holding), {"at": WITHDRAWN})
    downgrade(engine, "0003")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM cases WHERE closed_at IS NULL")) == 2
        assert connection.scalar(text("SELECT COUNT(*) FROM messages")) == 1
    upgrade(engine)


@pytest.mark.parametrize(
    ("kind", "queue", "was", "becomes"),
    [
        ("consultation", "q_public_answer", "completed", "feedback_given"),
        ("correction", "q_public_answer", "rework", "triaged"),
        ("praise", "q_suggestion", "completed", "feedback_given"),
        ("praise", "q_suggestion", "rework", "triaged"),
        ("data_rights", "q_data_rights", "completed", "feedback_given"),
        ("appeal", "q_appeal", "rework", "triaged"),
        ("appeal", "q_appeal", "completed", "completed"),
        ("complaint", "q_petition", "completed", "completed"),
        ("tip_off", "q_tip_off", "rework", "rework"),
        ("tip_off", "q_sealed_superior", "completed", "sealed"),
        ("tip_off", "q_sealed_team_leader", "rework", "sealed"),
        ("appeal", "q_sealed_own_team", "completed", "sealed"),
    ],
)
def test_no_case_comes_into_a_state_without_a_way_out(
    engine: Engine, kind: str, queue: str, was: str, becomes: str
) -> None:
    closed = WITHDRAWN if was == "completed" else None
    now = {"kind": kind, "queue": queue, "state": was, "closed": closed}
    with engine.begin() as connection:
        change = "UPDATE cases SET kind = :kind, queue = :queue, state = :state, closed_at = :closed WHERE id = 1"
        connection.execute(text(change), now)
    upgrade(engine)
    with Session(engine) as session:
        case = session.get_one(Case, 1)
        assert case.state == becomes
        assert (case.closed_at is None) == (case.state in OPEN)
        assert list(moves.ways(session, case))
        found = [(line.old, line.new) for line in session.scalars(select(CaseEvent))]
        assert found == ([] if was == becomes else [(was, becomes)])
