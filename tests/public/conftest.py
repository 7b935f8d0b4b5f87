"""An office's pages on an empty database."""

from pathlib import Path

import pytest

from tests.websites import Browser, Website


@pytest.fixture
def website(tmp_path: Path) -> Website:
    return Website(tmp_path / "home")


@pytest.fixture
def browser(website: Website) -> Browser:
    return website.browser()
