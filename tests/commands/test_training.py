"""`train` and `rollback`: what goes live, what is refused, what is said about it."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import select

from commands import models, rollback, training
from commands.release import Order, Refused, Release
from db.session import read_scope
from faq import publishing
from faq.layers import Layers
from faq.models import Change, Model
from faq.publishing import Published
from faq.training import Trainer
from settings import Settings
from tests import tiny

ORDER = Order("李明", "试")


class CountingTrainer(Trainer):
    """Knows how often it was asked."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.times = 0

    def train(self, *words: Any) -> None:
        self.times += 1
        super().train(*words)


class Office:
    """A project, a home and a database, with a model of three answers live."""

    def __init__(self, folder: Path) -> None:
        root = folder / "project"
        self.settings = Settings(home=folder / "home", database_url="", model=None)
        self.layers = Layers(root, root / "data" / "bulletin", folder / "home" / "data")
        self.trainer = CountingTrainer(root)
        self.database: Database = models.opened(self.settings)
        self.release = Release(self.settings, self.database, self.trainer)

    @property
    def live(self) -> Published:
        found = models.live(self.database)
        assert found
        return found

    def edit(self, excerpt: str) -> None:
        """The office gives another excerpt for the demolished area."""
        tiny.answer(self.layers.edits / self.layers.id, tiny.excerpt(tiny.DEMOLISHED, excerpt))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    tiny.layers(folder)
    office = Office(folder)
    office.release.run(ORDER, office.layers)
    office.database.dispose()
    return folder


@pytest.fixture
def office(first: Path, tmp_path: Path) -> Office:
    shutil.copytree(first, tmp_path / "office")
    return Office(tmp_path / "office")


def test_a_first_model_goes_live_with_its_manifest(office: Office) -> None:
    live = office.live
    assert (live.publication.by, live.publication.reason, live.publication.forced) == ("李明", "试", False)
    assert live.model.data_hash == office.layers.data_hash()
    assert live.model.scores["questions"] == 1.0
    assert models.verified(office.settings, live.model).exists()


def test_unchanged_data_are_not_trained_again(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.release.run(ORDER, office.layers) is None
    assert office.trainer.times == 0
    assert "不用再训练" in capsys.readouterr().out


def test_an_excerpt_that_is_not_in_the_bulletin_is_refused_before_training(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = office.live.publication.id
    office.edit("累计拆除违建9.9万平方米")
    with pytest.raises(Refused):
        office.release.run(replace(ORDER, force=True), office.layers)
    assert (office.trainer.times, office.live.publication.id) == (0, before)
    assert "answers.yml:2" in capsys.readouterr().out


def test_a_broken_golden_question_keeps_the_live_model_until_it_is_forced_with_a_reason(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = office.live
    office.edit("推进违法建筑拆除行动")
    with pytest.raises(Refused, match="违建拆了多少平方米"):
        office.release.run(ORDER, office.layers)
    assert office.live.publication.id == before.publication.id
    said = capsys.readouterr().out
    assert "变差：违建拆了多少平方米（原来答对 ask/demolished，现在答错 ask/demolished）" in said
    assert "原来是“累计拆除违建7.1万平方米”" in said

    office.release.run(replace(ORDER, force=True, reason="这道题要改"), office.layers)
    assert (office.live.publication.forced, office.live.publication.reason) == (True, "这道题要改")
    assert office.live.model.data_hash == office.layers.data_hash()
    assert office.trainer.times == 1  # the refused model is taken, not trained again

    shutil.rmtree(office.layers.edits)
    office.release.run(ORDER, office.layers)
    assert (office.live.model.id, office.trainer.times) == (before.model.id, 1)


def test_a_model_that_is_only_tried_does_not_go_live(office: Office) -> None:
    before = office.live.publication.id
    tiny.phrase(office.layers.edits / "general", {"smalltalk/greet": ["好久不见"]})
    model = office.release.run(replace(ORDER, publish=False), office.layers)
    assert model
    assert office.live.publication.id == before
    with read_scope(office.database) as session:
        assert session.scalars(select(Model.id).order_by(Model.id)).all() == [1, model.id]


def test_a_check_writes_nothing(office: Office) -> None:
    office.edit("推进违法建筑拆除行动")
    office.release.check(ORDER, office.layers)
    with read_scope(office.database) as session:
        assert len(session.scalars(select(Model.id)).all()) == 1


def test_force_without_a_reason_is_told_before_anything_is_done(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert training.run(office.settings, ["--force"]) == 2
    assert "--reason" in capsys.readouterr().err


def test_rollback_lists_what_was_live_and_goes_back_to_it(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert rollback.run(office.settings, []) == 0
    listed = capsys.readouterr().out
    assert "李明" in listed
    assert "现在用的" in listed
    assert rollback.run(office.settings, ["1", "--as", "王芳", "--reason", "再来"]) == 0
    with read_scope(office.database) as session:
        assert [row.publication.by for row in publishing.history(session)] == ["王芳", "李明"]


def test_rollback_to_a_model_that_was_cleared_away_is_refused(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in office.settings.models.glob("*.tar.gz"):
        file.unlink()
    assert rollback.run(office.settings, ["1"]) == 1
    assert "清理" in capsys.readouterr().err
    assert rollback.run(office.settings, ["7"]) == 1


def test_a_service_does_not_start_with_a_tampered_archive(office: Office) -> None:
    models.verified(office.settings, office.live.model).write_bytes(b"something else")
    with pytest.raises(models.NoModel, match="改动过"):
        models.serving(office.settings)


def test_a_service_starts_with_the_live_model_and_its_bulletin(office: Office) -> None:
    serving = models.serving(office.settings)
    assert serving.archive.name == office.live.model.archive
    assert (serving.publication, (serving.bulletin / "bulletin.yml").exists()) == (1, True)
    named = models.serving(Settings(home=office.settings.home, model=Path("other.tar.gz"), database_url=""))
    assert (named.archive, named.publication) == (Path("other.tar.gz"), None)


def test_another_bulletin_for_one_run_gets_a_model_of_its_own_that_does_not_go_live(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, layers, order = office.live.publication.id, tiny.layers(tmp_path / "another"), replace(ORDER, publish=False)
    tiny.golden(layers.bulletin, [("违建拆了多少平方米", "7.1万平方米")])
    monkeypatch.setattr(models, "layers", lambda *_: layers)
    monkeypatch.setattr(models, "train_beside", lambda *_: office.release.run(order, layers))
    chosen = office.settings.model_copy(update={"bulletin": layers.bulletin})
    first, again = models.serving(chosen), models.serving(chosen)
    assert (first.bulletin, first.publication) == (layers.bulletin, None)
    assert first.archive == again.archive != models.verified(office.settings, office.live.model)
    assert office.live.publication.id == before


def test_an_interrupted_watch_ends_well_and_an_error_does_not_end_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = iter([None, KeyboardInterrupt()])

    def sleep(_seconds: float) -> None:
        if stopped := next(looks):
            raise stopped

    monkeypatch.setattr(training.time, "sleep", sleep)
    monkeypatch.setattr(models, "layers", lambda *_: office.layers)
    monkeypatch.setattr(office.release, "run", lambda *_: 1 / 0)
    assert training.watch(office.settings, office.database, office.release, ORDER) == 0
    assert "没有成功：division by zero" in capsys.readouterr().err


def test_data_that_were_saved_during_the_training_are_not_registered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = office.live.publication.id
    office.edit("推进违法建筑拆除行动")
    train = office.trainer.train

    def train_and_save(*words: Any) -> None:
        train(*words)
        office.edit("累计拆除违建9.9万平方米")

    monkeypatch.setattr(office.trainer, "train", train_and_save)
    with pytest.raises(Refused, match="训练时数据又改了"):
        office.release.run(ORDER, office.layers)
    assert (office.live.publication.id, len(list(office.settings.models.glob("*.tar.gz")))) == (before, 1)
    with read_scope(office.database) as session:
        assert session.scalars(select(Model.id)).all() == [1]


def test_a_model_that_someone_else_published_meanwhile_is_not_published_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.phrase(office.layers.edits / "general", {"smalltalk/greet": ["好久不见"]})
    train = office.trainer.train

    def train_beside_another(*words: Any) -> None:
        train(*words)
        assert rollback.run(office.settings, ["1", "--as", "王芳"]) == 0

    monkeypatch.setattr(office.trainer, "train", train_beside_another)
    with pytest.raises(Refused, match="刚才有人换过模型"):
        office.release.run(ORDER, office.layers)
    assert office.live.publication.by == "王芳"


@pytest.mark.parametrize("order", [Order("  "), Order("名" * 65), Order("李明", "长" * 501)])
def test_who_is_not_named_rightly_is_told_before_the_training(office: Office, order: Order) -> None:
    tiny.phrase(office.layers.edits / "general", {"smalltalk/greet": ["好久不见"]})
    with pytest.raises(publishing.Unsigned):
        office.release.run(order, office.layers)
    assert office.trainer.times == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [("id: [\n", "bulletin.yml 第2行"), ("title: 通报\n", "少了“id”"), ("[1]\n", "bulletin.yml 第1行")],
)
def test_a_broken_bulletin_yml_is_refused_by_its_line_and_watched_until_it_is_mended(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = office.layers.bulletin / "bulletin.yml"
    whole = file.read_text("utf-8")
    file.write_text(text, "utf-8")
    layers = iter([*[replace(office.layers) for _ in range(3)], KeyboardInterrupt()])
    times: list[float] = []

    def sleep(seconds: float) -> None:
        times.append(seconds)
        if len(times) == 2:
            file.write_text(whole, "utf-8")
        if len(times) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(training.time, "sleep", sleep)
    monkeypatch.setattr(models, "layers", lambda *_: next(layers))
    with pytest.raises(Refused, match=said):
        office.release.run(ORDER, replace(office.layers))
    assert training.watch(office.settings, office.database, office.release, ORDER) == 0
    told = capsys.readouterr()
    assert told.err.count(said) == 1
    assert "不用再训练" in told.out


def test_a_publication_writes_down_who_changed_files_by_hand_and_why(office: Office) -> None:
    tiny.phrase(office.layers.edits / "general", {"smalltalk/greet": ["好久不见"]})
    office.release.run(Order("王芳", "群众这样问好"), office.layers)
    with read_scope(office.database) as session:
        [change] = session.scalars(select(Change)).all()
    assert (change.author, change.reason) == ("王芳", "直接改文件：群众这样问好")
    assert change.file == "general/nlu/phrasings.yml"
