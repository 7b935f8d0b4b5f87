"""Which answer a message asks for: kernel ridge regression of answers on n-gram rows (docs/decisions/0003)."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu import answer_columns, follow_up, pointing, ridge
from nlu.answerable import LEANING, Leaning
from nlu.catalogue import Answer, from_responses
from nlu.follow_up_reader import FOLLOW_UP
from nlu.ngram_featurizer import ASKED_ROW, CARRIED_ROW, PART_ROWS, ROW, training_rows
from nlu.normalization import normalize
from nlu.normalizer import NORMALIZED

CANDIDATES = "candidates"
PARTS = "parts"
WHOLES = ("overview", "contact")  # answers that speak of more than one thing


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerRetriever(GraphComponent):
    """Sets `candidates`: the best answers with a score near 0 (nothing alike) to 1 (a known phrasing); and `parts`."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._answers: list[Answer] = []
        self._figures: list[frozenset[str]] = []  # of the text of each answer in `ask`
        self._group_of = np.zeros(0, np.intp)  # column of each answer's group
        self._section_of = np.zeros(0, np.str_)  # label of each answer's item
        self._kind_of = np.zeros(0, np.str_)  # each answer's `type`
        self._asked = np.zeros(0, np.bool_)  # whether each answer is in `ask`
        self._left_out = np.zeros(0, np.bool_)  # and whether in `unsaid`
        self._weights = sparse.csr_matrix((0, 0), dtype=np.float32)  # n-grams x (answers, then groups)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`alpha`: the ridge; `group_weight`: how much an answer loses when another group fits the wording better."""
        return {
            "alpha": 1.25,
            "group_weight": 1.0,
            "shown": 8,
            "next": 4,
            "subject_is_clear": 0.08,
            "fits_well": 0.25,
            "own_subject": 0.25,
            "same_item": 0.25,
            "carried_weight": 0.9,
            "reminds": 0.4,
            "asked_weight": 0.9,
            "same_figure": 0.2,
            "other_is_clear": 0.25,
            "named_item": 0.5,
            "part": 0.07,
            "part_near": 0.5,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "AnswerRetriever":
        """Build an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit all answers and their groups at once: one regression (nlu/ridge.py)."""
        self._know(from_responses(training_data.responses))
        column = {answer.id: i for i, answer in enumerate(self._answers)}
        examples = [m for m in training_data.intent_examples if m.get_full_intent() in column]
        rows = training_rows(examples)
        answer_of = np.array([column[m.get_full_intent()] for m in examples])
        wanted = answer_columns.targets(answer_of, self._answers)
        with self._storage.write_to(self._resource) as folder:
            answer_columns.save(folder, self._answers, ridge.weights(rows, wanted, self._config["alpha"]))
        return self._resource

    def _know(self, answers: list[Answer]) -> None:
        self._answers = answers
        self._figures = [pointing.figures(a.text) if a.group == "ask" else frozenset() for a in answers]
        self._group_of = answer_columns.group_columns(answers)
        self._section_of = np.array([a.section or "" for a in answers], np.str_)
        self._kind_of = np.array([a.type for a in answers], np.str_)
        self._asked = np.array([a.group == "ask" for a in answers], np.bool_)
        self._left_out = np.array([a.group == "unsaid" for a in answers], np.bool_)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "AnswerRetriever":
        """Read answers and weights back."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            answers, component._weights = answer_columns.read(folder)
            component._know(answers)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the answers, reading a follow-up in the light of the last answer."""
        for message in messages:
            metadata = message.get(METADATA) or {}
            scores = self._in_context(message, metadata.get("context") or {})
            scores = scores + self._pointed_at(message.get(NORMALIZED), scores)
            if "answer" in metadata or "overview" in metadata:
                scores = self._pressed(metadata)
            message.set(CANDIDATES, self._best(scores), add_to_output=True)
            message.set(PARTS, self._of_each_part(message, scores))
        return messages

    def _columns(self, row: sparse.csr_matrix) -> np.ndarray:
        """The score of each answer and behind them of each group."""
        return np.asarray((row @ self._weights).todense())[0]

    def _scores(self, row: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        """Each answer's own score, and that score less what its group lacks to the best group."""
        return self._against_groups(self._columns(row))

    def _against_groups(self, both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        own, groups = both[: len(self._answers)], both[len(self._answers) :]
        return own, own - self._config["group_weight"] * (groups.max() - both[self._group_of])

    def _leaning(self, both: np.ndarray) -> Leaning:
        of_group = dict(zip((a.group for a in self._answers), both[self._group_of].tolist(), strict=True))
        left_out = both[: len(self._answers)][self._left_out]
        return Leaning(of_group.get("ask", 0.0), of_group.get("unsaid", 0.0), float(left_out.max(initial=0)))

    def _pressed(self, metadata: dict[str, Any]) -> np.ndarray:
        """A button names its answer, or the item whose overview is wanted."""
        named = np.array([a.id == metadata.get("answer") for a in self._answers])
        return (named | self._overview(metadata.get("overview"))).astype(float)

    def _overview(self, section: str | None) -> np.ndarray:
        """Which answers are overviews of an item; none of none."""
        return (self._kind_of == "overview") & (self._section_of == (section or "")) & bool(section)

    def _best(self, scores: np.ndarray) -> list[dict[str, Any]]:
        """The best answers, and after them others of the best one's item: what people may ask next."""
        order = np.argsort(-scores, kind="stable")
        best = list(order[: self._config["shown"]])
        same = order[self._section_of[order] == self._section_of[best[0]]]
        best += [i for i in same if i not in best][: self._config["next"]]
        return [self._candidate(i, scores) for i in best]

    def _candidate(self, at: int, scores: np.ndarray) -> dict[str, Any]:
        return {**self._answers[at].as_dict(), "score": round(float(scores[at]), 4)}

    def _of_each_part(self, message: Message, scores: np.ndarray) -> list[dict[str, Any]]:
        """Of several questions the answer of each that the item found best has one for."""
        same = self._asked & (self._section_of == self._section_of[scores.argmax()])
        here = same & ~np.isin(self._kind_of, WHOLES)
        found = []
        for row in message.get(PART_ROWS) or ():
            own, _ = self._scores(row)
            best, enough = int(np.argmax(own * here)), max(self._config["part"], self._config["part_near"] * own.max())
            found += [self._candidate(best, own)] if here[best] and own[best] >= enough else []
        return found

    def _in_context(self, message: Message, context: dict[str, Any]) -> np.ndarray:
        """A follow-up prefers the item spoken of before; another item must match better by itself.

        Within that item only the own score counts: a question without its subject looks like no group at all.
        """
        found, both = message.get(FOLLOW_UP), self._columns(message.get(ROW))
        message.set(LEANING, self._leaning(both))
        own, scores = self._against_groups(both)
        if found is None:
            return self._with_the_question_alone(message, scores)
        here = self._asked & (self._section_of == (context["section"] or ""))
        if found.more:
            return np.where(here & self._not_given(context), 1 - 0.001 * np.arange(len(scores)), 0)
        inside = (own * here).max(initial=0)
        outside = (own * ~(here | self._left_out_of(context, inside))).max(initial=0)
        alone = self._config["own_subject"] * (2 if found.marked else 1)
        if not found.substituted and outside - inside >= alone:
            return scores
        carried = self._scores(message.get(CARRIED_ROW))[1] * self._config["carried_weight"]
        if not found.substituted and inside >= self._config["subject_is_clear"]:
            return np.where(here, own * 1.5 + self._config["same_item"] + carried * self._config["reminds"], scores)
        if not found.substituted and follow_up.has_own_subject(message.get(NORMALIZED), self._words(context, here)):
            return scores
        return np.maximum(scores, np.where(here, carried, 0))

    def _pointed_at(self, text: str, scores: np.ndarray) -> np.ndarray:
        """More for the item that is named by its number, and for answers with a figure named where nothing is clear."""
        figures, item = pointing.figures(text), pointing.item(text)
        clear = scores.max() >= self._config["other_is_clear"]
        same = np.array([bool(figures & known) for known in self._figures]) if figures and not clear else np.False_
        return same * self._config["same_figure"] + self._overview(item) * self._config["named_item"]

    def _left_out_of(self, context: dict[str, Any], inside: float) -> np.ndarray:
        """What the bulletin leaves out of the item spoken of is no other subject when the item itself fits well."""
        fits = inside >= self._config["fits_well"]
        return np.array([fits and a.group == "unsaid" and a.section == context["section"] for a in self._answers])

    def _words(self, context: dict[str, Any], here: np.ndarray) -> str:
        """Everything that is said of the item spoken of."""
        known = (self._answers[i] for i in np.flatnonzero(here))
        return normalize("".join([context["question"], *(a.text + a.question for a in known)])).text

    def _with_the_question_alone(self, message: Message, scores: np.ndarray) -> np.ndarray:
        """A story may hide what is asked behind it."""
        row = message.get(ASKED_ROW)
        return scores if row is None else np.maximum(scores, self._scores(row)[1] * self._config["asked_weight"])

    def _not_given(self, context: dict[str, Any]) -> np.ndarray:
        given = context.get("given", [])
        return np.array([a.group == "ask" and a.type != "overview" and a.id not in given for a in self._answers])
