"""The database itself keeps the lines of a history: as in migration 0011."""

from cases.append_only import guard
from cases.models import CaseEvent

# what may happen to a line: its words are sealed, coarsened to the day or erased; never other words in their place
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


guard(CaseEvent.__table__, sqlite=SQLITE_GUARDS, postgresql=POSTGRES_GUARDS)
