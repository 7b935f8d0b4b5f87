"""`bulletin import`: nothing changes before --yes; then the other bulletin answers, and the first can come back."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import profile
from commands import assembly, bulletin, models
from faq.reading import ModelReader
from settings import ROOT, Settings
from tests.faq.test_shelf import TEXT
from wording import Wording


@pytest.fixture
def clerk(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database_url="", model=None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "roads.txt"
    path.write_bytes(TEXT.replace("（二）修桥", "（三）修桥").encode("gb18030"))
    return path


def test_what_was_understood_is_shown_and_nothing_is_written(clerk: Settings, file: Path, capsys) -> None:
    assert bulletin.run(clerk, ["import", str(file)]) == 0
    told = capsys.readouterr().out
    for words in (
        "2 个部分、3 条",
        "一(三) 修桥",
        "没有联系方式",
        "计划2022年5月底前装完",
        "第5行：编号不连续",
        "--yes",
    ):
        assert words in told
    assert not clerk.home.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["import", "没有.txt"], "读不到 没有.txt"),
        (["use", "nowhere"], "bulletin list"),
        (["check", "nowhere"], "bulletin list"),
    ],
)
def test_what_cannot_be_done_is_said(clerk: Settings, words: list[str], told: str, capsys) -> None:
    assert bulletin.run(clerk, words) == 1
    assert told in capsys.readouterr().err


def test_a_text_that_is_no_bulletin_is_refused(clerk: Settings, file: Path, capsys) -> None:
    file.write_text("从前有座山。", "utf-8")
    assert bulletin.run(clerk, ["import", str(file), "--yes"]) == 1
    assert "没有找到" in capsys.readouterr().err
    assert not clerk.home.exists()


def test_a_name_that_file_names_do_not_give_is_asked_for(clerk: Settings, file: Path, capsys) -> None:
    named = file.rename(file.with_name("通报.txt"))
    assert bulletin.run(clerk, ["import", str(named)]) == 1
    assert "--id" in capsys.readouterr().err


def test_a_file_is_read_for_one_run_and_its_doubts_are_told(clerk: Settings, file: Path, capsys) -> None:
    told = bulletin.for_this_run(clerk.model_copy(update={"bulletin": file}))
    assert (told.bulletin / "bulletin.yml").is_file()
    assert "bulletin" in told.model_fields_set
    assert "第5行：编号不连续" in capsys.readouterr().err


def test_only_a_bulletin_with_an_area_code_gives_one() -> None:
    _, shipped = profile.load(ROOT / "data" / "bulletin")
    assert "0577" in assembly.hotline(shipped, Wording.load())
    assert assembly.hotline(replace(shipped, area_code=None), Wording.load()) == "12388"


@pytest.mark.long
def test_an_imported_bulletin_answers_at_once(clerk: Settings, file: Path, capsys) -> None:
    assert bulletin.run(clerk, ["import", str(file), "--yes"]) == 0
    published = models.live(models.opened(clerk))
    assert published.model.bulletin == "roads"
    gate = ModelReader(models.live_model(clerk)).read("修了多少公里公路").get("gate")
    assert (gate["decision"], gate["answers"][0]["section"]) == ("accept", "一(一)")
    bulletin.run(clerk, ["list"])
    assert "* roads" in capsys.readouterr().out


def test_who_is_not_named_takes_in_nothing(clerk: Settings, file: Path, capsys) -> None:
    assert bulletin.run(clerk, ["import", str(file), "--yes", "--as", " "]) == 1
    assert "请写明是谁" in capsys.readouterr().err
    assert not clerk.home.exists()


def test_a_service_that_starts_on_a_broken_bulletin_names_file_and_line_and_ends(tmp_path: Path) -> None:
    folder = tmp_path / "bulletin"
    folder.mkdir()
    text = (ROOT / "data" / "bulletin" / "bulletin.yml").read_text("utf-8")
    (folder / "bulletin.yml").write_text(text.replace("year: 2018", "year: [2018"), "utf-8")
    given = {"HUIYIN_HOME": tmp_path / "home", "HUIYIN_BULLETIN": folder, "HUIYIN_MODEL": tmp_path / "any.tar.gz"}
    command = ["env", "DATABASE_URL=", *(f"{name}={value}" for name, value in given.items())]
    command += [sys.executable, "-m", "cli", "talk"]
    done = subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert f"{folder / 'bulletin.yml'} 第6行" in done.stderr
    assert "Traceback" not in done.stderr
