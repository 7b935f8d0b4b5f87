"""Who declares an interest when cases are there already keeps out of those, too, as far as they can be read again."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from cases import access, holding
from cases.kinds import Kind, Role
from cases.models import Case
from cases.recusal import exclusions, interests
from cases.recusal.models import Relation, Why
from cases.staff import accounts, key_pairs
from cases.staff.officer import Officer
from cases.transitions import Move
from tests.accounts import make_account
from tests.builders import CHEAP, NOW, make_case, make_officer
from tests.teams import attest, close, go


@pytest.fixture
def officer(session: Session) -> Officer:
    return make_officer(session, Role.HANDLER)


def declare(session: Session, officer: Officer, subject: str, relation: Relation = Relation.RELATIVE) -> None:
    interests.declare(session, officer, relation, subject, NOW)


def test_an_open_case_that_speaks_of_it_is_gone_from_then_on(session: Session, officer: Officer) -> None:
    case, other = make_case(session, "赵小梅的店占道经营"), make_case(session)
    declare(session, officer, "赵小梅")
    assert (access.sees(session, officer, case), access.sees(session, officer, other)) == (False, True)


def test_a_case_in_hand_is_taken_out_of_it(session: Session, officer: Officer) -> None:
    case = make_case(session, "赵小梅的店占道经营")
    holding.claim(session, attest(session, officer, case), case, NOW)
    declare(session, officer, "赵小梅")
    assert case.holder_id is None


def test_a_name_that_is_only_alike_is_looked_at_by_somebody(session: Session, officer: Officer) -> None:
    case = make_case(session, "赵小海的店占道经营")
    declare(session, officer, "赵小梅")
    assert [row.staff_id for row in exclusions.suspected(session, case)] == [officer.staff_id]


def test_a_street_counts_where_the_case_is(session: Session, officer: Officer) -> None:
    case = make_case(session, subdistrict="海城街道")
    declare(session, officer, "海城街道", Relation.FORMER_UNIT)
    assert not access.sees(session, officer, case)


def test_a_closed_case_that_names_it_is_found_too(session: Session, officer: Officer) -> None:
    case = make_case(session, "赵小梅的店占道经营")
    close(session, case)
    go(session, case, Move.GIVE_FEEDBACK, Move.ARCHIVE)
    declare(session, officer, "赵小梅")
    assert not access.sees(session, officer, case)


@pytest.mark.parametrize("subject", ["梅", "“”"])
def test_what_is_too_short_to_be_looked_up_stops_nothing(session: Session, officer: Officer, subject: str) -> None:
    case = make_case(session)
    declare(session, officer, subject)
    assert access.sees(session, officer, case)


def test_of_a_tip_off_no_row_tells_whom_it_is_about(session: Session, officer: Officer) -> None:
    case = make_case(session, "赵小梅的店送红包", Kind.TIP_OFF)
    declare(session, officer, "赵小梅")
    assert not exclusions.keeps_out(session, case, officer.staff_id)


def test_why_somebody_keeps_out_is_what_was_declared(session: Session, officer: Officer) -> None:
    case: Case = make_case(session, "赵小梅的店占道经营")
    declare(session, officer, "赵小梅", Relation.INTEREST)
    row = session.get_one(exclusions.Recusal, (case.id, officer.staff_id))
    assert (row.why, row.decided) == (Why.INTEREST, True)


def test_a_new_account_is_kept_out_of_the_open_cases_that_name_its_person(session: Session) -> None:
    case, other = make_case(session, "wangli占道经营"), make_case(session)
    new = make_account(session, "wangli").officer
    assert (access.sees(session, new, case), access.sees(session, new, other)) == (False, True)


@pytest.mark.parametrize("changed", [{"display_name": "赵小梅"}, {"aliases": ("赵小梅",)}])
def test_another_name_of_an_account_counts_from_then_on(session: Session, changed: dict[str, object]) -> None:
    case = make_case(session, "赵小梅占道经营")
    admin, account = make_account(session, "anquan", Role.SECURITY_ADMIN), make_account(session, "wangli")
    assert access.sees(session, account.officer, case)
    who = replace(accounts.details(accounts.find(session, "wangli")), **changed)  # type: ignore[arg-type]
    accounts.change(session, admin.officer, "wangli", who, NOW)
    assert not access.sees(session, account.officer, case)


def test_a_new_account_with_a_name_that_is_only_alike_is_looked_at(session: Session) -> None:
    case = make_case(session, "赵小海占道经营")
    who = accounts.Details("赵小梅", frozenset({Role.HANDLER}))
    staff = accounts.put(session, None, "xiaomei", who, key_pairs.make("路灯 blue Lamp 1987", CHEAP), NOW)
    assert [row.staff_id for row in exclusions.suspected(session, case)] == [staff.id]
