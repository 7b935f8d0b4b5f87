"""How long a browser waits for the queue when there are a great many cases, from the request to the last byte.

    python -m bench.queue_page --cases 1000000 [--database-url URL]

Makes the cases first; a database that has some already is measured as it is. A real server on this machine answers.
"""

import argparse
import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Thread
from typing import NamedTuple

import httpx
import uvicorn
from nacl.public import PrivateKey
from sqlalchemy import Engine, event
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from bench.case_generator import NOW, SECTIONS, STREETS
from bench.queue_million import ROLES, SECRET, TIMES, ready
from cases.history import What
from cases.kinds import Kind, Role
from cases.models import CaseEvent
from cases.queries import Sort, View
from cases.receipt_code import Cost
from cases.routing.jurisdiction import NOWHERE
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.tables import models
from console.application import create
from console.office import Office
from console.queue.place import Place
from db.session import make_engine, write_scope
from desk.step import Office as CaseOffice
from wording import Wording

HERE = "127.0.0.1"
HEADING = """| page | officer | p50 ms | p95 ms | processor ms | statements | beside the health route |
| --- | --- | --- | --- | --- | --- | --- |"""
PLACES = {
    "all": Place(),
    **{str(view): Place(view=view) for view in View},
    "item": Place(section=SECTIONS[3]),
    "street": Place(street=STREETS[0]),
    "kind": Place(kind=Kind.COMPLAINT),
    "newest": Place(sort=Sort.RECEIVED),
}


class Taken(NamedTuple):
    """What a clock on the wall shows, how long the processor worked for browser and server, what was asked for it."""

    seconds: float
    worked: float
    statements: int


class Statements:
    """Counts what the database is asked."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "before_cursor_execute", self._one_more)

    def _one_more(self, *_about: object) -> None:
        self.count += 1


def main() -> None:
    """Fill and measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=1_000_000)
    asked.add_argument("--database-url")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(words.database_url or f"sqlite:///{Path(folder)}/queue.db")
        models.Base.metadata.create_all(engine)
        officers = {role: _with_key(engine, officer) for role, officer in ready(engine, words.cases).items()}
        print(f"{engine.dialect.name}, load {' '.join(f'{load:.1f}' for load in os.getloadavg())}\n\n{HEADING}")
        with served(engine, {officer.name: officer for officer in officers.values()}) as address:
            report(engine, officers, address)


def report(engine: Engine, officers: dict[Role, Officer], address: str) -> None:
    """Print a line for each page."""
    statements = Statements(engine)
    with httpx.Client(base_url=address) as browser:
        bare = measured(browser, "/health", statements)
    row("health", "", bare, bare)
    for role in ROLES:
        with httpx.Client(base_url=address) as browser:
            enter(browser, officers[role])
            for name, place in PLACES.items():
                row(name, role, measured(browser, place.address, statements), bare)
            changed = measured(browser, Place().address, statements, before=lambda: change_something(engine))
            row("all, after a case has changed", role, changed, bare)
            row("news", role, measured(browser, "/queue/news?since=0", statements), bare)


def enter(browser: httpx.Client, officer: Officer) -> None:
    """Through the door of a trial."""
    page = browser.get("/sign-in").text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    browser.post("/trial", data={"token": token, "name": officer.name, "next": ""})


def measured(
    browser: httpx.Client, path: str, statements: Statements, before: Callable[[], None] = lambda: None
) -> list[Taken]:
    """Each request; the first only warms up."""
    taken = []
    for _ in range(TIMES + 1):
        before()
        asked, started, worked = statements.count, time.perf_counter(), time.process_time()
        answer = browser.get(path)
        ended, worked = time.perf_counter(), time.process_time() - worked
        taken.append(Taken(ended - started, worked, statements.count - asked))
        if answer.status_code != httpx.codes.OK:
            raise SystemExit(f"{path}: {answer.status_code}")
    return taken[1:]


def row(name: str, who: str, taken: list[Taken], bare: list[Taken]) -> None:
    """One line of the table."""
    waited = sorted(one.seconds for one in taken)
    p50, p95 = median(waited) * 1000, waited[int(len(waited) * 0.95)] * 1000
    worked, ratio = median(one.worked for one in taken) * 1000, p50 / median(one.seconds for one in bare) / 1000
    most = max(one.statements for one in taken)
    print(f"| {name} | {who} | {p50:.1f} | {p95:.1f} | {worked:.1f} | {most} | {ratio:.1f} |", flush=True)


def change_something(engine: Engine) -> None:
    """As somebody else in the office would."""
    with write_scope(engine) as session:
        session.add(CaseEvent(case_id=1, at=NOW, actor="bench", what=What.NOTED))


def _with_key(engine: Engine, officer: Officer) -> Officer:
    pair = PrivateKey.generate()
    with write_scope(engine) as session:
        session.get_one(Staff, officer.staff_id).public_key = bytes(pair.public_key)
    return Officer(officer.staff_id, officer.name, officer.roles, officer.department, bytes(pair))


@contextmanager
def served(engine: Engine, officers: dict[str, Officer]) -> Iterator[str]:
    """The console on a free port of this machine; its address."""
    wording = Wording.load()
    casework = CaseOffice(wording, SECRET, None, lambda: NOWHERE, dict)
    trial = dict.fromkeys(officers, "")
    office = Office(engine, SECRET, wording, lambda: NOW, casework, Cost(8, 1, 1), trial=trial, enter=officers.get)
    app = create(office)
    app.add_route("/health", _health)
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning", lifespan="off", ws="none"))
    with socket.create_server((HERE, 0)) as listening:
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://{HERE}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("")


if __name__ == "__main__":
    main()
