"""Run by Alembic: migrates over the connection that db.migrate hands in."""

from alembic import context

from cases.chat_models import Base  # both modules of tables are loaded by this
from faq.models import Base as DeskBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[Base.metadata, DeskBase.metadata],
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
