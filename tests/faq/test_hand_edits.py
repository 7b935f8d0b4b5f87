"""What was changed in the files themselves is written down when it goes live."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from faq import diffs, edit_history, editing, hand_edits
from faq.edits import Edit
from faq.layers import Layers
from faq.offices import Office
from tests.builders import HOUR, NOW
from tests.offices import make_office, phrasings, put, saved

LAMPS = "ask/lamps"
OTHER = "general/nlu/other.yml"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    put(tmp_path / "bulletin" / "bulletin.yml", "id: test-2018\n")
    return make_office(tmp_path)


def published(office: Office, session: Session, reason: str = "") -> list[str]:
    """The files written down."""
    rows = hand_edits.write_down(
        session, Layers(office.folder.parent, office.below[1], office.folder), "李明", reason, NOW + HOUR
    )
    session.flush()
    return [row.file for row in rows]


def add(office: Office, session: Session, words: str) -> str:
    edit = Edit(office)
    editing.add_phrasings(edit, LAMPS, [words])
    return saved(edit, session, NOW)[0].file


def test_what_the_commands_changed_is_not_written_down_again(office, session):
    add(office, session, "几盏灯")
    add(office, session, "灯有几盏")
    assert published(office, session) == []


def test_a_file_put_there_changed_and_removed_by_hand_is_written_down_each_time_once(office, session):
    texts = ["nlu:\n", "nlu:\n# 说明\n", None]
    for text in texts:
        put(office.folder / OTHER, text) if text else (office.folder / OTHER).unlink()
        assert published(office, session, "试") == [OTHER]
        assert published(office, session, "试") == []
    rows = edit_history.changes(session, 9)
    assert {(row.author, row.reason) for row in rows} == {("李明", "直接改文件：试")}
    assert [diffs.changed_lines(row.diff) for row in rows][1] == ["+# 说明"]


def test_an_edit_by_hand_before_and_after_one_by_command_is_written_down(office, session):
    file = add(office, session, "几盏灯")
    put(office.folder / file, (office.folder / file).read_text("utf-8") + "    - 灯几盏\n")
    add(office, session, "灯有几盏")
    put(office.folder / file, (office.folder / file).read_text("utf-8") + "    - 装灯几盏\n")
    assert published(office, session) == [file]
    add(office, session, "亮了几盏")
    assert published(office, session) == []


def test_an_edit_by_hand_is_undone_like_any_other(office, session):
    put(office.folder / OTHER, "nlu:\n- intent: complaint\n  examples: |\n    - 灯坏了\n")
    published(office, session)
    edit = Edit(office)
    edit_history.undo(edit, edit_history.changes(session, 1))
    saved(edit, session, NOW)
    assert "灯坏了" not in phrasings(office, "complaint")
    assert published(office, session) == []


def test_the_files_of_another_bulletin_wait_for_its_publication(office, session):
    put(office.folder / "another" / "nlu" / "x.yml", "nlu:\n")
    assert published(office, session) == []
