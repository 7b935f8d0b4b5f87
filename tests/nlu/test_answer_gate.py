"""Accept, ask or decline, by the retriever's scores alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bulletin import profile
from nlu.answer_gate import AnswerGate
from nlu.answer_retriever import CANDIDATES, PARTS
from nlu.answerable import LEANING, Leaning
from nlu.follow_up import FollowUp
from nlu.follow_up_reader import FOLLOW_UP
from nlu.normalizer import NORMALIZED
from nlu.scope import Scope

SAID, LEFT_OUT = Leaning(0.6, 0.2, 0.1), Leaning(0.2, 0.6, 0.4)
SCOPE = Scope(*profile.load(Path("data/bulletin")))


def candidate(name: str, score: float, section: str = "三(三)") -> dict[str, Any]:
    return {"id": name, "score": score, "section": section, "type": "figure"}


@pytest.fixture
def gate() -> AnswerGate:
    return AnswerGate(AnswerGate.get_default_config(), SCOPE)


def decided(gate: AnswerGate, *candidates: dict[str, Any]) -> tuple[str, list[str]]:
    decision, answers = gate.decide(list(candidates))
    return decision, [answer["id"] for answer in answers]


def test_a_high_score_is_answered(gate: AnswerGate) -> None:
    assert decided(gate, candidate("ask/a", 0.8), candidate("ask/b", 0.1)) == ("accept", ["ask/a"])


def test_answers_of_one_item_that_fit_alike_are_given_together(gate: AnswerGate) -> None:
    assert decided(gate, candidate("ask/a", 0.5), candidate("ask/b", 0.45)) == ("accept", ["ask/a", "ask/b"])


def test_two_items_that_fit_alike_are_asked_about(gate: AnswerGate) -> None:
    both = candidate("ask/a", 0.2), candidate("ask/b", 0.19, "九(一)")
    assert decided(gate, *both) == ("ask", ["ask/a", "ask/b"])


def test_at_most_three_are_offered(gate: AnswerGate) -> None:
    many = [candidate(f"ask/{i}", 0.12, f"{i}") for i in range(6)]
    assert len(gate.decide(many)[1]) == 3


def test_a_low_score_is_declined(gate: AnswerGate) -> None:
    assert decided(gate, candidate("ask/a", 0.03)) == ("decline", [])


def test_nothing_to_choose_from_is_declined(gate: AnswerGate) -> None:
    assert decided(gate) == ("decline", [])


def test_what_the_bulletin_does_not_say_beats_what_it_says_nearby(gate: AnswerGate) -> None:
    assert decided(gate, candidate("unsaid/x", 0.5), candidate("ask/a", 0.4)) == ("accept", ["unsaid/x"])


@pytest.mark.parametrize(
    ("text", "label", "foreign"),
    [
        ("星海街道拆违拆了多少", "三(三)", "星海"),
        ("龙湾拆违拆了多少", "三(三)", "龙湾"),
        ("2021年拆违拆了多少", "三(三)", "2021"),
        ("王书记约谈了没有", "三(三)", "王书记"),
        ("海城拆违2018年拆了多少", "三(三)", None),
        ("天河派出所退了多少", "九(一)", None),
        ("全文讲了什么", "全文", None),
    ],
)
def test_an_answer_that_says_nothing_of_what_is_named_does_not_fit(text: str, label: str, foreign: str | None) -> None:
    assert SCOPE.foreign(SCOPE.named(text), label) == foreign


def test_the_next_answer_that_names_the_place_is_taken_when_it_is_nearly_as_good(gate: AnswerGate) -> None:
    wrong, right = candidate("ask/a", 0.31, "八(二)"), candidate("ask/b", 0.28, "三(一)")
    assert gate._fitting("天河挨批了", [wrong, right]) == ([right], None)


def test_far_weaker_answers_do_not_stand_in(gate: AnswerGate) -> None:
    wrong, weak = candidate("ask/a", 0.6, "三(三)"), candidate("ask/b", 0.2, "九(一)")
    assert gate._fitting("星海拆了多少平方", [wrong, weak]) == ([], "星海")


def test_several_of_the_same_matter_that_fit_a_little_are_enough_together(gate: AnswerGate) -> None:
    little = [candidate(f"service/{i}", 0.18, "") for i in range(3)]
    assert decided(gate, *little) == ("accept", ["service/0"])


def test_what_different_items_leave_unsaid_does_not_add_up(gate: AnswerGate) -> None:
    little = [candidate(f"unsaid/{i}", 0.18, f"{i}") for i in range(3)]
    assert decided(gate, *little) == ("decline", [])


def heard(
    gate: AnswerGate,
    text: str,
    *candidates: dict[str, Any],
    after: str = "",
    parts: Sequence[dict[str, Any]] = (),
    leaning: Leaning = SAID,
    **intents: float,
) -> Message:
    """The message as the gate leaves it; `after` a question answered before it."""
    ranking = [{"name": name, "confidence": sure} for name, sure in intents.items()]
    given = [{"type": "figure", "text": "累计拆除违建7.1万平方米", **c} for c in candidates]
    found = FollowUp(after + text) if after else None
    data = {TEXT: text, NORMALIZED: text, CANDIDATES: given, LEANING: leaning, FOLLOW_UP: found}
    each = [{"type": "figure", "text": "累计拆除违建7.1万平方米", **part} for part in parts]
    message = Message(data | {INTENT: ranking[0] if ranking else {}, PARTS: each})
    gate.process([message])
    return message


def test_an_excerpt_with_the_kind_of_thing_asked_for_comes_before_one_without(gate: AnswerGate) -> None:
    praised = candidate("ask/praised", 0.5) | {"text": "予以通报批评"}
    message = heard(gate, "拆了多少平方", praised, candidate("ask/area", 0.3))
    assert message.get("gate")["answers"][0]["id"] == "ask/area"


def test_what_is_surely_left_unsaid_is_not_answered_with_what_stands_nearby(gate: AnswerGate) -> None:
    both = candidate("ask/area", 0.4), candidate("unsaid/cost", 0.35)
    declined, answered = (
        heard(gate, "拆的", *both, leaning=LEFT_OUT),
        heard(gate, "拆的", *both, leaning=SAID),
    )
    assert declined.get("gate")["answers"][0]["id"] == "unsaid/cost"
    assert answered.get("gate")["answers"][0]["id"] == "ask/area"


@pytest.mark.parametrize(
    ("text", "after", "intent"),
    [
        ("处理好了吗", "海城违建拆了多少", "ask"),
        ("我的处理好了吗", "海城违建拆了多少", "case_status"),
        ("处理好了吗", "", "case_status"),
    ],
)
def test_how_it_stands_asks_on_only_behind_an_answer_and_not_for_oneself(
    gate: AnswerGate, text: str, after: str, intent: str
) -> None:
    assert heard(gate, text, candidate("ask/area", 0.5), after=after, case_status=0.4).get(INTENT)["name"] == intent


def test_what_sounds_like_what_is_said_comes_before_what_is_left_out(gate: AnswerGate) -> None:
    both = candidate("unsaid/route", 0.5), candidate("ask/held", 0.4)
    asked, left_out = (heard(gate, "办过没有", *both, leaning=leaning) for leaning in (SAID, LEFT_OUT))
    assert asked.get("gate")["answers"][0]["id"] == "ask/held"
    assert left_out.get("gate")["answers"][0]["id"] == "unsaid/route"


def test_what_is_likely_left_out_is_told_beside_what_is_said(gate: AnswerGate) -> None:
    message = heard(gate, "拆的时候谁在场", candidate("ask/area", 0.4), leaning=LEFT_OUT)
    assert message.get("gate")["decision"] == "decline"
    assert message.get("gate")["about"]["id"] == "ask/area"


def test_how_far_something_is_is_told_also_where_it_sounds_a_little_like_what_is_left_out(gate: AnswerGate) -> None:
    message = heard(gate, "拆得怎么样了", candidate("ask/area", 0.4), leaning=Leaning(0.3, 0.4, 0.2))
    assert message.get("gate")["answers"][0]["id"] == "ask/area"


def test_one_candidate_alone_is_no_choice_and_given_only_when_it_fits_somehow(gate: AnswerGate) -> None:
    assert decided(gate, candidate("unsaid/x", 0.2), candidate("ask/a", 0.16)) == ("accept", ["ask/a"])
    assert decided(gate, candidate("unsaid/x", 0.12), candidate("ask/a", 0.1)) == ("decline", [])


def test_of_two_questions_on_one_item_each_gets_its_excerpt(gate: AnswerGate) -> None:
    parts = [candidate("ask/area", 0.4), candidate("ask/places", 0.3), candidate("ask/far", 0.5, "九(一)")]
    message = heard(gate, "几处,拆了多少", candidate("ask/area", 0.5), parts=parts)
    assert [answer["id"] for answer in message.get("gate")["answers"]] == ["ask/area", "ask/places"]


def test_a_contact_that_fits_badly_is_no_answer_to_another_question(gate: AnswerGate) -> None:
    contact = candidate("ask/contact_address", 0.25) | {"type": "contact"}
    assert decided(gate, contact) == ("decline", [])
    assert decided(gate, contact | {"score": 0.4}) == ("accept", ["ask/contact_address"])
