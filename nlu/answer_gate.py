"""Accept, ask or decline: reads the retriever's scores, never the intent's (docs/decisions/0003)."""

import re
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bulletin import profile
from nlu import demand
from nlu.answer_retriever import CANDIDATES
from nlu.normalization import normalize
from nlu.normalizer import NORMALIZED
from nlu.scope import Scope

GATE = "gate"
WHOLES = ("overview", "contact")  # answers that speak of more than one thing
ACCEPT, ASK, DECLINE = "accept", "ask", "decline"
STATUS = re.compile(r"哪(?:1|一)?步|怎么样|进展|进度|程度|搞得|弄得|办得|如何了")
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
            "twin": 0.6,
            "near": 0.75,
            "status_near": 0.3,
            "buttons": 3,
            "known": 0.75,
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
            candidates = message.get(CANDIDATES) or []
            fitting, foreign = self._fitting(message.get(NORMALIZED) or "", candidates)
            decision, answers = self.decide(fitting, STATUS.search(message.get(NORMALIZED) or "") is not None)
            score = fitting[0]["score"] if fitting else 0.0
            gate = {"decision": decision, "answers": answers, "score": score, "foreign": foreign}
            if decision == ACCEPT and _group(answers[0]) == "ask" and self._asks_more(message, answers):
                gate |= {"decision": DECLINE, "answers": [], "about": answers[0]}
            message.set(GATE, gate, add_to_output=True)
        return messages

    def decide(self, candidates: list[Candidate], status: bool = False) -> tuple[str, list[Candidate]]:
        """The decision and the answers it speaks of, best first; `status`: the message asks how far something is."""
        if not candidates:
            return DECLINE, []
        best = candidates[0]
        if _group(best) == "unsaid" and status and (said := self._said_of_the_same(candidates)):
            return ACCEPT, self._twins(said)
        if _group(best) != "ask":
            return (ACCEPT, [best]) if best["score"] >= self._config["other"] else self._doubt(candidates)
        rival = next((c["score"] for c in candidates[1:] if c["section"] != best["section"]), 0.0)
        leads = best["score"] >= self._config["doubtful"] and best["score"] - rival >= self._config["lead"]
        if best["score"] >= self._config["accept"] or leads:
            return ACCEPT, self._twins(candidates)
        return self._doubt(candidates)

    def _fitting(self, text: str, candidates: list[Candidate]) -> tuple[list[Candidate], str | None]:
        """Without answers that say nothing of a place, year or person named; none when only far weaker ones remain."""
        foreign = {c["id"]: self._scope.foreign(text, c["section"]) for c in candidates if _group(c) == "ask"}
        best = foreign.get(candidates[0]["id"]) if candidates else None
        fitting = [c for c in candidates if not foreign.get(c["id"])]
        if best and (not fitting or fitting[0]["score"] < candidates[0]["score"] * self._config["near"]):
            return [], best
        return fitting, None

    def _asks_more(self, message: Message, answers: list[Candidate]) -> bool:
        """Whether it asks for what the bulletin never says, or for a kind of thing that no excerpt has."""
        text, best = message.get(NORMALIZED) or "", answers[0]
        if self._scope.unsaid(text):
            return True
        whole = best["type"] in WHOLES or best["score"] >= self._config["known"]
        return not whole and demand.unmet(text, normalize("……".join(a["text"] for a in answers)).text)

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

    def _doubt(self, candidates: list[Candidate]) -> tuple[str, list[Candidate]]:
        likely = [c for c in candidates if _group(c) == "ask" and c["score"] >= self._config["ask"]]
        return (ASK, likely[: self._config["buttons"]]) if likely else (DECLINE, [])


def _group(candidate: Candidate) -> str:
    return str(candidate["id"]).split("/")[0]
