"""The table of the audit log, which the database itself keeps from being changed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cases.append_only import guard
from cases.models import Base

HASH_DIGITS = 64
LONGEST_ACTOR, LONGEST_SUBJECT = 64, 200


class AuditEntry(Base):
    """One attempt, one outcome of an attempt, or one deed that needs no two steps; `id` counts without gaps."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(sa.String(LONGEST_ACTOR))
    action: Mapped[str] = mapped_column(sa.String(32))
    case_number: Mapped[str | None] = mapped_column(sa.String(8), index=True)
    subject: Mapped[str | None] = mapped_column(sa.String(LONGEST_SUBJECT))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    outcome: Mapped[str | None] = mapped_column(sa.String(32))
    attempt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("audit_log.id"), index=True)
    previous: Mapped[str] = mapped_column(sa.String(HASH_DIGITS))
    hash: Mapped[str] = mapped_column(sa.String(HASH_DIGITS))


# as in migration 0008; the third of SQLite stops INSERT OR REPLACE, which deletes without a word
SQLITE_GUARDS = (
    "CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log "
    "BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
    "CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log "
    "BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
    "CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log "
    "WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
)
POSTGRES_GUARDS = (
    "CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$",
    "CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log "
    "FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only()",
    "CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only()",
)


guard(AuditEntry.__table__, sqlite=SQLITE_GUARDS, postgresql=POSTGRES_GUARDS)
