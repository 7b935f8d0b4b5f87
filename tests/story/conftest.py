"""One running program and one Chromium for the whole story."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.story.running_program import DATABASE, Program, furnished

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Program]:
    """It stops as asked, with nothing left undone."""
    if not (model.parent.parent / DATABASE).exists():
        pytest.skip("the model of HUIYIN_MODEL was published nowhere: no other can take its place")
    program = furnished(tmp_path_factory.mktemp("story") / "home", model)
    program.start()
    yield program
    assert program.stop() == 0


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed after each file: while it is open no other test of this process can run a loop of its own."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no chromium here (.ci/run installs it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
