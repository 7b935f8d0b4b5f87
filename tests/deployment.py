"""The program as it is deployed: a home, keys kept outside it, a Telegram of its own."""

import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.turn import Custody
from cases.models import Case, Message
from commands import keys, models
from db.session import make_engine, read_scope, write_scope
from settings import Settings
from tests.builders import RECOVERY, make_readers, read_by_anybody
from tests.fake_telegram import FakeTelegram


@dataclass(frozen=True)
class Deployment:
    """Where it is; `books` is what stands in its database."""

    settings: Settings
    telegram: str

    @property
    def environment(self) -> dict[str, str]:
        """What the program is started with."""
        known = self.settings.model_dump(mode="json", exclude_unset=True)
        given = {f"HUIYIN_{name.upper()}": str(value) for name, value in known.items()}
        own = {"DATABASE_URL": "", "TELEGRAM_BOT_TOKEN": FakeTelegram.token, "TELEGRAM_BASE_URL": self.telegram}
        return given | own

    @cached_property
    def custody(self) -> Custody:
        """As the program derives it from the service secret."""
        return keys.custody(self.settings, trial=False)

    @cached_property
    def database(self) -> Engine:
        return make_engine(self.settings.url)

    def words(self) -> Iterator[tuple[str, str]]:
        """Number of the case and text of each message in it."""
        with read_scope(self.database) as session:
            for message in session.scalars(select(Message)):
                yield message.case.number, read_by_anybody(session, message)

    def numbers(self) -> list[str]:
        """Of all cases."""
        with read_scope(self.database) as session:
            return list(session.scalars(select(Case.number)))

    def number_behind(self, code: str) -> str | None:
        """The case that a receipt code opens."""
        token = self.custody.derivation.token(code.replace(" ", ""))
        with read_scope(self.database) as session:
            return session.scalar(select(Case.number).where(Case.receipt_hash == token))


def deploy(folder: Path, fake: FakeTelegram, model: Path) -> Deployment:
    """A new one with its staff, nothing else in it yet."""
    files: dict[str, Any] = {name: folder / name for name in ("secret_file", "recovery_key_file")}
    for path, key in zip(files.values(), (secrets.token_bytes(32), RECOVERY.public), strict=True):
        path.write_bytes(key)
    cheap: dict[str, Any] = {"argon2_memory_kib": 8, "argon2_passes": 1}
    settings = Settings(home=folder / "home", model=model, database_url="", **files, **cheap)
    with write_scope(models.opened(settings)) as session:
        make_readers(session)
    return Deployment(settings, fake.base_url.removesuffix("/bot"))


def command(module: str) -> list[str]:
    """`run` of a module of the tests, in a process of its own, as one more command of the program."""
    added = f"import sys, cli; cli.COMMANDS['test'] = ('tests.{module}', 'run', ''); cli.main()"
    return [sys.executable, "-c", added, "test"]
