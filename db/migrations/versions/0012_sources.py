"""How a case came: online until now, by telephone, letter or visit from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """What is there came online."""
    op.add_column("cases", sa.Column("source", sa.String(32), nullable=False, server_default="online"))


def downgrade() -> None:
    """Nobody knows any more."""
    op.drop_column("cases", "source")
