"""What a running service tells the pages of administration, asked from a thread as pages are."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from cases.audit.models import AuditEntry
from cases.kinds import Kind, State
from commands.clock import now
from commands.upkeep import upkeep
from console.upkeep import Upkeep
from db.session import read_scope, write_scope
from tests.builders import DAY, make_bare_case
from tests.talking import Talk
from wording import Wording


@pytest.fixture
async def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path / "home")


@pytest.fixture
async def served(talk: Talk) -> Upkeep:
    return upkeep(talk.settings, talk.database, talk.service, Wording.load())


async def test_every_part_of_a_service_in_order_works(served: Upkeep) -> None:
    parts = await asyncio.to_thread(served.health)
    assert parts == dict.fromkeys(("database", "model", "housekeeping", "staff_rounds", "disk"), True)


async def test_figures_are_by_the_items_and_streets_of_the_bulletin_that_is_served(served: Upkeep) -> None:
    about = served.about()
    assert about.bulletin == served.bulletin()[0].id
    assert "三(三)" in about.sections
    assert "海城街道" in about.streets


async def test_what_is_still_to_be_set_is_what_check_deploy_says(served: Upkeep) -> None:
    missing = await asyncio.to_thread(served.missing)
    assert any("HUIYIN_NOTICE_PROCESSOR" in line for line in missing)


async def test_what_is_due_is_purged_in_the_name_of_who_asked(served: Upkeep, talk: Talk) -> None:
    with write_scope(talk.database) as session:
        case = make_bare_case(session, Kind.CONSULTATION, now() - 4000 * DAY)
        case.state, case.closed_at = State.ARCHIVED, case.received_at
    purged = await asyncio.to_thread(served.purge, "auditor")
    with read_scope(talk.database) as session:
        actors = set(session.scalars(select(AuditEntry.actor).where(AuditEntry.action == "purge")))
    assert (purged.gone, actors) == ([case.number], {"auditor"})
