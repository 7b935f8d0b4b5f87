"""Words that would be markup, a template, a formula or a script: everywhere they stay words."""

from pathlib import Path

import pytest

from cases.kinds import Role
from tests.attacks.full_office import FullOffice
from tests.attacks.surface import walked
from tests.attacks.walk import POISON, Walker

COMES_BACK = {
    Role.TEAM_LEADER: {"/cases/{number} ", "/cases/{number}/reply/preview ", "/queue ", "/administration/staff "},
    Role.TRIAGE_OFFICER: {"/cases/{number} ", "/cases/{number}/note ", "/queue/search "},
    Role.SECURITY_ADMIN: {"/administration/staff "},
}  # without these pages the walk would prove little


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> FullOffice:
    """An office in which every citizen, colleague and file has such a name and such words."""
    return FullOffice(tmp_path_factory.mktemp("poisoned") / "home", POISON)


@pytest.mark.parametrize("role", walked(Role))
async def test_whatever_is_typed_into_any_form_comes_back_as_words(
    poisoned: FullOffice, role: Role, tmp_path: Path
) -> None:
    office = poisoned.copied(tmp_path / "home")
    walker = Walker(office.console.app, await office.browser(role))
    begin = ["/", "/account", *(f"/cases/{number}" for number in office.shown(role))]
    await walker.walk(*begin)
    await walker.walk(*begin, hidden_too=True)
    await walker.walk(*begin, fill=False)
    assert walker.poisoned >= COMES_BACK.get(role, set()) | {"/account "}
