"""Golden questions are read with their places; a broken file is a problem, never an exception."""

import pytest

from faq import golden


def read(folder, name, text):
    (folder / "golden").mkdir(exist_ok=True)
    (folder / "golden" / name).write_text(text, "utf-8")
    return golden.read([folder])


def test_a_row_knows_its_group_and_its_line(tmp_path):
    text = '# 验收题\n- {text: 早, kind: other}\n- text: 拆了多少\n  kind: figure\n  section: "三(三)"\n'
    rows, problems = read(tmp_path, "off_topic.yml", text)
    assert problems == []
    assert [(row.group, row.text, row.section, row.line) for row in rows] == [
        ("off_topic", "早", None, 2),
        ("off_topic", "拆了多少", "三(三)", 3),
    ]


def test_a_question_keeps_what_its_answer_must_hold(tmp_path):
    (row,), _ = read(
        tmp_path, "questions.yml", "- {text: a, section: 三, contains: [7件, 8件], kind: list, style: typo}"
    )
    assert (row.contains, row.style) == (("7件", "8件"), "typo")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- text: [", 2),
        ("text: a", 1),
        ("- a", 1),
        ("- {text: a, kind: b, section: 三, contains: []}\n- {text: a, section: 三, contains: [b]}", 2),
        ("- {text: a, kind: b, contains: [c]}", 1),
        ("- {text: a, kind: b, section: 三, contains: 7件}", 1),
        ("- {text: a, kind: b, section: 3, contains: []}", 1),
        ("a: b\n: [", 2),
    ],
)
def test_a_broken_row_is_a_problem_with_its_line(tmp_path, text, line):
    _, problems = read(tmp_path, "questions.yml", text)
    assert [problem.line for problem in problems] == [line]


def test_a_file_that_is_no_utf_8_is_a_problem(tmp_path):
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "feedback.yml").write_bytes("- text: 早".encode("gb18030"))
    assert len(golden.read([tmp_path])[1]) == 1


def test_an_empty_file_and_the_dialogues_have_no_rows(tmp_path):
    assert read(tmp_path, "questions.yml", "") == ([], [])
    assert read(tmp_path, "dialogues.yml", "- title: a") == ([], [])
