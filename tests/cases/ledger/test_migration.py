"""The ledger's tables go and come back, also with rows in them."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from cases.kinds import Role
from cases.ledger import suggestions
from cases.ledger.models import LedgerItem
from db.migrate import downgrade, upgrade
from db.session import make_engine, read_scope, write_scope
from tests import databases
from tests.builders import NOW, make_bare_case
from tests.ledgers import make_done, make_item, officer


@pytest.mark.parametrize("kind", databases.KINDS)
def test_the_ledger_goes_down_with_rows_in_it_and_comes_up_again(tmp_path: Path, kind: str) -> None:
    url = f"sqlite:///{tmp_path}/a.db" if kind == "sqlite" else databases.empty_postgresql()
    engine = make_engine(url)
    upgrade(engine)
    with write_scope(engine) as session:
        triage = officer("王丽", Role.TRIAGE_OFFICER)
        item = make_done(session, triage, make_item(session))
        suggestions.attach(session, triage, item, make_bare_case(session), NOW)
    downgrade(engine, "0008")
    assert not [name for name in inspect(engine).get_table_names() if name.startswith("ledger")]
    upgrade(engine)
    with read_scope(engine) as session:
        assert session.scalars(select(LedgerItem)).all() == []
    engine.dispose()
