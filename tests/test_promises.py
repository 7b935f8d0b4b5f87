"""Promises that files make to each other: domain and code, phrasings and rules, answers and bulletin."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from actions.answer_writer import DERIVED, AnswerWriter
from bot import intake_script
from bulletin import profile
from bulletin.quoting import is_verbatim
from cases.drafts import new_nonce
from cases.kinds import AboutWhom, Kind
from nlu.catalogue import Answer, from_responses
from settings import ROOT
from wording import Wording

LARGEST_DATA = 64  # bytes of a button, Bot API callback_data
LONGEST = {"contact": 400, "overview": 760}  # characters of a whole reply; a fact has 300
FACT = 300
WORDING = Wording.load()
BULLETIN, PROFILE = profile.load(ROOT / "data" / "bulletin")
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))


def documents(folder: str) -> Iterator[dict[str, Any]]:
    for data in (ROOT / "data" / "bulletin", ROOT / "data"):
        for file in sorted((data / folder).rglob("*.yml")):
            yield yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def phrasings() -> Iterator[tuple[str, str]]:
    """Intent and example, for every example."""
    for document in documents("nlu"):
        for entry in document.get("nlu", ()):
            for line in entry["examples"].splitlines():
                yield entry["intent"], line.removeprefix("- ").strip()


def answers() -> list[Answer]:
    return [answer for document in documents("responses") for answer in from_responses(document["responses"])]


ANSWERS = answers()
QUOTES = [answer for answer in ANSWERS if answer.group == "ask" and answer.text != DERIVED]


def test_every_action_of_the_domain_has_a_class_and_back() -> None:
    from commands import assembly  # noqa: PLC0415 - rasa, for this test alone

    names = [action.name() for action in assembly.actions(BULLETIN, PROFILE, WORDING)]
    assert sorted(names) == sorted(DOMAIN["actions"])


def test_every_intent_has_examples_and_every_example_an_intent() -> None:
    assert {intent.split("/")[0] for intent, _ in phrasings()} == set(DOMAIN["intents"])


def test_every_intent_has_one_rule_and_every_rule_a_known_action() -> None:
    steps = [rule["steps"] for document in documents("rules") for rule in document["rules"]]
    assert sorted(step[0]["intent"] for step in steps) == sorted(DOMAIN["intents"])
    assert {step[1]["action"] for step in steps} == set(DOMAIN["actions"])


def test_every_phrasing_leads_to_an_answer_and_every_answer_has_phrasings() -> None:
    asked = {intent for intent, _ in phrasings() if "/" in intent}
    assert asked == {answer.id for answer in ANSWERS}


def test_no_answer_stands_twice() -> None:
    assert [name for name, count in Counter(answer.id for answer in ANSWERS).items() if count > 1] == []


def test_no_phrasing_stands_twice() -> None:
    folded = Counter(_folded(words) for _, words in phrasings())
    assert [words for words, count in folded.items() if count > 1] == []


def _folded(words: str) -> str:
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", words)).lower() or words


def test_every_quotation_is_verbatim_in_its_item() -> None:
    assert [answer.id for answer in QUOTES if not _is_quoted(answer)] == []


def _is_quoted(answer: Answer) -> bool:
    section = BULLETIN.section(answer.section or "")
    return section is not None and is_verbatim(section, answer.text)


def test_what_the_bulletin_does_say_about_the_unsaid_is_verbatim() -> None:
    says = [answer for answer in ANSWERS if answer.says]
    assert says
    assert [a.id for a in says if not any(_says(section.text, a.says) for section in BULLETIN.sections)] == []


def _says(text: str, quote: str) -> bool:
    return all(part in text for part in quote.split("……"))


@pytest.mark.parametrize("group", ["ask", "unsaid", "door", "service", "smalltalk"])
def test_every_whole_reply_is_short_enough(group: str) -> None:
    writer = AnswerWriter(BULLETIN, PROFILE, WORDING)
    disclosure = len(WORDING("disclosure")) + 1
    too_long = []
    for answer in (answer for answer in ANSWERS if answer.group == group):
        reply = writer.write({"decision": "accept", "answers": [answer.as_dict()]}, [], None)
        if len(reply["text"]) + disclosure > LONGEST.get(reply["act"], FACT):
            too_long.append((answer.id, len(reply["text"])))
    assert too_long == []


def test_every_button_of_an_answer_fits() -> None:
    assert [a.id for a in ANSWERS if len(f"a:{a.id}".encode()) > LARGEST_DATA] == []
    assert [s.label for s in BULLETIN.sections if len(f"s:{s.label}".encode()) > LARGEST_DATA] == []


def test_every_button_of_an_intake_fits() -> None:
    scripts = intake_script.load(ROOT / "data" / "intake")
    steps = {step for script in scripts.values() for step in script.steps}
    choices = [f"about-{whom}" for whom in AboutWhom] + [f"kind-{kind}" for kind in Kind]
    longest = f"i:{new_nonce()}:{max(steps, key=len)}:{max(choices, key=len)}"
    assert len(longest.encode()) <= LARGEST_DATA


def test_button_labels_of_an_answer_differ() -> None:
    assert [q for q, count in Counter(a.question for a in ANSWERS if a.group == "ask").items() if count > 1] == []


def test_migrations_are_numbered_and_follow_each_other() -> None:
    before = None
    for number, file in enumerate(sorted((ROOT / "db/migrations/versions").glob("*.py")), 1):
        told = dict(
            re.findall(r'^(revision|down_revision)\b[^=]*= (?:"(\w+)"|None)', file.read_text("utf-8"), re.MULTILINE)
        )
        assert file.name.startswith(f"{number:04}_")
        assert (told["revision"], told["down_revision"] or None) == (f"{number:04}", before)
        before = told["revision"]
