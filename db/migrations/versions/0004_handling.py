"""Who has a case in hand, since when it is where it is, what it was split from or repeats."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

OPEN = sa.text("closed_at IS NULL")
OPEN_BY = ("queue", "holder_id", "kind", "section", "subdistrict", "urgent")
WHOLE = {
    "ix_cases_due_on": ("due_on", "id"),
    "ix_cases_received_at": ("received_at", "id"),
    "ix_cases_holder_id": ("holder_id", "due_on", "id"),
    "ix_cases_quality_since": ("quality_since",),
    "ix_cases_duplicate_of": ("duplicate_of",),
}
SEALED = "queue IN ('q_sealed_superior', 'q_sealed_own_team', 'q_sealed_team_leader')"
ANSWERED = "kind IN ('consultation', 'correction', 'praise', 'data_rights')"
NO_WAY_OUT = (  # where cases could stand until now and no row of cases.transitions leads on: from, to, by which move
    (f"state IN ('completed', 'rework') AND {SEALED}", "sealed", "seal"),
    (f"state = 'completed' AND {ANSWERED}", "feedback_given", "give_feedback"),
    (f"state = 'rework' AND ({ANSWERED} OR kind = 'appeal')", "triaged", "triage"),
)
CASES = sa.table("cases", *map(sa.column, ("id", "state", "state_since", "closed_at")))
EVENTS = sa.table("case_events", *map(sa.column, ("case_id", "at", "actor", "what", "old", "new")))
LONG_AGO = sa.text("'1970-01-01 00:00:00+00:00'")  # replaced at once: a column for all needs some value


def upgrade() -> None:
    """Add the columns, fill those that follow from others, then the indexes and the holders' history."""
    add_columns()
    op.execute("UPDATE cases SET state_since = COALESCE(withdrawn_at, closed_at, received_at)")
    op.execute("UPDATE cases SET closed_at = withdrawn_at WHERE state = 'withdrawn'")
    leave_dead_ends()
    for name, names in WHOLE.items():
        op.create_index(name, "cases", names)
    op.create_index("ix_cases_open", "cases", ["due_on", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    for column in OPEN_BY:
        by_due = [column, "due_on", "id"]
        op.create_index(open_index(column), "cases", by_due, sqlite_where=OPEN, postgresql_where=OPEN)
    create_holdings()
    create_recusal()


def downgrade() -> None:
    """Drop what `upgrade` made; a withdrawn case is no closed one again."""
    drop_recusal()
    op.drop_table("holdings")
    for name in (*map(open_index, OPEN_BY), "ix_cases_open", *WHOLE):
        op.drop_index(name, "cases")
    for column in columns():
        op.drop_column("cases", column.name)
    op.execute("UPDATE cases SET closed_at = NULL WHERE state = 'withdrawn'")


def columns() -> tuple[sa.Column, ...]:
    """What a case is given."""
    return (
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False, server_default=LONG_AGO),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("holder_id", sa.Integer, sa.ForeignKey("staff.id", name="fk_cases_holder_id")),
        sa.Column("department", sa.String(64)),
        sa.Column("due_on", sa.Date),
        sa.Column("due_provisional", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("split_from", sa.Integer, sa.ForeignKey("cases.id", name="fk_cases_split_from")),
        sa.Column("duplicate_of", sa.Integer, sa.ForeignKey("cases.id", name="fk_cases_duplicate_of")),
        sa.Column("rework_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("quality_since", sa.DateTime(timezone=True)),
    )


def open_index(column: str) -> str:
    """The name of the open cases' index by this column."""
    return f"ix_cases_open_{column.removesuffix('_id')}"


def add_columns() -> None:
    """In place: SQLite could only rebuild a table that nothing refers to."""
    for column in columns():
        op.add_column("cases", column, inline_references=True)


def leave_dead_ends() -> None:
    """Each case where its law lets it go on from, with a line in its history; only what was answered stays closed."""
    for these, state, move in NO_WAY_OUT:
        now = (CASES.c.id, CASES.c.state_since, sa.literal("system"), sa.literal(move), CASES.c.state)
        lines = sa.select(*now, sa.literal(state)).where(sa.text(these))
        op.execute(sa.insert(EVENTS).from_select([column.name for column in EVENTS.c], lines))
        opened = {} if state == "feedback_given" else {"closed_at": None}
        op.execute(sa.update(CASES).where(sa.text(these)).values(state=state, **opened))


def create_holdings() -> None:
    """The history of holders."""
    op.create_table(
        "holdings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holdings"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_holdings_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_holdings_staff_id"),
    )
    op.create_index("ix_holdings_case_id", "holdings", ["case_id"])
    op.create_index("ix_holdings_staff_id", "holdings", ["staff_id"])


def create_recusal() -> None:
    """Who keeps out of which case, and why."""
    create_interests()
    create_recusals()
    create_attestations()
    create_recusal_requests()


def drop_recusal() -> None:
    """Drop the tables of recusal."""
    for table in ("recusal_requests", "attestations", "recusals", "interests"):
        op.drop_table(table)


def create_interests() -> None:
    """What a staff member declared."""
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("relation", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interests"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_interests_staff_id"),
    )
    op.create_index("ix_interests_staff_id", "interests", ["staff_id"])


def create_recusals() -> None:
    """Who may not know of a case."""
    op.create_table(
        "recusals",
        *of_case_and_staff("recusals"),
        sa.Column("why", sa.String(32), nullable=False),
        sa.Column("decided", sa.Boolean, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_recusals_staff_id", "recusals", ["staff_id"])


def create_attestations() -> None:
    """Who has said that they have no conflict of interest."""
    at = sa.Column("at", sa.DateTime(timezone=True), nullable=False)
    op.create_table("attestations", *of_case_and_staff("attestations"), at)


def of_case_and_staff(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """One row for a person in a case."""
    return (
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=f"fk_{table}_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=f"fk_{table}_staff_id"),
    )


def create_recusal_requests() -> None:
    """Who is asked to step aside, and what was decided."""
    op.create_table(
        "recusal_requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("upward", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_recusal_requests"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_recusal_requests_case_id"),
    )
    op.create_index("ix_recusal_requests_case_id", "recusal_requests", ["case_id"])
