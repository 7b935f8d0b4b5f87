"""Between the data of the live model and those of now, nothing that was changed or taken away goes unsaid."""

import dataclasses
import json
from pathlib import Path

import pytest

from bench import wrong_edits
from faq import changes
from faq.findings import doubt, refused
from faq.golden import GoldenRow
from nlu.training_data import Phrasing, Problem, Response, TrainingData

FILE = Path("nlu/a.yml")
ROW = GoldenRow("questions", "拆了多少", "三(三)", ("7.1万",), "figure", "plain", None, Path("golden/q.yml"), 1)


def data(*said, **texts):
    """`said`: (intent, text) pairs; `texts`: an answer's name and its text."""
    phrasings = [Phrasing(intent, text, FILE, line) for line, (intent, text) in enumerate(said, 1)]
    responses = [Response(f"ask/{name}", text, {"section": "三(三)"}, Path("r.yml"), 3) for name, text in texts.items()]
    return TrainingData(phrasings, {response.id: response for response in responses})


def between(old, new, old_golden=(), new_golden=()):
    kept = json.loads(json.dumps(changes.snapshot(old, old_golden)))
    return changes.compare(kept, new, new_golden)


def test_the_same_data_have_not_changed():
    same = data(("ask/a", "拆了多少"), a="7.1万")
    found = between(same, same, [ROW], [ROW])
    assert changes.describe(found) == changes.doubts(found) == []


def test_a_changed_excerpt_is_doubted_with_the_old_and_the_new_words():
    (found,) = changes.doubts(between(data(a="7.1万"), data(a="7.2万")))
    assert "7.1万" in found.words
    assert "7.2万" in found.words
    assert (found.file, found.line) == (Path("r.yml"), 3)


def test_changed_metadata_are_told_by_field():
    old, new = data(a="7.1万"), data(a="7.1万")
    new.responses["ask/a"].metadata["section"] = "三(四)"
    (line,) = changes.describe(between(old, new))
    assert line == "r.yml:3: ask/a 的 section 原来是“三(三)”，现在是“三(四)”。"


def test_files_that_cannot_be_read_look_like_no_change():
    broken = data()
    broken.problems.append(Problem(FILE, 1, "不是正确的 YAML"))
    assert changes.describe(between(data(("ask/a", "拆了多少"), a="7.1万"), broken)) == []


def test_answers_that_came_and_went_are_told():
    lines = changes.describe(between(data(a="7.1万"), data(b="20处")))
    assert len(lines) == 2
    assert "ask/a" in lines[0]
    assert "ask/b" in lines[1]


def test_a_moved_phrasing_is_doubted_with_both_answers():
    (found,) = changes.doubts(between(data(("ask/a", "拆了多少")), data(("ask/b", "拆了多少"))))
    assert "从 ask/a 移到了 ask/b" in found.words
    assert (found.file, found.line) == (FILE, 1)


def test_a_phrasing_in_other_words_is_told_as_one_change():
    (line,) = changes.describe(between(data(("ask/a", "听说拆了20处违建")), data(("ask/a", "听说拆了30处违建"))))
    assert "20处" in line
    assert "30处" in line


def test_a_removed_phrasing_is_told_in_full_and_one_of_two_alike_too():
    twice = data(("ask/a", "拆了多少"), ("ask/a", "拆了多少"))
    (line,) = changes.describe(between(twice, data(("ask/a", "拆了多少"))))
    assert "ask/a" in line
    assert "拆了多少" in line


def test_added_phrasings_are_counted_by_answer():
    (line,) = changes.describe(between(data(), data(("ask/a", "拆了多少"), ("ask/a", "几处"))))
    assert line == "nlu/a.yml:1: ask/a 加了2句问法。"


@pytest.mark.parametrize(("golden", "told"), [([], "删了"), ([dataclasses.replace(ROW, contains=("7",))], "7.1万")])
def test_a_golden_question_that_was_taken_away_or_made_easier_is_told(golden, told):
    (line,) = changes.describe(between(data(), data(), [ROW], golden))
    assert told in line


def test_doubts_about_what_was_there_before_are_no_news_but_refusals_are():
    old, new = Phrasing("ask/a", "拆了多少", FILE, 1), Phrasing("ask/a", "几处", FILE, 2)
    findings = [doubt("twice", old, ""), doubt("twice", new, ""), refused("two answers", old, "")]
    kept = changes.snapshot(data(("ask/a", "拆了多少")))
    assert changes.news(findings, kept) == findings[1:]


def test_of_twelve_random_wrong_edits_all_are_refused_or_reported():
    verdicts = wrong_edits.run(12, 7, lambda _: None)
    assert [verdict.edit.words for verdict in verdicts if verdict.compared == "survived"] == []
    assert any(verdict.alone == "refused" for verdict in verdicts)
