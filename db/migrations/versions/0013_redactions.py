"""Redacted words are proposed by one officer and released by another before a citizen reads them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TABLE = "published_texts"


def upgrade() -> None:
    """What was published before stays as it is."""
    op.add_column(TABLE, sa.Column("proposed", sa.Text(), nullable=True))
    op.add_column(TABLE, sa.Column("proposed_by", sa.String(64), nullable=True))


def downgrade() -> None:
    """What waits for a second officer is given up."""
    op.drop_column(TABLE, "proposed_by")
    op.drop_column(TABLE, "proposed")
