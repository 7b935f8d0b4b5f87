"""The machine interface as a script sees it: a process that gets lines and gives lines."""

import json
import subprocess
import sys
from pathlib import Path

from settings import ROOT, Settings

KEYS = {"chat", "replies", "act", "section", "intake", "kind", "receipt"}


def talk(settings: Settings, *lines: str) -> list[dict]:
    """What the program writes to these lines in an empty home; it must end by itself, well."""
    given = {"HOME": settings.home, "MODEL": settings.model, "SECRET_FILE": settings.secret_file}
    environment = ["env", *(f"HUIYIN_{name}={value}" for name, value in given.items())]
    command = [*environment, sys.executable, "-m", "cli", "talk"]
    said = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, cwd=ROOT, input=said, capture_output=True, text=True, timeout=120, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def say(text: str, **more: object) -> str:
    return json.dumps({"chat": "u1", "text": text, **more})


def test_every_line_gets_one_line_whatever_it_is(settings: Settings) -> None:
    good, broken, unknown = talk(settings, say("海城违建拆了多少"), "no json", say("", button="没有这个按钮"))
    assert set(good) == set(broken) == set(unknown) == KEYS
    assert (good["act"], good["section"]) == ("answer", "三(三)")
    assert (broken["act"], unknown["act"]) == ("error", "error")
    assert all(line["replies"] for line in (good, broken, unknown))


def test_a_suggestion_is_taken_to_its_receipt(settings: Settings) -> None:
    presses = ("是，意见建议", "写完了", "我知道了", "跳过", "匿名", "确认提交")
    lines = talk(
        settings, say("建议在村口装两盏路灯，晚上老人走路容易摔跤"), *(say("", button=label) for label in presses)
    )
    submitted = [line for line in lines if line["intake"] == "submitted"]
    assert [len(line["receipt"]) for line in submitted] == [len("1234 5678 9012 3456")]
    assert Path(settings.home / "huiyin.sqlite3").is_file()


def test_an_unknown_button_is_told_in_its_chat_and_leaves_the_draft(settings: Settings) -> None:
    _, unknown = talk(settings, say("建议在村口装两盏路灯，晚上老人走路容易摔跤"), say("", button="没有这个按钮"))
    assert (unknown["chat"], unknown["act"], unknown["intake"], unknown["kind"]) == (
        "u1",
        "error",
        "continues",
        "suggestion",
    )


def test_half_characters_and_endless_nesting_are_answered(settings: Settings) -> None:
    nested = '{"chat": "u1", "text": ' + "[" * 100_000
    lines = talk(
        settings, '{"chat": "u\\ud800", "text": "\\ud83d 您好"}', nested, say("您好", photo="a" * 5000), say("您好")
    )
    assert [line["act"] for line in lines][1::2] == ["error", "smalltalk"]
    assert all(line["replies"][0]["text"] for line in lines)


def test_what_is_written_is_for_its_owner_only(settings: Settings) -> None:
    talk(settings, say("您好"))
    written = [settings.home, *settings.home.rglob("*")]
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in written if path.stat().st_mode & 0o077} == {}
