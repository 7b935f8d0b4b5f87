"""Who is let in, and how those are slowed down who are not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cases.kinds import Role
from cases.staff import accounts, delays, own_account, sign_in, totp
from cases.staff.errors import SignInFailed, ToDo, TooSoon, Unfinished, WrongCode
from cases.staff.models import SignInDelay, Staff
from db.session import read_scope, write_scope
from tests.accounts import PASSPHRASE, Account, make_account, make_new_account
from tests.builders import CHEAP, NOW, SECRET

SECOND, HALF_MINUTE = timedelta(seconds=1), timedelta(seconds=30)
WRONG = "wrong passphrase"
SEED = "JBSWY3DPEHPK3PXP" * 2


@pytest.fixture
def wangli(session: Session) -> Account:
    return make_account(session, "wangli", Role.HANDLER, department="商务局")


def fail(session: Session, name: str = "wangli", passphrase: str = WRONG, code: str = "", now=NOW) -> None:
    with pytest.raises(SignInFailed):
        sign_in.sign_in(session, SECRET, name, passphrase, code, now)


def with_seed() -> Staff:
    staff = Staff(id=1)
    totp.keep(SECRET, staff, SEED, step=0)
    return staff


def test_passphrase_and_code_let_in_with_roles_and_key(session: Session, wangli: Account) -> None:
    officer = wangli.sign_in(session)
    assert (officer.staff_id, officer.name, officer.roles) == (wangli.id, "wangli", {Role.HANDLER})
    assert officer.department == "商务局"
    assert officer.private == wangli.officer.private


def test_the_name_is_the_same_from_every_keyboard(session: Session, wangli: Account) -> None:
    assert sign_in.sign_in(session, SECRET, " ＷangLi ", PASSPHRASE, wangli.code(), NOW).staff_id == wangli.id


def test_unknown_name_wrong_passphrase_wrong_code_and_disabled_account_are_told_the_same(
    session: Session, wangli: Account
) -> None:
    fail(session, "nobody")
    fail(session, "wangli")
    fail(session, "wangli", PASSPHRASE, "000000", NOW + 2 * SECOND)
    session.get_one(Staff, wangli.id).active = False
    fail(session, "wangli", PASSPHRASE, wangli.code(), NOW + 9 * SECOND)


def test_an_unknown_name_costs_what_a_known_one_does(session: Session, wangli: Account) -> None:
    for name in ("wangli", "nobody"):
        attempt = sign_in.prepare(session, SECRET, name, NOW)
        assert attempt.pair.cost == CHEAP
        assert len(attempt.pair.private) == 72


@pytest.mark.parametrize("name", ["wangli", "nobody"])
def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(session: Session, wangli: Account, name: str) -> None:
    now, waits = NOW, []
    for _ in range(13):
        fail(session, name, now=now)
        with pytest.raises(TooSoon) as refused:
            sign_in.prepare(session, SECRET, name, now)
        waits.append(refused.value.seconds)
        now += timedelta(seconds=refused.value.seconds)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_the_right_passphrase_is_not_taken_before_the_wait_is_over(session: Session, wangli: Account) -> None:
    fail(session)
    with pytest.raises(TooSoon):
        wangli.sign_in(session)
    assert wangli.sign_in(session, NOW + SECOND)


def test_signing_in_ends_the_waiting(session: Session, wangli: Account) -> None:
    fail(session)
    wangli.sign_in(session, NOW + SECOND)
    assert session.query(SignInDelay).count() == 0


def test_one_name_waits_and_another_does_not(session: Session, wangli: Account) -> None:
    fail(session, "nobody")
    assert wangli.sign_in(session)


def test_the_wait_is_kept_under_a_name_that_tells_nobody(session: Session) -> None:
    fail(session, "wangli")
    assert "wangli" not in session.query(SignInDelay).one().name_key


def test_waits_of_yesterday_are_forgotten(session: Session) -> None:
    fail(session, "nobody")
    fail(session, "another", now=NOW + timedelta(days=2))
    assert session.query(SignInDelay).count() == 1


def test_a_guess_made_beside_a_failing_one_is_not_told_whether_it_was_right(session: Session, wangli: Account) -> None:
    right = sign_in.prepare(session, SECRET, "wangli", NOW).tried(PASSPHRASE)
    fail(session)
    with pytest.raises(TooSoon):
        sign_in.finish(session, SECRET, right, wangli.code(), NOW)


def test_a_passphrase_changed_while_it_was_tried_lets_nobody_in(session: Session, wangli: Account) -> None:
    tried = sign_in.prepare(session, SECRET, "wangli", NOW).tried(PASSPHRASE)
    pair = own_account.relocked(wangli.officer, PASSPHRASE, "correct horse battery", CHEAP)
    own_account.change_passphrase(session, wangli.officer, pair, NOW)
    assert sign_in.finish(session, SECRET, tried, wangli.code(), NOW).officer is None


def test_a_failure_is_committed_by_whoever_runs_the_three_steps(engine: Engine) -> None:
    with read_scope(engine) as session:
        tried = sign_in.prepare(session, SECRET, "nobody", NOW).tried(WRONG)
    with write_scope(engine) as session:
        outcome = sign_in.finish(session, SECRET, tried, "", NOW)
    with read_scope(engine) as session, pytest.raises(TooSoon):
        delays.check(session, SECRET, "nobody", NOW)
    with pytest.raises(SignInFailed):
        outcome.checked()


def test_a_code_is_taken_once(session: Session, wangli: Account) -> None:
    wangli.sign_in(session)
    fail(session, "wangli", PASSPHRASE, wangli.code())
    assert wangli.sign_in(session, NOW + HALF_MINUTE)


def test_an_older_code_is_not_taken_after_a_newer_one(session: Session, wangli: Account) -> None:
    sign_in.sign_in(session, SECRET, "wangli", PASSPHRASE, wangli.code(NOW + HALF_MINUTE), NOW)
    fail(session, "wangli", PASSPHRASE, wangli.code(NOW))


def test_a_wrong_passphrase_uses_no_code_up(session: Session, wangli: Account) -> None:
    fail(session, code=wangli.code())
    assert wangli.sign_in(session, NOW + SECOND)


@given(st.integers(-5, 5))
def test_a_code_is_right_for_a_minute_and_a_half(away: int) -> None:
    staff, code = with_seed(), TOTP(SEED).at(NOW + away * HALF_MINUTE)
    assert totp.accepts(SECRET, staff, f" {code[:3]} {code[3:]}", NOW) == (abs(away) <= 1)


@given(st.text(max_size=12))
def test_any_text_may_be_typed_for_a_code(typed: str) -> None:
    right = {TOTP(SEED).at(NOW + away * HALF_MINUTE) for away in (-1, 0, 1)}
    assert totp.accepts(SECRET, with_seed(), typed, NOW) == (typed in right)


def test_a_new_account_does_nothing_before_passphrase_and_code_are_its_own(session: Session) -> None:
    one_time = make_new_account(session, "new")
    with pytest.raises(Unfinished) as refused:
        sign_in.sign_in(session, SECRET, "new", one_time, "", NOW)
    assert refused.value.to_do == (ToDo.PASSPHRASE, ToDo.TOTP)


def test_first_the_passphrase_then_the_code_then_in(session: Session) -> None:
    one_time = make_new_account(session, "new")
    owner = sign_in.finish(session, SECRET, sign_in.prepare(session, SECRET, "new", NOW).tried(one_time), "", NOW)
    officer, seed = owner.recognised(), totp.new_seed()
    pair = own_account.relocked(officer, one_time, PASSPHRASE, CHEAP)
    own_account.change_passphrase(session, officer, pair, NOW)
    own_account.set_up_totp(session, SECRET, officer, seed, TOTP(seed).at(NOW), NOW)
    later = NOW + HALF_MINUTE
    signed_in = sign_in.sign_in(session, SECRET, "new", PASSPHRASE, TOTP(seed).at(later), later)
    assert signed_in.private == officer.private


def test_a_second_factor_that_was_not_tried_changes_nothing(session: Session, wangli: Account) -> None:
    seed = totp.new_seed()
    with pytest.raises(WrongCode):
        own_account.set_up_totp(session, SECRET, wangli.officer, seed, "000000", NOW)
    assert wangli.sign_in(session)


def test_the_seed_is_sealed_for_its_own_account(session: Session, wangli: Account) -> None:
    staff = accounts.find(session, "wangli")
    assert wangli.seed.encode() not in (staff.totp_secret or b"")
    address = totp.address(wangli.seed, "wangli", "回音")
    assert address.startswith("otpauth://totp/")
    assert wangli.seed in address
