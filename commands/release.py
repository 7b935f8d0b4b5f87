"""From edited files to the live model: read, check, train, judge, compare, publish; the same for every command."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from sqlalchemy import Engine as Database

from bulletin.errors import UnreadableBulletin
from commands import models
from commands.clock import now
from db.session import read_scope, write_scope
from faq import changes, checking, going_live, golden, judging, publishing, release_report
from faq.archives import ARCHIVE, Archives, file_hash
from faq.going_live import Refused, Verdict
from faq.golden import GoldenRow
from faq.layers import Layers
from faq.models import Model
from faq.publishing import Published
from faq.reading import ModelReader
from faq.training import Trainer
from nlu import training_data
from nlu.ridge import NoSolution
from nlu.training_data import TrainingData, UnreadableTrainingData
from settings import ROOT, Settings

SAVED_MEANWHILE = "训练时数据又改了，请再训练一次"
UNSOLVED = "训练没有算出结果，现在用的模型没有变：请撤回刚才的改动再试，还不行就找技术人员（{reason}）。"


@dataclass(frozen=True)
class Order:
    """Who wants a model trained, why, and how far it may go."""

    by: str
    reason: str = ""
    force: bool = False  # publish although golden questions break
    publish: bool = True
    every_doubt: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Source:
    """What a model is made of, read once, and the earlier model it is compared with."""

    layers: Layers
    data: TrainingData
    golden: list[GoldenRow]
    data_hash: str
    rival: Model | None


class Release:
    """Carries out orders; keeps the trainer warm between them."""

    def __init__(self, settings: Settings, database: Database, trainer: Trainer) -> None:
        self._settings, self._database, self._trainer = settings, database, trainer
        self._archives = Archives(settings.models)

    def run(self, order: Order, layers: Layers) -> Model | None:
        """The model made, None when nothing has changed; Refused when a check or a golden question is against it.

        Unsigned when it could not be published by this name or for this reason.
        """
        if order.publish:
            publishing.signed(order.by, order.reason, order.force)
        with _refusing():
            return self._run(order, layers)

    def _run(self, order: Order, layers: Layers) -> Model | None:
        published = models.live(self._database)
        if published and published.model.data_hash == layers.data_hash() and order.publish and not order.force:
            _say(order, "数据和现在用的模型一样，不用再训练。")
            return None
        source = self._checked(order, layers)
        with read_scope(self._database) as session:
            model = publishing.made_of(session, self._archives, source.data_hash)
        if model is None or (published and published.model.id == model.id):
            model = self._train(order, source)
        forced = self._compare(order, source, model)
        if order.publish:
            with _step(order, "发布"):
                self._publish(order, source.layers, model, forced, published)
        return model

    def warm_up(self, layers: Layers) -> None:
        """Get to know the live model, so that the next small edit takes seconds."""
        published = models.live(self._database)
        if published and published.model.data_hash == layers.data_hash():
            self._trainer.know(layers, self._archives.verified(published.model))

    def check(self, order: Order, layers: Layers) -> Source:
        """Read and check; Refused when something has to be mended first."""
        with _refusing():
            return self._checked(order, layers)

    def _checked(self, order: Order, layers: Layers) -> Source:
        with _step(order, "读取"):
            source = self._read(layers)
            before = self._archives.trained_on(source.rival) if source.rival else None
        with _step(order, "检查"):
            found = checking.check(source.data, layers.about()[0], source.golden)
            edits = changes.compare(before, source.data, source.golden) if before else changes.Changes()
        _say(order, *changes.describe(edits))
        _say(order, *release_report.findings(changes.news(found, before) if before else found, order.every_doubt))
        if not checking.may_train(found):
            raise Refused("请先改好上面“不行”的地方。现在用的模型没有变。")
        return source

    def _read(self, layers: Layers) -> Source:
        data_hash = layers.data_hash()  # of before the reading: what is saved meanwhile is found out after the training
        data = training_data.read(layers.folders)
        rows, problems = golden.read(layers.folders)
        data.problems += problems
        with read_scope(self._database) as session:
            rival = publishing.last_of(session, layers.id)
        return Source(layers, data, rows, data_hash, rival)

    def _train(self, order: Order, source: Source) -> Model:
        self._archives.folder.mkdir(parents=True, exist_ok=True)
        archive = self._archives.folder / f"{now():%Y%m%d-%H%M%S}-{source.data_hash[:8]}{ARCHIVE}"
        with _finished(archive) as unfinished:
            with _step(order, "训练"), redirect_stderr(StringIO()):  # Rasa's progress bars
                self._trainer.train(source.layers, unfinished)
            if source.layers.data_hash() != source.data_hash:
                raise Refused(SAVED_MEANWHILE)
            with _step(order, "验收题"):
                outcomes = judging.judge(ModelReader(unfinished), source.golden)
        self._archives.keep_trained_on(archive.name, changes.snapshot(source.data, source.golden))
        with write_scope(self._database) as session:
            return publishing.register(session, self._manifest(source, archive, outcomes))

    def _manifest(self, source: Source, archive: Path, outcomes: judging.Outcomes) -> Model:
        return Model(
            bulletin=source.layers.id,
            bulletin_folder=models.named_folder(self._settings, source.layers.bulletin),
            archive=archive.name,
            sha256=file_hash(archive),
            data_hash=source.data_hash,
            scores=judging.scores(outcomes),
            outcomes=outcomes,
            trained_at=now(),
        )

    def _compare(self, order: Order, source: Source, model: Model) -> bool:
        """Whether force is needed and given; Refused when it is needed only."""
        with _step(order, "对比"):
            found = going_live.verdict(model, source.rival)
        _say(order, *release_report.differences(found.differences))
        _say(order, f"成绩：{release_report.scores(model.scores)}")
        against = _against(found)
        if against and order.publish and not order.force:
            raise Refused(f"{against}现在用的模型没有变。确要发布，请加 --force --reason “理由”。")
        return bool(against)

    def _publish(self, order: Order, layers: Layers, model: Model, forced: bool, compared: Published | None) -> None:
        signature = order.by, order.reason
        with write_scope(self._database) as session:
            gone = going_live.go_live(session, layers, model, signature, forced, compared, now())
        for model in gone:
            self._archives.clear(model)


def _against(found: Verdict) -> str:
    """What speaks against going live, "" for nothing."""
    if found.short:
        return f"验收题没有达到起码的成绩：{release_report.names(found.short)}。"
    lines = [f"  {difference.text}" for difference in found.broken]
    return "\n".join([f"有 {len(lines)} 道原来过的验收题现在不过：", *lines, ""]) if lines else ""


@contextmanager
def _refusing() -> Iterator[None]:
    """What a clerk can mend is refused."""
    try:
        yield
    except (UnreadableBulletin, UnreadableTrainingData) as wrong:
        raise Refused(str(wrong)) from None
    except NoSolution as wrong:
        raise Refused(UNSOLVED.format(reason=wrong)) from wrong


@contextmanager
def _step(order: Order, name: str) -> Iterator[None]:
    """The step's name when it begins, its seconds when it ends."""
    started = time.monotonic()
    _write(order, f"{name} …… ")
    try:
        yield
    finally:
        _write(order, f"{time.monotonic() - started:.1f} 秒\n")


@contextmanager
def _finished(archive: Path) -> Iterator[Path]:
    """A file that takes the archive's name when all went well and leaves nothing behind otherwise."""
    unfinished = archive.with_suffix(".part")
    try:
        yield unfinished
        unfinished.replace(archive)
    finally:
        unfinished.unlink(missing_ok=True)


def _say(order: Order, *lines: str) -> None:
    _write(order, *(f"{line.replace(f'{ROOT}/', '')}\n" for line in lines))


def _write(order: Order, *words: str) -> None:
    if not order.quiet:
        sys.stdout.writelines(words)
        sys.stdout.flush()
