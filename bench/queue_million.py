"""How long officers wait for their lists when there are a great many cases.

    python -m bench.queue_million --cases 1000000 [--database-url URL]

Makes the cases first; a database that has some already is measured as it is.
"""

import argparse
import gc
import os
import random
import resource
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from bench.case_generator import NOW, SECTIONS, STREETS, fill, text_of
from cases import chats, drafts, queries, search, submission
from cases.at_rest import ServiceSecret
from cases.draft_body import DraftBody
from cases.kinds import IdentityMode, Kind, Role, State
from cases.likeness.published import others
from cases.models import Case
from cases.queries import After, Filters, Sort, View
from cases.receipt_code import DerivedCode
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.tables import models
from db.session import make_engine, read_scope, write_scope

TIMES = 60
SECRET = ServiceSecret(bytes(range(32)))
ROLES = (Role.TEAM_LEADER, Role.HANDLER, Role.DEPARTMENT_LIAISON)
SAVED = {
    **{str(view): Filters(view=view) for view in View},
    "item": Filters(section=SECTIONS[3], is_open=True),
    "street": Filters(subdistrict=STREETS[0], is_open=True),
    "kind": Filters(kind=Kind.COMPLAINT, is_open=True),
    "all": Filters(),
}
WORDS = ("路灯", "路灯坏了三个月", "村口 井盖", "人行道 健身器材", "南河边37号的围墙", "整改进度", "没有这个")
HEADING = """| measured | officer | p50 ms | p95 ms | processor ms here | beside a bare SELECT |
| --- | --- | --- | --- | --- | --- |"""
Timed = Callable[[Session], object]


class Taken(NamedTuple):
    """What a clock on the wall shows, and how long the processor worked for this process."""

    seconds: float
    worked: float


def main() -> None:
    """Fill and measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=1_000_000)
    asked.add_argument("--database-url")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(words.database_url or f"sqlite:///{Path(folder)}/queue.db")
        models.Base.metadata.create_all(engine)
        officers = ready(engine, words.cases)
        gc.freeze()  # as the service does when it has started
        print(f"{engine.dialect.name}, load {' '.join(f'{load:.1f}' for load in os.getloadavg())}\n")
        print(HEADING)
        report(engine, officers)


def ready(engine: Engine, count: int) -> dict[Role, Officer]:
    """One officer of each role that is measured, in a database that is filled."""
    with read_scope(engine) as session:
        there = session.scalar(select(func.max(Case.id)))
    if not there:
        fill(engine, count)
    with read_scope(engine) as session:
        rows = session.scalars(select(Staff).order_by(Staff.id.desc())).all()
    return {role: Officer(row.id, row.name, row.held, row.department) for row in rows for role in row.held}


def report(engine: Engine, officers: dict[Role, Officer]) -> None:
    """Print a line for each thing."""
    bare = measure(engine, bare_selects(engine))
    row("bare SELECT of a page by key", "", bare, bare)
    before = memory()
    for role in ROLES:
        officer = officers[role]
        for name, filters in SAVED.items():
            for sort in Sort:
                row(f"{name} by {sort}, first", role, measure(engine, first_pages(officer, filters, sort)), bare)
                row(f"{name} by {sort}, next", role, measure(engine, next_pages(engine, officer, filters, sort)), bare)
            row(f"{name}, count", role, measure(engine, [counting(officer, filters)] * TIMES), bare)
        row("other combinations", role, measure(engine, combinations(officer)), bare)
        for words in WORDS:
            row(f"search {words}", role, measure(engine, [searching(officer, words)] * TIMES), bare)
    row("others who say the same", "", measure(engine, likenesses()), bare)
    row("confirming, without Argon2id", "", confirming(engine), bare)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nmemory: {before} MB before, {memory()} MB after, {peak} MB at most")


def row(name: str, who: str, taken: list[Taken], bare: list[Taken]) -> None:
    """One line of the table; of SQLite all the work is this process's own."""
    waited = sorted(one.seconds for one in taken)
    p50, p95 = median(waited) * 1000, waited[int(len(waited) * 0.95)] * 1000
    worked, ratio = median(one.worked for one in taken) * 1000, p50 / median(one.seconds for one in bare) / 1000
    print(f"| {name} | {who} | {p50:.1f} | {p95:.1f} | {worked:.1f} | {ratio:.1f} |", flush=True)


def measure(engine: Engine, work: Iterable[Timed]) -> list[Taken]:
    """Each in a session of its own, as a page of a console would be; the first only warms up."""
    return [timed(engine, one) for one in work][1:]


def timed(engine: Engine, work: Timed) -> Taken:
    """Once."""
    with read_scope(engine) as session:
        session.connection()
        started, before = time.perf_counter(), time.process_time()
        work(session)
        return Taken(time.perf_counter() - started, time.process_time() - before)


def bare_selects(engine: Engine) -> Iterator[Timed]:
    """Fifty rows by their key."""
    with read_scope(engine) as session:
        most = session.scalar(select(func.max(Case.id))) or 0
    for _ in range(TIMES + 1):
        rows = select(Case).where(Case.id > random.randrange(most)).order_by(Case.id).limit(queries.PAGE)
        yield partial(_all, rows=rows)


def _all(session: Session, rows: Select[tuple[Case]]) -> object:
    return session.scalars(rows).all()


def first_pages(officer: Officer, filters: Filters, sort: Sort) -> list[Timed]:
    """The first page again and again."""
    return [_listing(officer, filters, sort)] * (TIMES + 1)


def next_pages(engine: Engine, officer: Officer, filters: Filters, sort: Sort) -> Iterator[Timed]:
    """Page after page, from the start again at the end."""
    after = None
    for _ in range(TIMES + 1):
        with read_scope(engine) as session:
            after = queries.listed(session, officer, NOW, filters, sort, after).after
        yield _listing(officer, filters, sort, after)


def _listing(officer: Officer, filters: Filters, sort: Sort, after: After | None = None) -> Timed:
    return partial(queries.listed, officer=officer, now=NOW, filters=filters, sort=sort, after=after)


def counting(officer: Officer, filters: Filters) -> Timed:
    """How many there are, up to 999."""
    return lambda session: queries.counted(session, officer, NOW, filters)


def combinations(officer: Officer) -> Iterator[Timed]:
    """Two to four conditions that nobody has saved."""
    chance = random.Random(7)
    values = {
        "kind": list(Kind),
        "state": list(State),
        "section": SECTIONS,
        "subdistrict": [street for street in STREETS if street],
        "view": list(View),
        "is_open": (True, False),
    }
    for _ in range(3 * TIMES):
        names = chance.sample(list(values), chance.randrange(2, 5))
        filters = Filters(**{name: chance.choice(values[name]) for name in names})  # type: ignore[arg-type]
        yield _listing(officer, filters, chance.choice(list(Sort)))


def searching(officer: Officer, words: str) -> Timed:
    """The newest cases with these words."""
    return lambda session: search.found(session, officer, words)


def likenesses() -> Iterator[Timed]:
    """What is asked before a citizen confirms."""
    chance = random.Random(11)
    for _ in range(TIMES + 1):
        yield partial(others, text=text_of(chance))


def confirming(engine: Engine) -> list[Taken]:
    """From the draft to the committed case; its code is derived outside of any transaction."""
    taken = []
    for number in range(5 * TIMES):
        body = DraftBody(kind_confirmed=Kind.COMPLAINT)
        body.set_identity(IdentityMode.ANONYMOUS)
        body.add_text(text_of(random.Random(number)), "1")
        with write_scope(engine) as session:
            chat = chats.add(session, SECRET, "bench", secrets.token_hex(8), NOW)
            draft = drafts.open(session, SECRET, chat.id, body, NOW)
        code = DerivedCode("", secrets.token_hex(32), secrets.token_bytes(32))
        started, before = time.perf_counter(), time.process_time()
        with write_scope(engine) as session:
            submission.submit(session, SECRET, None, code, draft, body, NOW)
        taken.append(Taken(time.perf_counter() - started, time.process_time() - before))
    return taken[1:]


def memory() -> int:
    """MB that this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // (1 << 20)


if __name__ == "__main__":
    main()
