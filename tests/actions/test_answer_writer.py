"""An answer is the bulletin's own words with their citation, and never too long to read on a telephone."""

import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.answer_writer import DERIVED, AnswerWriter
from bulletin import profile
from bulletin.quoting import is_verbatim
from nlu.catalogue import Answer, from_responses
from wording import Wording

LIMITS = {"overview": 760, "contact": 400}  # characters of the whole reply; a fact: 300
LONGEST_BESIDE = 60  # characters quoted from the answer that looks alike
BULLETIN, PROFILE = profile.load(Path("data/bulletin"))
WORDING = Wording.load()


def catalogue() -> list[Answer]:
    files = sorted(Path("data/bulletin/responses").glob("*/*.yml"))
    rows = (yaml.safe_load(file.read_text("utf-8"))["responses"] for file in files)
    return [answer for row in rows for answer in from_responses(row)]


ANSWERS = catalogue()
FACTS = [answer for answer in ANSWERS if answer.group == "ask"]
BY_ID = {answer.id: answer for answer in ANSWERS}
ALIKE = [answer for answer in FACTS if answer.beside or answer.beside_quote]


def candidate(answer: Answer, score: float = 0.9) -> dict[str, Any]:
    return {**answer.as_dict(), "score": score}


def gate(decision: str, *answers: Answer, foreign: str | None = None) -> dict[str, Any]:
    return {"decision": decision, "answers": [candidate(a) for a in answers], "score": 0.9, "foreign": foreign}


@pytest.fixture
def writer() -> AnswerWriter:
    return AnswerWriter(BULLETIN, PROFILE, WORDING)


@pytest.mark.parametrize("answer", FACTS, ids=lambda answer: answer.id)
def test_an_answer_is_verbatim_cited_and_short(writer: AnswerWriter, answer: Answer) -> None:
    reply = writer.write(gate("accept", answer), [candidate(answer)], None)
    whole = len(WORDING("disclosure")) + 1 + len(reply["text"])
    assert whole <= LIMITS.get(answer.type, 300)
    assert reply["section"] == answer.section
    if answer.text != DERIVED:
        section = BULLETIN.section(answer.section or "")
        assert section is not None
        assert is_verbatim(section, answer.text)
        assert all(span in reply["text"].replace("……", "") or span in reply["text"] for span in answer.text.split("……"))


def test_two_answers_of_one_item_become_one_quotation_in_the_order_of_the_text(writer: AnswerWriter) -> None:
    pairs = itertools.combinations((a for a in FACTS if a.section == "三(三)" and a.type != "overview"), 2)
    for later, earlier in ((b, a) for a, b in pairs):
        reply = writer.write(gate("accept", later, earlier), [], None)
        quote = reply["text"].split("\n\n")[0]
        assert is_verbatim(BULLETIN.section("三(三)"), quote)  # type: ignore[arg-type]
        assert len(reply["text"]) <= 300


@pytest.mark.parametrize("answer", ALIKE, ids=lambda answer: answer.id)
def test_a_figure_that_looks_like_another_names_both_places(writer: AnswerWriter, answer: Answer) -> None:
    other = BY_ID[answer.beside]
    section = BULLETIN.section(other.section or "")
    assert section is not None
    assert is_verbatim(section, answer.beside_quote)
    assert all(span in other.text for span in answer.beside_quote.split("……"))
    assert len(answer.beside_quote) <= LONGEST_BESIDE
    reply = writer.write(gate("accept", answer), [candidate(answer)], None)
    told = WORDING("answer.beside", place=writer._places.name(other.section), quote=answer.beside_quote)
    assert reply["text"].endswith(told)
    assert reply["section"] == answer.section
    assert reply["text"].count("依据：") == 1


def test_five_and_33_sanctioned_stand_beside_each_other(writer: AnswerWriter) -> None:
    for name, figures in (
        ("ask/preface_cases_discipline", ("33人", "严重警告9人")),
        ("ask/s7_2_punished_33", ("5人", "严重警告2人")),
    ):
        text = writer.write(gate("accept", BY_ID[name]), [], None)["text"]
        assert all(figure in text.split("另外，")[1] for figure in figures)
        assert "不能相加" in text


def test_a_figure_that_looks_like_none_stands_alone(writer: AnswerWriter) -> None:
    text = writer.write(gate("accept", BY_ID["ask/s3_2_talent_apartments"]), [], None)["text"]
    assert "另外" not in text


def test_a_look_alike_that_is_given_as_well_is_not_told_again(writer: AnswerWriter) -> None:
    new, old = BY_ID["ask/s3_3_new_illegal_buildings"], BY_ID["ask/s3_3_demolished_area"]
    assert "另外" not in writer.write(gate("accept", new, old), [], None)["text"]


def test_a_look_alike_that_the_bulletin_does_not_say_is_left_out(writer: AnswerWriter) -> None:
    wrong = replace(BY_ID["ask/s7_2_punished_33"], beside_quote="给予党纪处分6人")
    assert "另外" not in writer.write(gate("accept", wrong), [], None)["text"]


def test_two_answers_and_a_look_alike_are_still_short(writer: AnswerWriter) -> None:
    for best in ALIKE:
        for second in (a for a in FACTS if a.section == best.section and a.type != "overview" and a != best):
            reply = writer.write(gate("accept", best, second), [], None)
            assert len(WORDING("disclosure")) + 1 + len(reply["text"]) <= 300


def test_asked_for_a_sum_the_bot_does_not_add(writer: AnswerWriter) -> None:
    reply = writer.write(gate("accept", BY_ID["unsaid/sum"]), [], None)
    assert reply["act"] == "decline"
    assert "口径不同" in reply["text"]
    assert not any(character.isdigit() for character in reply["text"].replace("12388", "").replace("0577", ""))


def test_a_decline_quotes_nothing_as_the_answer_and_says_what_can_be_done(writer: AnswerWriter) -> None:
    reply = writer.write(gate("decline"), [], None)
    assert reply["act"] == "decline"
    assert "12388" in reply["text"]


def test_what_the_bulletin_does_not_say_is_a_decline_even_when_it_quotes(writer: AnswerWriter) -> None:
    unsaid = next(a for a in ANSWERS if a.group == "unsaid" and a.says)
    reply = writer.write(gate("accept", unsaid), [], None)
    assert reply["act"] == "decline"
    assert unsaid.says in reply["text"]


def test_a_foreign_place_is_named_in_the_decline(writer: AnswerWriter) -> None:
    assert "龙湾" in writer.write(gate("decline", foreign="龙湾"), [], None)["text"]


def test_a_question_about_a_foreign_place_is_a_missed_one(writer: AnswerWriter) -> None:
    reply = writer.write(gate("decline", foreign="龙湾"), [candidate(FACTS[0])], None)
    assert reply["do"] == {"name": "note_miss", "answer": FACTS[0].id}


def test_an_overview_of_many_items_is_cut_and_points_to_the_menu() -> None:
    part = BULLETIN.parts[0]
    many = replace(part, items=part.items * 40)
    writer = AnswerWriter(replace(BULLETIN, parts=(many, *BULLETIN.parts[1:])), PROFILE, WORDING)
    text = writer.write(gate("accept", BY_ID["ask/overview_part_1"]), [], None)["text"]
    assert len(WORDING("disclosure")) + 1 + len(text) <= LIMITS["overview"]
    assert f"{many.items[0].heading}\n" in text
    assert WORDING("answer.rest") in text


def test_the_disputed_address_is_quoted_with_its_warning(writer: AnswerWriter) -> None:
    address = next(a for a in FACTS if a.id == "ask/contact_address")
    text = writer.write(gate("accept", address), [], None)["text"]
    assert "滨海十七路350号" in text
    assert WORDING("contact.disputed_address") in text
    assert WORDING("contact.unverified") in text


def test_a_contact_that_was_checked_is_given_beside_what_is_printed(writer: AnswerWriter) -> None:
    address = next(a for a in FACTS if a.id == "ask/contact_address")
    found: dict[str, Any] = {
        "status": "verified",
        "verified_value": "浙南经济总部大厦223室",
        "verified_on": date(2026, 5, 6),
    }
    contacts = tuple(
        replace(contact, **found) if contact.published_value in address.text else contact
        for contact in PROFILE.contacts
    )
    checked = AnswerWriter(BULLETIN, replace(PROFILE, contacts=contacts), WORDING)
    text = checked.write(gate("accept", address), [], None)["text"]
    assert "重庆市万盛" in text
    assert "已核实（2026-05-06）：浙南经济总部大厦223室" in text
    assert WORDING("contact.disputed_address") not in text
    assert WORDING("contact.unverified") not in text


def test_doubt_offers_questions_in_human_words(writer: AnswerWriter) -> None:
    two = FACTS[:2]
    reply = writer.write(gate("ask", *two), [], None)
    assert reply["act"] == "clarify"
    assert [button["label"] for button in reply["buttons"][:2]] == [answer.question for answer in two]


def test_the_overview_of_the_whole_names_the_nine_problems(writer: AnswerWriter) -> None:
    whole = next(a for a in FACTS if a.id == "ask/overview_all")
    text = writer.write(gate("accept", whole), [], None)["text"]
    assert all(part.heading in text for part in BULLETIN.parts)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.id)
def test_the_button_of_an_answer_fits_the_bot_api(answer: Answer) -> None:
    assert len(f"a:{answer.id}".encode()) <= 64


@pytest.mark.parametrize("answer", [a for a in ANSWERS if a.says], ids=lambda answer: answer.id)
def test_what_is_said_besides_a_decline_is_verbatim(answer: Answer) -> None:
    section = BULLETIN.section(answer.section or "")
    assert section is not None
    assert is_verbatim(section, answer.says)
