"""Numbers in addresses that no row ever had: refused in Chinese, never a page that failed."""

import pytest

from cases.kinds import Role
from console.ids import id_of
from tests.consoles import Console

TOO_LONG = "9" * 5000  # Python itself refuses to read it


@pytest.mark.parametrize("typed", [TOO_LONG, "9" * 19, "-1", "1.0", "١", "²", "", " 1"])
def test_what_no_database_has_is_no_id(typed: str) -> None:
    assert id_of(typed) is None


def test_digits_are_an_id() -> None:
    assert id_of("42") == 42


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.TEAM_LEADER, "/queue?sort=received&after=0001-01-01T00:00:00%2B14:00~1"),
        (Role.TEAM_LEADER, f"/queue/news?since={TOO_LONG}"),
        (Role.AUDITOR, f"/audit?before={TOO_LONG}"),
    ],
)
async def test_an_address_with_an_impossible_place_is_refused(console: Console, role: Role, address: str) -> None:
    browser = await console.officer(role)
    page = await browser.open(address)
    assert page.status_code == 422
