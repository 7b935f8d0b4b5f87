"""Every command says in Chinese how it is written; asking that does nothing else."""

import re
from types import ModuleType

import pytest

import cli
from commands import bulletin, rollback, training, usage
from settings import Settings
from wording import Wording

ENGLISH = re.compile(r"\b(usage|error|options|positional|arguments|invalid|choose|required|unrecognized|show this)\b")


@pytest.fixture
def nothing_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a command would do fails the test."""
    monkeypatch.setattr(cli, "Settings", lambda: pytest.fail("the command began"))


def typed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    monkeypatch.setattr("sys.argv", ["huiyin", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    said = capfd.readouterr()
    return end.value.code, said.out, said.err


@pytest.mark.parametrize("asking", ["-h", "--help"])
@pytest.mark.parametrize("name", sorted(set(cli.COMMANDS) - set(cli.OWN_HELP)))
def test_help_is_answered_in_chinese_and_starts_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], nothing_done: None, name: str, asking: str
) -> None:
    code, said, wrong = typed(monkeypatch, capfd, name, asking)
    assert (code, wrong) == (0, "")
    assert f"./huiyin {name}：{cli.COMMANDS[name][2]}" in said
    assert not ENGLISH.search(said)


def test_every_usage_is_one_of_the_wording_file() -> None:
    wording = Wording.load()
    assert set(usage.USAGE) <= set(cli.COMMANDS)
    assert all("用法" in wording(key) for key in usage.USAGE.values())


@pytest.mark.parametrize(("words", "code"), [((), 2), (("dance",), 2), (("--help",), 0)])
def test_who_types_no_command_is_shown_them_all(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    nothing_done: None,
    words: tuple[str, ...],
    code: int,
) -> None:
    ended, out, err = typed(monkeypatch, capfd, *words)
    assert ended == code
    assert all(name in out + err for name in cli.COMMANDS)
    assert not ENGLISH.search(out + err)


@pytest.mark.parametrize(
    ("command", "words"),
    [(training, ["--dance"]), (rollback, ["first"]), (bulletin, []), (bulletin, ["use"]), (bulletin, ["dance"])],
)
def test_a_wrong_word_is_answered_with_the_usage_in_chinese(
    capfd: pytest.CaptureFixture[str], command: ModuleType, words: list[str]
) -> None:
    assert command.run(Settings(database_url=""), words) != 0
    said = capfd.readouterr().err
    assert "用法：" in said
    assert not ENGLISH.search(said)
