"""A home that was tried out, with a demo team and no model, and the queue as somebody types it there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from cases import submission
from cases.kinds import Kind
from cases.models import Case
from commands import keys, queue
from db.session import make_engine, read_scope, write_scope
from settings import Settings
from tests.builders import CHAT, NOW, make_body, make_code, make_draft

LAMPS = "建议在村口装两盏路灯"


@dataclass
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        """Whatever was said."""
        return self.out + self.err


@dataclass
class Home:
    """What is tried out, and a clock that a test moves."""

    settings: Settings
    capfd: pytest.CaptureFixture[str]
    now: datetime = NOW + timedelta(hours=1)
    heard: list[str] = field(default_factory=list)

    @property
    def database(self) -> Engine:
        """Its database."""
        return make_engine(self.settings.url)

    def run(self, *words: str) -> Said:
        """`./huiyin queue …`."""
        self.capfd.readouterr()
        code = queue.run(self.settings, list(words))
        said = self.capfd.readouterr()
        self.heard.append(said.err)
        return Said(code, said.out, said.err)

    def do(self, name: str, *words: str) -> Said:
        """The same as somebody of the demo team; it has to work."""
        said = self.run(*words, "--as", name)
        assert said.code == 0, said.err
        return said

    def add(self, text: str = LAMPS, kind: Kind = Kind.SUGGESTION, **fields: object) -> str:
        """Puts a case into the home, read by nobody but the demo team; its number."""
        secret = keys.staff_custody(self.settings).secret
        with write_scope(self.database) as session:
            body = make_body(text, kind, **fields)
            draft = make_draft(session, body)
            return submission.submit(session, secret, None, make_code(), draft, body, NOW, CHAT).case.number

    def case(self, number: str) -> Case:
        """The row."""
        with read_scope(self.database) as session:
            return session.scalars(select(Case).where(Case.number == number)).one()
