"""One running program and one Chromium for the whole story."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story.running_program import DATABASE, Program, furnished


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Program]:
    """It stops as asked, with nothing left undone."""
    if not (model.parent.parent / DATABASE).exists():
        pytest.skip("the model of HUIYIN_MODEL was published nowhere: no other can take its place")
    program = furnished(tmp_path_factory.mktemp("story") / "home", model)
    program.start()
    yield program
    assert program.stop() == 0
