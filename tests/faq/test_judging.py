"""What a golden question counts as, and what a comparison of two models says."""

from pathlib import Path
from typing import Any

import pytest

from faq import judging
from faq.golden import GoldenRow

AREA = {"id": "ask/area", "section": "三(三)", "text": "累计拆除违建7.1万平方米"}
FOUND = {"id": "ask/found", "section": "三(三)", "text": "共发现海城新建违建20处"}
WHOLE = {"id": "ask/overview_3", "section": "三", "text": "AUTO"}
UNSAID = {"id": "unsaid/names", "section": "三(三)", "text": "通报没有说"}


class Canned:
    """Hears the same in every message."""

    def __init__(self, decision: str, *answers: dict[str, str], ranking: dict[str, float] | None = None) -> None:
        named = [{"name": name, "confidence": share} for name, share in (ranking or {"ask": 0.9}).items()]
        self._said = {"gate": {"decision": decision, "answers": list(answers)}, "intent_ranking": named}

    def read(self, text: str) -> Any:
        return self._said


def row(group: str = "questions", section: str = "三(三)", contains: str = "7.1万平方米", kind: str = "") -> GoldenRow:
    return GoldenRow(group, "拆了多少", section, (contains,), kind, "", None, Path("golden.yml"), 1)


def result(reader: Canned, golden: GoldenRow) -> str:
    return str(judging.judge(reader, [golden])[f"{golden.group}: {golden.text}"]["result"])


@pytest.mark.parametrize(
    ("reader", "wanted"),
    [
        (Canned("accept", AREA), "right"),
        (Canned("accept", FOUND, AREA), "right"),
        (Canned("accept", FOUND), "wrong"),
        (Canned("ask", FOUND, AREA), "one_tap"),
        (Canned("ask", FOUND), "silent"),
        (Canned("decline"), "silent"),
        (Canned("accept", UNSAID), "silent"),
    ],
)
def test_a_question_is_right_when_its_words_are_given_and_within_a_tap_when_they_are_offered(reader, wanted):
    assert result(reader, row()) == wanted


def test_the_right_words_of_another_item_are_wrong():
    assert result(Canned("accept", AREA), row(section="二(一)")) == "wrong"


def test_width_and_quotation_marks_do_not_matter():
    assert result(Canned("accept", AREA), row(contains="７.1万 平方米")) == "right"


def test_an_overview_of_headings_is_right_when_it_is_of_the_right_part():
    assert result(Canned("accept", WHOLE), row(section="三", contains="第三部分")) == "right"
    assert result(Canned("accept", WHOLE), row(section="四", contains="第四部分")) == "wrong"


@pytest.mark.parametrize("group", ["near_misses", "off_topic"])
def test_what_the_bulletin_does_not_say_is_right_when_no_excerpt_is_given(group):
    assert result(Canned("accept", AREA), row(group)) == "wrong"
    for reader in (Canned("ask", AREA), Canned("decline"), Canned("accept", UNSAID)):
        assert result(reader, row(group)) == "right"


@pytest.mark.parametrize(
    ("ranking", "wanted"),
    [
        ({"complaint": 0.9, "ask": 0.2}, "right"),
        ({"open_complaint": 0.9, "ask": 0.2}, "right"),
        ({"suggestion": 0.8, "complaint": 0.1, "ask": 0.2}, "other_kind"),
        ({"ask": 0.9, "complaint": 0.2}, "lost"),
        ({"case_status": 0.9}, "lost"),
    ],
)
def test_feedback_is_right_when_its_kind_leads(ranking, wanted):
    assert result(Canned("decline", ranking=ranking), row("feedback", kind="complaint")) == wanted


def outcomes(**results: str) -> judging.Outcomes:
    return {f"questions: {text}": {"result": said, "answers": ["ask/x"]} for text, said in results.items()}


def test_only_a_question_that_was_right_and_is_not_any_more_breaks():
    before = outcomes(a="right", b="right", c="one_tap", d="silent", e="right")
    after = outcomes(a="right", b="one_tap", c="wrong", d="right", f="wrong")
    found = judging.compare(before, after)
    assert [difference.text for difference in judging.broken(found)] == ["b"]
    assert {d.text: d.turn for d in found} == {"b": "worse", "c": "worse", "d": "better", "e": "gone", "f": "new"}


def test_feedback_that_is_heard_as_another_kind_is_worse_but_does_not_break():
    before: judging.Outcomes = {"feedback: x": {"result": "right", "answers": []}}
    after: judging.Outcomes = {"feedback: x": {"result": "other_kind", "answers": []}}
    (found,) = judging.compare(before, after)
    assert (found.turn, found.breaks) == ("worse", False)


def test_scores_are_shares_of_each_group():
    found = judging.scores(outcomes(a="right", b="one_tap", c="wrong", d="right"))
    assert found == {"questions": 0.5, "one_tap": 0.75}


def test_a_first_model_must_reach_the_floors_of_the_groups_that_there_are():
    assert judging.too_low({"questions": 0.79, "near_misses": 0.95}) == ["questions"]
    assert judging.too_low({"off_topic": 1.0}) == []
