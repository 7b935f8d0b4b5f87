"""Bring a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


class NewerDatabase(Exception):
    """A newer program has changed the tables: run that one, or restore a backup from before. Its text names them."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations that are missing, all or none."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an older revision; `base` drops every table."""
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(config(connection), revision)


def pending(engine: Engine) -> list[str]:
    """The revisions that `upgrade` would run, oldest first; NewerDatabase when it would not know what stands there."""
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        known = [script.revision for script in ScriptDirectory.from_config(config(connection)).walk_revisions()]
    if present not in (None, *known):
        raise NewerDatabase(present)
    newer = known[: known.index(present)] if present else known
    return newer[::-1]


def config(connection: Connection) -> Config:
    """Alembic's configuration without a file of its own."""
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    alembic.attributes["connection"] = connection
    return alembic
