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


def answered(text, *, told, asked):
    ranking = [{"name": "ask", "confidence": asked}, {"name": "praise", "confidence": told}]
    gate = {"decision": "accept", "score": 0.55, "answers": [{"id": "ask/leather"}]}
    return {"text": text, "intent_ranking": ranking, "gate": gate}


def test_a_faint_sign_of_telling_beside_a_certain_answer_is_none():
    assert kind_told(answered("清退面试费", told=0.2, asked=0.05)) is None
    assert kind_told(answered("清退面试费的人打我骂我", told=0.6, asked=0.05)) == "praise"


@pytest.mark.parametrize("text", ["合成革还臭不臭", "合成革已经不臭了吧"])
def test_a_message_that_ends_with_a_question_is_hardly_taken_for_a_report(text):
    assert kind_told(answered(text, told=0.35, asked=0.1)) is None
    assert kind_told(answered("合成革臭得很", told=0.35, asked=0.1)) == "praise"


@pytest.mark.parametrize("text", ["会计培训多办几期", "人才公寓给工人分几套吧", "宣讲能不能讲方言"])
def test_a_wish_that_counts_or_ends_softly_is_no_question(text):
    ranking = [{"name": "ask", "confidence": 0.3}, {"name": "suggestion", "confidence": 0.3}]
    gate = {"decision": "decline", "score": 0.1, "answers": []}
    assert kind_told({"text": text, "intent_ranking": ranking, "gate": gate}) == "suggestion"


@pytest.mark.parametrize("text", ["诊所乱收费，你们管不管", "股长收了烟才盖章，这算什么", "车被扣了，合法吗？"])
def test_an_outcry_behind_a_story_asks_for_no_information(text):
    assert kind_told(message(text, told=0.3, asked=0.6)) == "tip_off"
    assert kind_told(message("要交多少，谁来收？", told=0.3, asked=0.6)) is None


@pytest.mark.parametrize("text", ["舉報鄰居佔了消防通道", "反映村里的工程只给一家做，这样的事有没有人敢查他们自己人吗"])
def test_it_is_announced_in_any_writing_and_at_any_length(text):
    heard = message(text, told=0.3, asked=0.6) | {"normalized": text.replace("舉報", "举报")}
    assert kind_told(heard) == "tip_off"


def test_what_is_told_at_some_length_needs_no_more_than_to_be_as_likely_as_the_question_that_has_an_answer():
    assert kind_told(answered("面试费收了我们的，说是退，几年了一分也没见着", told=0.5, asked=0.4)) == "praise"
    assert kind_told(answered("面试费退了没有，什么时候退的", told=0.5, asked=0.4)) is None
