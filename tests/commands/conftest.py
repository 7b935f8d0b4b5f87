"""What tests of commands share."""

from pathlib import Path

import pytest

from commands import keys, models, queue
from settings import Settings
from tests import builders
from tests.homes import Home


@pytest.fixture
def home(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Home:
    settings = Settings(home=tmp_path / "home", database_url="", argon2_memory_kib=8, argon2_passes=1)
    secret = keys.custody(settings, trial=True).secret
    keys.make_demo_team(settings, models.opened(settings), secret)
    made = Home(settings, capfd)
    monkeypatch.setattr(builders, "SECRET", secret)
    monkeypatch.setattr(queue, "now", lambda: made.now)
    return made
