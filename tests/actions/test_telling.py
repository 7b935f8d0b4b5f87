"""Words that announce a report make a draft likelier; a question that only begins with them does not."""

import pytest

from actions.telling import kind_told, share


def message(text, *, told, asked):
    ranking = [{"name": "service", "confidence": asked}, {"name": "tip_off", "confidence": told}]
    return {"text": text, "intent_ranking": ranking, "gate": {"decision": "decline", "score": 0.1, "answers": []}}


@pytest.mark.parametrize("text", ["举报村会计做假账", "我要举报，你们管吗"])
def test_an_announced_report_is_taken_down_even_when_it_is_less_likely_than_a_question(text):
    assert kind_told(message(text, told=0.3, asked=0.6)) == "tip_off"


@pytest.mark.parametrize("text", ["举报需要实名吗", "举报多久有结果", "检举以后会通知本人吗?"])
def test_a_question_about_reporting_is_no_report(text):
    assert kind_told(message(text, told=0.3, asked=0.6)) is None


def test_what_is_likelier_told_than_asked_is_taken_down_also_as_a_question():
    assert kind_told(message("举报他你们管不管吗", told=0.6, asked=0.3)) == "tip_off"


def test_telling_is_weighed_against_asking():
    assert share(message("", told=0.1, asked=0.5)["intent_ranking"]) == pytest.approx(0.2)
    assert share([{"name": "ask", "confidence": 1.0}]) == 0
