"""Tables of the answer desk: models, publications, changes, misses."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("miss_counts", "misses", "answer_changes", "publications", "models")


def upgrade() -> None:
    """Make the tables."""
    create_models()
    create_publications()
    create_changes()
    create_misses()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def create_models() -> None:
    """Manifests of trained models."""
    op.create_table(
        "models",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("bulletin", sa.String(64), nullable=False),
        sa.Column("bulletin_folder", sa.String(500), nullable=False),
        sa.Column("archive", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data_hash", sa.String(64), nullable=False),
        sa.Column("scores", sa.JSON, nullable=False),
        sa.Column("outcomes", sa.JSON, nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_models"),
        sa.UniqueConstraint("archive", name="uq_models_archive"),
    )


def create_publications() -> None:
    """Which model went live when."""
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("forced", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name="fk_publications_model_id"),
    )
    op.create_index("ix_publications_model_id", "publications", ["model_id"])


def create_changes() -> None:
    """Edits of training data."""
    op.create_table(
        "answer_changes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("file", sa.String(300), nullable=False),
        sa.Column("diff", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_changes"),
    )


def create_misses() -> None:
    """Questions that were not answered well, and how many there were."""
    op.create_table(
        "misses",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.String(60), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("answer", sa.String(120)),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("settled_as", sa.String(16)),
        sa.Column("settled_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_misses"),
    )
    op.create_index("ix_misses_day", "misses", ["day"])
    op.create_table(
        "miss_counts",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "why", name="pk_miss_counts"),
    )
