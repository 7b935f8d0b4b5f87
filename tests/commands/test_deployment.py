"""What check-deploy finds, and what the key ceremony makes."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from cases.at_rest import ServiceSecret
from cases.content import TeamKey
from commands import ceremony, deployment
from settings import ROOT, Settings
from wording import Wording

WORDING = Wording.load()


@pytest.fixture
def ready(tmp_path: Path) -> Settings:
    """Everything set; only the bulletin's contacts are as unverified as they are."""
    for what in ("secret", "team", "superior"):
        assert ceremony.run(Settings(), [what, str(tmp_path / "keys")]) == 0
    return Settings(
        home=tmp_path / "home",
        secret_file=tmp_path / "keys/service.secret",
        team_key_file=tmp_path / "keys/team.public",
        superior_key_file=tmp_path / "keys/superior.public",
        notice_processor="某纪检监察组",
        notice_retention="三年",
        notice_rights_contact="12388",
        notices_approved=deployment.notices_mark(),
        telegram_bot_token=SecretStr("1:a"),
    )


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
        ("team_key_file", None, "HUIYIN_TEAM_KEY_FILE"),
        ("superior_key_file", Path("gone"), "HUIYIN_SUPERIOR_KEY_FILE"),
        ("team_private_key_file", Path("team.private"), "HUIYIN_TEAM_PRIVATE_KEY_FILE"),
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
    ready.home = tmp_path / "keys"
    assert missing(ready) == [WORDING("deploy.secret_inside")]


def test_team_and_superior_must_not_share_a_key(ready: Settings, bulletin: Path) -> None:
    ready.superior_key_file = ready.team_key_file
    assert missing(ready) == [WORDING("deploy.same_key")]


def test_a_changed_notice_asks_for_approval_again(tmp_path: Path) -> None:
    changed = tmp_path / "wording.yml"
    changed.write_text(
        (ROOT / "data/wording.yml").read_text("utf-8").replace("notice:\n", "notice:\n  new: 新\n"), "utf-8"
    )
    assert deployment.notices_mark(changed) != deployment.notices_mark()


@pytest.mark.parametrize("whose", ["team", "superior"])
def test_the_ceremony_makes_a_pair_that_only_its_owner_can_read(tmp_path: Path, whose: str) -> None:
    assert ceremony.run(Settings(), [whose, str(tmp_path / "new")]) == 0
    public, private = (tmp_path / "new" / f"{whose}.{half}" for half in ("public", "private"))
    assert [path.stat().st_mode & 0o777 for path in (public, private)] == [0o600, 0o600]
    assert TeamKey(public.read_bytes(), private.read_bytes()).public != private.read_bytes()
    assert len(public.read_bytes()) == len(private.read_bytes()) == 32


def test_the_ceremony_makes_a_service_secret(tmp_path: Path) -> None:
    assert ceremony.run(Settings(), ["secret", str(tmp_path)]) == 0
    assert ServiceSecret((tmp_path / "service.secret").read_bytes())


def test_the_ceremony_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "team.private").write_bytes(b"precious")
    assert ceremony.run(Settings(), ["team", str(tmp_path)]) == 1
    assert "没有覆盖" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["team.private"]
    assert (tmp_path / "team.private").read_bytes() == b"precious"


@pytest.mark.parametrize("words", [[], ["team"], ["clerk", "folder"]])
def test_the_ceremony_says_how_it_is_called(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert ceremony.run(Settings(), words) == 2
    assert "用法" in capsys.readouterr().err
