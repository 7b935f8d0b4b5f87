"""Lines of history that nobody changes, requests to print, and the list of what is to be archived."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TIME = sa.DateTime(timezone=True)
TO_ARCHIVE = (
    "state IN ('completed', 'duplicate_merged', 'feedback_given', 'not_accepted', "
    "'rated', 'referred', 'terminated', 'withdrawn')"
)
SQLITE_GUARDS = (
    "CREATE TRIGGER case_events_no_update BEFORE UPDATE ON case_events WHEN NOT ("
    "NEW.id IS OLD.id AND NEW.case_id IS OLD.case_id AND NEW.actor IS OLD.actor AND NEW.what IS OLD.what "
    "AND NEW.at <= OLD.at AND julianday(OLD.at) - julianday(NEW.at) < 1 "
    "AND (NEW.old IS OLD.old OR NEW.old IS NULL) AND (NEW.new IS OLD.new OR NEW.new IS NULL) "
    "AND (NEW.reason IS OLD.reason OR NEW.reason IS NULL) "
    "AND (NEW.sealed_reason IS OLD.sealed_reason OR NEW.sealed_reason IS NULL OR OLD.sealed_reason IS NULL)) "
    "BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END",
    "CREATE TRIGGER case_events_no_delete BEFORE DELETE ON case_events "
    "BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END",
    "CREATE TRIGGER case_events_no_replace BEFORE INSERT ON case_events "
    "WHEN EXISTS (SELECT 1 FROM case_events WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END",
)
POSTGRES_GUARDS = (
    "CREATE OR REPLACE FUNCTION case_events_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'case_events is append-only'; END $$",
    "CREATE TRIGGER case_events_no_update BEFORE UPDATE ON case_events FOR EACH ROW WHEN (NOT ("
    "NEW.id = OLD.id AND NEW.case_id = OLD.case_id AND NEW.actor = OLD.actor AND NEW.what = OLD.what "
    "AND NEW.at <= OLD.at AND OLD.at - NEW.at < interval '1 day' "
    "AND (NEW.old IS NULL OR NEW.old IS NOT DISTINCT FROM OLD.old) "
    "AND (NEW.new IS NULL OR NEW.new IS NOT DISTINCT FROM OLD.new) "
    "AND (NEW.reason IS NULL OR NEW.reason IS NOT DISTINCT FROM OLD.reason) "
    "AND (NEW.sealed_reason IS NULL OR OLD.sealed_reason IS NULL "
    "OR NEW.sealed_reason IS NOT DISTINCT FROM OLD.sealed_reason))) "
    "EXECUTE FUNCTION case_events_is_append_only()",
    "CREATE TRIGGER case_events_no_delete BEFORE DELETE ON case_events "
    "FOR EACH ROW EXECUTE FUNCTION case_events_is_append_only()",
    "CREATE TRIGGER case_events_no_truncate BEFORE TRUNCATE ON case_events "
    "FOR EACH STATEMENT EXECUTE FUNCTION case_events_is_append_only()",
)
TRIGGERS = {"sqlite": ("update", "delete", "replace"), "postgresql": ("update", "delete", "truncate")}
OPEN = sa.text("closed_at IS NULL")
OPEN_HELD = (("open_holder_id", "due_on"), ("open_holder_id_received", "received_at"))


def upgrade() -> None:
    """What was decided upward is renamed first: afterwards no line can be changed."""
    create_print_requests()
    only = sa.text(TO_ARCHIVE)
    for name, key in (("to_archive", "due_on"), ("to_archive_received", "received_at")):
        op.create_index(f"ix_cases_{name}", "cases", [key, "id"], sqlite_where=only, postgresql_where=only)
    for name, key in OPEN_HELD:
        held = ["holder_id", key, "id"]
        op.create_index(f"ix_cases_{name}", "cases", held, sqlite_where=OPEN, postgresql_where=OPEN)
    rename_upward("recusal", "upward")
    for statement in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    dialect = op.get_bind().dialect.name
    for name in TRIGGERS[dialect]:
        of_table = "" if dialect == "sqlite" else " ON case_events"
        op.execute(f"DROP TRIGGER case_events_no_{name}{of_table}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION case_events_is_append_only()")
    rename_upward("upward", "recusal")
    for name in ("to_archive", "to_archive_received", *(name for name, _ in OPEN_HELD)):
        op.drop_index(f"ix_cases_{name}", "cases")
    op.drop_table("print_requests")


def rename_upward(old: str, new: str) -> None:
    """A decision of the dispatching organ about the leader has a name of its own, which he is not shown."""
    decided_about_leader = sa.text(
        "UPDATE case_events SET what = :new WHERE what = :old AND EXISTS "
        "(SELECT 1 FROM recusal_requests WHERE recusal_requests.case_id = case_events.case_id "
        "AND recusal_requests.upward AND recusal_requests.state = :decided "
        "AND recusal_requests.decided_by = case_events.actor)"
    )
    for decided in ("granted", "refused"):
        names = {"old": f"{old}_{decided}", "new": f"{new}_{decided}", "decided": decided}
        op.get_bind().execute(decided_about_leader, names)


def create_print_requests() -> None:
    """Why a confidential case should go on paper, and who allowed it."""
    op.create_table(
        "print_requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("asked_by", sa.Integer, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("decided_by", sa.Integer),
        sa.Column("decided_at", TIME),
        sa.Column("printed_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_print_requests"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_print_requests_case_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="fk_print_requests_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name="fk_print_requests_decided_by"),
    )
    op.create_index("ix_print_requests_case_id", "print_requests", ["case_id"])
