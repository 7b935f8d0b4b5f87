"""A chat for each test."""

from pathlib import Path

import pytest

from tests.talking import Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """Nothing was said yet."""
    return Talk(tmp_path / "home")
