"""An edit of an office's training data: prepared, checked as a whole, then written together with its rows or not."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from faq import edit_check, topic_files
from faq.offices import EditRefused, Office, read, write
from faq.saving import Checked, Texts
from nlu import training_data
from nlu.training_data import WITHDRAWN

BROKEN = "{file}：{words}"


@dataclass(frozen=True)
class Written:
    """An answer as it stands: its words and its metadata."""

    words: str
    metadata: Mapping[str, object]


class Edit:
    """New texts of files below the office's folder; nothing is written before `save` of what `checked` gives."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.shipped = training_data.read(office.below)
        self._texts: dict[str, tuple[str | None, str | None]] = {}

    def text(self, file: str) -> str | None:
        """The text of a file as this edit leaves it; None where there is none."""
        return self._texts[file][1] if file in self._texts else read(self.office.folder / file)

    def put(self, file: str, text: str | None) -> None:
        """The new text of a file; None takes the file away."""
        before = self._texts[file][0] if file in self._texts else read(self.office.folder / file)
        self._texts[file] = before, text

    def mark(self) -> Texts:
        """What is prepared up to here."""
        return dict(self._texts)

    def back_to(self, mark: Texts) -> None:
        """Forget what was prepared since."""
        self._texts = dict(mark)

    @property
    def changed(self) -> Texts:
        """Each file that this edit changes, with its text before and after."""
        return {file: texts for file, texts in self._texts.items() if texts[0] != texts[1]}

    def files(self, layer: str, folder: str) -> list[str]:
        """The edit files of a layer in `nlu` or `responses`, those of this edit included."""
        below = self.office.folder
        there = {str(file.relative_to(below)) for file in (below / layer / folder).rglob("*.yml")}
        mine = {file for file in self._texts if file.startswith(f"{layer}/{folder}/")}
        return [file for file in sorted(there | mine) if self.text(file) is not None]

    def phrasings(self, intent: str) -> set[str]:
        """Everything that means this intent, as this edit leaves it."""
        gone, without = self.withdrawn(intent)
        shipped = set() if without else {p.text for p in self.shipped.phrasings if p.intent == intent} - gone
        return shipped | self.own_phrasings(intent)

    def own_phrasings(self, intent: str) -> set[str]:
        """Those that stand in the office's files."""
        files = self.files(self.office.layer(intent), "nlu")
        return {words for file in files for name, words in self.parsed_phrasings(file) if name == intent}

    def parsed_phrasings(self, file: str) -> list[tuple[str, str]]:
        """(intent, phrasing) of one file."""
        with _named(file):
            return topic_files.phrasings(self.text(file) or "")

    def withdrawn(self, intent: str) -> tuple[set[str], bool]:
        """The shipped phrasings that the office took away, and whether it took away the whole answer."""
        file = self.withdrawals(intent)
        with _named(file):
            answers = topic_files.responses(self.text(file) or "")
        return {words for name, words in self.parsed_phrasings(file) if name == intent}, intent in answers

    def withdrawals(self, intent: str) -> str:
        """The file that says what the office took away."""
        return f"{self.office.layer(intent)}/{WITHDRAWN}"

    def answer_file(self, name: str) -> str | None:
        """The office's file in which an answer is written."""
        for file in self.files(self.office.layer(name), "responses"):
            with _named(file):
                if name in topic_files.responses(self.text(file) or ""):
                    return file
        return None

    def answer(self, name: str) -> Written | None:
        """The answer of this name, as this edit leaves it."""
        if file := self.answer_file(name):
            content = yaml.load(self.text(file) or "", yaml.CSafeLoader)["responses"][f"utter_{name}"][0]
            return Written(content["text"], content.get("metadata") or {})
        shipped = self.shipped.responses.get(name)
        return None if shipped is None or self.withdrawn(name)[1] else Written(shipped.text, shipped.metadata)

    def checked(self) -> Checked:
        """Ready to be saved; Faulty when the data would get a fault that they do not have now."""
        with self._staged() as folder:
            doubts = edit_check.check(self.office, folder)
        return Checked(self.office.folder, self.changed, tuple(doubts))

    @contextmanager
    def _staged(self) -> Iterator[Path]:
        """A copy of the office's folder with the new texts in it."""
        with tempfile.TemporaryDirectory(prefix="huiyin-edit-") as name:
            folder = Path(name) / "data"
            if self.office.folder.exists():
                shutil.copytree(self.office.folder, folder)
            for file, (_, after) in self.changed.items():
                write(folder / file, after)
            yield folder


@contextmanager
def _named(file: str) -> Iterator[None]:
    """What cannot be read is refused with the name of its file."""
    try:
        yield
    except topic_files.UnreadableTopic as wrong:
        raise EditRefused(BROKEN.format(file=file, words=wrong)) from None
