"""Files that are not as they should be are told by their line, whatever was written into them."""

from pathlib import Path

import pytest

from nlu import training_data

ANSWER = "responses:\n  utter_ask/x:\n  - text: "


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("nlu: abc\n", 1),
        ("nlu:\n  a: b\n", 2),
        ("nlu:\n- abc\n", 2),
        ("[a]: b\n", 1),
        ("nlu:\n- [a]: b\n", 2),
        ("nlu:\n- intent: [a]\n  examples: |\n    - b\n", 2),
        ("nlu:\n- intent: a\n  examples: [b]\n", 2),
        (ANSWER + '"a"\n    metadata: [1]\n', 2),
        (ANSWER + "[a]\n", 2),
        ("responses:\n  [a]: b\n", 2),
        ("responses:\n  utter_ask/x:\n", 2),
        ("responses:\n  utter_ask/x:\n  - abc\n", 2),
    ],
)
def test_a_wrong_shape_is_a_problem_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "x.yml").write_text(text, "utf-8")
    [problem] = training_data.read([tmp_path]).problems
    assert (problem.file.name, problem.line) == ("x.yml", line)


def test_an_empty_list_of_phrasings_is_none(tmp_path: Path) -> None:
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "x.yml").write_text("nlu:\n", "utf-8")
    data = training_data.read([tmp_path])
    assert (data.phrasings, data.problems) == ([], [])
