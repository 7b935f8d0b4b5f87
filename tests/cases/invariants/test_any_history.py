"""Whatever ten people and the citizens do in fifty steps, and whenever the process dies, the invariants hold."""

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from cases.models import Case
from cases.staff.officer import Officer
from tests import databases
from tests.cases.invariants import checks, citizens
from tests.cases.invariants import officers as staff
from tests.cases.invariants.world import Ground, World, ground, step

STEPS = 50
SHORT, LONG = range(100), range(1000, 2000)
ACTS = (*citizens.ACTS, *staff.ACTS)


def history(land: Ground, seed: int) -> None:
    """One, looked at half-way and at the end; its diary is in the message when something does not hold."""
    world = World(land.fresh(), Random(seed))
    try:
        world.meet()
        step(world, citizens.submits, staff.REFUSALS)
        for count in range(1, STEPS):
            world.time_passes()
            step(world, world.chance.choice(ACTS) if world.told else citizens.submits, staff.REFUSALS)
            if count == STEPS // 2:
                look(world, world.chance.sample(world.people, 4))
        look(world, world.people)
    except AssertionError as broken:
        raise AssertionError(f"history {seed}: {broken}\n{world.diary}") from broken


def look(world: World, officers: Sequence[Officer]) -> None:
    """A new process reads what is there."""
    with world.reading() as session:
        checks.check_office(world, session)
        for told in world.told.values():
            checks.check_case(world, session, session.get_one(Case, told.id), told)
        checks.check_hidden(world, session, officers)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_no_history_breaks_a_rule(kind: str, tmp_path: Path) -> None:
    with ground(kind, tmp_path) as land:
        for seed in LONG if os.environ.get("HUIYIN_TEST_LONG") else SHORT:
            history(land, seed)
