"""A small edit is learned by itself, and nearly as a full training would learn it."""

from pathlib import Path

import pytest
from rasa.engine.exceptions import GraphComponentException

from bot.engine import Engine
from faq.layers import Layers
from faq.reading import ModelReader
from nlu import graph_training, straight_runner, warm_training
from nlu.warm_training import Source, WarmTraining
from tests import tiny

NEW = "黑户房子逮到几个"


class Trained:
    """A tiny project, its model, and a training that knows it."""

    def __init__(self, folder: Path) -> None:
        self.layers: Layers = tiny.layers(folder)
        self.folder, self.training = folder, WarmTraining()
        self.training.train(self.source, folder / "first.tar.gz")
        self.training.know(self.source, folder / "first.tar.gz")

    @property
    def source(self) -> Source:
        root = self.layers.root
        return Source(root / "config.yml", root / "domain.yml", self.layers.folders, self.layers.bulletin)

    def again(self) -> ModelReader:
        self.training.train(self.source, self.folder / "again.tar.gz")
        return ModelReader(self.folder / "again.tar.gz")

    def best(self, reader: ModelReader, text: str) -> tuple[str, float]:
        best = reader.read(text).get("candidates")[0]
        return best["id"], best["score"]


@pytest.fixture
def trained(tmp_path: Path) -> Trained:
    return Trained(tmp_path)


@pytest.fixture
def never_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object) -> None:
        raise AssertionError("everything was trained again")

    monkeypatch.setattr(graph_training, "train", refuse)


def test_a_new_phrasing_is_learned_without_training_everything(trained: Trained, never_full: None) -> None:
    tiny.phrase(trained.layers.edits / trained.layers.id, {tiny.DEMOLISHED: [NEW, f"{NEW}了"]})
    answer, score = trained.best(trained.again(), NEW)
    assert answer == tiny.DEMOLISHED
    assert score > 0.6


def test_what_was_known_is_still_known(trained: Trained, never_full: None) -> None:
    tiny.phrase(trained.layers.edits / trained.layers.id, {tiny.DEMOLISHED: [NEW, f"{NEW}了"]})
    reader = trained.again()
    for name, (*_, said) in tiny.ANSWERS.items():
        assert trained.best(reader, said)[0] == name


def test_it_scores_as_a_full_training_would(trained: Trained) -> None:
    tiny.phrase(trained.layers.edits / trained.layers.id, {tiny.PLAN: [NEW, f"{NEW}了"]})
    warm = trained.again()
    source = trained.source
    graph_training.train(source.config, source.domain, source.layers, source.bulletin, trained.folder / "full.tar.gz")
    full = ModelReader(trained.folder / "full.tar.gz")
    for text in (NEW, *(said for *_, said in tiny.ANSWERS.values())):
        (answer, score), (expected, wanted) = trained.best(warm, text), trained.best(full, text)
        assert answer == expected
        assert abs(score - wanted) < 0.15


def test_an_excerpt_that_changed_is_taken_over(trained: Trained, never_full: None) -> None:
    tiny.answer(trained.layers.edits / trained.layers.id, tiny.excerpt(tiny.PERMITS, "约4万平方米"))
    best = trained.again().read(tiny.ANSWERS[tiny.PERMITS][3]).get("candidates")[0]
    assert (best["id"], best["text"]) == (tiny.PERMITS, "约4万平方米")


def test_a_phrasing_taken_away_is_forgotten(trained: Trained, never_full: None) -> None:
    edits = trained.layers.edits / trained.layers.id
    tiny.phrase(edits, {tiny.PLAN: [NEW, f"{NEW}了"]})
    before = trained.best(trained.again(), NEW)
    tiny.phrase(edits, {tiny.PLAN: ["海城进总体规划没有嘛"]})
    after = trained.best(trained.again(), NEW)
    assert before[0] == tiny.PLAN
    assert after[0] != tiny.PLAN or after[1] < before[1] / 2


def test_another_intent_is_left_to_a_full_training(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    tiny.phrase(trained.layers.edits / "general", {"menu": ["目录"]})
    monkeypatch.setattr(graph_training, "train", lambda *words: asked.append(words))
    trained.training.train(trained.source, trained.folder / "again.tar.gz")
    assert len(asked) == 1


def test_many_small_edits_end_in_a_full_training(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    edits, asked = trained.layers.edits / trained.layers.id, []
    monkeypatch.setattr(warm_training, "MOST", 3)
    tiny.phrase(edits, {tiny.PLAN: [NEW, f"{NEW}了"]})
    trained.again()
    restarted = WarmTraining()  # the model itself remembers how often it was changed
    restarted.know(trained.source, trained.folder / "again.tar.gz")
    tiny.phrase(edits, {tiny.PLAN: [NEW, f"{NEW}了", f"{NEW}嘛", f"{NEW}呀"]})
    monkeypatch.setattr(graph_training, "train", lambda *words: asked.append(words))
    restarted.train(trained.source, trained.folder / "third.tar.gz")
    assert len(asked) == 1


def test_a_model_is_read_with_its_bulletin_where_that_lies_now(trained: Trained, tmp_path: Path) -> None:
    moved = trained.layers.bulletin.rename(tmp_path / "elsewhere")
    with pytest.raises(GraphComponentException):
        straight_runner.load(trained.folder / "first.tar.gz", tmp_path / "unpacked")
    (tmp_path / "again").mkdir()
    metadata, _ = straight_runner.load(trained.folder / "first.tar.gz", tmp_path / "again", moved)
    nodes = metadata.predict_schema.nodes.values()
    assert {node.config["bulletin"] for node in nodes if "bulletin" in node.config} == {str(moved)}
    Engine(trained.folder / "first.tar.gz", [], moved).load()
