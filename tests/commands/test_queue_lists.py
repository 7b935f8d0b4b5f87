"""The lists of the queue at the command line: views, filters, pages, searches, notices."""

import shlex
from datetime import timedelta

import pytest
from rich.cells import cell_len

from cases.kinds import AboutWhom, Kind
from commands import queue_words
from tests.homes import LAMPS, Home

BRIBE = "某科长收了红包三万元"
COLUMNS = 100


def numbers(home: Home, *words: str) -> list[str]:
    """The cases of all pages, each opened with the command that the one before has printed."""
    found, typed = [], ["queue", *words]
    while typed:
        said = home.run(*typed[1:])
        found += [line.split()[0][:8] for line in said.out.splitlines() if line[:8].isdigit()]
        following = [line for line in said.out.splitlines() if line.startswith("下一页：")]
        typed = shlex.split(following[0].removeprefix("下一页："))[1:] if following else []
    return found


def test_an_empty_home_has_an_empty_queue(home: Home) -> None:
    assert "待认领：0件" in home.run().out
    assert home.run("all").out == "没有符合条件的件。\n"


def test_the_list_names_number_kind_state_place_day_and_queue(home: Home) -> None:
    number = home.add(subdistrict="海城街道", section="三(三)", urgent=True)
    said = home.run("all").out
    for word in (f"{number}急", "意见建议", "已登记", "海城街道", "三(三)", "2026-05-06", "2026-05-07", "共1件"):
        assert word in said


def test_lists_and_help_are_readable_at_100_columns(home: Home) -> None:
    number = home.add(
        BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.TEAM_MEMBER, subdistrict="海城街道", section="三(三)", urgent=True
    )
    home.do("leader", "attest", number)
    home.do("leader", "claim", number)
    for words in (("all",), ("--help",), ()):
        assert max(map(cell_len, home.run(*words).out.splitlines())) <= COLUMNS


def test_the_lists_show_nothing_of_what_was_said(home: Home) -> None:
    home.add(), home.add(BRIBE, Kind.TIP_OFF)
    for view in (*queue_words.VIEWS, "all", "summary", "notices", "campaigns"):
        said = home.run(view).all
        assert LAMPS not in said
        assert BRIBE not in said


@pytest.mark.parametrize(
    "words", [("--kind", "tip_off"), ("--kind", "检举控告"), ("all", "--queue", "q_tip_off"), ("sealed",), ("密件",)]
)
def test_a_filter_and_a_view_leave_the_others_out(home: Home, words: tuple[str, ...]) -> None:
    lamps, bribe = home.add(), home.add(BRIBE, Kind.TIP_OFF)
    assert numbers(home, *words) == [bribe]
    assert lamps in numbers(home, "all")


@pytest.mark.parametrize("section", ["三(三)", "三（三）", "3.3"])
def test_an_item_of_the_bulletin_may_be_written_in_three_ways(home: Home, section: str) -> None:
    here, _ = home.add(section="三(三)", subdistrict="海城街道"), home.add(section="一(一)")
    assert numbers(home, "all", "--section", section, "--street", "海城街道") == [here]


@pytest.mark.parametrize("sort", ["due", "received"])
def test_each_page_prints_the_command_for_the_next(home: Home, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.queries.PAGE", 2)
    added = [home.add() for _ in range(3)] + [home.add(kind=Kind.PRAISE, text="谢谢你们修好了路灯")]
    found = numbers(home, "--kind", "suggestion", "--sort", sort, "--as", "clerk")
    assert sorted(found) == sorted(added[:3])
    assert sorted(numbers(home, "unclaimed", "--sort", sort)) == sorted(added)


def test_more_than_is_counted_is_said_with_a_plus(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cases.queries", "desk.lists"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)
    home.add(), home.add()
    assert "共2件" in home.run("all").out
    home.add()
    assert "共2+件" in home.run("all").out


def test_a_search_finds_open_cases_page_by_page_and_never_a_sealed_one(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.search.PAGE", 2)
    lamps = [home.add() for _ in range(3)]
    home.add(f"{BRIBE}，路灯也没有装", Kind.TIP_OFF)
    assert numbers(home, "search", "路灯") == lamps[::-1]
    assert "连着的两个字" in home.run("search", "灯").err


def test_notices_are_shown_once(home: Home) -> None:
    number = home.add(urgent=True)
    assert f"{number}  紧急件" in home.run("--as", "clerk").out
    assert number in home.do("clerk", "notices").out
    assert "没有没看过的提醒" in home.do("clerk", "notices").out


def test_what_is_due_today_stands_in_the_summary(home: Home) -> None:
    number = home.add()
    assert number not in home.run().out
    home.now += timedelta(days=1)
    assert number in home.run().out.partition("今天到期")[2]


def test_cases_that_say_nearly_the_same_are_shown_together(home: Home) -> None:
    added = [home.add("建议在蒲门村口装两盏路灯，晚上太黑了") for _ in range(3)]
    assert "说法相近的3件" in home.run("campaigns").out
    assert f"{added[1]}（100%）" in home.run("show", added[0]).out
