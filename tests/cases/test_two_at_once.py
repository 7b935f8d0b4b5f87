"""Two transactions at once never do together what neither could do alone (PostgreSQL lets them run side by side)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cases import access, duplicates, holding, moves, printing
from cases.errors import HeldByAnother, IllegalMove, NoSuchCase, OnlyReader, Stale
from cases.history import SYSTEM, What
from cases.kinds import Kind, Role
from cases.ledger import public
from cases.ledger.errors import NoSuchItem
from cases.ledger.models import LedgerItem
from cases.models import Case, CaseEvent
from cases.recusal import aside, exclusions, requests
from cases.recusal.models import RecusalRequest, Why
from cases.routing.jurisdiction import NOWHERE
from cases.sealing import case_keys, granting, lost_keys
from cases.sealing.models import CaseKey, Purpose
from cases.sealing.reading import has_key, officer_reader, private_half
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.transitions import Move
from db.session import write_scope
from tests.builders import NOW, make_case, make_officer
from tests.ledgers import make_item, officer
from tests.teams import attest, make_team

Deed = Callable[[Session], object]
REFUSED = (HeldByAnother, IllegalMove, NoSuchCase, NoSuchItem, OnlyReader, Stale)
SOON = 0.3  # seconds in which the second would be through, if nothing held it up


def together(engine: Engine, first: Deed, second: Deed) -> list[bool]:
    """Whether each was done; the second begins when the first has done its work, and has not committed."""
    begun, through = Event(), Event()

    def leads() -> bool:
        try:
            with write_scope(engine) as session:
                first(session)
                begun.set()
                through.wait(SOON)
        except REFUSED:
            return False
        return True

    def follows() -> bool:
        begun.wait()
        try:
            with write_scope(engine) as session:
                second(session)
        except REFUSED:
            return False
        finally:
            through.set()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(leads), threads.submit(follows)]
        return [one.result() for one in done]


@pytest.fixture
def tip_off(engine: Engine) -> int:
    with write_scope(engine) as session:
        make_team(session)
        return make_case(session, "村里的会计收了红包，在饭店", Kind.TIP_OFF).id


def keys_of(engine: Engine, *roles: Role) -> list[int]:
    with write_scope(engine) as session:
        return [make_team(session)[role].staff_id for role in roles]


def test_the_last_two_readers_do_not_lose_a_case_together(engine: Engine, tip_off: int) -> None:
    def takes_from(role: Role) -> Deed:
        def deed(session: Session) -> None:
            team = make_team(session)
            whom = session.get_one(Staff, team[role].staff_id)
            granting.revoke(session, team[Role.TEAM_LEADER], session.get_one(Case, tip_off), whom, NOW)

        return deed

    with write_scope(engine) as session:
        takes_from(Role.TRIAGE_OFFICER)(session)
    assert together(engine, takes_from(Role.DEPUTY_LEADER), takes_from(Role.TEAM_LEADER)) == [True, False]


def test_the_last_two_readers_are_not_disabled_together_at_the_cost_of_a_case(engine: Engine, tip_off: int) -> None:
    def gives_up(role: Role) -> Deed:
        def deed(session: Session) -> None:
            staff = session.get_one(Staff, make_team(session)[role].staff_id)
            staff.active = False
            lost_keys.give_up(session, staff, "admin", NOW)

        return deed

    with write_scope(engine) as session:
        gives_up(Role.TRIAGE_OFFICER)(session)
    assert together(engine, gives_up(Role.DEPUTY_LEADER), gives_up(Role.TEAM_LEADER)) == [True, True]
    both = keys_of(engine, Role.DEPUTY_LEADER, Role.TEAM_LEADER)
    with write_scope(engine) as session:
        case = session.get_one(Case, tip_off)
        assert [has_key(session, one, case) for one in both] == [False, True]


def test_of_two_who_are_kept_out_at_once_the_list_has_both(engine: Engine, tip_off: int) -> None:
    def puts_aside(role: Role) -> Deed:
        def deed(session: Session) -> None:
            team, case = make_team(session), session.get_one(Case, tip_off)
            whom = session.get_one(Staff, team[role].staff_id)
            aside.put_aside(session, team[Role.TEAM_LEADER], case, whom, Why.INTEREST, NOW, reason="亲属")

        return deed

    both = Role.HANDLER, Role.DEPUTY_LEADER
    assert together(engine, *map(puts_aside, both)) == [True, True]
    with write_scope(engine) as session:
        leader, case = make_team(session)[Role.TEAM_LEADER], session.get_one(Case, tip_off)
        private = private_half(session, officer_reader(leader), case)
        found = case_keys.excluded(session.get_one(CaseKey, (tip_off, Purpose.CASE)), private)
    assert found == set(keys_of(engine, *both))


def test_who_is_kept_out_in_this_moment_does_not_claim_it(engine: Engine) -> None:
    with write_scope(engine) as session:
        handler = make_officer(session, Role.HANDLER)
        case_id = make_case(session).id
        attest(session, handler, session.get_one(Case, case_id))

    def keeps_out(session: Session) -> None:
        case = session.get_one(Case, case_id)
        exclusions.exclude(session, case, handler.staff_id, Why.NAMED, SYSTEM, NOW)

    def claims(session: Session) -> None:
        holding.claim(session, handler, session.get_one(Case, case_id), NOW)

    assert together(engine, keeps_out, claims) == [True, False]
    with write_scope(engine) as session:
        assert not access.sees(session, handler, session.get_one(Case, case_id))
        assert session.get_one(Case, case_id).holder_id is None


def test_what_is_done_once_is_done_once(engine: Engine) -> None:
    with write_scope(engine) as session:
        clerk, case_id = make_officer(session, Role.INTAKE_CLERK), make_case(session).id

    def confirms(session: Session) -> None:
        moves.make(session, clerk, session.get_one(Case, case_id), Move.CONFIRM, NOW)

    assert together(engine, confirms, confirms) == [True, False]
    with write_scope(engine) as session:
        assert len(session.scalars(select(CaseEvent).where(CaseEvent.what == Move.CONFIRM)).all()) == 1


def test_two_repeats_do_not_hang_from_each_other(engine: Engine) -> None:
    with write_scope(engine) as session:
        triage = make_officer(session, Role.TRIAGE_OFFICER)
        cases = [make_case(session, kind=Kind.COMPLAINT) for _ in range(3)]
        for case in cases:
            moves.make(session, triage, case, Move.TRIAGE, NOW)
        one, two, three = (case.id for case in cases)

    def marks(which: int, of: int) -> Deed:
        def deed(session: Session) -> None:
            case, other = session.get_one(Case, which), session.get_one(Case, of)
            duplicates.mark(session, triage, case, other, NOW, reason="同一件事")

        return deed

    assert together(engine, marks(two, three), marks(one, two)) == [True, True]
    with write_scope(engine) as session:
        assert {session.get_one(Case, case).duplicate_of for case in (one, two)} == {three}


def test_a_request_is_not_granted_and_refused_at_once(engine: Engine) -> None:
    with write_scope(engine) as session:
        team, case = make_team(session), make_case(session)
        judges = [team[role] for role in (Role.TEAM_LEADER, Role.DEPUTY_LEADER)]
        request_id = requests.ask(session, NOWHERE, case, "请经办的人回避", NOW).id

    def refuses(judge: Officer) -> Deed:
        def deed(session: Session) -> None:
            requests.refuse(session, judge, session.get_one(RecusalRequest, request_id), "没有利害关系", NOW)

        return deed

    assert together(engine, *map(refuses, judges)) == [True, False]
    with write_scope(engine) as session:
        assert len(session.scalars(select(CaseEvent).where(CaseEvent.what == What.RECUSAL_REFUSED)).all()) == 1


def test_the_public_is_told_once_what_two_release_at_once(engine: Engine) -> None:
    with write_scope(engine) as session:
        item_id, checker = make_item(session).id, officer("陈明", Role.REVIEWER)
        change_id = public.draft(session, checker, session.get_one(LedgerItem, item_id), "又拆除两处", NOW).id

    def releases(session: Session) -> None:
        public.release(session, checker, session.get_one(LedgerItem, item_id), change_id, NOW)

    assert together(engine, releases, releases) == [True, False]
    with write_scope(engine) as session:
        assert len(public.told(session, session.get_one(LedgerItem, item_id))) == 1


def test_nobody_asks_twice_for_one_print_out_by_pressing_twice(engine: Engine, tip_off: int) -> None:
    def asks(session: Session) -> None:
        printing.ask(session, make_team(session)[Role.TRIAGE_OFFICER], session.get_one(Case, tip_off), "研究", NOW)

    assert together(engine, asks, asks) == [True, False]
