"""What a deadline is described with: its duty, its edges, whom it is for (domain.md 2.4)."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from cases.deadlines.working_days import Limit
from cases.kinds import IdentityMode, Labelled, Queue, Role, State, Track
from cases.models import Case, ChatLink


class RuleId(Labelled):
    """A deadline and the duty it puts a day to."""

    DL01 = "DL01", "登记确认"
    DL02 = "DL02", "报送派出机关(属上级管辖)"
    DL03 = "DL03", "径送上一级(涉及本组主要负责人)"
    DL04 = "DL04", "核实转送件是否受理"
    DL05 = "DL05", "实名检举控告受理告知"
    DL06 = "DL06", "实名检举控告结果反馈"
    DL07 = "DL07", "核实署名"
    DL10 = "DL10", "告知收到、办理途径和程序"
    DL11 = "DL11", "转来件告知信访人"
    DL12 = "DL12", "转来件不属本单位的提出异议并退回"
    DL13 = "DL13", "办结"
    DL15 = "DL15", "复查意见"
    DL16 = "DL16", "复核意见"
    DL18A = "DL18A", "建议收件确认"
    DL18 = "DL18", "建议答复"
    DL19 = "DL19", "咨询答复"
    DL20 = "DL20", "保护申请报负责人"
    DL21 = "DL21", "等待反映人补充"
    DL25 = "DL25", "答复个人信息权利请求"


class Event(StrEnum):
    """What else than a change of state starts or meets a deadline."""

    RECEIVED = "event_received"
    REGISTRATION_CONFIRMED = "event_registration_confirmed"
    RECEIPT_CONFIRMED = "event_receipt_confirmed"
    INFORMED = "event_informed"
    IDENTITY_CHECKED = "event_identity_checked"
    FEEDBACK_RECORDED = "event_feedback_recorded"
    REPLIED = "event_replied"
    TRANSFERRED_IN = "event_transferred_in"
    RETURNED = "event_returned"
    REVIEW_DECIDED = "event_review_decided"
    RECHECK_DECIDED = "event_recheck_decided"
    PROTECTION_REQUESTED = "event_protection_requested"
    PROTECTION_TAKEN = "event_protection_taken"
    DATA_REQUESTED = "event_data_requested"
    DATA_ANSWERED = "event_data_answered"


class Standstill(StrEnum):
    """Standstill the clocks of a case stand still."""

    NEEDS_INFO = "needs_info"
    WITHDRAWN = "withdrawn"
    RECUSAL = "recusal"


ALL = frozenset(Track)
OURS = frozenset(queue for queue in Queue if not queue.for_superior)
SIGNED = frozenset((IdentityMode.CLAIMED_NAME, IdentityMode.REAL_NAME))
CLOSING = frozenset((State.DUPLICATE_MERGED, State.TERMINATED, State.ARCHIVED, State.PURGED))
STOPS = frozenset(Standstill)


@dataclass(frozen=True)
class Rule:
    """One row; `extension` is how many days may be added, once."""

    id: RuleId
    limit: Limit
    starts: frozenset[State | Event]
    met_by: frozenset[State | Event]
    owed_by: Role
    source: str
    tracks: frozenset[Track] = ALL
    queues: frozenset[Queue] = OURS
    identities: frozenset[IdentityMode] = frozenset(IdentityMode)
    only_reachable: bool = False
    ended_by: frozenset[State | Event] = CLOSING
    stopped_by: frozenset[Standstill] = STOPS
    extension: int = 0

    def applies(self, session: Session, case: Case) -> bool:
        """Whether the case is one of those that this deadline is for."""
        is_one = case.kind.track in self.tracks and case.queue in self.queues and case.identity_mode in self.identities
        return is_one and (not self.only_reachable or _reachable(session, case))


def _reachable(session: Session, case: Case) -> bool:
    return case.identity_mode in SIGNED or session.get(ChatLink, case.id) is not None
