"""Run by Alembic: migrates over the connection that db.migrate hands in."""

from alembic import context

from cases.tables import models
from faq.models import Base as DeskBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[models.Base.metadata, DeskBase.metadata],
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
