"""Accounts at the command line."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from pyotp import TOTP

from cases.audit.deeds import Action
from cases.audit.models import AuditEntry
from cases.kinds import Kind, Role
from cases.staff import totp
from cases.staff.models import SignInDelay, Staff
from commands import keys, models, signing_in, staff, staff_desk
from db.session import read_scope, write_scope
from settings import Settings
from tests import accounts
from tests.accounts import PASSPHRASE, Account, make_account
from tests.builders import NOW, make_case

Run = Callable[..., tuple[int, str]]
CHOSEN = "correct horse battery"
SEED = "JBSWY3DPEHPK3PXP" * 2


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home that was tried out."""
    tried_out = Settings(home=tmp_path / "home", database_url="", argon2_memory_kib=8, argon2_passes=1)
    keys.custody(tried_out, trial=True)
    return tried_out


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """Half a minute more for each command, so that every code is a new one."""
    passed = [timedelta(0)]
    for module in (staff_desk, signing_in):
        monkeypatch.setattr(module, "now", lambda: NOW + passed[0])
    return passed


@pytest.fixture
def run(
    settings: Settings, time: list[timedelta], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    def run_staff(*words: str, typed: tuple[str, ...] = ()) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        capfd.readouterr()
        code = staff.run(settings, list(words))
        said = capfd.readouterr()
        time[0] += timedelta(seconds=30)
        return code, said.out + said.err

    return run_staff


@pytest.fixture
def add(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Account]:
    """An account in the home that is ready to sign in."""
    monkeypatch.setattr(accounts, "SECRET", keys.staff_custody(settings).secret)

    def add_account(name: str, *roles: Role) -> Account:
        with write_scope(models.opened(settings)) as session:
            return make_account(session, name, *roles)

    return add_account


@pytest.fixture
def typed(time: list[timedelta]) -> Callable[..., tuple[str, ...]]:
    """Passphrase and present code of each of them."""

    def of(*people: Account) -> tuple[str, ...]:
        return tuple(line for one in people for line in (PASSPHRASE, one.code(NOW + time[0])))

    return of


@pytest.fixture
def security(add: Callable[..., Account]) -> Account:
    return add("anquan", Role.SECURITY_ADMIN)


@pytest.fixture
def leader(add: Callable[..., Account]) -> Account:
    return add("zuzhang", Role.TEAM_LEADER)


def found(settings: Settings, name: str) -> Staff:
    with read_scope(models.opened(settings)) as session:
        return session.query(Staff).filter_by(name=name).one()


def one_time_of(said: str) -> str:
    return said.split("一次性口令：")[1].split()[0]


def test_a_new_home_says_how_to_begin(run: Run) -> None:
    code, said = run("list")
    assert code == 0
    assert "第一个账号必须是安全管理员" in said


def test_from_the_first_account_to_the_second(settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totp, "new_seed", lambda: SEED)
    code, said = run("add", "anquan", "--roles", "安全管理员", "--display", "王丽")
    assert code == 0
    one_time = one_time_of(said)
    assert run("passphrase", "--as", "anquan", typed=(one_time, "", CHOSEN, CHOSEN)) == (0, "已登记。\n")
    moment = NOW + timedelta(seconds=30)
    code, said = run("totp", "--as", "anquan", typed=(CHOSEN, "", TOTP(SEED).at(moment)))
    assert code == 0
    assert SEED in said
    present = TOTP(SEED).at(NOW + timedelta(seconds=90))
    code, said = run("add", "chen", "--roles", "承办人、审核人", "--as", "anquan", typed=(CHOSEN, present))
    assert code == 0
    assert found(settings, "chen").held == {Role.HANDLER, Role.REVIEWER}


def test_the_list_names_what_there_is_and_no_key(run: Run, security: Account, leader: Account) -> None:
    code, said = run()
    assert code == 0
    for word in ("anquan", "安全管理员", "zuzhang", "组长", "是"):
        assert word in said
    assert security.seed not in said


def test_a_new_account_first_changes_its_passphrase(run: Run) -> None:
    one_time = one_time_of(run("add", "anquan", "--roles", "security_admin")[1])
    code, said = run("add", "chen", "--roles", "handler", "--as", "anquan", typed=(one_time, ""))
    assert code == 1
    assert "一次性" in said


def test_a_failed_sign_in_is_said_alike_and_slows_the_next(
    settings: Settings, run: Run, security: Account, time: list[timedelta]
) -> None:
    unknown = run("disable", "chen", "--as", "nobody", typed=("x", ""))
    wrong = run("disable", "chen", "--as", "anquan", typed=("x", ""))
    assert unknown == wrong == (1, "账号、口令或验证码不对，或者账号已停用。\n")
    time[0] -= timedelta(seconds=30)
    code, said = run("disable", "chen", "--as", "anquan", typed=("x", ""))
    assert code == 1
    assert "请过1秒再试" in said
    with read_scope(models.opened(settings)) as session:
        assert session.query(SignInDelay).count() == 2


def test_a_passphrase_typed_two_ways_changes_nothing(settings: Settings, run: Run, security: Account) -> None:
    before = found(settings, "anquan").private_key
    code, said = run("passphrase", "--as", "anquan", typed=(PASSPHRASE, security.code(), CHOSEN, "another"))
    assert code == 1
    assert "不一样" in said
    assert found(settings, "anquan").private_key == before


@pytest.mark.parametrize(
    ("chosen", "said"), [("short", "太短"), (PASSPHRASE, "不能和原来"), ("1" * 20, "重复"), ("anquananquan1", "账号名")]
)
def test_a_weak_passphrase_is_refused_in_words(run: Run, security: Account, chosen: str, said: str) -> None:
    answer = run("passphrase", "--as", "anquan", typed=(PASSPHRASE, security.code(), chosen, chosen))
    assert answer[0] == 1
    assert said in answer[1]


def test_the_details_of_an_account_are_changed_and_the_others_stay(
    settings: Settings, run: Run, add: Callable[..., Account], security: Account, typed: Callable[..., tuple[str, ...]]
) -> None:
    add("chen", Role.HANDLER)
    assert run("roles", "chen", "--alias", "原纪委副书记", "--as", "anquan", typed=typed(security))[0] == 0
    words = ("roles", "chen", "--roles", "department_liaison", "--department", "商务局", "--as", "anquan")
    assert run(*words, typed=typed(security))[0] == 0
    chen = found(settings, "chen")
    assert (chen.held, chen.department, chen.aliases) == ({Role.DEPARTMENT_LIAISON}, "商务局", ["原纪委副书记"])


def test_roles_that_are_apart_are_refused_by_name(
    run: Run, add: Callable[..., Account], security: Account, typed: Callable[..., tuple[str, ...]]
) -> None:
    add("chen", Role.HANDLER)
    words = ("roles", "chen", "--roles", "handler,auditor", "--as", "anquan")
    code, said = run(*words, typed=typed(security))
    assert code == 1
    assert "承办人" in said
    assert "安全审计员" in said


def test_who_is_disabled_does_not_come_in_until_enabled(
    run: Run, add: Callable[..., Account], security: Account, typed: Callable[..., tuple[str, ...]]
) -> None:
    chen = add("chen", Role.HANDLER)
    assert run("disable", "chen", "--as", "anquan", typed=typed(security))[0] == 0
    assert run("passphrase", "--as", "chen", typed=(*typed(chen), CHOSEN, CHOSEN))[0] == 1
    assert run("enable", "chen", "--as", "anquan", typed=typed(security))[0] == 0
    assert run("passphrase", "--as", "chen", typed=(*typed(chen), CHOSEN, CHOSEN))[0] == 0


def test_a_reset_is_confirmed_by_a_leader_and_hands_over_a_new_passphrase(
    settings: Settings,
    run: Run,
    add: Callable[..., Account],
    security: Account,
    leader: Account,
    typed: Callable[..., tuple[str, ...]],
) -> None:
    chen = add("chen", Role.HANDLER)
    former = found(settings, "chen").public_key
    words = ("reset", "chen", "--as", "anquan", "--with", "zuzhang")
    code, said = run(*words, typed=typed(security, leader))
    assert code == 0
    assert "重新授权" in said
    assert found(settings, "chen").public_key != former
    later = chen.code(NOW + timedelta(seconds=30))
    assert run("passphrase", "--as", "chen", typed=(one_time_of(said), later, CHOSEN, CHOSEN))[0] == 0


def test_a_lost_telephone_costs_no_key(
    settings: Settings,
    run: Run,
    add: Callable[..., Account],
    security: Account,
    leader: Account,
    typed: Callable[..., tuple[str, ...]],
) -> None:
    add("chen", Role.HANDLER)
    former = found(settings, "chen").public_key
    words = ("reset", "chen", "--totp", "--as", "anquan", "--with", "zuzhang")
    assert run(*words, typed=typed(security, leader))[0] == 0
    assert found(settings, "chen").totp_secret is None
    assert found(settings, "chen").public_key == former


def test_a_reset_without_the_second_person_is_none(
    run: Run, add: Callable[..., Account], security: Account, typed: Callable[..., tuple[str, ...]]
) -> None:
    handler = add("chen", Role.HANDLER)
    add("wu", Role.HANDLER)
    assert run("reset", "wu", "--as", "anquan", typed=typed(security))[0] == 1
    code, said = run("reset", "wu", "--as", "anquan", "--with", "chen", typed=typed(security, handler))
    assert code == 1
    assert "组长" in said


def test_the_superiors_liaison_is_added_by_public_key_and_fingerprint(
    settings: Settings, run: Run, security: Account, typed: Callable[..., tuple[str, ...]], tmp_path: Path
) -> None:
    (tmp_path / "superior.public").write_bytes(public := bytes(PrivateKey.generate().public_key))
    words = ("add", "shangji", "--roles", "派出机关联络人", "--public-key", str(tmp_path / "superior.public"))
    code, said = run(*words, "--as", "anquan", typed=typed(security))
    assert code == 0
    assert "指纹" in said
    assert "一次性口令" not in said
    assert found(settings, "shangji").public_key == public
    assert "仅公钥" in run("list")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("dance",), "用法"),
        (("add", "chen"), "用法"),
        (("disable", "chen"), "用法"),
        (("add", "chen", "--roles", "boss"), "没有“boss”这个角色"),
        (("add", "chen", "--roles", "handler"), "第一个账号必须是安全管理员"),
        (("add", "chen", "--roles", "superior_liaison", "--public-key", "nowhere"), "找不到文件 nowhere"),
    ],
)
def test_a_wrong_command_says_what_to_write(run: Run, words: tuple[str, ...], said: str) -> None:
    code, answer = run(*words)
    assert code == 1
    assert said in answer


def test_a_leader_grants_again_what_a_new_key_cannot_open(
    settings: Settings, run: Run, add: Callable[..., Account], security: Account, leader: Account, typed: Callable
) -> None:
    deputy = add("fuzuzhang", Role.DEPUTY_LEADER)
    with write_scope(models.opened(settings)) as session:
        number = make_case(session, kind=Kind.TIP_OFF).number
    assert run("reset", deputy.name, "--as", "anquan", "--with", "zuzhang", typed=typed(security, leader))[0] == 0
    assert run("grant-again", deputy.name, "--as", "zuzhang", typed=typed(leader)) == (0, f"重新授权了1件。{number}\n")
    assert run("grant-again", deputy.name, "--as", "zuzhang", typed=typed(leader)) == (0, "重新授权了0件。\n")


def test_what_is_done_to_accounts_is_in_the_audit_log_also_when_it_is_refused(
    settings: Settings, run: Run, security: Account, leader: Account, typed: Callable
) -> None:
    run("disable", "zuzhang", "--as", "anquan", typed=typed(security))
    run("disable", "anquan", "--as", "anquan", typed=typed(security))
    with read_scope(models.opened(settings)) as session:
        of_staff = session.query(AuditEntry).filter_by(action=Action.STAFF, actor="anquan")
        found = [(entry.subject, entry.outcome) for entry in of_staff.order_by(AuditEntry.id)]
    done = [("disable zuzhang", None), ("disabled zuzhang", "done"), (None, "done")]
    assert found == [*done, ("disable anquan", None), (None, "refused")]
