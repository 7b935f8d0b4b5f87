"""Makes both projects, measures, and writes the page of results."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

from bench import machine
from bench.bm25 import BM25
from bench.stock import same_data
from bench.stock.asking import Edit, script
from bench.stock.huiyin import Huiyin
from bench.stock.measuring import SENDERS, Measured, compared
from bench.stock.rasa_project import RasaProject
from bench.stock.table import lines
from bulletin import profile
from nlu import training_data
from nlu.training_data import TrainingData
from settings import ROOT, Settings

RESULTS = ROOT / "bench" / "stock_results.md"
SHORT = 120  # characters of the answer to which a phrasing is added
NEW = "蓝鲸灯塔后来怎样了"  # nothing like it is in the data
EXPLAINED = """Both are trained on the same {data}, and asked in turn by one client, each question in a chat of its own,
then by {senders} senders at once. Stock Rasa: 3.6.21 with its own pins on Python 3.10, the default pipeline with Jieba,
a ResponseSelector for each group of answers, FallbackClassifier, TED, {epochs} epochs each (its default is 100);
`rasa run` with REST and an action server. Huiyin: `./huiyin talk`, which writes every message to its database before it
replies; its training also checks the data and answers the golden questions; the edit is made while
`./huiyin train --watch` is running. A right answer is about the bulletin, has the words of the golden question in it
and is not longer than a fact may be. BM25 ranks the bulletin's sentences in process and always answers.
"""


def write(folder: Path, share: float, epochs: int, *, edit: bool) -> None:
    """Measure, print, write stock_results.md."""
    text = measured(folder, share, epochs, edit=edit)
    print(text)
    RESULTS.write_text(text, "utf-8")


def measured(folder: Path, share: float, epochs: int, *, edit: bool) -> str:
    """The page of results; both projects are made anew in `folder`."""
    ours, theirs = folder / "huiyin", folder / "rasa"
    for project in (ours, theirs):
        shutil.rmtree(project, ignore_errors=True)
    data = training_data.read(same_data.copy(ours, share))
    same_data.export(data, theirs, epochs)
    facts = {response.id: response.text for response in data.responses.values() if response.id.startswith("ask/")}
    rivals = Huiyin(ours), RasaProject(folder / "venv" / "bin" / "rasa", theirs, frozenset(facts.values()))
    edits = _edits(data, facts, theirs) if edit else ()
    found = asyncio.run(compared(rivals, _ranking(), list(script()), edits))
    return _page(data, share, epochs, found)


def _ranking() -> BM25:
    bulletin, _ = profile.load(Settings().bulletin)
    return BM25([sentence.text for section in bulletin.sections for sentence in section.sentences])


def _edits(data: TrainingData, facts: dict[str, str], theirs: Path) -> tuple[Edit, Edit]:
    """A phrasing for the first short answer, in the file that each project has it in."""
    answer = next(p for p in data.phrasings if len(facts.get(p.intent, "")) in range(1, SHORT))
    said = facts[answer.intent]
    files = answer.file, theirs / "data" / "nlu.yml"
    return Edit(files[0], answer.intent, NEW, said), Edit(files[1], answer.intent, NEW, said)


def _page(data: TrainingData, share: float, epochs: int, found: list[Measured]) -> str:
    ours, theirs, plain = found
    head = f"# Beside a stock Rasa\n\n{datetime.now(UTC):%Y-%m-%d}, {machine.about()}\n\n"
    edited = " --no-edit" if ours.edit is None else ""
    command = f"    bench/stock_rasa.sh PYTHON310 --share {share:g} --epochs {epochs}{edited}\n\n"
    table = "\n".join(lines(ours, theirs, plain))
    said = f"{len(data.phrasings)} phrasings ({share:.0%} of each intent's), {len(data.responses)} answers"
    return f"{head}{command}{table}\n\n{EXPLAINED.format(data=said, senders=SENDERS, epochs=epochs)}"
