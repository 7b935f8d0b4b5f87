"""Tables made by the migrations and by the models are the same, down to the conditions of indexes and the triggers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from cases.tables import models
from db.migrate import upgrade
from db.session import make_engine
from faq.models import Base as DeskBase
from tests import databases

SQLITE = """SELECT type, name, replace(replace(sql, '"', ''), '\n', '') FROM sqlite_master
 WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"""
POSTGRESQL = """SELECT 'index', indexname, indexdef FROM pg_indexes
 WHERE schemaname = 'public' AND tablename <> 'alembic_version' AND indexname <> 'ix_case_words_words'
 UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger
 WHERE NOT tgisinternal
 UNION ALL SELECT 'column', table_name || ' ' || column_name,
 concat_ws(' ', data_type, character_maximum_length, is_nullable) FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name <> 'alembic_version'"""


def create_all(engine: Engine) -> None:
    """As tests make them."""
    for base in (models.Base, DeskBase):
        base.metadata.create_all(engine)


def found(engine: Engine, make: Callable[[Engine], None]) -> set[tuple[str, ...]]:
    make(engine)
    with engine.connect() as connection:
        rows = connection.execute(text(SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL)).all()
    engine.dispose()
    return {tuple(row) for row in rows}


def empty(kind: str, file: Path) -> Engine:
    return make_engine(f"sqlite:///{file}" if kind == "sqlite" else databases.empty_postgresql())


@pytest.mark.parametrize("kind", databases.KINDS)
def test_migrations_and_models_make_the_same_indexes_and_triggers(kind: str, tmp_path: Path) -> None:
    migrated = found(empty(kind, tmp_path / "migrated.db"), upgrade)
    made = found(empty(kind, tmp_path / "made.db"), create_all)
    if kind == "postgresql":
        make_engine(databases.empty_postgresql()).dispose()
    assert migrated ^ made == set()
    assert {"ix_cases_open", "ix_cases_to_archive"} <= {name for _, name, _ in made}
