"""How much two texts have in common."""

from hypothesis import given
from hypothesis import strategies as st

from cases.likeness.shingles import SKETCH, likeness, shingles, sketch


def test_numbers_width_marks_and_script_are_folded() -> None:
    assert shingles("第12号，路燈壞了") == shingles("第３号路灯坏了！")


def test_a_text_of_two_characters_is_its_own_shingle() -> None:
    assert shingles("路灯") == {"路灯"}


def test_what_has_no_letters_has_no_shingles() -> None:
    assert shingles("？！ ……") == shingles("") == frozenset()


@given(st.text(), st.text())
def test_likeness_is_between_none_and_all_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = shingles(one), shingles(other)
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) == (1 if a else 0)


@given(st.text())
def test_a_sketch_is_small_and_of_the_same_text_the_same(text: str) -> None:
    found = sketch(shingles(text))
    assert len(found) == min(SKETCH, len(shingles(text)))
    assert found == sorted(sketch(shingles(text)))
