"""Imported bulletins are kept side by side; what is put in another's place stays where it can be gone back to."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy.orm import Session

from bulletin import profile
from bulletin.document import NotABulletin
from bulletin.errors import UnreadableBulletin
from bulletin.understanding import Understanding, understand
from db import migrate
from db.session import make_engine
from faq.models import Model
from faq.shelf import BadId, Shelf, follow_the_earlier
from nlu import training_data
from settings import ROOT
from tests.builders import NOW

TEXT = (
    "关于巡察整改情况的通报\r\n2021年巡察组反馈了意见。\r\n"
    "一、关于道路失修的问题\r\n（一）修路。新修农村公路30公里，花了500万元。\r\n（二）修桥。改造危桥3座。\r\n"
    "二、关于路灯不亮的问题\r\n（一）装灯。新装路灯120盏，计划2022年5月底前装完。\r\n"
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "bulletins", ROOT / "data" / "bulletin", ROOT / "data" / "derivation.yml")


def understood(name: str = "roads", text: str = TEXT) -> Understanding:
    return understand(text, name, "bulletin.txt")


def test_a_bulletin_that_was_put_away_reads_as_the_one_understood(shelf: Shelf) -> None:
    found = understood()
    bulletin, known = profile.load(shelf.put(found, "1"))
    assert (bulletin, known) == (found.bulletin, profile.described(found.record))
    assert bulletin.text == TEXT


def test_what_was_derived_is_ordinary_training_data(shelf: Shelf) -> None:
    data = training_data.read([shelf.put(understood(), "1")])
    assert data.problems == []
    assert {phrasing.intent for phrasing in data.phrasings} == set(data.responses)
    assert any("30公里" in response.text for response in data.responses.values())


def test_every_bulletin_is_listed_beside_the_shipped_one(shelf: Shelf) -> None:
    shelf.put(understood("roads"), "1")
    shelf.put(understood("bridges"), "1")
    shipped = yaml.safe_load((ROOT / "data" / "bulletin" / "bulletin.yml").read_text("utf-8"))["id"]
    assert [kept.id for kept in shelf.all()] == [shipped, "bridges", "roads"]
    assert shelf.find("roads").title == "关于巡察整改情况的通报"


def test_a_name_that_is_taken_or_leads_elsewhere_is_refused(shelf: Shelf) -> None:
    shelf.put(understood("roads"), "1")
    for name in ("roads", "../roads", "", "Roads", "路", "run-1", next(shelf.all()).id):
        with pytest.raises(BadId):
            shelf.free(name)
    assert shelf.free("roads", replace=True) == "roads"
    with pytest.raises(BadId, match="list"):
        shelf.find("nowhere")


def test_a_replaced_text_stays_and_its_models_belong_to_it(shelf: Shelf, tmp_path: Path) -> None:
    folder = shelf.put(understood(), "1")
    shelf.put(understood(text=TEXT.replace("30公里", "40公里")), "2")
    shelf.put(understood(text=TEXT.replace("30公里", "50公里")), "3")
    texts = {path: profile.load(path)[0].text for path in (folder, folder / "earlier" / "2", folder / "earlier" / "3")}
    assert [next(n for n in "345" if f"{n}0公里" in text) for text in texts.values()] == ["5", "3", "4"]
    database = make_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    migrate.upgrade(database)
    with Session(database) as session:
        session.add(model("bulletins/roads", "a"))
        session.add(model("bulletins/bridges", "b"))
        session.flush()
        follow_the_earlier(session, "bulletins/roads", "3")
        folders = {row.archive: row.bulletin_folder for row in session.query(Model)}
    assert folders == {"a": "bulletins/roads/earlier/3", "b": "bulletins/bridges"}


def model(folder: str, archive: str) -> Model:
    named = {"bulletin": "x", "bulletin_folder": folder, "archive": archive, "sha256": "", "data_hash": ""}
    return Model(**named, scores={}, outcomes={}, trained_at=NOW)


def test_a_file_for_one_run_has_a_folder_of_its_own_and_is_not_listed(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "某局.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    folder, found = shelf.for_one_run(file)
    assert shelf.for_one_run(file)[0] == folder
    assert profile.load(folder)[0] == found.bulletin
    assert len(list(shelf.all())) == 1
    file.write_bytes(TEXT.replace("30公里", "31公里").encode())
    assert shelf.for_one_run(file)[0] != folder


def test_a_file_that_is_no_bulletin_leaves_nothing_behind(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "recipe.txt"
    file.write_text("一、材料\n（一）面粉。", "utf-8")
    with pytest.raises(NotABulletin):
        shelf.for_one_run(file)
    assert not (tmp_path / "bulletins").exists()


@pytest.mark.parametrize("crashed_before", ["put away", "put in place"])
def test_an_import_that_was_interrupted_loses_no_earlier_text(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crashed_before: str
) -> None:
    folder = shelf.put(understood(), "1")
    shelf.put(understood(text=TEXT.replace("30公里", "40公里")), "2")
    rename, times = Path.rename, 1 if crashed_before == "put away" else 2
    renamed: list[Path] = []

    def crash(path: Path, target: Path) -> Path:
        if len(renamed) == times:
            raise InterruptedError
        renamed.append(path)
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", crash)
        with pytest.raises(InterruptedError):
            shelf.put(understood(text=TEXT.replace("30公里", "50公里")), "3")
    shelf.put(understood(text=TEXT.replace("30公里", "60公里")), "4")
    kept = [profile.load(path)[0].text for path in (folder, *folder.glob("earlier/*"))]
    for length in ("30公里", "40公里", "60公里"):
        assert any(length in text for text in kept), length


def test_the_name_of_the_edits_that_are_about_no_bulletin_is_refused(shelf: Shelf) -> None:
    with pytest.raises(BadId, match="--id"):
        shelf.free("general")


def test_a_broken_bulletin_yml_on_the_shelf_is_told(shelf: Shelf) -> None:
    (shelf.put(understood(), "1") / "bulletin.yml").write_text("id: [\n", "utf-8")
    with pytest.raises(UnreadableBulletin, match="第2行"):
        list(shelf.all())
