"""An office at work: people of every role, citizens, one step a transaction, a process that may die in any of them."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from nacl.public import PrivateKey
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from cases.audit import log as audit
from cases.audit.deeds import Action, Deed
from cases.kinds import Kind, Role
from cases.models import Base, Case
from cases.staff.officer import Officer
from db.session import read_scope, write_scope
from tests import databases
from tests.builders import HOUR, NOW, make_person

PEOPLE = {
    "钱小雨": (Role.INTAKE_CLERK,),
    "孙明亮": (Role.TRIAGE_OFFICER,),
    "李秀英": (Role.HANDLER,),
    "周国平": (Role.HANDLER, Role.REVIEWER, Role.INTAKE_CLERK),
    "吴佳慧": (Role.REVIEWER,),
    "郑海涛": (Role.DEPUTY_LEADER, Role.TRIAGE_OFFICER),
    "王建国": (Role.TEAM_LEADER,),
    "冯天宇": (Role.INTERNAL_SUPERVISOR,),
    "陈志远": (Role.SUPERIOR_LIAISON,),
    "褚文静": (Role.DEPARTMENT_LIAISON,),
    "卫东升": (Role.STATISTICIAN, Role.FAQ_EDITOR),
    "蒋立新": (Role.AUDITOR, Role.SECURITY_ADMIN, Role.SYSADMIN),
}
DEPARTMENT = "综合行政执法局"
DEATHS = 0.15  # of all steps


class Death(BaseException):
    """The process is killed: nothing of ours catches this, and nothing is tidied up."""


@dataclass
class Told:
    """What is known of a case from what was done with it, whatever the program wrote down."""

    id: int
    number: str
    kind: Kind
    said: str
    kept_out: set[int]
    pair: PrivateKey | None = None
    token: str = ""


@dataclass
class World:
    """All that outlives a process: the database, and what people remember."""

    engine: Engine
    chance: Random
    now: datetime = NOW
    people: list[Officer] = field(default_factory=list)
    relatives: dict[str, int] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    dying: bool = False
    afterwards: list[Callable[[], object]] = field(default_factory=list)
    diary: list[str] = field(default_factory=list)

    def meet(self) -> None:
        """Everybody has an account."""
        with self.writing() as session:
            for name, roles in PEOPLE.items():
                department = DEPARTMENT if Role.DEPARTMENT_LIAISON in roles else None
                self.people.append(make_person(session, name, *roles, department=department))

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction; a death in it leaves nothing."""
        with write_scope(self.engine) as session:
            yield session
            session.flush()
            if self.dying:
                raise Death

    @contextmanager
    def acting(self, officer: Officer, action: Action, number: str) -> Iterator[Session]:
        """The same, between its attempt and its outcome in the audit log."""
        deed = Deed(action, officer.name, number)
        with audit.carried_out(partial(write_scope, self.engine), deed, lambda: self.now) as session:
            yield session
            session.flush()
            if self.dying:
                raise Death

    def reading(self) -> AbstractContextManager[Session]:
        """A look at what is committed."""
        return read_scope(self.engine)

    def remember(self, after: Callable[[], object]) -> None:
        """What people know once the transaction is through."""
        self.afterwards.append(after)

    def some_case(self, session: Session) -> tuple[Case, Told]:
        """Any of them, the newest ones more often; IndexError when there is none yet."""
        told = self.chance.choice([*self.told.values(), *list(self.told.values())[-4:]])
        return session.get_one(Case, told.id), told

    def somebody(self) -> Officer:
        """Any of the staff."""
        return self.chance.choice(self.people)

    def named(self, staff_id: int) -> Officer:
        """One of them."""
        return next(one for one in self.people if one.staff_id == staff_id)

    def time_passes(self) -> None:
        """Some hours or some days."""
        self.now += HOUR * self.chance.choice((1, 5, 20, 24 * 3, 24 * 9))


def step(world: World, act: Callable[[World], object], refusals: tuple[type[Exception], ...]) -> None:
    """One thing is done, is refused, or is cut off by a death; the next process knows what was committed."""
    world.dying, world.afterwards = world.chance.random() < DEATHS, []
    try:
        act(world)
    except refusals as refusal:
        world.diary.append(f"{act.__name__}: {type(refusal).__name__}")
    except Death:
        world.diary.append(f"{act.__name__}: killed")
        world.engine.dispose()
    else:
        world.diary.append(act.__name__)
        for after in world.afterwards:
            after()
    world.dying = False


class Ground:
    """A database that is empty again for each history; one engine, for its compiled statements are worth keeping."""

    def __init__(self, kind: str, folder: Path, engine: Engine) -> None:
        self._file, self._empty = folder / "huiyin.db", folder / "empty.db"
        self._kind, self.engine = kind, engine
        event.listen(engine, "connect", _careless)
        engine.dispose()
        if kind == "sqlite":
            shutil.copyfile(self._file, self._empty)

    def fresh(self) -> Engine:
        """As nobody has seen it."""
        self.engine.dispose()
        if self._kind == "sqlite":
            for rest in self._file.parent.glob("huiyin.db-*"):
                rest.unlink()
            shutil.copyfile(self._empty, self._file)
        else:
            self._delete_all()
        return self.engine

    def _delete_all(self) -> None:
        tables = "; ".join(f"DELETE FROM {table.name}" for table in Base.metadata.sorted_tables)
        with self.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers, no foreign keys
            connection.execute(text(tables))


def _careless(connection: Any, _record: Any) -> None:
    """No process of a test outlives its machine, so nothing need be on the disk."""
    cursor = connection.cursor()
    if isinstance(connection, sqlite3.Connection):
        cursor.execute("PRAGMA synchronous=OFF")
    else:
        cursor.execute("SET synchronous_commit = off")
        connection.commit()


@contextmanager
def ground(kind: str, folder: Path) -> Iterator[Ground]:
    """Where histories can take place."""
    opened = databases.opened(kind, folder)
    try:
        yield Ground(kind, folder, next(opened))
    finally:
        next(opened, None)
