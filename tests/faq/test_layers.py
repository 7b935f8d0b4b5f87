"""Which folders a model is made of, and when it has to be made again."""

from pathlib import Path

from faq.layers import Layers
from nlu import training_data
from tests import tiny


def test_an_edit_of_the_office_wins_over_the_shipped_answer(tmp_path: Path) -> None:
    layers = tiny.layers(tmp_path)
    tiny.answer(layers.edits / layers.id, tiny.excerpt(tiny.DEMOLISHED, "推进违法建筑拆除行动"))
    found = training_data.read(layers.folders).responses[tiny.DEMOLISHED]
    assert found.text == "推进违法建筑拆除行动"


def test_another_bulletin_does_not_get_the_edits_of_this_one(tmp_path: Path) -> None:
    layers = tiny.layers(tmp_path)
    tiny.answer(layers.edits / "elsewhere", tiny.excerpt(tiny.DEMOLISHED, "推进违法建筑拆除行动"))
    assert training_data.read(layers.folders).responses[tiny.DEMOLISHED].text == "累计拆除违建7.1万平方米"


def test_the_hash_changes_with_each_kind_of_file_a_model_is_made_of(tmp_path: Path) -> None:
    layers = tiny.layers(tmp_path)
    seen = [layers.data_hash()]
    for file in ("config.yml", "data/rules/conversation.yml", "data/bulletin/bulletin.yml"):
        with (layers.root / file).open("a") as out:
            out.write("# \n")
        seen.append(layers.data_hash())
    tiny.phrase(layers.edits / "general", {"smalltalk/greet": ["好久不见"]})
    seen.append(layers.data_hash())
    (layers.edits / "general" / "withdrawn.yml").write_text("nlu: []\n")
    seen.append(layers.data_hash())
    assert len(set(seen)) == len(seen)


def test_the_hash_does_not_depend_on_where_the_files_lie_nor_on_sentences_of_the_program(tmp_path: Path) -> None:
    here, there = tiny.layers(tmp_path / "here"), tiny.layers(tmp_path / "there")
    (there.root / "data" / "wording.yml").write_text("a: b\n")
    assert here.data_hash() == there.data_hash()


def test_the_stamp_changes_when_a_file_is_saved_or_removed(tmp_path: Path) -> None:
    layers = tiny.layers(tmp_path)
    before = layers.stamp()
    assert layers.stamp() == before
    tiny.phrase(layers.edits / "general", {"smalltalk/greet": ["好久不见"]})
    added = layers.stamp()
    (layers.edits / "general" / "nlu" / "phrasings.yml").unlink()
    assert added != before == layers.stamp()


def test_what_holds_for_any_bulletin_lies_below_one_that_is_imported(tmp_path: Path) -> None:
    shipped = Layers(tmp_path, tmp_path / "data" / "bulletin", tmp_path / "home" / "data")
    imported = Layers(tmp_path, tmp_path / "home" / "bulletins" / "x", tmp_path / "home" / "data")
    general = tmp_path / "data" / "any_bulletin"
    assert general in imported.below
    assert general not in shipped.below
