"""Which trained model a service runs; it is trained first when there is none."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine as Database

from bulletin.profile import FILE
from db import migrate
from db.session import make_engine, read_scope
from faq import publishing
from faq.archives import Archives, Unusable
from faq.layers import Layers
from faq.models import Model
from faq.publishing import Published
from settings import ROOT, Settings

STALE = "数据在训练之后改过，现在用的还是旧模型：请运行 ./huiyin train。\n"


class NoModel(SystemExit):
    """There is no model, or not the one that was built here: train again."""


@dataclass(frozen=True)
class Serving:
    """What a service starts with; without a publication it was chosen for one run and nothing takes its place."""

    archive: Path
    bulletin: Path
    publication: int | None = None


def opened(settings: Settings) -> Database:
    """The database, at the newest schema."""
    if not settings.database_url:
        settings.home.mkdir(parents=True, exist_ok=True)
    database = make_engine(settings.url)
    migrate.upgrade(database)
    return database


def live(database: Database) -> Published | None:
    """What is live now."""
    with read_scope(database) as session:
        return publishing.live(session)


def layers(settings: Settings, published: Published | None) -> Layers:
    """Those of the bulletin that HUIYIN_BULLETIN names, else of the live one."""
    chosen = "bulletin" in settings.model_fields_set or published is None
    folder = settings.bulletin if chosen or published is None else _folder_of(settings, published.model)
    return Layers(ROOT, folder.absolute(), settings.home.absolute() / "data")


def bulletin_folder(settings: Settings, model: Model) -> Path:
    """Where the bulletin of a model lies, in the project or in HUIYIN_HOME, wherever these are now."""
    places = [base / model.bulletin_folder for base in (ROOT, settings.home.absolute())]
    return next((place for place in places if (place / FILE).exists()), places[0])


def _folder_of(settings: Settings, model: Model) -> Path:
    folder = bulletin_folder(settings, model)
    if not folder.exists():
        raise NoModel(f"找不到通报“{model.bulletin}”的文件夹：请放回原处，或用 ./huiyin rollback 换别的模型。")
    return folder


def named_folder(settings: Settings, folder: Path) -> str:
    """What `bulletin_folder` finds again."""
    bases = (base for base in (settings.home.absolute(), ROOT) if folder.is_relative_to(base))
    return str(next((folder.relative_to(base) for base in bases), folder))


def live_model(settings: Settings) -> Path:
    """The archive of the model that a service would run."""
    return serving(settings).archive


def serving(settings: Settings) -> Serving:
    """HUIYIN_MODEL, else a model of HUIYIN_BULLETIN for this run, else the live one, which is trained if need be."""
    if settings.model:
        return Serving(settings.model, settings.bulletin)
    database = opened(settings)
    published = live(database)
    wanted = layers(settings, published)
    if "bulletin" in settings.model_fields_set and not _is_live(settings, wanted, published):
        return Serving(_for_one_run(settings, database, wanted), wanted.bulletin)
    if published is None:
        train_beside(settings)
        published = live(database)
    if published is None:
        raise NoModel("没有能用的模型：请运行 ./huiyin train。")
    if published.model.data_hash != wanted.data_hash():
        sys.stderr.write(STALE)
    return Serving(verified(settings, published.model), wanted.bulletin, published.publication.id)


def _is_live(settings: Settings, wanted: Layers, published: Published | None) -> bool:
    return published is not None and published.model.bulletin_folder == named_folder(settings, wanted.bulletin)


def _for_one_run(settings: Settings, database: Database, wanted: Layers) -> Path:
    """A model of a bulletin that is not the live one; it stays unpublished."""
    for _ in range(2):
        with read_scope(database) as session:
            model = publishing.made_of(session, Archives(settings.models), wanted.data_hash())
        if model:
            return verified(settings, model)
        train_beside(settings, "--no-publish")
    raise NoModel("这份通报的数据在训练时又改了：请再运行一次。")


def verified(settings: Settings, model: Model) -> Path:
    """The archive of a model; NoModel when it is gone or is not the one that was trained here."""
    try:
        return Archives(settings.models).verified(model)
    except Unusable as unusable:
        raise NoModel(str(unusable)) from None


def train_beside(settings: Settings, *words: str) -> None:
    """In a process of its own, so that its memory is given back; a line of progress every second."""
    settings.models.mkdir(parents=True, exist_ok=True)
    started, command = time.monotonic(), training_command(settings, "--quiet", *words)
    with (settings.models / "training.log").open("w", encoding="utf-8") as output:
        training = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
        while training.poll() is None:
            _tell(round(time.monotonic() - started))
            time.sleep(1)
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    if training.returncode:
        raise NoModel(f"训练没有成功：请看 {settings.models / 'training.log'}。")


def training_command(settings: Settings, *words: str) -> list[str]:
    """`train` for this home and database; for the bulletin of the settings where they name one."""
    chosen = [f"HUIYIN_BULLETIN={settings.bulletin.absolute()}"] if "bulletin" in settings.model_fields_set else []
    places = [f"HUIYIN_HOME={settings.home.absolute()}", f"DATABASE_URL={settings.database_url}", *chosen]
    return ["env", *places, sys.executable, "-m", "cli", "train", *words]


def _tell(seconds: int) -> None:
    """A terminal sees the seconds run; a log gets a line every half minute."""
    at_a_terminal = sys.stderr.isatty()
    if at_a_terminal or seconds % 30 == 0:
        start, end = ("\r", " ") if at_a_terminal else ("", "\n")
        sys.stderr.write(f"{start}正在训练模型（只需一次）…… {seconds} 秒{end}")
        sys.stderr.flush()
