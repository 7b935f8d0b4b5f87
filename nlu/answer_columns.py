"""Which column of the regression stands for which answer, and which for its group; how they are kept."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from nlu.catalogue import Answer


def group_columns(answers: Sequence[Answer]) -> np.ndarray:
    """The column of each answer's group: the groups stand behind all answers."""
    groups = sorted({answer.group for answer in answers})
    return np.array([len(answers) + groups.index(answer.group) for answer in answers], np.intp)


def targets(answer_of: np.ndarray, answers: Sequence[Answer]) -> np.ndarray:
    """What is wanted of each phrasing: 1 for its answer and for its answer's group (phrasings x columns)."""
    columns = group_columns(answers)
    wanted = np.zeros((len(answer_of), int(columns.max(initial=0)) + 1), np.float32)
    wanted[np.arange(len(answer_of)), answer_of] = 1
    wanted[np.arange(len(answer_of)), columns[answer_of]] = 1
    return wanted


def save(folder: Path, answers: Sequence[Answer], weights: sparse.csr_matrix) -> None:
    """What `read` gives back."""
    catalogue = json.dumps([answer.as_dict() for answer in answers], ensure_ascii=False)
    (folder / "answers.json").write_text(catalogue, "utf-8")
    sparse.save_npz(folder / "weights.npz", weights, compressed=False)


def read(folder: Path) -> tuple[list[Answer], sparse.csr_matrix]:
    """Answers and weights of a trained model."""
    rows = json.loads((folder / "answers.json").read_text("utf-8"))
    return [Answer(**row) for row in rows], sparse.load_npz(folder / "weights.npz")
