"""What has changed between the training data of a model and those in the files now."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from faq.findings import Finding, Severity, doubt, place
from faq.golden import GoldenRow
from nlu.training_data import Phrasing, Response, TrainingData

Said = tuple[str, str]  # intent and text
ALIKE = 0.6  # share of characters that two wordings of one phrasing have in common

CHANGED = "{id} 的 {field} 原来是“{old}”，现在是“{new}”。"
NEW_ANSWER = "{place}: 新答案 {id}：“{text}”"
NO_ANSWER = "删了答案 {id}：“{text}”"
MOVED = "“{text}”从 {old} 移到了 {new}。"
REWORDED = "{id} 的问法“{old}”改成了“{new}”。"
REMOVED = "{id} 少了一句问法：“{text}”"
ADDED = "{place}: {id} 加了{count}句问法。"
GOLDEN_REMOVED = "删了验收题：“{text}”"
GOLDEN_CHANGED = "验收题“{text}”的 {field} 原来是“{old}”，现在是“{new}”。"


@dataclass(frozen=True)
class Edited:
    """One field of an answer or of a golden question, before and now."""

    now: Response | GoldenRow
    name: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Shifted:
    """A phrasing under another answer, or in other words under its own; `old` is where or what it was."""

    now: Phrasing
    old: str


@dataclass
class Changes:
    """All differences; what is gone has no place in the files."""

    answers_added: list[Response] = field(default_factory=list)
    answers_removed: list[Said] = field(default_factory=list)
    answers_changed: list[Edited] = field(default_factory=list)
    moved: list[Shifted] = field(default_factory=list)
    reworded: list[Shifted] = field(default_factory=list)
    added: list[Phrasing] = field(default_factory=list)
    removed: list[Said] = field(default_factory=list)
    golden_removed: list[str] = field(default_factory=list)
    golden_changed: list[Edited] = field(default_factory=list)


def snapshot(data: TrainingData, golden: Sequence[GoldenRow] = ()) -> dict[str, Any]:
    """What a later comparison needs, fit for JSON."""
    phrasings = defaultdict(list)
    for phrasing in data.phrasings:
        phrasings[phrasing.intent].append(phrasing.text)
    return {
        "phrasings": dict(phrasings),
        "responses": {response.id: _fields(response) for response in data.responses.values()},
        "golden": {row.key: _golden_fields(row) for row in golden},
    }


def compare(before: dict[str, Any], data: TrainingData, golden: Sequence[GoldenRow] = ()) -> Changes:
    """From a snapshot to the data now; nothing while files cannot be read, as all of theirs would look removed."""
    changes = Changes()
    if data.problems:
        return changes
    _compare_answers(changes, before["responses"], data)
    _compare_phrasings(changes, before["phrasings"], data)
    rows = {row.key: row for row in golden}
    changes.golden_removed = [name for name in before["golden"] if name not in rows]
    for name, fields in before["golden"].items():
        if row := rows.get(name):
            changes.golden_changed += _edited(row, fields, _golden_fields(row))
    return changes


def describe(changes: Changes) -> list[str]:
    """Everything that was changed or taken away, each by itself; what was added, counted by answer."""
    return [
        *(f"{place(finding.about)}: {finding.words}" for finding in _altered(changes)),
        *(NO_ANSWER.format(id=name, text=text) for name, text in changes.answers_removed),
        *(REMOVED.format(id=intent, text=text) for intent, text in changes.removed),
        *(GOLDEN_REMOVED.format(text=name) for name in changes.golden_removed),
        *(NEW_ANSWER.format(place=place(new), id=new.id, text=new.text) for new in changes.answers_added),
        *_counted(changes.added),
    ]


def doubts(changes: Changes) -> list[Finding]:
    """What someone should look at although every file is right: changed excerpts and moved phrasings."""
    return [finding for finding in _altered(changes) if finding.kind in ("changed", "moved")]


def news(findings: Sequence[Finding], before: dict[str, Any]) -> list[Finding]:
    """The findings without those doubts about answers and phrasings that were in the data before."""
    return [finding for finding in findings if finding.severity is Severity.REFUSED or not _is_old(finding, before)]


def _is_old(finding: Finding, before: dict[str, Any]) -> bool:
    about = finding.about
    if isinstance(about, Phrasing):
        return about.text in before["phrasings"].get(about.intent, ())
    if isinstance(about, Response):
        return before["responses"].get(about.id) == _fields(about)
    if isinstance(about, GoldenRow):
        return before["golden"].get(about.key) == _golden_fields(about)
    return False


def _fields(response: Response) -> dict[str, str]:
    return {"text": str(response.text), **{str(name): _plain(value) for name, value in response.metadata.items()}}


def _golden_fields(row: GoldenRow) -> dict[str, str]:
    names = ("section", "contains", "kind", "style", "urgent")
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _edited(now: Response | GoldenRow, old: dict[str, str], new: dict[str, str]) -> Iterator[Edited]:
    name = now.id if isinstance(now, Response) else now.text
    for field_name in {**old, **new}:
        was, is_now = old.get(field_name, ""), new.get(field_name, "")
        if was != is_now:
            yield Edited(now, name, field_name, was, is_now)


def _compare_answers(changes: Changes, before: dict[str, dict[str, str]], data: TrainingData) -> None:
    changes.answers_removed = [(name, old["text"]) for name, old in before.items() if name not in data.responses]
    for response in data.responses.values():
        if old := before.get(response.id):
            changes.answers_changed += _edited(response, old, _fields(response))
        else:
            changes.answers_added.append(response)


def _compare_phrasings(changes: Changes, before: dict[str, list[str]], data: TrainingData) -> None:
    gone = Counter((intent, text) for intent, texts in before.items() for text in texts)
    for phrasing in data.phrasings:
        if gone[phrasing.intent, phrasing.text] > 0:
            gone[phrasing.intent, phrasing.text] -= 1
        else:
            changes.added.append(phrasing)
    changes.removed = list(gone.elements())
    changes.moved = list(_moved(changes))
    changes.reworded = list(_reworded(changes))


def _moved(changes: Changes) -> Iterator[Shifted]:
    """Takes each pair of an added and a removed phrasing of the same words for one."""
    left = defaultdict(list)
    for intent, text in changes.removed:
        left[text].append(intent)
    for new in list(changes.added):
        if intents := left[new.text]:
            yield _taken(changes, new, (intents[0], new.text), intents.pop(0))


def _reworded(changes: Changes) -> Iterator[Shifted]:
    """Takes an added phrasing and the first removed one of its answer that is much like it for one."""
    for new in list(changes.added):
        own = (text for intent, text in changes.removed if intent == new.intent)
        old = next((text for text in own if SequenceMatcher(None, text, new.text).ratio() >= ALIKE), None)
        if old is not None:
            yield _taken(changes, new, (new.intent, old), old)


def _taken(changes: Changes, new: Phrasing, said: Said, old: str) -> Shifted:
    changes.added.remove(new)
    changes.removed.remove(said)
    return Shifted(new, old)


def _altered(changes: Changes) -> Iterator[Finding]:
    for edit in changes.answers_changed:
        words = CHANGED.format(id=edit.name, field=edit.field, old=edit.old, new=edit.new)
        yield doubt("changed", edit.now, words)
    for shift in changes.moved:
        yield doubt("moved", shift.now, MOVED.format(text=shift.now.text, old=shift.old, new=shift.now.intent))
    for shift in changes.reworded:
        yield doubt("reworded", shift.now, REWORDED.format(id=shift.now.intent, old=shift.old, new=shift.now.text))
    for edit in changes.golden_changed:
        words = GOLDEN_CHANGED.format(text=edit.name, field=edit.field, old=edit.old, new=edit.new)
        yield doubt("golden", edit.now, words)


def _counted(added: Sequence[Phrasing]) -> Iterator[str]:
    first = {phrasing.intent: phrasing for phrasing in reversed(added)}
    for intent, count in Counter(phrasing.intent for phrasing in added).items():
        yield ADDED.format(place=place(first[intent]), id=intent, count=count)
