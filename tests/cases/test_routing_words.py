"""A name is found however it is written, and nothing is found where none is."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.kinds import AboutWhom, Kind
from cases.routing.jurisdiction import Jurisdiction, Member, parse
from cases.routing.mentions import Likeness, likeness, surname_of
from cases.routing.rules import Matter, Rule, route
from cases.routing.spelling import Said, fold
from cases.routing.terms import Terms, split_post
from tests.cases.test_routing import FILE, TEAM

NAMES = ("王建国", "欧阳建国", "李明", "刘萬里", "Ada Li")
BLANKS = ("", " ", "　", "\u200b", "\t", "\u3000 ")
OTHER_CHARACTERS = st.text(st.sampled_from("山水风花雪月一二三，。！？、 \n村路灯树房车东西南北"), max_size=40)
around = st.text(max_size=30)


def like(text: str, member: Member, *others: str) -> Likeness:
    return likeness(Said(text), member, others)


@given(st.sampled_from(NAMES), around, around, st.data())
def test_nothing_around_a_full_name_and_no_blanks_in_it_hide_it(name: str, before: str, after: str, data) -> None:
    blanks = data.draw(st.lists(st.sampled_from(BLANKS), min_size=len(name), max_size=len(name)))
    written = "".join(char + blank for char, blank in zip(name, blanks, strict=True))
    assert like(before + written + after, Member(1, name)) is Likeness.SAME


@given(st.sampled_from(NAMES), st.data())
def test_another_width_or_case_does_not_hide_it(name: str, data) -> None:
    wide = "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and data.draw(st.booleans()) else char for char in name
    )
    shown = wide.upper() if data.draw(st.booleans()) else wide
    assert like(f"是{shown}收的", Member(1, name)) is Likeness.SAME


@given(OTHER_CHARACTERS)
def test_a_text_without_names_posts_and_units_matches_nobody(text: str) -> None:
    assert all(like(text, member) is Likeness.NONE for member in TEAM)
    office = replace(parse([FILE]), team=TEAM)
    way = route(Matter(Kind.TIP_OFF, AboutWhom.NONE, text), office)
    assert way.rule in (Rule.R5, Rule.R7)


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once_and_any_text_has_a_route(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    for kind in Kind:
        route(Matter(kind, AboutWhom.NONE if kind.sealed else None, text), replace(parse([FILE]), team=TEAM))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("王健国收钱", "王建国", Likeness.ALIKE),
        ("汪建国收钱", "王建国", Likeness.ALIKE),
        ("王建华收钱", "王建国", Likeness.ALIKE),
        ("王·建·国收钱", "王建国", Likeness.ALIKE),
        ("欧阳建果收钱", "欧阳建国", Likeness.ALIKE),
        ("住在建国路边", "王建国", Likeness.NONE),
        ("王建的房子", "王建国", Likeness.NONE),
        ("李朋收钱", "李明", Likeness.NONE),
    ],
)
def test_one_character_off_is_a_suspicion(text: str, name: str, expected: Likeness) -> None:
    assert like(text, Member(1, name)) is expected


def test_the_full_name_of_somebody_else_is_no_suspicion() -> None:
    assert like("王建华收钱", Member(1, "王建国"), "王建华") is Likeness.NONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("原纪委副书记收钱", Likeness.SAME),
        ("前纪委副书记收钱", Likeness.SAME),
        ("纪委的前副书记收钱", Likeness.SAME),
        ("时任纪委副书记收钱", Likeness.SAME),
        ("纪委副书记收钱", Likeness.ALIKE),
        ("副书记收钱", Likeness.NONE),
    ],
)
@pytest.mark.parametrize("written", ["原纪委副书记", "纪委原副书记"])
def test_inv_r8_a_former_post_is_known_with_its_mark_and_suspected_without(written, text, expected) -> None:
    assert like(text, Member(1, "赵六", posts=(written,))) is expected


def test_a_surname_counts_with_the_title_that_the_person_has() -> None:
    leader = Member(1, "欧阳建国", titles=("组长",))
    assert like("欧阳组长收钱", leader) is Likeness.SAME
    assert like("王组长收钱", leader) is Likeness.NONE
    assert like("欧阳书记收钱", leader) is Likeness.NONE


def test_a_surname_is_the_longest_that_is_known() -> None:
    assert [surname_of(name) for name in ("欧阳建国", "王建国", "王", "ada")] == ["欧阳", "王", "", ""]


def test_a_post_has_a_unit_and_a_title() -> None:
    assert split_post("管委会副主任") == ("管委会", "副主任")
    assert split_post("王建国") is None


def test_longer_words_and_requests_do_not_count_but_a_second_mention_does() -> None:
    terms = Terms(("组长",), not_in=("小组长",), asked=("请",))
    assert not terms.found("小组长收钱，请你们组长查")
    assert terms.found("小组长收钱，请你们组长查，组长也收")


def test_an_unknown_entry_of_the_office_s_file_is_refused() -> None:
    with pytest.raises(ValueError, match="leadr"):
        parse([{"leadr": {"words": ["组长"]}}])


def test_the_longest_text_is_read_in_a_moment() -> None:
    team = tuple(Member(n, f"王{chr(0x5EFA + n)}国") for n in range(30))
    office: Jurisdiction = replace(parse([FILE]), team=team)
    matter = Matter(Kind.TIP_OFF, AboutWhom.NONE, "村里的会计王某某收了红包，" * 380)
    route(matter, office)
    before = time.perf_counter()
    route(matter, office)
    assert time.perf_counter() - before < 0.25
