"""Accept, ask or decline by the retriever's scores (docs/retrieval.md)."""

import re
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bulletin import profile
from nlu import demand
from nlu.answer_retriever import CANDIDATES, PARTS, WHOLES
from nlu.answerable import LEANING, Leaning, Signs
from nlu.follow_up_reader import FOLLOW_UP
from nlu.ngram_featurizer import ASKED
from nlu.normalization import normalize
from nlu.normalizer import NORMALIZED
from nlu.scope import Scope

GATE = "gate"
OWN = "我"
ACCEPT, ASK, DECLINE = "accept", "ask", "decline"
CONTACT = "contact"  # the type of an answer
STATUS = re.compile(r"哪(?:1|一)?步|怎么样|进展|进度|程度|搞得|弄得|办得|如何了|还(.)不\1|^.{2,10}呢\W*$")
Candidate = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerGate(GraphComponent):
    """Sets `gate`: the decision, the answers to give or to offer, and how sure it is."""

    def __init__(self, config: dict[str, Any], scope: Scope) -> None:
        self._config, self._scope = config, scope

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Scores: from `accept` it is answered, from `ask` it is asked; a doubtful best must be ahead by `lead`."""
        return {
            "accept": 0.3,
            "doubtful": 0.15,
            "lead": 0.05,
            "ask": 0.08,
            "other": 0.25,
            "together": 0.4,
            "twin": 0.6,
            "near": 0.75,
            "status_near": 0.3,
            "buttons": 3,
            "known": 0.75,
            "meets": 0.4,
            "meets_then": 0.1,
            "meets_elsewhere": 0.6,
            "surely_status": 0.6,
            "half": 0.75,
            "said": {  # a logistic regression on the golden questions and near misses (docs/retrieval.md)
                "bias": 1.4,
                "leans": 4.5,
                "best_unsaid": -6.9,
                "never": -3.5,
                "unmet": -1.8,
                "standing": 4.4,
            },
            "bulletin": "data/bulletin",
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "AnswerGate":
        """Build the component with the thresholds of config.yml and the places of the bulletin."""
        return cls(config, Scope(*profile.load(Path(config["bulletin"]))))

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide for each message."""
        for message in messages:
            candidates, text = message.get(CANDIDATES) or [], message.get(ASKED) or message.get(NORMALIZED) or ""
            fitting, foreign = self._fitting(text, self._doubted(message, text, candidates))
            decision, answers = self.decide(self._meeting(message, text, fitting), STATUS.search(text) is not None)
            answers = self._with_each_part(message, answers) if decision == ACCEPT else answers
            score = fitting[0]["score"] if fitting else 0.0
            gate = {"decision": decision, "answers": answers, "score": score, "foreign": foreign}
            if decision == ACCEPT and _group(answers[0]) == "ask" and self._asks_more(message, text, answers):
                gate |= {"decision": DECLINE, "answers": [], "about": answers[0]}
            message.set(GATE, gate, add_to_output=True)
            self._hear_the_follow_up(message, text)
        return messages

    def decide(self, candidates: list[Candidate], status: bool = False) -> tuple[str, list[Candidate]]:
        """The decision and the answers it speaks of, best first; `status`: the message asks how far something is."""
        if not candidates:
            return DECLINE, []
        best = candidates[0]
        if _group(best) == "unsaid" and status and (said := self._said_of_the_same(candidates)):
            return ACCEPT, self._twins(said)
        if _group(best) != "ask":
            return (ACCEPT, [best]) if self._other(candidates) else self._doubt(candidates)
        rival = next((c["score"] for c in candidates[1:] if c["section"] != best["section"]), 0.0)
        leads = best["score"] >= self._least(best) and best["score"] - rival >= self._config["lead"]
        if best["score"] >= self._config["accept"] or leads:
            return ACCEPT, self._twins(candidates)
        return self._doubt(candidates)

    def _other(self, candidates: list[Candidate]) -> bool:
        """Whether it is no question on the bulletin: the best says so, or several of its group do together."""
        best, kind = candidates[0]["score"], _kind(candidates[0])
        together = sum(c["score"] for c in candidates if _kind(c) == kind)
        asked = max((c["score"] for c in candidates if _group(c) == "ask"), default=0.0)
        agreed = together >= self._config["together"] and asked < best * self._config["near"]
        return best >= self._config["other"] or agreed

    def _hear_the_follow_up(self, message: Message, text: str) -> None:
        """怎么样了 after an answer asks on; who speaks of himself or is well understood asks after his case."""
        intent, gate = message.get(INTENT) or {}, message.get(GATE)
        faint = intent.get("name") == "case_status" and intent["confidence"] < self._config["surely_status"]
        if faint and message.get(FOLLOW_UP) and OWN not in text and gate["decision"] == ACCEPT and gate["answers"]:
            message.set(INTENT, {"name": "ask", "confidence": intent["confidence"]}, add_to_output=True)

    def _fitting(self, text: str, candidates: list[Candidate]) -> tuple[list[Candidate], str | None]:
        """Without answers that say nothing of a place, year or person named; none when only far weaker ones remain."""
        named = self._scope.named(text)
        foreign = {c["id"]: self._scope.foreign(named, c["section"]) for c in candidates if _group(c) == "ask"}
        best = foreign.get(candidates[0]["id"]) if candidates else None
        fitting = [c for c in candidates if not foreign.get(c["id"])]
        if best and (not fitting or fitting[0]["score"] < candidates[0]["score"] * self._config["near"]):
            return [], best
        return fitting, None

    def _doubted(self, message: Message, text: str, candidates: list[Candidate]) -> list[Candidate]:
        """What the item says and what it leaves out fit nearly alike: first the one that is likelier asked for."""
        if not candidates or message.get(FOLLOW_UP) or _group(candidates[0]) not in ("ask", "unsaid"):
            return candidates
        best = candidates[0]
        asked = next((c for c in candidates if _group(c) == "ask" and c["section"] == best["section"]), best)
        said = (_group(best) == "ask" and self._is_sure(best)) or self._says(message, text, [asked])
        wanted = "ask" if said else "unsaid"
        enough = best["score"] * self._config["half" if wanted == "unsaid" else "near"]
        same = (c for c in candidates if (_group(c), c["section"]) == (wanted, best["section"]))
        first = best if _group(best) == wanted else next((c for c in same if c["score"] >= enough), best)
        return [first, *(c for c in candidates if c is not first)]

    def _meeting(self, message: Message, text: str, candidates: list[Candidate]) -> list[Candidate]:
        """With the answer first that has the kind of thing asked for, when the best of its item has none of it."""
        if not candidates or not self._unmet(text, candidates[:1]):
            return candidates
        best = candidates[0]
        here = best["score"] * self._config["meets_then" if message.get(FOLLOW_UP) else "meets"]
        enough = {True: here, False: best["score"] * self._config["meets_elsewhere"]}
        others = [c for c in candidates if _group(c) == "ask" and c["score"] >= enough[c["section"] == best["section"]]]
        better = next((c for c in others if c["type"] not in WHOLES and not self._unmet(text, [c])), None)
        return candidates if better is None else [better, *(c for c in candidates if c not in (best, better))]

    def _asks_more(self, message: Message, text: str, answers: list[Candidate]) -> bool:
        """Whether it asks for what the bulletin does not say; a follow-up lacks its subject and sounds like nothing."""
        if message.get(FOLLOW_UP):
            return self._scope.unsaid(text) or self._unmet(text, answers)
        return not self._is_sure(answers[0]) and not self._says(message, text, answers)

    def _says(self, message: Message, text: str, answers: list[Candidate]) -> bool:
        leaning = message.get(LEANING) or Leaning()
        signs = Signs(
            leaning.said - leaning.unsaid,
            leaning.best_unsaid,
            self._scope.unsaid(text),
            _lack(text, answers),
            STATUS.search(text) is not None,
        )
        return signs.weighed(self._config["said"]) > 0

    def _unmet(self, text: str, answers: list[Candidate]) -> bool:
        return not self._is_sure(answers[0]) and _lack(text, answers)

    def _is_sure(self, best: Candidate) -> bool:
        return _group(best) != "ask" or best["type"] == CONTACT or best["score"] >= self._config["known"]

    def _said_of_the_same(self, candidates: list[Candidate]) -> list[Candidate]:
        """Asked how far something is, the bulletin's own word on it beats what it leaves out."""
        best = candidates[0]
        enough = best["score"] * self._config["status_near"]
        return [
            c for c in candidates if _group(c) == "ask" and c["section"] == best["section"] and c["score"] >= enough
        ]

    def _twins(self, candidates: list[Candidate]) -> list[Candidate]:
        """The best answer and those of the same item that fit nearly as well: one reply can quote both."""
        best = candidates[0]
        enough = best["score"] * self._config["twin"]
        return [
            c for c in candidates if c["section"] == best["section"] and _group(c) == "ask" and c["score"] >= enough
        ]

    def _with_each_part(self, message: Message, answers: list[Candidate]) -> list[Candidate]:
        """Of several questions on one item each gets its excerpt."""
        given = {a["id"]: a for a in message.get(PARTS) or () if a["section"] == answers[0]["section"]}
        if _group(answers[0]) != "ask" or not given:
            return answers
        return list((given if len(given) > 1 else {a["id"]: a for a in answers} | given).values())

    def _doubt(self, candidates: list[Candidate]) -> tuple[str, list[Candidate]]:
        """One candidate alone is no choice: it is the answer, unless it fits too badly to be offered at all."""
        likely = [c for c in candidates if _group(c) == "ask" and c["score"] >= self._config["ask"]]
        if not likely:
            return DECLINE, []
        if len(likely) > 1:
            return ASK, likely[: self._config["buttons"]]
        return (ACCEPT, likely) if likely[0]["score"] >= self._least(likely[0]) else (DECLINE, [])

    def _least(self, candidate: Candidate) -> float:
        """Who asks for an address or a number says so; a contact that fits badly answers another question."""
        return float(self._config["accept" if candidate["type"] == CONTACT else "doubtful"])


def _lack(text: str, answers: list[Candidate]) -> bool:
    """Whether they have nothing of the kind of thing asked for; a whole has something of every kind."""
    return answers[0]["type"] not in WHOLES and demand.unmet(text, _words(answers))


def _words(answers: list[Candidate]) -> str:
    return normalize("……".join(a["text"] for a in answers)).text


def _kind(candidate: Candidate) -> tuple[str, str | None]:
    """The group; of what is left unsaid also the item."""
    return _group(candidate), candidate["section"] if _group(candidate) == "unsaid" else None


def _group(candidate: Candidate) -> str:
    return str(candidate["id"]).split("/")[0]
