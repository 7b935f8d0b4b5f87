"""Rows of numbers: what two texts share, however it is put."""

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from nlu.ngram_rows import NgramRows, units
from nlu.ngrams import REACH, pairs_of_characters

WEIGHTS = (0.5, 0.5, 1.5)
KNOWN = ("海城违建拆了多少", "违建拆了多少在海城", "天河清退了多少钱", "钱清退了多少在天河", "谁负责招商", "招商谁负责")
TIMES = 4  # an office has many phrasings


def learned() -> NgramRows:
    """Rows of a few questions, each said in two ways."""
    return NgramRows.learned([units(text) for text in KNOWN * TIMES], WEIGHTS)


@given(st.text("海城违建拆了多少", max_size=REACH))
def test_pairs_do_not_depend_on_the_order_of_words(text: str) -> None:
    assert sorted(pairs_of_characters(text)) == sorted(pairs_of_characters(text[::-1]))


def test_characters_of_two_sentences_far_apart_are_no_pair() -> None:
    assert not any("末" in pair and "头" in pair for pair in pairs_of_characters("头" + "中" * REACH + "末"))


def test_a_question_put_the_other_way_round_shares_more_with_itself_than_with_another() -> None:
    rows = learned()
    asked, same, other = (rows.row(units(text)) for text in ("拆了多少违建，海城", KNOWN[0], KNOWN[2]))
    assert (asked @ same.T)[0, 0] > (asked @ other.T)[0, 0]


def test_one_row_is_the_same_as_that_of_many(tmp_path: Path) -> None:
    rows = learned()
    rows.save(tmp_path)
    read = NgramRows.read(tmp_path, WEIGHTS)
    many = rows.matrix([units(text) for text in KNOWN])
    assert all(abs(many[at] - read.row(units(text))).max() < 1e-6 for at, text in enumerate(KNOWN))


def test_a_model_from_before_there_were_pairs_can_still_be_read(tmp_path: Path) -> None:
    rows, old = learned(), tmp_path / "old"
    rows.save(tmp_path)
    shutil.copytree(tmp_path, old, ignore=shutil.ignore_patterns("*2.*", "old"))
    before = NgramRows.read(old, WEIGHTS)
    ngrams = sum(before.widths)
    assert before.widths == (*rows.widths[:-1], 0)
    assert (before.row(units(KNOWN[0])) != rows.row(units(KNOWN[0]))[:, :ngrams]).nnz == 0


def test_typed_pinyin_has_no_pairs_and_is_heard_as_loud_as_characters() -> None:
    rows = learned()
    typed, written = rows.row(units("haicheng weijian chai le duoshao")), rows.row(units(KNOWN[0]))
    assert [abs(row.multiply(row).sum() - sum(WEIGHTS)) < 0.01 for row in (typed, written)] == [True, True]
    assert abs(rows.matrix([units("haicheng weijian chai le duoshao")]) - typed).max() < 1e-6
