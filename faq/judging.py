"""How a model does on the golden questions: what became of each, shares of each group, what got better or worse."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, Protocol

from faq.golden import GoldenRow

DERIVED = "AUTO"  # an overview that is made of headings: right when it is that of the right item
KINDS = ("suggestion", "complaint", "tip_off", "appeal", "praise", "correction", "data_rights")
ASKING = ("ask", "unsaid", "door", "service", "smalltalk")
HEARD = 0.7  # how much likelier telling must be than asking, as in actions/telling.py
RANKS = {"right": 3, "one_tap": 2, "other_kind": 2, "silent": 1, "lost": 1, "wrong": 0}
GOOD = ("right", "other_kind")  # falling out of these breaks a golden question; of another kind it is still heard
# A first model has no other to be compared with: far below what the shipped data reach, far above broken ones.
FLOORS = {"questions": 0.8, "near_misses": 0.9, "off_topic": 0.9}
Outcomes = dict[str, dict[str, Any]]  # "group: text" -> {"result": …, "answers": […]}
Scores = dict[str, float]
Turn = Literal["better", "worse", "new", "gone"]


class Reader(Protocol):
    """Reads a message as a model does (faq/reading.py)."""

    def read(self, text: str) -> Any:
        """What has `gate` and `intent_ranking`."""
        ...


@dataclass(frozen=True)
class Difference:
    """A golden question that fares differently; None where one of the models was not asked."""

    turn: Turn
    group: str
    text: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def breaks(self) -> bool:
        """Whether it was answered as it should be, and is not any more."""
        both = self.before and self.after
        return bool(both and self.before["result"] in GOOD and self.after["result"] not in GOOD)  # type: ignore[index]


def judge(reader: Reader, golden: Sequence[GoldenRow]) -> Outcomes:
    """What becomes of each golden question."""
    return {row.key: _outcome(reader.read(row.text), row) for row in golden}


def scores(outcomes: Outcomes) -> Scores:
    """The share of each group that is right, of questions also within one tap, of feedback also heard at all."""
    found: Scores = {}
    for group, results in groupby(sorted((_group(key), said["result"]) for key, said in outcomes.items()), _first):
        all_of_it = [result for _, result in results]
        found[group] = _share(all_of_it, ("right",))
        if group == "questions":
            found["one_tap"] = _share(all_of_it, ("right", "one_tap"))
        if group == "feedback":
            found["heard"] = _share(all_of_it, GOOD)
    return found


def too_low(found: Scores) -> list[str]:
    """The groups in which a first model falls short."""
    return [group for group, floor in FLOORS.items() if found.get(group, 1.0) < floor]


def compare(before: Outcomes, after: Outcomes) -> list[Difference]:
    """Every golden question that fares otherwise, worse ones first."""
    found = [d for key in (before | after) if (d := _difference(key, before.get(key), after.get(key)))]
    return sorted(found, key=lambda d: ("worse", "better", "new", "gone").index(d.turn))


def broken(differences: Sequence[Difference]) -> list[Difference]:
    """Those for which a model is not published."""
    return [difference for difference in differences if difference.breaks]


def _difference(key: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Difference | None:
    group, text = key.split(": ", 1)
    if before is None or after is None:
        return Difference("gone" if after is None else "new", group, text, before, after)
    old, new = RANKS[before["result"]], RANKS[after["result"]]
    return None if old == new else Difference("better" if new > old else "worse", group, text, before, after)


def _outcome(message: Any, row: GoldenRow) -> dict[str, Any]:
    gate = message.get("gate")
    answers = gate["answers"] if gate["decision"] != "decline" else []
    if row.group == "feedback":
        ranking = message.get("intent_ranking")
        return {"result": _heard(ranking, row.kind), "answers": [ranking[0]["name"]]}
    judged = _asked(gate["decision"], answers, row) if row.group == "questions" else _not_answered(gate)
    return {"result": judged, "answers": [answer["id"] for answer in answers]}


def _asked(decision: str, answers: list[dict[str, Any]], row: GoldenRow) -> str:
    if decision == "accept" and answers[0]["id"].startswith("ask/"):
        return "right" if _holds(answers, row) else "wrong"
    if decision == "ask" and any(_holds([answer], row) for answer in answers):
        return "one_tap"
    return "silent"


def _not_answered(gate: dict[str, Any]) -> str:
    given = gate["decision"] == "accept" and gate["answers"][0]["id"].startswith("ask/")
    return "wrong" if given else "right"


def _holds(answers: list[dict[str, Any]], row: GoldenRow) -> bool:
    quoted = [answer["text"] for answer in answers if answer["section"] == row.section]
    said = _folded("".join(quoted))
    return bool(quoted) and (DERIVED in quoted or all(_folded(words) in said for words in row.contains))


def _heard(ranking: list[dict[str, Any]], kind: str) -> str:
    """Whether the intents say that something is told, and of which kind."""
    likely = {intent["name"].removeprefix("open_"): intent["confidence"] for intent in reversed(ranking)}
    told = {name: share for name, share in likely.items() if name in KINDS}
    asked = max((share for name, share in likely.items() if name in ASKING), default=0.0)
    if sum(told.values()) <= HEARD * asked:
        return "lost"
    return "right" if max(told, key=lambda name: told[name]) == kind else "other_kind"


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("“", '"').replace("”", '"')


def _group(key: str) -> str:
    return key.split(": ", 1)[0]


def _first(pair: tuple[str, str]) -> str:
    return pair[0]


def _share(results: Sequence[str], wanted: Sequence[str]) -> float:
    return round(sum(result in wanted for result in results) / len(results), 4)
