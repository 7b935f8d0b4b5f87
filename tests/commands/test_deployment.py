"""What check-deploy finds, and what the key ceremony makes."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from nacl.public import PrivateKey
from pydantic import SecretStr

from cases.at_rest import ServiceSecret
from cases.kinds import Kind, Role
from cases.sealing import recovery
from cases.sealing.models import Holder
from cases.sealing.reading import Reader, private_half
from cases.staff.models import Staff
from commands import ceremony, deployment, keys, models
from db.session import read_scope, write_scope
from settings import ROOT, Settings
from tests.builders import RECOVERY, make_case, make_readers
from wording import Wording

WORDING = Wording.load()


@pytest.fixture
def ready(tmp_path: Path) -> Settings:
    """Everything set; only the bulletin's contacts are as unverified as they are."""
    for what in ("secret", "recovery"):
        assert ceremony.run(Settings(), [what, str(tmp_path / "keys")]) == 0
    for half in (tmp_path / "keys").glob("*half*"):
        half.rename(tmp_path / half.name)  # to where two people keep them
    ready = Settings(
        home=tmp_path / "home",
        secret_file=tmp_path / "keys/service.secret",
        recovery_key_file=tmp_path / "keys/recovery.public",
        notice_processor="某纪检监察组",
        notice_retention="三年",
        notice_rights_contact="12388",
        notices_approved=deployment.notices_mark(),
        telegram_bot_token=SecretStr("1:a"),
    )
    with write_scope(models.opened(ready)) as session:
        make_readers(session)
    return ready


@pytest.fixture
def bulletin(ready: Settings, tmp_path: Path) -> Path:
    """A copy of the bulletin whose contacts are all verified."""
    folder = tmp_path / "bulletin"
    folder.mkdir()
    for file in ready.bulletin.glob("*.*"):
        text = file.read_bytes().replace(b"status: unverified", b"status: verified")
        (folder / file.name).write_bytes(text.replace(b"status: disputed", b"status: verified"))
    ready.bulletin = folder
    return folder


def missing(settings: Settings) -> list[str]:
    return list(deployment.missing(settings, WORDING))


def test_nothing_is_missing_when_all_is_set(
    ready: Settings, bulletin: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deployment.run(ready, []) == 0
    assert capsys.readouterr().out == "上线需要的设置都齐了。\n"


def test_each_contact_that_is_not_verified_is_named(ready: Settings) -> None:
    lines = missing(ready)
    assert len(lines) == 5
    assert any("重庆市" in line and "有疑问" in line for line in lines)


def test_a_fresh_machine_is_told_what_to_do_line_by_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert deployment.run(Settings(home=tmp_path), []) == 1
    *lines, closing = capsys.readouterr().out.splitlines()
    assert closing == f"还有{len(lines)}项没有设置好。"
    assert all(line.startswith("- ") for line in lines)


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("secret_file", None, "HUIYIN_SECRET_FILE"),
        ("secret_file", Path("gone"), "HUIYIN_SECRET_FILE"),
        ("recovery_key_file", None, "HUIYIN_RECOVERY_KEY_FILE"),
        ("recovery_key_file", Path("gone"), "HUIYIN_RECOVERY_KEY_FILE"),
        ("notice_processor", "", "HUIYIN_NOTICE_PROCESSOR"),
        ("notice_retention", " ", "HUIYIN_NOTICE_RETENTION"),
        ("notice_rights_contact", "", "HUIYIN_NOTICE_RIGHTS_CONTACT"),
        ("notices_approved", "", "HUIYIN_NOTICES_APPROVED"),
        ("notices_approved", "000000000000", "HUIYIN_NOTICES_APPROVED"),
        ("telegram_bot_token", None, "TELEGRAM_BOT_TOKEN"),
    ],
)
def test_one_thing_unset_is_one_line_that_names_its_setting(
    ready: Settings, bulletin: Path, field: str, value: object, hint: str
) -> None:
    setattr(ready, field, value)
    (line,) = missing(ready)
    assert hint in line


def test_a_secret_of_another_size_will_not_do(ready: Settings, bulletin: Path) -> None:
    assert ready.secret_file
    ready.secret_file.write_bytes(b"short")
    assert missing(ready) == [WORDING("deploy.secret_size")]


def test_a_secret_that_others_can_read_will_not_do(ready: Settings, bulletin: Path) -> None:
    assert ready.secret_file
    ready.secret_file.chmod(0o640)
    assert missing(ready) == [WORDING("deploy.secret_mode")]


def test_a_secret_beside_the_database_will_not_do(ready: Settings, bulletin: Path, tmp_path: Path) -> None:
    assert ready.secret_file
    ready.secret_file = ready.secret_file.rename(ready.home / "service.secret")
    assert missing(ready) == [WORDING("deploy.secret_inside")]


@pytest.mark.parametrize(("role", "name"), [(Role.TEAM_LEADER, "leader"), (Role.SUPERIOR_LIAISON, "liaison")])
@pytest.mark.parametrize("lacks", ["public_key", "active"])
def test_a_leader_and_a_liaison_with_a_key_are_asked_for(
    ready: Settings, bulletin: Path, role: Role, name: str, lacks: str
) -> None:
    with write_scope(models.opened(ready)) as session:
        staff = session.get_one(Staff, make_readers(session)[role].staff_id)
        setattr(staff, lacks, {"public_key": None, "active": False}[lacks])
    assert missing(ready) == [WORDING(f"deploy.no_{name}")]


def test_the_halves_of_the_recovery_key_must_not_stay_here(ready: Settings, bulletin: Path, tmp_path: Path) -> None:
    (tmp_path / "recovery.half1.txt").rename(tmp_path / "keys/recovery.half1.txt")
    assert missing(ready) == [WORDING("deploy.halves_here")]


def test_a_demo_team_must_not_go_live(ready: Settings, bulletin: Path) -> None:
    (ready.home / keys.DEMO_TEAM).write_text("[]")
    assert missing(ready) == [WORDING("deploy.demo_team", file=keys.DEMO_TEAM)]


def test_a_changed_notice_asks_for_approval_again(tmp_path: Path) -> None:
    changed = tmp_path / "wording.yml"
    changed.write_text(
        (ROOT / "data/wording.yml").read_text("utf-8").replace("notice:\n", "notice:\n  new: 新\n"), "utf-8"
    )
    assert deployment.notices_mark(changed) != deployment.notices_mark()


def test_the_ceremony_makes_a_recovery_key_in_two_halves_that_only_their_owner_can_read(tmp_path: Path) -> None:
    assert ceremony.run(Settings(), ["recovery", str(tmp_path / "new")]) == 0
    public, *halves = (tmp_path / "new" / f"recovery.{part}" for part in ("public", "half1.txt", "half2.txt"))
    assert [path.stat().st_mode & 0o777 for path in (public, *halves)] == [0o600] * 3
    private = recovery.join(*(half.read_text() for half in halves))
    assert bytes(private.public_key) == public.read_bytes() == keys.recovery_key(public)


def test_the_ceremony_makes_a_service_secret(tmp_path: Path) -> None:
    assert ceremony.run(Settings(), ["secret", str(tmp_path)]) == 0
    assert ServiceSecret((tmp_path / "service.secret").read_bytes())


def test_the_ceremony_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "recovery.half2.txt").write_bytes(b"precious")
    assert ceremony.run(Settings(), ["recovery", str(tmp_path)]) == 1
    assert "没有覆盖" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["recovery.half2.txt"]
    assert (tmp_path / "recovery.half2.txt").read_bytes() == b"precious"


@pytest.mark.parametrize("words", [[], ["recovery"], ["team", "folder"]])
def test_the_ceremony_says_how_it_is_called(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert ceremony.run(Settings(), words) == 2
    assert "用法" in capsys.readouterr().err


@pytest.fixture
def halves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed."""
    typed = [*RECOVERY.halves]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False, readline=lambda: typed.pop(0)))
    return typed


def test_with_both_halves_who_lost_the_key_reads_again_what_they_could(
    ready: Settings, halves: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    pair = PrivateKey.generate()
    with write_scope(models.opened(ready)) as session:
        case = make_case(session, "某科长收了红包", Kind.TIP_OFF)
        leader = make_readers(session)[Role.TEAM_LEADER]
        session.get_one(Staff, leader.staff_id).public_key = bytes(pair.public_key)
    assert ceremony.run(ready, ["renew", leader.name]) == 0
    assert "重新授权1项" in capsys.readouterr().out
    with read_scope(models.opened(ready)) as session:
        assert private_half(session, Reader(Holder.STAFF, bytes(pair), leader.staff_id), case)


@pytest.mark.parametrize(("name", "wrong"), [("reads as team_leader", "WRONG"), ("nobody", None)])
def test_with_a_wrong_half_or_name_nothing_is_renewed(
    ready: Settings, halves: list[str], name: str, wrong: str | None
) -> None:
    halves[1] = wrong or halves[1]
    assert ceremony.run(ready, ["renew", name]) == 1
