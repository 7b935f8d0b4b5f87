"""The periods are data, and what cannot be followed is refused."""

from pathlib import Path

import pytest

from cases.kinds import State, Track
from cases.retention.periods import ENDINGS, Periods, UnusablePeriods
from cases.transitions import OPEN
from settings import ROOT

FILE = ROOT / "data" / "retention.yml"
GOOD = """
after_confirmed_handover: 30
tracks:
  A: {otherwise: 90}
  B: {otherwise: 9, withdrawn: 3}
  C: {otherwise: 9}
  D: {otherwise: 9}
  E: {otherwise: 9}
  F: {otherwise: 9}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "retention.yml"
    path.write_text(text, "utf-8")
    return path


def test_the_periods_of_the_project_can_be_followed() -> None:
    periods = Periods.load(FILE)
    assert periods.handover == 30
    assert periods.days(Track.PUBLIC, None) == 90
    assert all(periods.days(track, None) >= 90 for track in Track)


def test_an_ending_without_a_period_of_its_own_has_that_of_the_others(tmp_path: Path) -> None:
    periods = Periods.load(written(tmp_path, GOOD))
    assert [periods.days(Track.SUGGESTION, ending) for ending in ("withdrawn", "completed", None)] == [3, 9, 9]


def test_no_open_state_is_an_ending() -> None:
    assert not ENDINGS & OPEN
    assert State.ARCHIVED not in ENDINGS


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("withdrawn: 3", "in_progress: 3"),
        ("withdrawn: 3", "archived: 3"),
        ("withdrawn: 3", "no_such_state: 3"),
        ("withdrawn: 3", "withdrawn: 0"),
        ("withdrawn: 3", "withdrawn: true"),
        ("withdrawn: 3", "withdrawn: long"),
        ("otherwise: 90", "withdrawn: 90"),
        ("E: {otherwise: 9}", "Z: {otherwise: 9}"),
        ("E: {otherwise: 9}", ""),
        ("after_confirmed_handover: 30", ""),
        ("after_confirmed_handover: 30", "after_confirmed_handover: -1"),
        (GOOD, "nothing"),
        ("A: {", "A: {{"),
    ],
)
def test_what_cannot_be_followed_is_refused(tmp_path: Path, good: str, bad: str) -> None:
    with pytest.raises(UnusablePeriods):
        Periods.load(written(tmp_path, GOOD.replace(good, bad)))
