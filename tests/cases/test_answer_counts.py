"""How many questions got what."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from cases import answer_counts
from tests.builders import NOW

TODAY = NOW.date()


def test_a_day_counts_each_kind_of_answer_by_itself(session: Session) -> None:
    for act in ("answer", "answer", "decline"):
        answer_counts.note(session, act, TODAY)
    answer_counts.note(session, "answer", TODAY - timedelta(days=1))
    found = {row.act: row.count for row in answer_counts.between(session, TODAY, TODAY)}
    assert found == {"answer": 2, "decline": 1}


@pytest.mark.parametrize("act", ["intake", "emergency", "case_status", "error", "smalltalk"])
def test_whoever_reports_something_is_not_counted(session: Session, act: str) -> None:
    answer_counts.note(session, act, TODAY)
    assert not answer_counts.between(session, TODAY, TODAY)
