"""The one command: what holds for all of them."""

import os
from pathlib import Path

import pytest

import cli
from settings import Settings


def test_a_command_that_nobody_thought_of_writes_what_nobody_else_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masks: list[int] = []
    monkeypatch.setitem(cli.COMMANDS, "new", ("operator", "is_", ""))
    monkeypatch.setattr("sys.argv", ["huiyin", "new"])
    monkeypatch.setattr(cli, "Settings", lambda: Settings(home=tmp_path, database_url=""))
    monkeypatch.setattr(cli, "quiet", lambda *, answering: None)
    monkeypatch.setattr(os, "umask", masks.append)
    with pytest.raises(SystemExit):
        cli.main()
    assert masks == [0o077]


def test_only_what_handles_nothing_of_citizens_keeps_the_mask_it_has() -> None:
    assert set(cli.NOT_WRITING) <= set(cli.COMMANDS)
