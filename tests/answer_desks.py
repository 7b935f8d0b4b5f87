"""The desk of the answers on a tiny project, with models that are only rows, and an editor who sits at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from bulletin.document import Section
from cases.kinds import Role
from cases.models import Base as CaseBase
from cases.times import DAY
from console.answers.desk import AlreadyTraining, AnswerDesk, Said
from db.session import make_engine, read_scope, write_scope
from faq import golden, judging, misses, offices, publishing
from faq.archives import ARCHIVE, Archives, file_hash
from faq.changes import snapshot
from faq.layers import Layers
from faq.models import Base, Change, Model
from faq.offices import Office
from faq.progress import Progress
from faq.publishing import Published
from faq.shelf import Shelf
from settings import ROOT
from tests import tiny
from tests.builders import NOW
from tests.consoles import Browser, Console

WORDS = ROOT / "data" / "derivation.yml"
WHY = {"reason": "群众常问"}


@dataclass
class FakeTraining:
    """Remembers what it was asked to do; one at a time."""

    asked: list[tuple[str, str, Path]] = field(default_factory=list)
    now: Progress | None = None

    def start(self, by: str, reason: str, bulletin: Path) -> None:
        if self.now and self.now.running:
            raise AlreadyTraining
        self.asked.append((by, reason, bulletin))
        self.now = Progress(True, (("读取", "0.1"), ("检查", "")), ())

    def progress(self) -> Progress | None:
        return self.now


class Desk:
    """A tiny office with a live model, its console, and what became of its data."""

    def __init__(self, folder: Path, database: Engine | None = None) -> None:
        self.layers: Layers = tiny.layers(folder)
        self.database: Engine = database or make_engine(f"sqlite:///{folder / 'desk.sqlite3'}")
        for base in (CaseBase, Base):
            base.metadata.create_all(self.database)
        self.archives, self.training = Archives(folder / "home" / "models"), FakeTraining()
        self.shelf = Shelf(folder / "home" / "bulletins", self.layers.bulletin, WORDS)
        self.console = Console(self.database, more={"answers": self._answers(folder)})
        self.publish(self.trained())

    def _answers(self, folder: Path) -> AnswerDesk:
        def other(model: Model, question: str) -> Said:
            return Said(model.archive, "answer", f"改过的：{question}", 0.9)

        return AnswerDesk(
            self._layers_of,
            self.archives,
            self.shelf,
            self.training,
            lambda question: Said("live.tar.gz", "decline", f"现在的：{question}", 0.02),
            other,
            _previewed,
            lambda where: str(where.relative_to(folder / "home")),
            WORDS,
        )

    def _layers_of(self, bulletin: str) -> Layers:
        if not bulletin:
            return self.layers
        return Layers(self.layers.root, self.shelf.find(bulletin).folder, self.layers.edits)

    async def editor(self) -> Browser:
        """Somebody who keeps answers right, signed in."""
        return await self.console.officer(Role.FAQ_EDITOR, name="editor")

    def trained(self, *results: str, layers: Layers | None = None) -> Model:
        """A model of the data as they are now; `results` are those of its golden questions, "right" without any."""
        layers = layers or self.layers
        data, rows = offices.of(layers).data(), golden.read(layers.folders)[0]
        wanted = [*results, *["right"] * (len(rows) - len(results))]
        outcomes: judging.Outcomes = {
            row.key: {"result": result, "answers": []} for row, result in zip(rows, wanted, strict=True)
        }
        with write_scope(self.database) as session:
            name = f"m{session.query(Model).count()}{ARCHIVE}"
            self.archives.folder.mkdir(parents=True, exist_ok=True)
            (self.archives.folder / name).write_bytes(name.encode())
            self.archives.keep_trained_on(name, snapshot(data, rows))
            return publishing.register(session, self._row(layers, name, outcomes))

    def publish(self, model: Model, by: str = "李明", reason: str = "第一次") -> None:
        """Let it go live."""
        with write_scope(self.database) as session:
            publishing.publish(session, model, by, reason, False, NOW - DAY)

    def missed(self, *questions: str, answer: str | None = None, why: str = "declined") -> int:
        """Citizens asked these in vain; the number of the first."""
        with write_scope(self.database) as session:
            rows = [misses.note(session, question, why, answer, date(2026, 5, 6)) for question in questions]
        return rows[0] or 0

    @property
    def office(self) -> Office:
        """The data as they are now."""
        return offices.of(self.layers)

    @property
    def live(self) -> Published:
        """What is live."""
        with read_scope(self.database) as session:
            found = publishing.live(session)
        assert found
        return found

    def section(self, label: str) -> Section:
        """One of the bulletin, that there is."""
        found = self.office.bulletin.section(label)
        assert found is not None
        return found

    @property
    def newest(self) -> Model:
        """The model that was trained last."""
        with read_scope(self.database) as session:
            return session.scalars(select(Model).order_by(Model.id.desc()).limit(1)).one()

    @property
    def changes(self) -> Sequence[Change]:
        """Every change, oldest first."""
        with read_scope(self.database) as session:
            return session.query(Change).order_by(Change.id).all()

    def open_misses(self) -> list[str]:
        """The questions that are still to be settled."""
        with read_scope(self.database) as session:
            return [question for group in misses.groups(session) for question in group.questions]

    def phrasings(self, intent: str) -> set[str]:
        """What means an answer for those who train."""
        return {one.text for one in self.office.data().phrasings if one.intent == intent}

    def answer(self, name: str) -> Any:
        """An answer as those who train read it, None where there is none."""
        return self.office.data().responses.get(name)

    def _row(self, layers: Layers, archive: str, outcomes: judging.Outcomes) -> Model:
        return Model(
            bulletin=layers.id,
            bulletin_folder=str(layers.bulletin),
            archive=archive,
            sha256=file_hash(self.archives.folder / archive),
            data_hash=layers.data_hash(),
            scores=judging.scores(outcomes),
            outcomes=outcomes,
            trained_at=NOW,
        )


def _previewed(_name: str, text: str, metadata: Mapping[str, object]) -> str:
    return f"群众看到：{text}（{metadata.get('section')}）"
