"""Accept, ask or decline, by the retriever's scores alone."""

from pathlib import Path
from typing import Any

import pytest

from bulletin import profile
from nlu.answer_gate import AnswerGate
from nlu.scope import Scope

SCOPE = Scope(*profile.load(Path("data/bulletin")))


def candidate(name: str, score: float, section: str = "三(三)") -> dict[str, Any]:
    return {"id": name, "score": score, "section": section}


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
    assert SCOPE.foreign(text, label) == foreign


def test_the_next_answer_that_names_the_place_is_taken_when_it_is_nearly_as_good(gate: AnswerGate) -> None:
    wrong, right = candidate("ask/a", 0.31, "八(二)"), candidate("ask/b", 0.28, "三(一)")
    assert gate._fitting("天河挨批了", [wrong, right]) == ([right], None)


def test_far_weaker_answers_do_not_stand_in(gate: AnswerGate) -> None:
    wrong, weak = candidate("ask/a", 0.6, "三(三)"), candidate("ask/b", 0.2, "九(一)")
    assert gate._fitting("星海拆了多少平方", [wrong, weak]) == ([], "星海")
