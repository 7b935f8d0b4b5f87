"""What the newest tables hold comes along, and what was there before them is there after going back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from cases import contact_checks, history, printing
from cases.contact_checks import ContactStatus
from cases.history import What
from cases.kinds import Kind, Role, Source
from cases.likeness import published
from cases.likeness.published import PublishedText
from cases.models import Case, CaseEvent
from cases.recusal import requests
from cases.routing.jurisdiction import NOWHERE
from db.migrate import downgrade, upgrade
from db.session import write_scope
from tests import databases
from tests.builders import NOW, make_case, make_person, make_readers

BEFORE = "0010"


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The newest tables, with something in each of those that came last."""
    with databases.migrated(request.param, tmp_path) as engine:
        with write_scope(engine) as session:
            fill(session)
        yield engine


def fill(session: Session) -> None:
    """A case that came by telephone with words to publish, a tip-off to print, two decided requests, a contact."""
    make_person(session, "陈立军", Role.TEAM_LEADER)
    team = make_readers(session)
    case, tip_off = make_case(session), make_case(session, "某科长收了红包", Kind.TIP_OFF)
    case.source = Source.CALL
    published.agree(session, case, NOW)
    published.propose(session, team[Role.TRIAGE_OFFICER], case, "希望村口能亮一点", NOW)
    printing.ask(session, team[Role.TRIAGE_OFFICER], tip_off, "提交专题会研究", NOW)
    for whom, judge in (("经办的人", Role.TEAM_LEADER), ("陈立军组长", Role.SUPERIOR_LIAISON)):
        asked = requests.ask(session, NOWHERE, case, f"请{whom}回避", NOW)
        requests.refuse(session, team[judge], asked, "没有利害关系", NOW)
    contact_checks.propose(session, team[Role.TEAM_LEADER], "b", "0791", ContactStatus.RETIRED, "", "打不通", NOW)


def decisions(engine: Engine) -> list[str]:
    with Session(engine) as session:
        lines = select(CaseEvent.what).where(CaseEvent.what.contains("_refused")).order_by(CaseEvent.id)
        return list(session.scalars(lines))


def test_nothing_that_was_there_before_is_lost_by_going_back_and_up_again(engine: Engine) -> None:
    downgrade(engine, BEFORE)
    assert decisions(engine) == [What.RECUSAL_REFUSED, What.RECUSAL_REFUSED]
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM published_texts WHERE redacted IS NULL")) == 1
    upgrade(engine)
    assert decisions(engine) == [What.RECUSAL_REFUSED, What.UPWARD_REFUSED]
    with Session(engine) as session:
        assert {case.source for case in session.scalars(select(Case))} == {Source.ONLINE}
        assert session.scalars(select(PublishedText.proposed)).all() == [None]


def test_a_case_that_came_along_can_be_worked_on(engine: Engine) -> None:
    downgrade(engine, BEFORE)
    upgrade(engine)
    with write_scope(engine) as session:
        case = session.scalars(select(Case).where(Case.kind == Kind.SUGGESTION)).one()
        history.record(session, case, What.NOTED, "wangli", NOW, reason="电话核实")
        published.take_back(session, case, NOW)
    with Session(engine) as session:
        assert session.scalars(select(PublishedText)).all() == []
