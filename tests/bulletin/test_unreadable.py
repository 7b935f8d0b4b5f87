"""A bulletin's folder that cannot be read is told by its file, its line and what to do."""

import shutil
from pathlib import Path

import pytest

from bulletin.errors import UnreadableBulletin
from bulletin.profile import FILE, load
from settings import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "bulletin"
    copy.mkdir()
    for file in (ROOT / "data" / "bulletin").glob("*.*"):
        shutil.copy(file, copy)
    return copy


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first `old`; its line."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(folder: Path) -> str:
    with pytest.raises(UnreadableBulletin) as refused:
        load(folder)
    return str(refused.value)


def test_what_is_no_yaml_is_told_by_its_line(folder: Path) -> None:
    line = spoil(folder / FILE, "year: 2018", "year: [2018")
    assert f"{folder / FILE} 第{line + 1}行" in told(folder)


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("contacts", "  - kind: phone", "  - sort: phone"),
        ("open_items", "    quote: ", "    quoted: "),
        ("places", "names: ", "name: "),
    ],
)
def test_a_row_that_is_not_as_it_should_be_is_told_by_its_line(folder: Path, key: str, old: str, new: str) -> None:
    line = spoil(folder / FILE, old, new)
    said = told(folder)
    found = int(said.split("第")[1].split("行")[0])
    assert f"“{key}”" in said
    assert abs(found - line) <= 3


def test_an_entry_that_was_left_out_is_named(folder: Path) -> None:
    spoil(folder / FILE, "leads:", "leeds:")
    assert "“leads”" in told(folder)


def test_a_file_that_is_no_table_is_told_with_an_example_to_follow(folder: Path) -> None:
    (folder / FILE).write_text("- 一\n- 二\n", "utf-8")
    assert "data/bulletin/bulletin.yml" in told(folder)


def test_a_text_in_another_encoding_or_gone_is_told_by_its_own_name(folder: Path) -> None:
    text = next(folder.glob("*.txt"))
    text.write_bytes(text.read_text("utf-8").encode("gbk", "replace"))
    assert f"{text} 读不出来" in told(folder)
    text.unlink()
    assert f"找不到 {text}" in told(folder)


def test_a_text_whose_numbers_are_not_in_order_is_told_by_its_line(folder: Path) -> None:
    text = next(folder.glob("*.txt"))
    line = spoil(text, "三、关于", "七、关于")
    assert f"{text} 第{line}行" in told(folder)
