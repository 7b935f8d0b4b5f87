"""Every module of tables of `cases`, so that one import knows the whole schema."""

import cases.answer_counts
import cases.audit.models
import cases.canned_answers
import cases.citizen_notices
import cases.contact_checks
import cases.deadlines.models
import cases.history_guards
import cases.ledger.models
import cases.likeness.published
import cases.likeness.sketches
import cases.printing
import cases.protection
import cases.recusal.models
import cases.retention.models
import cases.sealing.models
import cases.search_index
import cases.staff.models
import cases.staff_chats
import cases.staff_notices  # noqa: F401
from cases import chat_models, models

__all__ = ["chat_models", "models"]
