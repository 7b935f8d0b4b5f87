"""What a training left behind, and how a few phrasings more or less change it."""

import json
import tarfile
import uuid
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy import sparse

from nlu import answer_columns, graph_training, intent_classifier, ridge
from nlu.answer_columns import group_columns, targets
from nlu.answer_retriever import AnswerRetriever
from nlu.catalogue import Answer, as_responses, from_responses
from nlu.ngram_featurizer import WEIGHTS, NgramFeaturizer
from nlu.ngram_rows import NgramRows, units
from nlu.training_data import TrainingData

CONCERNED = 0.05  # score of a phrasing from which on another answer has a stake in it
MOST_COLUMNS = 150
SURE = 1.0  # distance from the border at which an intent counts as heard
COUNT = "changed_since_full_training"  # a file beside metadata.json, which Rasa does not look at
Said = tuple[str, str]


class TooMuch(Exception):
    """The edit reaches further than this can follow: train everything."""


class Learned:
    """A trained model, unpacked, with the rows of the phrasings of its answers."""

    def __init__(self, archive: Path, data: TrainingData, settings: dict[str, dict[str, Any]]) -> None:
        retriever = AnswerRetriever.get_default_config() | settings["AnswerRetriever"]
        featurizer = NgramFeaturizer.get_default_config() | settings["NgramFeaturizer"]
        self.changed = 0  # phrasings added and taken away since the last full training
        self._alpha = retriever["alpha"]
        self._folder = TemporaryDirectory()
        with tarfile.open(archive) as packed:
            packed.extractall(self._folder.name, filter="data")
        if self._count.exists():
            self.changed = int(self._count.read_text("utf-8"))
        self._ngrams = NgramRows.read(self._of("NgramFeaturizer"), tuple(featurizer[name] for name in WEIGHTS))
        self._answers, self._weights = answer_columns.read(self._of("AnswerRetriever"))
        self._intents = intent_classifier.read(self._of("LinearIntentClassifier"))
        self._said = [(p.intent, p.text) for p in data.phrasings if p.intent in data.responses]
        self._rows = self._rows_of(self._said)

    def take(self, data: TrainingData, added: Sequence[Said], gone: Sequence[Said]) -> None:
        """Learn the responses as they are now and the phrasings of answers that came and went; TooMuch otherwise."""
        answers = from_responses(as_responses(data))
        if any("/" not in intent for intent, _ in (*added, *gone)):
            raise TooMuch("an intent that is no answer")
        self.changed += len(added) + len(gone)
        self._know_new_words(added)
        rows = self._rows_of(added)
        self._hear(added, rows)
        start, concerned = self._start(answers, added, gone, rows)
        self._said, self._rows = self._left(gone, added, rows)
        column = {answer.id: i for i, answer in enumerate(answers)}
        wanted = targets(np.array([column[intent] for intent, _ in self._said]), answers)[:, concerned]
        found = ridge.refined(self._rows, wanted, self._alpha, start[:, concerned].toarray())
        self._answers, self._weights = answers, _replaced(start, concerned, found)

    def pack(self, archive: Path) -> None:
        """Write the model as it is now, under a name of its own."""
        self._ngrams.save(self._of("NgramFeaturizer"))
        answer_columns.save(self._of("AnswerRetriever"), self._answers, self._weights)
        intent_classifier.save(self._of("LinearIntentClassifier"), *self._intents)
        file = Path(self._folder.name) / "metadata.json"
        metadata = json.loads(file.read_text("utf-8")) | {"model_id": uuid.uuid4().hex}
        file.write_text(json.dumps(metadata, ensure_ascii=False), "utf-8")
        self._count.write_text(str(self.changed), "utf-8")
        graph_training.pack(Path(self._folder.name), archive)

    @property
    def _count(self) -> Path:
        return Path(self._folder.name) / COUNT

    def _of(self, component: str) -> Path:
        """The folder in which a component keeps what it learned."""
        return next(Path(self._folder.name).glob(f"components/*.{component}[0-9]*"))

    def _rows_of(self, said: Sequence[Said]) -> sparse.csr_matrix:
        if not said:
            return sparse.csr_matrix((0, sum(self._ngrams.widths)), dtype=np.float32)
        return self._ngrams.matrix([units(text) for _, text in said])

    def _know_new_words(self, added: Sequence[Said]) -> None:
        """N-grams that new phrasings share get columns; the older rows have none of them yet."""
        if not added:
            return
        before = self._ngrams.widths
        self._ngrams = self._ngrams.extended([units(text) for _, text in added], len(self._said))
        places, of_ngrams = _places(before, self._ngrams.widths), _places(before[:-1], self._ngrams.widths[:-1])
        names, weights, bias = self._intents
        self._intents = names, np.asarray((of_ngrams @ weights), np.float32), bias
        self._weights = sparse.csr_matrix(places @ self._weights)
        self._rows = sparse.csr_matrix(self._rows @ places.T)

    def _hear(self, added: Sequence[Said], rows: sparse.csr_matrix) -> None:
        """Move the classifier of intents just so far that it hears what is added as what it is (Crammer 2006)."""
        names, weights, bias = self._intents
        for (intent, _), row in zip(added, rows[:, : len(weights)], strict=True):
            wanted = np.where(np.array(names) == intent.split("/")[0], 1.0, -1.0)
            lacking = np.maximum(0, SURE - wanted * (row.data @ weights[row.indices] + bias))
            weights[row.indices] += np.outer(row.data, wanted * lacking / (row.data @ row.data)).astype(np.float32)

    def _start(
        self, answers: Sequence[Answer], added: Sequence[Said], gone: Sequence[Said], rows: sparse.csr_matrix
    ) -> tuple[sparse.csc_matrix, np.ndarray]:
        """The weights of before in the columns of now, and which of them the edit concerns."""
        before, now = _columns(self._answers), _columns(answers)
        shared = sorted(before.keys() & now.keys())
        places = [before[name] for name in shared], [now[name] for name in shared]
        source = sparse.csr_matrix((np.ones(len(shared), np.float32), places), (len(before), len(now)))
        start = (self._weights @ source).tocsc()
        touched = set(np.flatnonzero(np.asarray((rows @ start).max(axis=0).todense())[0] > CONCERNED) if added else ())
        touched |= {
            now[name] for intent, _ in (*added, *gone) for name in (intent, intent.split("/")[0]) if name in now
        }
        if len(touched) > MOST_COLUMNS:
            raise TooMuch("too many answers")
        return start, np.array(sorted(touched), np.intp)

    def _left(
        self, gone: Sequence[Said], added: Sequence[Said], rows: sparse.csr_matrix
    ) -> tuple[list[Said], sparse.csr_matrix]:
        away, kept = Counter(gone), []
        for at, said in enumerate(self._said):
            if away[said]:
                away[said] -= 1
            else:
                kept.append(at)
        return [*(self._said[at] for at in kept), *added], sparse.vstack([self._rows[kept], rows], format="csr")


def _columns(answers: Sequence[Answer]) -> dict[str, int]:
    """Answer id or group -> column."""
    groups = {answer.group: int(column) for answer, column in zip(answers, group_columns(answers), strict=True)}
    return {answer.id: i for i, answer in enumerate(answers)} | groups


def _places(before: tuple[int, ...], now: tuple[int, ...]) -> sparse.csr_matrix:
    """Where each n-gram of before stands now: each channel has grown at its end (now x before)."""
    starts = np.concatenate([[0], np.cumsum(now)[:-1]])
    rows = np.concatenate([start + np.arange(width) for start, width in zip(starts, before, strict=True)])
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_matrix((ones, (rows, np.arange(len(rows)))), (sum(now), sum(before)))


def _replaced(weights: sparse.csc_matrix, columns: np.ndarray, found: sparse.csr_matrix) -> sparse.csr_matrix:
    """The weights with some columns exchanged."""
    kept = np.ones(weights.shape[1], np.float32)
    kept[columns] = 0
    places = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), (np.arange(len(columns)), columns)), (len(columns), weights.shape[1])
    )
    result = (weights @ sparse.diags(kept) + found @ places).tocsr().astype(np.float32)
    result.eliminate_zeros()
    return result
