"""What only a real database shows: the migration with accounts in it, and two sign-ins at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from cases.staff import sign_in
from cases.staff.errors import TooSoon
from cases.staff.sign_in import Tried
from db.migrate import downgrade, upgrade
from db.session import make_engine, read_scope, write_scope
from tests import databases
from tests.accounts import Account, make_account
from tests.builders import NOW, SECRET

TABLES = {"staff", "staff_events", "sign_in_delays"}


@pytest.fixture(params=databases.KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    sqlite = request.param == "sqlite"
    engine = make_engine(f"sqlite:///{tmp_path}/empty.db" if sqlite else databases.empty_postgresql())
    yield engine
    if not sqlite:
        downgrade(engine, "base")
    engine.dispose()


def test_the_tables_go_and_come_again_with_accounts_in_them(empty: Engine) -> None:
    upgrade(empty)  # what is done to accounts is in the audit log, too
    with write_scope(empty) as session:
        make_account(session, "wangli")
        wrong = sign_in.prepare(session, SECRET, "wangli", NOW).tried("wrong")
        sign_in.finish(session, SECRET, wrong, "", NOW)
    downgrade(empty, "0002")
    assert TABLES.isdisjoint(inspect(empty).get_table_names())
    upgrade(empty, "0003")
    assert set(inspect(empty).get_table_names()) >= TABLES


def test_of_many_who_show_the_same_code_at_once_one_is_let_in(engine: Engine) -> None:
    with write_scope(engine) as session:
        wangli = make_account(session, "wangli")
    with read_scope(engine) as session:
        tried = sign_in.prepare(session, SECRET, "wangli", NOW).tried(wangli.passphrase)
    with ThreadPoolExecutor(6) as together:
        let_in = list(together.map(lambda _: enters(engine, tried, wangli), range(6)))
    assert let_in.count(True) == 1


def enters(engine: Engine, tried: Tried, account: Account) -> bool:
    try:
        with write_scope(engine) as session:
            return sign_in.finish(session, SECRET, tried, account.code(), NOW).officer is not None
    except TooSoon:
        return False
