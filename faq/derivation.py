"""Answers and phrasings made from a bulletin by rules, as ordinary training data that a clerk can improve."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import yaml

from bulletin.document import Bulletin, Section
from bulletin.profile import Profile
from faq.derived_facts import Fact, facts
from faq.derived_overviews import Derived, contacts, overviews, topic
from faq.derived_questions import kind, phrasings, question
from faq.derived_words import Words
from nlu.normalization import normalize

MOST, LEAST = 50, 10  # phrasings of an answer, as far as ALTOGETHER allows
OF_ANY, OF_EACH = 14, 9  # an answer of many clauses is asked for in more ways
ALTOGETHER = 10_000
FILE = "ask/derived.yml"
MADE = "# 由通报原文自动生成，可以直接修改、增删问法，改了运行 ./huiyin train。写法见 docs/adding-an-answer.md。\n"


def derive(bulletin: Bulletin, profile: Profile, words: Words) -> list[Derived]:
    """All answers; no phrasing and no question on a button belongs to two of them."""
    about = [*overviews(bulletin, profile, words), *contacts(bulletin, words)]
    return _unlike([*about, *_stated(bulletin, words)])


def write(answers: Sequence[Derived], folder: Path) -> None:
    """nlu/ask/derived.yml and responses/ask/derived.yml in the folder of the bulletin."""
    said = "".join(_examples(answer) for answer in answers)
    _save(folder / "nlu" / FILE, f'{MADE}version: "3.1"\nnlu:\n{said}')
    responses = {f"utter_ask/{answer.id}": [_response(answer)] for answer in answers}
    dumped = yaml.safe_dump({"responses": responses}, allow_unicode=True, sort_keys=False, width=1000)
    _save(folder / "responses" / FILE, f'{MADE}version: "3.1"\n{dumped}')


def _stated(bulletin: Bulletin, words: Words) -> Iterator[Derived]:
    found = list(facts(bulletin))
    most = min(MOST, max(LEAST, ALTOGETHER // max(1, len(found)) - 2))
    turn = 0
    for _, group in groupby(found, key=lambda fact: fact.section.id):
        for number, fact in enumerate(group, 1):
            turn += 1
            yield _answer(fact, number, words, most, turn)


def _answer(fact: Fact, number: int, words: Words, most: int, turn: int) -> Derived:
    about = topic(fact.section, words)
    asked = phrasings(fact, about, words, min(most, OF_ANY + OF_EACH * len(fact.clauses)), turn)
    name = f"{_name(fact.section)}_{number}"
    button = question(fact, about, words)
    return Derived(name, fact.section.label, fact.text, button, kind(fact), tuple(asked))


def _name(section: Section) -> str:
    name = section.id.rpartition("/")[2].replace(".", "_")
    return f"s{name}" if name[0].isdigit() else name


def _unlike(answers: Sequence[Derived]) -> list[Derived]:
    """A phrasing that two answers would have is given to none; of like buttons the later ones are numbered."""
    folded = [{_folded(text): text for text in answer.phrasings} for answer in answers]
    holders = Counter(said for texts in folded for said in texts)
    buttons, kept = Counter[str](), list[Derived]()
    for answer, texts in zip(answers, folded, strict=True):
        own = [text for said, text in texts.items() if holders[said] == 1]
        buttons[answer.question] += 1
        again = buttons[answer.question]
        shown = answer.question if again == 1 else f"{answer.question.rstrip('？')}（{again}）？"
        asked = tuple(own) or (f"{answer.section}{shown}",)
        kept.append(replace(answer, question=shown, phrasings=asked))
    return kept


def _folded(text: str) -> str:
    return normalize(text).text.strip()


def _examples(answer: Derived) -> str:
    lines = "".join(f"    - {' '.join(text.split())}\n" for text in answer.phrasings)
    return f"- intent: ask/{answer.id}\n  examples: |\n{lines}"


def _response(answer: Derived) -> dict[str, object]:
    metadata = {"section": answer.section, "question": answer.question, "type": answer.type}
    return {"text": answer.text, "metadata": metadata}


def _save(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
