"""`./huiyin train`: a model from data/, with a manifest; other commands call it when there is none."""

import hashlib
import json
import logging
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from settings import ROOT, Settings

LAYERS = (Path("data"), Path("data/bulletin"))
MODEL_PARTS = ("config.yml", "domain.yml", "nlu", "data/nlu", "data/rules", "data/responses", "data/bulletin")
LIVE = "live.json"

log = logging.getLogger(__name__)


class NoModel(SystemExit):
    """There is no model, or not the one that was built here: train again."""


def live_model(settings: Settings) -> Path:
    """The live model's archive, its hash checked (decision 5a); trained first when there is none."""
    if settings.model:
        return settings.model
    manifest = settings.models / LIVE
    if not manifest.exists():
        _train_beside(settings)
    known = json.loads(manifest.read_text("utf-8"))
    archive = settings.models / known["file"]
    if not archive.exists() or _hash(archive) != known["sha256"]:
        raise NoModel("模型文件与清单不符，可能被改动过：请运行 ./huiyin train 重新训练。")
    if known["data"] != data_fingerprint():
        sys.stderr.write("数据在训练之后改过，现在用的还是旧模型：请运行 ./huiyin train。\n")
    return archive


def _train_beside(settings: Settings) -> None:
    """In a process of its own, so that its memory is given back; a line of progress every second."""
    settings.models.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with (settings.models / "training.log").open("w", encoding="utf-8") as output:
        command = ["env", f"HUIYIN_HOME={settings.home.absolute()}", sys.executable, "-m", "cli", "train", "--quiet"]
        training = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
        while training.poll() is None:
            _tell(round(time.monotonic() - started))
            time.sleep(1)
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    if training.returncode:
        raise NoModel(f"训练没有成功：请看 {settings.models / 'training.log'}。")


def _tell(seconds: int) -> None:
    """A terminal sees the seconds run; a log gets a line every half minute."""
    at_a_terminal = sys.stderr.isatty()
    if at_a_terminal or seconds % 30 == 0:
        start, end = ("\r", " ") if at_a_terminal else ("", "\n")
        sys.stderr.write(f"{start}正在训练模型（只需一次）…… {seconds} 秒{end}")
        sys.stderr.flush()


def train(settings: Settings) -> Path:
    """Train from data/ and make the result the live model."""
    from nlu import graph_training  # noqa: PLC0415 - two seconds that other commands do not pay

    settings.models.mkdir(parents=True, exist_ok=True)
    data_hash = data_fingerprint()
    archive = settings.models / f"{data_hash[:16]}.tar.gz"
    graph_training.train(Path("config.yml"), Path("domain.yml"), LAYERS, LAYERS[1], archive)
    manifest = {
        "file": archive.name,
        "sha256": _hash(archive),
        "data": data_hash,
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    written = settings.models / f"{LIVE}.new"
    written.write_text(json.dumps(manifest, indent=1), "utf-8")
    written.replace(settings.models / LIVE)
    return archive


def data_fingerprint() -> str:
    """Changes with anything a model is made of."""
    digest = hashlib.sha256()
    for part in MODEL_PARTS:
        path = ROOT / part
        for file in sorted(
            f for f in (path.rglob("*") if path.is_dir() else [path]) if f.is_file() and f.suffix != ".pyc"
        ):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(settings: Settings, words: list[str]) -> int:
    """`train`: train, and say where the model is."""
    archive = train(settings)
    if "--quiet" not in words:
        sys.stderr.write(f"模型已训练好：{archive.name}\n")
    return 0


def rasa(_settings: Settings, words: list[str]) -> int:
    """`rasa …`: Rasa's own command line, without TensorFlow."""
    from rasa.__main__ import main  # noqa: PLC0415 - as above

    sys.argv = ["rasa", *words]
    main()
    return 0
