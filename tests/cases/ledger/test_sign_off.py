"""挂账销号: two people, on evidence, and never for good."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases.errors import IllegalMove, NotAllowed, ReasonNeeded, SamePerson, WrongDay
from cases.kinds import Role
from cases.ledger import history, leads, sign_off, work
from cases.ledger.errors import NotReady
from cases.ledger.history import Note
from cases.ledger.models import LedgerItem
from cases.ledger.states import ItemState, Step
from cases.staff.models import Staff
from cases.staff.officer import Officer
from db.session import make_engine
from tests.builders import DAY, NOW, make_officer
from tests.databases import models
from tests.ledgers import PROVEN, make_done, make_item, officer

STEPS: dict[str, Callable[..., None]] = {
    "propose": sign_off.propose,
    "send_back": sign_off.send_back,
    "sign_off": sign_off.sign_off,
    "look_back": sign_off.look_back,
    "passed": lambda *args: sign_off.looked_back(*args, passed=True),
    "failed": lambda *args: sign_off.looked_back(*args, passed=False),
    "reopen": sign_off.reopen,
}


def test_two_people_with_evidence_sign_an_item_off(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    make_done(session, worker, item)
    sign_off.propose(session, worker, item, NOW, PROVEN)
    assert item.state is ItemState.AWAITING_SIGN_OFF
    sign_off.sign_off(session, checker, item, NOW, PROVEN)
    assert item.state is ItemState.SIGNED_OFF


def test_who_proposed_a_sign_off_cannot_sign_it_off(session: Session, item: LedgerItem) -> None:
    both = officer("赵强", Role.HANDLER, Role.REVIEWER)
    sign_off.propose(session, both, make_done(session, both, item), NOW, PROVEN)
    with pytest.raises(SamePerson):
        sign_off.sign_off(session, both, item, NOW, PROVEN)


def test_the_owner_of_a_measure_cannot_sign_the_item_off(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    sign_off.propose(session, worker, make_done(session, worker, item, owner=checker.name), NOW, PROVEN)
    with pytest.raises(SamePerson):
        sign_off.sign_off(session, checker, item, NOW, PROVEN)


@pytest.mark.parametrize("owner", ["周主任", "原拆违办主任"])
def test_an_owner_is_recognised_under_any_of_their_names(
    session: Session, item: LedgerItem, worker: Officer, owner: str
) -> None:
    checker = make_officer(session, Role.REVIEWER)
    staff = session.get_one(Staff, checker.staff_id)
    staff.display_name, staff.aliases = "周主任", ["原拆违办主任"]
    sign_off.propose(session, worker, make_done(session, worker, item, owner), NOW, PROVEN)
    with pytest.raises(SamePerson):
        sign_off.sign_off(session, checker, item, NOW, PROVEN)


def test_a_handler_cannot_sign_off(session: Session, item: LedgerItem, worker: Officer) -> None:
    sign_off.propose(session, worker, make_done(session, worker, item), NOW, PROVEN)
    with pytest.raises(NotAllowed):
        sign_off.sign_off(session, officer("李四", Role.HANDLER), item, NOW, PROVEN)


@pytest.mark.parametrize("evidence", [None, "", " "])
def test_nothing_is_proposed_or_signed_off_without_evidence(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer, evidence: str | None
) -> None:
    make_done(session, worker, item)
    with pytest.raises(ReasonNeeded):
        sign_off.propose(session, worker, item, NOW, Note("已拆", evidence))
    sign_off.propose(session, worker, item, NOW, PROVEN)
    with pytest.raises(ReasonNeeded):
        sign_off.sign_off(session, checker, item, NOW, Note("看过", evidence))
    assert item.state is ItemState.AWAITING_SIGN_OFF


def test_an_item_without_a_measure_cannot_be_proposed(session: Session, item: LedgerItem, worker: Officer) -> None:
    with pytest.raises(NotReady, match="measure"):
        sign_off.propose(session, worker, item, NOW, PROVEN)


def test_an_item_with_a_promise_that_is_not_met_cannot_be_proposed(
    session: Session, worker: Officer, checker: Officer
) -> None:
    library = make_done(session, worker, make_item(session, "六(三)"))
    leads.confirm(session, checker, library, "文教体局", NOW)
    with pytest.raises(NotReady, match="promise"):
        sign_off.propose(session, worker, library, NOW, PROVEN)
    work.keep_promise(session, checker, library, library.promises[0].id, NOW.date(), NOW, PROVEN)
    sign_off.propose(session, worker, library, NOW, PROVEN)
    assert library.state is ItemState.AWAITING_SIGN_OFF


def test_no_promise_is_met_on_a_day_that_has_not_come(session: Session, worker: Officer, checker: Officer) -> None:
    library = make_done(session, worker, make_item(session, "六(三)"))
    with pytest.raises(WrongDay):
        work.keep_promise(session, checker, library, library.promises[0].id, NOW.date() + DAY, NOW, PROVEN)
    assert library.promises[0].met_on is None


def test_an_item_whose_department_is_a_guess_cannot_be_proposed(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    leads.remove(session, checker, item, "综合行政执法局", NOW)
    with pytest.raises(NotReady, match="lead"):
        sign_off.propose(session, worker, make_done(session, worker, item), NOW, PROVEN)


def test_a_failed_look_back_is_rework_and_a_second_one_asks_who_is_to_blame(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    make_done(session, worker, item)
    for times in (1, 2):
        sign_off.propose(session, worker, item, NOW, PROVEN)
        sign_off.sign_off(session, checker, item, NOW, PROVEN)
        sign_off.look_back(session, checker, item, NOW, PROVEN)
        sign_off.looked_back(session, checker, item, NOW, PROVEN, passed=False)
        assert item.state is ItemState.REWORK
        assert sign_off.accountability_due(session, item) is (times == 2)


def test_every_step_leaves_who_when_why_and_on_what_evidence(
    session: Session, item: LedgerItem, worker: Officer
) -> None:
    sign_off.propose(session, worker, make_done(session, worker, item), NOW, PROVEN)
    line = history.of(session, item)[-1]
    assert (line.what, line.who, line.at) == (Step.PROPOSED, worker.name, NOW)
    assert (line.old, line.new) == (ItemState.IN_PROGRESS, ItemState.AWAITING_SIGN_OFF)
    assert (line.reason, line.evidence) == ("已拆", "现场照片")


@pytest.fixture(scope="module")
def memory() -> Engine:
    engine = make_engine("sqlite://")
    models.Base.metadata.create_all(engine)
    return engine


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.booleans()), max_size=25))
def test_after_any_steps_whatever_is_signed_off_was_proposed_by_another(
    memory: Engine, tried: list[tuple[str, bool]]
) -> None:
    one, two = (officer(name, Role.REVIEWER) for name in ("甲", "乙"))
    with Session(memory) as session:
        item = make_done(session, one, make_item(session))
        for name, by_one in tried:
            try:
                STEPS[name](session, one if by_one else two, item, NOW, PROVEN)
            except (IllegalMove, SamePerson):
                continue
        lines = history.of(session, item)
        moves = [line for line in lines if line.new in list(ItemState) and line.old in list(ItemState)]
        for before, after in pairwise(moves):
            assert after.old == before.new
            if after.what == Step.SIGNED_OFF:
                assert before.what == Step.PROPOSED
                assert before.who != after.who
        assert moves == [] or moves[-1].new == item.state
