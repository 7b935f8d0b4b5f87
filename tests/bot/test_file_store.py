"""What citizens send lies sealed on disk, beside a copy that names nobody."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.file_store import FileStore
from cases import attachments
from cases.at_rest import Unreadable
from cases.files.file_kind import FileKind
from cases.files.scanning import Scanner
from cases.files.states import CopyState, ScanState
from cases.files.stored import COPY, VIEW
from tests.builders import NOW
from tests.cases.files import samples
from tests.cases.files.clamd import listening

ABOUT = {"name": "灯.jpg", "size": 0, "ref": "handle", "channel": "talk", "path": "somewhere"}


def opened(folder: Path, known: dict, name: str) -> bytes:
    return attachments.unlock(known, (folder / name).read_bytes(), name)


def test_inv_c14_the_original_is_whole_and_the_copy_says_no_place(tmp_path):
    data = samples.jpeg()
    prepared, known = FileStore(tmp_path).keep("a1", ABOUT, data, NOW)
    assert opened(tmp_path, known, "a1") == data
    assert not Image.open(BytesIO(opened(tmp_path, known, "a1" + COPY))).getexif()
    assert Image.open(BytesIO(opened(tmp_path, known, "a1" + VIEW))).format == "PNG"
    assert prepared.copy_state is CopyState.MADE


def test_nothing_on_disk_is_clear(tmp_path):
    FileStore(tmp_path).keep("a1", ABOUT, samples.jpeg(), NOW)
    stored = [path.read_bytes() for path in tmp_path.iterdir()]
    assert len(stored) == 3
    assert not any(word in data for data in stored for word in (b"JFIF", b"Exif", b"PNG", samples.CAMERA.encode()))


def test_a_copy_without_a_picture_has_an_empty_one(tmp_path):
    _, known = FileStore(tmp_path).keep("a1", ABOUT | {"name": "信.docx"}, samples.docx(), NOW)
    assert opened(tmp_path, known, "a1" + VIEW) == b""


def test_a_copy_cannot_be_passed_off_as_the_original(tmp_path):
    _, known = FileStore(tmp_path).keep("a1", ABOUT, samples.jpeg(), NOW)
    with pytest.raises(Unreadable):
        attachments.unlock(known, (tmp_path / ("a1" + COPY)).read_bytes(), "a1")


def test_what_is_known_of_a_file_forgets_how_it_came(tmp_path):
    _, known = FileStore(tmp_path).keep("a1", ABOUT, samples.jpeg(), NOW)
    assert (known["ref"], known["path"], known["size"]) == ("", "", len(samples.jpeg()))
    assert (known["file_kind"], known["name_lies"]) == (FileKind.JPEG, False)
    assert "gps" in known["removed"]


def test_of_a_damaged_voice_message_only_the_original_is_kept(tmp_path):
    prepared, _ = FileStore(tmp_path).keep("a1", ABOUT | {"name": "v.ogg"}, b"OggS\x00\x02" + bytes(90), NOW)
    assert prepared.copy_state is CopyState.REFUSED
    assert [path.name for path in tmp_path.iterdir()] == ["a1"]


def test_an_infected_file_is_evidence_and_is_not_shown(tmp_path):
    data = samples.jpeg() + samples.EICAR
    with listening() as address:
        prepared, known = FileStore(tmp_path, Scanner(address)).keep("a1", ABOUT, data, NOW)
    assert prepared.scan.state is ScanState.INFECTED
    assert known["virus"] == "Eicar-Test-Signature"
    assert opened(tmp_path, known, "a1") == data
    assert [path.name for path in tmp_path.iterdir()] == ["a1"]


def test_a_file_is_erased_with_its_copies(tmp_path):
    store = FileStore(tmp_path)
    for name in ("a1", "a2"):
        store.keep(name, ABOUT, samples.jpeg(), NOW)
    store.erase(["a1", "never was"])
    assert store.names() == {"a2"}
    assert len(list(tmp_path.iterdir())) == 3
