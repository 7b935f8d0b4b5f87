"""The queue at the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cases import attachments, chat_links, outbox
from cases.chat_models import OutboxItem
from cases.content import TeamKey
from cases.kinds import AboutWhom, Kind, State
from cases.models import Case
from commands import keys, queue
from db import migrate
from db.session import make_engine, read_scope, write_scope
from settings import Settings
from tests import builders
from tests.builders import make_case

Run = Callable[..., tuple[int, str]]
LAMPS = "建议在村口装两盏路灯"
BRIBE = "某科长收了红包三万元"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home that was tried out: a demo team, no model needed."""
    tried_out = Settings(home=tmp_path / "home", argon2_memory_kib=8, argon2_passes=1)
    keys.custody(tried_out, trial=True)
    return tried_out


@pytest.fixture
def add(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Puts a case into the home and gives its number."""
    custody, database = keys.staff_custody(settings), make_engine(settings.url)
    monkeypatch.setattr(builders, "SECRET", custody.secret)
    monkeypatch.setattr(builders, "READERS", custody.readers)
    migrate.upgrade(database)

    def add_case(text: str = LAMPS, kind: Kind = Kind.SUGGESTION, **fields: object) -> str:
        with write_scope(database) as session:
            return make_case(session, text, kind, **fields).number

    return add_case


@pytest.fixture
def run(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Run:
    def run_queue(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = queue.run(settings, list(words))
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_queue


def sent(settings: Settings) -> list[str]:
    """The texts on their way to citizens."""
    secret = keys.staff_custody(settings).secret
    with read_scope(make_engine(settings.url)) as session:
        return [outbox.contents(secret, item).payload["text"] for item in session.query(OutboxItem)]


def case_of(settings: Settings, number: str) -> Case:
    with read_scope(make_engine(settings.url)) as session:
        return session.query(Case).filter_by(number=number).one()


def test_an_empty_home_has_an_empty_queue(run: Run) -> None:
    assert run() == (0, "没有符合条件的件。\n")


def test_the_list_names_number_kind_state_place_and_queue(run: Run, add: Callable[..., str]) -> None:
    number = add(subdistrict="海城街道", section="三(三)")
    code, said = run()
    assert code == 0
    for word in (number, "意见建议", "已登记", "海城街道", "三(三)", "2026-05-06"):
        assert word in said


def test_the_list_shows_nothing_of_what_was_said(run: Run, add: Callable[..., str]) -> None:
    add()
    add(BRIBE, Kind.TIP_OFF)
    _, said = run()
    assert LAMPS not in said
    assert BRIBE not in said


@pytest.mark.parametrize("words", [("--kind", "tip_off"), ("--kind", "检举控告"), ("--queue", "q_tip_off")])
def test_a_filter_leaves_the_others_out(run: Run, add: Callable[..., str], words: tuple[str, ...]) -> None:
    lamps, bribe = add(), add(BRIBE, Kind.TIP_OFF)
    _, said = run(*words)
    assert bribe in said
    assert lamps not in said


def test_all_pages_are_listed(run: Run, add: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.queries.PAGE", 2)
    numbers = [add() for _ in range(5)]
    _, said = run("--state", "registered")
    assert all(number in said for number in numbers)


def test_one_case_shows_content_and_history(run: Run, add: Callable[..., str]) -> None:
    code, said = run("show", add())
    assert code == 0
    assert LAMPS in said
    assert "提交" in said
    assert "未指明通报条目的意见建议" in said


def test_the_demo_key_opens_a_sealed_case(run: Run, add: Callable[..., str]) -> None:
    assert BRIBE in run("show", add(BRIBE, Kind.TIP_OFF))[1]


def test_without_a_private_key_a_sealed_case_stays_closed(
    settings: Settings, run: Run, add: Callable[..., str], tmp_path: Path
) -> None:
    number = add(BRIBE, Kind.TIP_OFF)
    settings.team_key_file = tmp_path / "team.public"
    settings.team_key_file.write_bytes(TeamKey.generate().public)
    _, said = run("show", number)
    assert BRIBE not in said
    assert "密封内容" in said


def test_the_teams_private_key_opens_its_cases_and_not_those_for_the_superior(
    settings: Settings, run: Run, add: Callable[..., str], tmp_path: Path
) -> None:
    own, upward = add(BRIBE, Kind.TIP_OFF), add(BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    readers = keys.staff_custody(settings).readers
    assert readers.team
    assert readers.superior
    given = {"team.public": readers.team.public, "team.private": readers.team.private, "up": readers.superior.public}
    for name, key in given.items():
        (tmp_path / name).write_bytes(key or b"")
    settings.team_key_file, settings.superior_key_file = tmp_path / "team.public", tmp_path / "up"
    settings.team_private_key_file = tmp_path / "team.private"
    assert BRIBE in run("show", own)[1]
    assert BRIBE not in run("show", upward)[1]


def test_what_a_citizen_typed_commands_no_terminal(run: Run, add: Callable[..., str]) -> None:
    _, said = run("show", add("[bold]路灯[/bold]\x1b[2J坏了，请派人来修一修"))
    assert "\x1b" not in said
    assert "[bold]路灯[/bold]" in said


def test_an_answer_reaches_the_chat_of_who_agreed(settings: Settings, run: Run, add: Callable[..., str]) -> None:
    number = add(wants_notice=True)
    assert run("reply", number, "下周就装", "--as", "王丽")[0] == 0
    assert sent(settings) == ["工作人员的答复：下周就装"]
    assert "王丽" in run("show", number)[1]


def test_nobody_is_written_to_who_did_not_agree(settings: Settings, run: Run, add: Callable[..., str]) -> None:
    run("reply", add(wants_notice=False), "下周就装", "--as", "王丽")
    assert sent(settings) == []


def test_of_a_sealed_case_only_the_neutral_line_goes_out(settings: Settings, run: Run, add: Callable[..., str]) -> None:
    number = add(BRIBE, Kind.TIP_OFF, wants_notice=True)
    run("reply", number, "已经立案", "--as", "王丽")
    run("close", number, "查实", "--as", "王丽")
    assert sent(settings) == [f"编号{number}有新进展，请凭回执码查看。"] * 2


def test_closing_tells_the_citizen_once_and_forgets_his_chat(
    settings: Settings, run: Run, add: Callable[..., str]
) -> None:
    number = add(wants_notice=True)
    run("close", number, "已装好", "--as", "王丽")
    assert sent(settings) == [f"您反映的编号{number}已办结，可凭回执码评价。"]
    assert case_of(settings, number).state is State.COMPLETED
    with read_scope(make_engine(settings.url)) as session:
        found = chat_links.find(session, keys.staff_custody(settings).secret, case_of(settings, number))
    assert found is None


def test_a_closed_case_can_be_opened_again_and_closed_again(
    settings: Settings, run: Run, add: Callable[..., str]
) -> None:
    number = add()
    for verb, state in (("close", State.COMPLETED), ("reopen", State.REWORK), ("close", State.COMPLETED)):
        assert run(verb, number, "理由", "--as", "王丽")[0] == 0
        assert case_of(settings, number).state is state


@pytest.mark.parametrize("verbs", [("reopen",), ("close", "close")])
def test_what_the_state_does_not_allow_is_refused(run: Run, add: Callable[..., str], verbs: tuple[str, ...]) -> None:
    number = add()
    code, said = [run(verb, number, "理由", "--as", "王丽") for verb in verbs][-1]
    assert code == 1
    assert "不能这样办理" in said


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("show", "00000000"), "没有编号为00000000的件"),
        (("reply", "00000000", "好", "--as", "王丽"), "没有编号为00000000的件"),
        (("reply", "00000000", "好"), "--as"),
        (("close", "00000000", "好", "--as", " "), "--as"),
        (("close", "00000000", "好", "--as", "citizen"), "--as"),
        (("reply", "00000000", " ", "--as", "王丽"), "不能是空的"),
        (("reply", "00000000"), "用法"),
        (("--kind", "gossip"), "没有“gossip”这个词"),
        (("dance",), "用法"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(run: Run, words: tuple[str, ...], hint: str) -> None:
    code, said = run(*words)
    assert code == 1
    assert hint in said


def test_a_file_is_listed_with_its_name(settings: Settings, run: Run, add: Callable[..., str]) -> None:
    number = add()
    with write_scope(make_engine(settings.url)) as session:
        file = attachments.add(
            session, keys.staff_custody(settings).secret, 1, "photo", {"name": "灯.jpg", "size": 2048}
        )
        file.draft_id, file.case_id = None, case_of(settings, number).id
    assert "照片（还没取到）灯.jpg 2048" in run("show", number)[1]
