"""What every test shares: rasa made importable and silent, a model trained once, settings that cost little."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from playwright.sync_api import Browser, sync_playwright

from nlu import without_tensorflow

# before any test module imports rasa: without TensorFlow, and without its habit of printing what citizens say
without_tensorflow.install()
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))

from commands import models  # noqa: E402
from settings import ROOT, Settings  # noqa: E402
from tests import databases  # noqa: E402

TEST_HOME = ROOT / "var" / "test-models"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")

# the same examples every time, so that a run means what the last one meant; ./huiyin test --long looks for new ones
hypothesis.settings.register_profile("fixed", derandomize=True)
if not os.environ.get("HUIYIN_TEST_LONG"):
    hypothesis.settings.load_profile("fixed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked `long` runs with ./huiyin test --long."""
    if os.environ.get("HUIYIN_TEST_LONG"):
        return
    for item in items:
        if "long" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="takes minutes: ./huiyin test --long"))


def pytest_sessionfinish() -> None:
    """The PostgreSQL database of this run goes with it."""
    databases.drop_own()


@pytest.fixture(scope="session")
def model(pytestconfig: pytest.Config) -> Path:
    """A model of the present data: the one in HUIYIN_MODEL, or one trained the first time it is needed."""
    kept = Settings(home=TEST_HOME, database_url="")
    if kept.model:
        return kept.model
    kept.models.mkdir(parents=True, exist_ok=True)
    screen = pytestconfig.pluginmanager.getplugin("capturemanager")
    with (kept.models / "lock").open("w") as lock, screen.global_and_fixture_disabled():
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs at once train one model
        live = models.live(models.opened(kept))
        if live is None or live.model.data_hash != models.layers(kept, live).data_hash():
            models.train_beside(kept, "--force", "--reason", "tests")
        return models.live_model(kept)


@pytest.fixture
def settings(tmp_path: Path, model: Path) -> Settings:
    """A home of its own, a secret of its own, receipt codes at the least cost."""
    secret = tmp_path / "service.secret"
    secret.write_bytes(secrets.token_bytes(32))
    secret.chmod(0o600)
    home = tmp_path / "home"
    return Settings(home=home, model=model, secret_file=secret, database_url="", argon2_memory_kib=8, argon2_passes=1)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed after each file: while it is open no other test of this process can run a loop of its own."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no chromium here (.ci/run installs it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
