"""Who may be what, who may say so, and what the history keeps of it."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey
from pyotp import TOTP
from sqlalchemy.orm import Session

from cases.errors import NotAllowed, Stale
from cases.kinds import Role
from cases.staff import accounts, demo, key_pairs, own_account, renewal, roles, sign_in
from cases.staff.accounts import Details
from cases.staff.errors import Flaw, NoSuchAccount, OnlyOne, RolesApart, SignInFailed, Unfit
from cases.staff.models import Staff, StaffEvent
from cases.staff.officer import Officer
from tests.accounts import PASSPHRASE, make_account, make_new_account
from tests.builders import CHEAP, NOW, SECRET

PAIR = key_pairs.make("one-time", CHEAP)
ADMINS = (Role.SYSADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
READING = [role for role in Role if role not in (*ADMINS, Role.FAQ_EDITOR, Role.STATISTICIAN)]
LIAISON = frozenset({Role.DEPARTMENT_LIAISON})


@pytest.fixture
def security(session: Session) -> Officer:
    return make_account(session, "anquan", Role.SECURITY_ADMIN).officer


@pytest.fixture
def leader(session: Session) -> Officer:
    return make_account(session, "zuzhang", Role.TEAM_LEADER).officer


def who(*held: Role, **fields: Any) -> Details:
    return replace(Details("王丽", frozenset(held or {Role.HANDLER})), **fields)


def a_public_key() -> bytes:
    return bytes(PrivateKey.generate().public_key)


def lines(session: Session) -> list[tuple[str, str, str | None, str | None]]:
    found = session.query(StaffEvent).order_by(StaffEvent.id)
    return [(line.actor, line.what, line.old, line.new) for line in found]


@pytest.mark.parametrize("pair", list(combinations(ADMINS, 2)))
def test_the_three_administrators_are_apart(pair: tuple[Role, Role]) -> None:
    with pytest.raises(RolesApart):
        roles.check(frozenset(pair), None)


@pytest.mark.parametrize("admin", ADMINS)
@pytest.mark.parametrize("reading", READING)
def test_no_administrator_reads_cases(admin: Role, reading: Role) -> None:
    with pytest.raises(RolesApart) as refused:
        roles.check(frozenset({admin, reading}), "商务局")
    assert {refused.value.one, refused.value.other} == {admin, reading}


@pytest.mark.parametrize("liaison", [Role.DEPARTMENT_LIAISON, Role.SUPERIOR_LIAISON])
@given(other=st.sampled_from(Role))
def test_who_belongs_to_another_body_is_nobody_of_the_team(liaison: Role, other: Role) -> None:
    if other is liaison:
        roles.check(frozenset({other}), "商务局")
        return
    with pytest.raises(RolesApart):
        roles.check(frozenset({liaison, other}), "商务局")


@pytest.mark.parametrize(
    "held", [(Role.INTAKE_CLERK, Role.TRIAGE_OFFICER), (Role.HANDLER, Role.REVIEWER), (Role.AUDITOR, Role.STATISTICIAN)]
)
def test_other_roles_may_be_held_together(session: Session, security: Officer, held: tuple[Role, ...]) -> None:
    accounts.add(session, security, "wangli", who(*held), PAIR, NOW)
    assert accounts.find(session, "wangli").held == set(held)


@pytest.mark.parametrize("post", [Role.TEAM_LEADER, Role.INTERNAL_SUPERVISOR])
def test_a_post_of_one_person_is_free_again_when_they_are_disabled(
    session: Session, security: Officer, post: Role
) -> None:
    accounts.add(session, security, "first", who(post), PAIR, NOW)
    with pytest.raises(OnlyOne):
        accounts.add(session, security, "second", who(post), PAIR, NOW)
    accounts.disable(session, security, "first", NOW)
    accounts.add(session, security, "second", who(post), PAIR, NOW)
    with pytest.raises(OnlyOne):
        accounts.enable(session, security, "first", NOW)


def test_nobody_rises_to_a_post_that_is_taken(session: Session, security: Officer, leader: Officer) -> None:
    accounts.add(session, security, "wangli", who(), PAIR, NOW)
    with pytest.raises(OnlyOne):
        accounts.change(session, security, "wangli", who(Role.TEAM_LEADER), NOW)


@pytest.mark.parametrize(
    ("name", "details", "key", "flaw"),
    [
        ("w", who(), PAIR, Flaw.NAME),
        ("wang li", who(), PAIR, Flaw.NAME),
        ("System", who(), PAIR, Flaw.NAME),
        ("citizen", who(), PAIR, Flaw.NAME),
        ("wangli", replace(who(), roles=frozenset()), PAIR, Flaw.NO_ROLE),
        ("wangli", who(display_name=""), PAIR, Flaw.DISPLAY_NAME),
        ("wangli", who(Role.DEPARTMENT_LIAISON), PAIR, Flaw.DEPARTMENT),
        ("wangli", who(department="局" * 65), PAIR, Flaw.DEPARTMENT),
        ("wangli", who(Role.TEAM_LEADER), PAIR.public, Flaw.KEY),
        ("wangli", who(Role.SUPERIOR_LIAISON), bytes(32), Flaw.KEY),
        ("ANQUAN", who(), PAIR, Flaw.NAME_TAKEN),
    ],
    ids=lambda value: "public" if value == PAIR.public else None,  # the same in each process of a run
)
def test_what_cannot_be_an_account(
    session: Session, security: Officer, name: str, details: Details, key: key_pairs.LockedPair | bytes, flaw: Flaw
) -> None:
    with pytest.raises(Unfit) as refused:
        accounts.add(session, security, name, details, key, NOW)
    assert refused.value.args == (flaw,)


def test_the_first_account_is_a_security_admin_and_needs_nobody(session: Session) -> None:
    with pytest.raises(Unfit) as refused:
        accounts.add(session, None, "wangli", who(Role.TEAM_LEADER), PAIR, NOW)
    assert refused.value.args == (Flaw.FIRST,)
    accounts.add(session, None, "wangli", who(Role.SECURITY_ADMIN), PAIR, NOW)
    assert lines(session) == [("system", "added", None, "security_admin")]


def test_the_second_account_needs_a_security_admin(session: Session, leader: Officer) -> None:
    for actor in (None, leader):
        with pytest.raises(NotAllowed):
            accounts.add(session, actor, "wangli", who(), PAIR, NOW)


def test_a_liaison_of_the_superior_may_keep_the_private_key(session: Session, security: Officer) -> None:
    public = a_public_key()
    accounts.add(session, security, "shangji", who(Role.SUPERIOR_LIAISON), public, NOW)
    assert accounts.find(session, "shangji").public_key == public
    with pytest.raises(SignInFailed):
        sign_in.sign_in(session, SECRET, "shangji", "", "", NOW)


def test_who_keeps_the_private_key_elsewhere_gets_no_other_role(session: Session, security: Officer) -> None:
    accounts.add(session, security, "shangji", who(Role.SUPERIOR_LIAISON), a_public_key(), NOW)
    with pytest.raises(Unfit):
        accounts.change(session, security, "shangji", who(Role.HANDLER), NOW)


def test_each_change_leaves_a_line_with_old_and_new(session: Session, security: Officer) -> None:
    make_new_account(session, "wangli")
    first = len(lines(session))
    wanted = Details("王莉", LIAISON, "商务局", ("王丽", "原纪委副书记"))
    accounts.change(session, security, "wangli", wanted, NOW)
    assert accounts.details(accounts.find(session, "wangli")) == wanted
    assert lines(session)[first:] == [
        ("anquan", "display_name", "wangli", "王莉"),
        ("anquan", "roles", "handler", "department_liaison"),
        ("anquan", "department", "", "商务局"),
        ("anquan", "aliases", "", "王丽 原纪委副书记"),
    ]


def test_disabling_and_enabling_leave_one_line_each(session: Session, security: Officer) -> None:
    make_new_account(session, "wangli")
    first = len(lines(session))
    for switch in (accounts.disable, accounts.disable, accounts.enable, accounts.enable):
        switch(session, security, "wangli", NOW)
    assert [line[1] for line in lines(session)[first:]] == ["disabled", "enabled"]


def test_nobody_administers_themselves_so_that_one_admin_is_always_left(session: Session, security: Officer) -> None:
    with pytest.raises(NotAllowed):
        accounts.disable(session, security, "anquan", NOW)
    with pytest.raises(NotAllowed):
        accounts.change(session, security, "anquan", who(Role.TEAM_LEADER), NOW)


def test_an_admin_who_was_disabled_meanwhile_does_nothing_more(session: Session, security: Officer) -> None:
    other = make_account(session, "another", Role.SECURITY_ADMIN).officer
    accounts.disable(session, security, "another", NOW)
    with pytest.raises(NotAllowed):
        accounts.disable(session, other, "anquan", NOW)


def test_an_unknown_account_is_none(session: Session, security: Officer) -> None:
    with pytest.raises(NoSuchAccount):
        accounts.disable(session, security, "nobody", NOW)


def test_a_reset_gives_a_new_key_and_says_which_one_is_closed(
    session: Session, security: Officer, leader: Officer
) -> None:
    wangli = make_account(session, "wangli")
    former, new = accounts.find(session, "wangli").public_key or b"", key_pairs.make("one-time", CHEAP)
    renewed = renewal.reset(session, security, leader, "wangli", new, NOW)
    assert (renewed.staff_id, renewed.former, renewed.public) == (wangli.id, former, new.public)
    assert lines(session)[-2:] == [
        ("anquan", "reset", former.hex(), new.public.hex()),
        ("zuzhang", "confirmed", None, "reset"),
    ]
    with pytest.raises(SignInFailed):
        wangli.sign_in(session)


def test_a_reset_leaves_the_second_factor_and_forgetting_it_leaves_the_key(
    session: Session, security: Officer, leader: Officer
) -> None:
    make_account(session, "wangli")
    renewal.reset(session, security, leader, "wangli", PAIR, NOW)
    staff = accounts.find(session, "wangli")
    assert staff.totp_secret is not None
    assert staff.one_time
    renewal.forget_totp(session, security, leader, "wangli", NOW)
    assert staff.totp_secret is None
    assert staff.public_key == PAIR.public


def test_a_reset_takes_two_who_are_not_the_one_concerned(session: Session, security: Officer, leader: Officer) -> None:
    handler, other = make_account(session, "wangli").officer, make_account(session, "other").officer
    for actor, second, name in [
        (security, handler, "other"),
        (security, security, "other"),
        (security, leader, "zuzhang"),
        (security, leader, "anquan"),
        (leader, security, "other"),
        (handler, leader, "other"),
        (other, leader, "other"),
    ]:
        with pytest.raises(NotAllowed):
            renewal.reset(session, actor, second, name, PAIR, NOW)
        with pytest.raises(NotAllowed):
            renewal.forget_totp(session, actor, second, name, NOW)


def test_two_leaders_help_a_security_admin_who_is_alone_and_lost(
    session: Session, security: Officer, leader: Officer
) -> None:
    deputy = make_account(session, "fuzuzhang", Role.DEPUTY_LEADER).officer
    renewal.reset(session, leader, deputy, "anquan", PAIR, NOW)
    assert accounts.find(session, "anquan").public_key == PAIR.public


def test_the_superiors_key_elsewhere_is_replaced_by_another(
    session: Session, security: Officer, leader: Officer
) -> None:
    first, second = a_public_key(), a_public_key()
    accounts.add(session, security, "shangji", who(Role.SUPERIOR_LIAISON), first, NOW)
    assert renewal.reset(session, security, leader, "shangji", second, NOW).former == first
    with pytest.raises(Unfit):
        renewal.reset(session, security, leader, make_account(session, "wangli").name, second, NOW)


def test_a_passphrase_is_not_kept_for_a_key_that_was_reset_meanwhile(
    session: Session, security: Officer, leader: Officer
) -> None:
    wangli = make_account(session, "wangli")
    pair = own_account.relocked(wangli.officer, PASSPHRASE, "correct horse battery", CHEAP)
    renewal.reset(session, security, leader, "wangli", PAIR, NOW)
    with pytest.raises(Stale):
        own_account.change_passphrase(session, wangli.officer, pair, NOW)


def test_no_secret_is_in_the_history_or_in_what_may_be_printed(session: Session) -> None:
    wangli = make_account(session, "wangli")
    attempt = sign_in.prepare(session, SECRET, "wangli", NOW)
    tried = attempt.tried(PASSPHRASE)
    outcome = sign_in.finish(session, SECRET, tried, wangli.code(), NOW)
    pair = own_account.relocked(wangli.officer, PASSPHRASE, "correct horse battery", CHEAP)
    own_account.change_passphrase(session, wangli.officer, pair, NOW)
    with pytest.raises(SignInFailed) as refused:
        sign_in.sign_in(session, SECRET, "wangli", PASSPHRASE, wangli.code(), NOW)
    staff = session.get_one(Staff, wangli.id)
    shown = f"{attempt}{tried}{outcome}{pair}{staff!r}{refused.value!r}{lines(session)}"
    private = wangli.officer.private or b""
    for secret in (PASSPHRASE, "correct horse", wangli.seed, wangli.code(), private.hex(), repr(private)[2:-1]):
        assert secret not in shown


def test_the_demo_team_holds_every_role_and_signs_in(session: Session) -> None:
    team = demo.make_team(session, SECRET, NOW, CHEAP)
    assert {role for member in team for role in member.roles} == set(Role)
    assert len({member.passphrase for member in team}) == len(team) == 15
    for member in team:
        code = TOTP(member.seed).at(NOW)
        assert sign_in.sign_in(session, SECRET, member.name, member.passphrase, code, NOW).private
        assert member.passphrase not in repr(member)
        assert member.seed not in repr(member)
