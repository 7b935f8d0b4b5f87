"""One office for all tests of attacks, copied for each."""

from pathlib import Path

import pytest

from tests.attacks.full_office import FullOffice


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> FullOffice:
    return FullOffice(tmp_path_factory.mktemp("furnished") / "home")


@pytest.fixture
def office(furnished: FullOffice, tmp_path: Path) -> FullOffice:
    return furnished.copied(tmp_path / "home")
