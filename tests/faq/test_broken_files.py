"""A file of the office that cannot be read stops every edit, and is named."""

from pathlib import Path

import pytest

from faq import diffs, editing
from faq.edits import Edit
from faq.offices import EditRefused, Office
from tests.offices import make_office, put

LAMPS = "ask/lamps"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.mark.parametrize("name", ["general/nlu/other.yml", "general/golden/questions.yml"])
def test_while_a_file_of_the_office_is_broken_nothing_is_saved_and_the_file_is_named(office, name):
    put(office.folder / name, "[\n")
    edit = Edit(office)
    editing.add_phrasings(edit, LAMPS, ["几盏灯"])
    with pytest.raises(EditRefused, match=rf"：{name}:2"):
        edit.checked()


def test_a_file_in_another_encoding_is_refused_by_its_name(office):
    file = office.folder / office.bulletin.id / "nlu" / "ask" / "other.yml"
    file.parent.mkdir(parents=True)
    file.write_bytes("nlu:\n- intent: ask/lamps\n  examples: |\n    - 几盏灯\n".encode("gbk"))
    with pytest.raises(EditRefused, match=r"other\.yml：.*UTF-8"):
        Edit(office).phrasings(LAMPS)


def test_the_diff_of_a_file_in_another_encoding_can_be_taken_back():
    before = "几盏灯".encode("gbk").decode("utf-8", "surrogateescape")
    assert diffs.taken_back(diffs.between("x.yml", before, "几盏灯"), "几盏灯") == before
