"""The same training data for both: a copy of this project with a share of its phrasings, and a plain Rasa project."""

import random
import shutil
from collections import defaultdict
from pathlib import Path

import yaml

from nlu import training_data
from nlu.training_data import Phrasing, TrainingData
from settings import ROOT

SKELETON = Path(__file__).parent / "project"
LEFT_OUT = (".*", "__pycache__", "var", "*.secret")
EPOCHS = "epochs: 100"  # as config.yml has it
FEWEST = 2  # phrasings of an intent that every share keeps


def copy(folder: Path, share: float) -> list[Path]:
    """This project below `folder` with a share of each intent's phrasings; returns its layers of training data."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (folder / ".venv").symlink_to(ROOT / ".venv")
    layers = [folder / "data", folder / "data" / "bulletin"]
    data = training_data.read(layers)
    kept = {id(phrasing) for phrasing in _sample(data.phrasings, share)}
    _erase([phrasing for phrasing in data.phrasings if id(phrasing) not in kept])
    return layers


def _sample(phrasings: list[Phrasing], share: float) -> list[Phrasing]:
    chance, by_intent = random.Random(1), defaultdict(list)
    for phrasing in phrasings:
        by_intent[phrasing.intent].append(phrasing)
    wanted = {intent: min(len(rows), max(FEWEST, round(share * len(rows)))) for intent, rows in by_intent.items()}
    return [phrasing for intent, rows in by_intent.items() for phrasing in chance.sample(rows, wanted[intent])]


def _erase(phrasings: list[Phrasing]) -> None:
    gone = defaultdict(set)
    for phrasing in phrasings:
        gone[phrasing.file].add(phrasing.line)
    for file, lines in gone.items():
        rows = enumerate(file.read_text("utf-8").splitlines(keepends=True), 1)
        file.write_text("".join(row for number, row in rows if number not in lines), "utf-8")


def export(data: TrainingData, folder: Path, epochs: int) -> None:
    """A plain Rasa project: the skeleton, all phrasings, all answers."""
    shutil.copytree(SKELETON, folder, ignore=shutil.ignore_patterns("__pycache__"))
    config = folder / "config.yml"
    config.write_text(config.read_text("utf-8").replace(EPOCHS, f"epochs: {epochs}"), "utf-8")
    by_intent = defaultdict(list)
    for phrasing in data.phrasings:
        by_intent[phrasing.intent].append(f"    - {phrasing.text}\n")
    blocks = (f"- intent: {intent}\n  examples: |\n{''.join(rows)}" for intent, rows in sorted(by_intent.items()))
    (folder / "data" / "nlu.yml").write_text(f'version: "3.1"\nnlu:\n{"".join(blocks)}', "utf-8")
    responses = {f"utter_{response.id}": [{"text": response.text}] for response in data.responses.values()}
    written = yaml.safe_dump({"version": "3.1", "responses": responses}, allow_unicode=True, width=1000)
    (folder / "data" / "responses.yml").write_text(written, "utf-8")


def add_phrasing(file: Path, intent: str, text: str) -> None:
    """One more line below the intent."""
    head = f"- intent: {intent}\n  examples: |\n"
    before = file.read_text("utf-8")
    if head not in before:
        raise ValueError(f"{file} has no examples of {intent} in block style")
    file.write_text(before.replace(head, f"{head}    - {text}\n", 1), "utf-8")
