"""Bring a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations that are missing, all or none."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an older revision; `base` drops every table."""
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(config(connection), revision)


def config(connection: Connection) -> Config:
    """Alembic's configuration without a file of its own."""
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    alembic.attributes["connection"] = connection
    return alembic
