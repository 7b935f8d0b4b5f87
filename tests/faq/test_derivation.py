"""Answers made from a bulletin that nobody wrote phrasings for."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bench import other_bulletins
from bulletin import profile
from bulletin.encoding import decoded
from bulletin.quoting import is_verbatim
from bulletin.understanding import Understanding, understand
from faq import checking, golden
from faq.derivation import ALTOGETHER, MOST, derive
from faq.derived_overviews import AUTO, QUOTED, Derived
from faq.derived_words import Words
from nlu import training_data
from nlu.normalization import normalize
from settings import ROOT

SAMPLES = sorted(other_bulletins.SAMPLES.glob("*.txt"))
WORDS = Words.load(ROOT / "data" / "derivation.yml")
ANY_BULLETIN = ROOT / "data" / "any_bulletin"
TOWN = "qingyan-town"


def understood(sample: str) -> Understanding:
    return understand(decoded((other_bulletins.SAMPLES / f"{sample}.txt").read_bytes()), sample, "bulletin.txt")


def answers(found: Understanding) -> list[Derived]:
    return derive(found.bulletin, profile.described(found.record), WORDS)


@pytest.fixture(scope="module", params=[sample.stem for sample in SAMPLES])
def made(request: pytest.FixtureRequest) -> tuple[Understanding, list[Derived]]:
    found = understood(request.param)
    return found, answers(found)


def test_every_excerpt_is_verbatim_and_short_enough(made) -> None:
    found, derived = made
    for answer in derived:
        if answer.text != AUTO:
            assert is_verbatim(found.bulletin.section(answer.section), answer.text), answer
            assert len(answer.text) <= QUOTED


def test_every_part_and_item_and_the_whole_have_an_overview(made) -> None:
    found, derived = made
    told = {answer.section for answer in derived if answer.type == "overview"}
    parts = {part.label for part in found.bulletin.parts}
    assert told >= {"全文"} | parts | {item.label for item in found.bulletin.items}


def test_every_figure_of_an_item_can_be_asked_for(made) -> None:
    found, derived = made
    for item in found.bulletin.items:
        quoted = "".join(answer.text for answer in derived if answer.section == item.label)
        assert [figure.text for figure in item.figures if figure.text not in quoted] == []


def test_no_phrasing_and_no_button_belongs_to_two_answers(made) -> None:
    _, derived = made
    said = Counter(normalize(text).text for answer in derived for text in answer.phrasings)
    assert [text for text, count in said.items() if count > 1] == []
    assert max(Counter(answer.question for answer in derived).values()) == 1
    assert max(Counter(answer.id for answer in derived).values()) == 1


def test_every_answer_has_phrasings_but_not_too_many(made) -> None:
    _, derived = made
    facts = [answer for answer in derived if answer.type not in ("overview", "contact")]
    assert all(5 <= len(answer.phrasings) <= MOST for answer in facts)
    assert sum(len(answer.phrasings) for answer in derived) <= ALTOGETHER


def test_frames_around_questions_say_nothing_about_the_answer(made) -> None:
    """Each opening stands before at most a few phrasings of any answer."""
    _, derived = made
    for opening in filter(None, WORDS.before):
        counts = [sum(text.startswith(opening) for text in answer.phrasings) for answer in derived]
        assert max(counts) <= MOST / 4


def test_damaged_words_are_never_quoted() -> None:
    assert not any("锟斤拷" in answer.text for answer in answers(understood("donghu-college")))


def test_without_printed_contacts_none_is_made() -> None:
    assert [answer for answer in answers(understood(TOWN)) if answer.type == "contact"] == []
    assert [a.id for a in answers(understood("linzhou-water")) if a.type == "contact"] == [
        "contact_phone",
        "contact_postal_address",
        "contact_email",
        "contact_all",
    ]


def test_a_bulletin_of_any_size_has_at_most_ten_thousand_phrasings() -> None:
    shipped, known = profile.load(ROOT / "data" / "bulletin")
    assert sum(len(answer.phrasings) for answer in derive(shipped, known, WORDS)) <= ALTOGETHER
    many = replace(shipped, parts=shipped.parts * 4)
    assert sum(len(answer.phrasings) for answer in derive(many, known, WORDS)) <= ALTOGETHER * 2


def test_what_was_derived_passes_the_checks_of_training(tmp_path: Path) -> None:
    folder = other_bulletins.imported(TOWN, tmp_path)
    layers = [ROOT / "data", ANY_BULLETIN, folder]
    data, rows = training_data.read(layers), golden.read(layers)[0]
    found = checking.check(data, profile.load(folder)[0], rows)
    assert checking.may_train(found), [str(finding) for finding in found][:5]


def phrasings(file: Path) -> Iterator[tuple[str, list[str]]]:
    for row in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
        yield row["intent"], row["examples"].splitlines()


def test_what_no_bulletin_says_is_asked_for_in_many_ways_without_naming_a_place() -> None:
    rows = dict(phrasings(ANY_BULLETIN / "nlu" / "unsaid" / "any_bulletin.yml"))
    assert 10 <= len(rows) <= 20
    assert min(len(examples) for examples in rows.values()) >= 20
    names = [place["name"] for sample in SAMPLES for place in understood(sample.stem).record["places"]]
    assert not any(name in text for name in names for examples in rows.values() for text in examples)


def test_no_question_of_the_samples_is_a_phrasing() -> None:
    known = {
        text.removeprefix("- ") for file in ANY_BULLETIN.rglob("nlu/**/*.yml") for _, t in phrasings(file) for text in t
    }
    for sample in SAMPLES:
        asked = yaml.safe_load(sample.with_suffix(".yml").read_text("utf-8"))
        known_here = known | {text for answer in answers(understood(sample.stem)) for text in answer.phrasings}
        assert known_here & {*(row["text"] for row in asked["questions"]), *asked["near_misses"]} == set()


def test_three_of_four_questions_about_an_imported_bulletin_are_answered_right(tmp_path: Path) -> None:
    """With small talk as the only general data, which takes seconds; bench/other_bulletins.py has them all."""
    for kept in ("rules", "nlu/smalltalk", "responses/smalltalk"):
        shutil.copytree(ROOT / "data" / kept, tmp_path / "general" / kept)
    line, wrong = other_bulletins.measured(TOWN, tmp_path / "home", tmp_path / "general")
    assert line["share"] >= 0.75, wrong
    assert line["stated"] <= 3
