"""Training that a page asks for: a process of its own, one at a time, with a log that tells how far it is."""

import fcntl
import subprocess
from pathlib import Path

from commands import models
from console.answers.desk import AlreadyTraining
from faq import progress
from faq.progress import Progress
from settings import ROOT, Settings

LOG = "training-page.log"


class TrainingBeside:
    """The process holds a lock on its log as long as it lives, also when the service is started again meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._log = settings, settings.models / LOG
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, by: str, reason: str, bulletin: Path) -> None:
        """Begin, without publishing; AlreadyTraining while one runs."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        settings = self._settings.model_copy(update={"bulletin": bulletin})
        command = models.training_command(settings, "--no-publish", f"--as={by}", f"--reason={reason}")
        with self._log.open("ab") as log:
            try:
                fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyTraining from None
            log.truncate(0)
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)

    def progress(self) -> Progress | None:
        """Of the one that runs or ran last, None when there was none."""
        if self._process:
            self._process.poll()
        if not self._log.exists():
            return None
        return progress.read(self._log.read_text("utf-8", "replace"), running=self._runs())

    def _runs(self) -> bool:
        with self._log.open("rb") as log:
            try:
                fcntl.flock(log, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False
