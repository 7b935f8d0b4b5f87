"""A key that was given up opens nothing more, is granted again by who may, and never takes a case with it."""

import pytest
from nacl.public import PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, reading_rights
from cases.draft_body import DraftIdentity
from cases.errors import NotAllowed, Unreadable
from cases.kinds import AboutWhom, IdentityMode, Kind, Role
from cases.models import Case
from cases.recusal import aside
from cases.recusal.models import Why
from cases.sealing import granting, lost_keys, recovery
from cases.sealing.models import CaseKeyWrap, Purpose
from cases.sealing.reading import has_key, officer_reader, private_half
from cases.staff import accounts, renewal
from cases.staff.models import Staff
from cases.staff.officer import Officer
from tests.builders import NOW, RECOVERY, make_case, make_officer, make_readers

NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session, "某科长收了红包", Kind.TIP_OFF, identity=NAMED)


@pytest.fixture
def deputy(session: Session, case: Case) -> Officer:
    return make_readers(session)[Role.DEPUTY_LEADER]


@pytest.fixture
def leader(session: Session, case: Case) -> Officer:
    return make_readers(session)[Role.TEAM_LEADER]


def account(session: Session, officer: Officer) -> Staff:
    return session.get_one(Staff, officer.staff_id)


def give_up(session: Session, officer: Officer) -> None:
    lost_keys.give_up(session, account(session, officer), "admin", NOW)


def test_what_was_wrapped_for_a_key_that_was_given_up_is_erased(
    session: Session, case: Case, deputy: Officer, leader: Officer
) -> None:
    give_up(session, deputy)
    assert not access.sees(session, deputy, case)
    for purpose in Purpose:
        assert not has_key(session, deputy.staff_id, case, purpose)
    mine = CaseKeyWrap.staff_id == deputy.staff_id
    assert set(session.scalars(select(CaseKeyWrap.wrapped).where(mine))) == {b""}
    assert access.sees(session, leader, case)


def test_a_leader_sees_what_is_to_be_granted_again_and_grants_it(
    session: Session, case: Case, deputy: Officer, leader: Officer
) -> None:
    give_up(session, deputy)
    pair, staff = PrivateKey.generate(), account(session, deputy)
    staff.public_key = bytes(pair.public_key)
    assert lost_keys.to_grant_again(session, leader, staff) == [case]
    assert reading_rights.give_again(session, leader, staff, NOW, reason="换了密钥") == [case.number]
    assert lost_keys.to_grant_again(session, leader, staff) == []
    again = Officer(deputy.staff_id, deputy.name, deputy.roles, None, bytes(pair))
    assert private_half(session, officer_reader(again), case)
    with pytest.raises(Unreadable):
        private_half(session, officer_reader(deputy), case)


def test_only_who_may_let_others_read_grants_again(
    session: Session, case: Case, deputy: Officer, leader: Officer
) -> None:
    give_up(session, deputy)
    triage, staff = make_readers(session)[Role.TRIAGE_OFFICER], account(session, deputy)
    assert reading_rights.give_again(session, triage, staff, NOW, reason="换了密钥") == []
    with pytest.raises(NotAllowed):
        reading_rights.give(session, triage, case, staff, NOW, reason="换了密钥")


def test_what_the_recovery_key_opens_is_wrapped_again(session: Session, case: Case, deputy: Officer) -> None:
    give_up(session, deputy)
    halves = recovery.recovery_reader(*RECOVERY.halves)
    assert granting.renew(session, halves, account(session, deputy), "recovery", NOW) == len(Purpose)
    assert private_half(session, officer_reader(deputy), case)


def test_who_is_kept_out_is_not_on_the_list(session: Session, case: Case, deputy: Officer, leader: Officer) -> None:
    give_up(session, deputy)
    aside.put_aside(session, leader, case, account(session, deputy), Why.INTEREST, NOW, reason="亲属")
    assert lost_keys.to_grant_again(session, leader, account(session, deputy)) == []


def test_who_lost_keys_is_found_at_one_look_with_how_many_each(
    session: Session, case: Case, deputy: Officer, leader: Officer
) -> None:
    make_case(session, "某科长收了红包", Kind.TIP_OFF)
    switched_off = make_officer(session, Role.REVIEWER, name="switched off")
    for officer in (deputy, switched_off):
        give_up(session, officer)
    account(session, switched_off).active = False
    assert lost_keys.whom_to_grant_again(session, leader) == [(account(session, deputy), 2)]
    aside.put_aside(session, leader, case, account(session, deputy), Why.INTEREST, NOW, reason="亲属")
    assert lost_keys.whom_to_grant_again(session, leader) == [(account(session, deputy), 1)]


def test_the_last_at_work_who_can_open_a_case_keeps_what_opens_it(session: Session, case: Case) -> None:
    everybody = list(make_readers(session).values())
    for officer in everybody:
        account(session, officer).active = False
        give_up(session, officer)
    assert sum(has_key(session, officer.staff_id, case) for officer in everybody) == 1


def test_a_disabled_account_reads_nothing_even_when_it_is_enabled_again(
    session: Session, case: Case, deputy: Officer, leader: Officer
) -> None:
    admin = make_officer(session, Role.SECURITY_ADMIN)
    accounts.disable(session, admin, deputy.name, NOW)
    accounts.enable(session, admin, deputy.name, NOW)
    assert not access.sees(session, deputy, case)
    assert lost_keys.to_grant_again(session, leader, account(session, deputy)) == [case]


def test_a_reset_gives_up_the_former_key(session: Session, case: Case, leader: Officer) -> None:
    admin, liaison = make_officer(session, Role.SECURITY_ADMIN), make_readers(session)[Role.SUPERIOR_LIAISON]
    upward = make_case(session, "某局长受贿", Kind.TIP_OFF, about_whom=AboutWhom.SUPERIOR)
    public = bytes(PrivateKey.generate().public_key)
    renewal.reset(session, admin, leader, liaison.name, public, NOW)
    assert lost_keys.to_grant_again(session, leader, account(session, liaison)) == [upward]
