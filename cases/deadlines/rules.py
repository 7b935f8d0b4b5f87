"""The deadlines of domain.md 2.4 as a table: what starts each, what meets it, how long it is, who owes it."""

from cases.deadlines.rule import CLOSING, SIGNED, STOPS, Event, Rule, RuleId, Standstill
from cases.deadlines.working_days import Limit, Unit
from cases.kinds import IdentityMode, Queue, Role, State, Track

# these have no row in RULES, and why
NOT_RUN = {
    "DL08": "a quarterly report of a department, not of a case (domain.md part 5)",
    "DL09": "lives in the inner system, whose dates never come here",
    "DL14": "is the extension of DL13, not a limit of its own",
    "DL17": "says what is not accepted and names no number of days",
    "DL22": "examples of other places; there is no national number to promise",
    "DL23": "how long network logs are kept, which is a setting of the host",
    "DL24": "immediately, and about an incident, not about a case",
}  # of DL19 the three minutes of a chat are the bot's; only the day of a mailbox runs here

NOT_SEALED = frozenset(queue for queue in Queue if not queue.sealed)
LOOKED_AT = frozenset(State) - {State.REGISTERED, State.SEALED, State.WITHDRAWN}
TOLD_NO = frozenset((State.NOT_ACCEPTED,))
PASSED_ON = frozenset((State.REFERRED,))


def _of(*tracks: Track) -> frozenset[Track]:
    return frozenset(tracks)


def _on(*edges: State | Event) -> frozenset[State | Event]:
    return frozenset(edges)


def _working(days: int) -> Limit:
    return Limit(days, Unit.WORKING_DAYS)


def _calendar(days: int) -> Limit:
    return Limit(days, Unit.CALENDAR_DAYS)


RULES = (
    Rule(
        RuleId.DL01,
        _working(1),
        starts=_on(Event.RECEIVED),
        met_by=_on(Event.REGISTRATION_CONFIRMED) | LOOKED_AT,
        owed_by=Role.INTAKE_CLERK,
        source="检举控告工作规则第十四条(逐件登记);1个工作日为内部要求",
        queues=NOT_SEALED,
    ),
    Rule(
        RuleId.DL02,
        _working(5),
        starts=_on(Event.RECEIVED),
        met_by=PASSED_ON,
        owed_by=Role.TEAM_LEADER,
        source="检举控告工作规则第十五条",
        queues=frozenset((Queue.SEALED_SUPERIOR,)),
        stopped_by=frozenset(),
    ),
    Rule(
        RuleId.DL03,
        _working(1),
        starts=_on(Event.RECEIVED),
        met_by=PASSED_ON,
        owed_by=Role.SUPERIOR_LIAISON,
        source="检举控告工作规则第十五条(径送);1个工作日为内部要求",
        queues=frozenset((Queue.SEALED_TEAM_LEADER,)),
        stopped_by=frozenset(),
    ),
    Rule(
        RuleId.DL04,
        _working(5),
        starts=PASSED_ON,
        met_by=_on(Event.RECEIPT_CONFIRMED),
        owed_by=Role.TRIAGE_OFFICER,
        source="检举控告工作规则第十六条",
        tracks=_of(Track.TIP_OFF),
        queues=NOT_SEALED,
    ),
    Rule(
        RuleId.DL05,
        _working(15),
        starts=_on(Event.RECEIVED),
        met_by=_on(Event.INFORMED) | TOLD_NO,
        owed_by=Role.TRIAGE_OFFICER,
        source="检举控告工作规则实名检举控告一章",
        tracks=_of(Track.TIP_OFF),
        identities=SIGNED,
        ended_by=CLOSING | PASSED_ON,
    ),
    Rule(
        RuleId.DL06,
        _working(15),
        starts=_on(State.COMPLETED),
        met_by=_on(State.FEEDBACK_GIVEN, Event.FEEDBACK_RECORDED),
        owed_by=Role.HANDLER,
        source="检举控告工作规则实名检举控告一章",
        tracks=_of(Track.TIP_OFF),
        identities=SIGNED,
        ended_by=CLOSING | _on(State.REWORK),
    ),
    Rule(
        RuleId.DL07,
        _working(15),
        starts=_on(Event.RECEIVED),
        met_by=_on(Event.IDENTITY_CHECKED),
        owed_by=Role.TRIAGE_OFFICER,
        source="检举控告工作规则实名检举控告一章(在受理告知期限内)",
        tracks=_of(Track.TIP_OFF),
        identities=frozenset((IdentityMode.CLAIMED_NAME,)),
        ended_by=CLOSING | PASSED_ON | TOLD_NO,
    ),
    Rule(
        RuleId.DL10,
        _calendar(15),
        starts=_on(Event.RECEIVED),
        met_by=_on(Event.INFORMED) | TOLD_NO,
        owed_by=Role.TRIAGE_OFFICER,
        source="信访工作条例第二十三条第二款",
        tracks=_of(Track.PETITION),
        queues=NOT_SEALED,
        only_reachable=True,
    ),
    Rule(
        RuleId.DL11,
        _calendar(15),
        starts=_on(Event.TRANSFERRED_IN),
        met_by=_on(Event.INFORMED) | TOLD_NO,
        owed_by=Role.TRIAGE_OFFICER,
        source="信访工作条例第二十三条第三款",
        tracks=_of(Track.PETITION),
        queues=NOT_SEALED,
        ended_by=CLOSING | _on(Event.RETURNED),
    ),
    Rule(
        RuleId.DL12,
        _working(5),
        starts=_on(Event.TRANSFERRED_IN),
        met_by=_on(Event.RETURNED, State.ACCEPTED),
        owed_by=Role.TRIAGE_OFFICER,
        source="信访工作条例第二十三条第三款",
        tracks=_of(Track.PETITION),
        queues=NOT_SEALED,
        ended_by=CLOSING | TOLD_NO,
    ),
    Rule(
        RuleId.DL13,
        _calendar(60),
        starts=_on(State.ACCEPTED, State.REWORK),
        met_by=_on(State.COMPLETED),
        owed_by=Role.HANDLER,
        source="信访工作条例第三十四条",
        tracks=_of(Track.PETITION),
        queues=NOT_SEALED,
        ended_by=CLOSING | PASSED_ON | TOLD_NO,
        extension=30,
    ),
    Rule(
        RuleId.DL15,
        _calendar(30),
        starts=_on(State.REVIEW_REQUESTED),
        met_by=_on(Event.REVIEW_DECIDED, State.RECHECK_REQUESTED, State.TERMINATED, State.REWORK),
        owed_by=Role.HANDLER,
        source="信访工作条例第三十五条(由上一级机关答复,本组记录)",
        tracks=_of(Track.PETITION),
        queues=NOT_SEALED,
    ),
    Rule(
        RuleId.DL16,
        _calendar(30),
        starts=_on(State.RECHECK_REQUESTED),
        met_by=_on(Event.RECHECK_DECIDED, State.TERMINATED, State.REWORK),
        owed_by=Role.HANDLER,
        source="信访工作条例第三十六条(由再上一级机关答复,本组记录)",
        tracks=_of(Track.PETITION),
        queues=NOT_SEALED,
    ),
    Rule(
        RuleId.DL18A,
        _calendar(1),
        starts=_on(Event.RECEIVED),
        met_by=_on(Event.REGISTRATION_CONFIRMED, Event.INFORMED, Event.REPLIED) | LOOKED_AT,
        owed_by=Role.INTAKE_CLERK,
        source="信访工作条例第二十九条;24小时为内部要求",
        tracks=_of(Track.SUGGESTION),
        queues=NOT_SEALED,
    ),
    Rule(
        RuleId.DL18,
        _working(15),
        starts=_on(Event.RECEIVED, State.REWORK),
        met_by=_on(Event.REPLIED, State.FEEDBACK_GIVEN) | TOLD_NO,
        owed_by=Role.HANDLER,
        source="信访工作条例第二十九条;15个工作日为内部要求",
        tracks=_of(Track.SUGGESTION),
        queues=NOT_SEALED,
        ended_by=CLOSING | PASSED_ON,
    ),
    Rule(
        RuleId.DL19,
        _calendar(1),
        starts=_on(Event.RECEIVED, State.REWORK),
        met_by=_on(Event.REPLIED, State.FEEDBACK_GIVEN, State.COMPLETED) | TOLD_NO,
        owed_by=Role.INTAKE_CLERK,
        source="GB/T 33358-2016(信箱24小时),作为服务目标",
        tracks=_of(Track.PUBLIC),
        queues=NOT_SEALED,
        ended_by=CLOSING | PASSED_ON,
    ),
    Rule(
        RuleId.DL20,
        Limit(0, Unit.SAME_DAY),
        starts=_on(Event.PROTECTION_REQUESTED),
        met_by=_on(Event.PROTECTION_TAKEN),
        owed_by=Role.TEAM_LEADER,
        source="检举控告工作规则第四十九条(及时);当日为内部要求",
        queues=frozenset(Queue),
        ended_by=frozenset(),
        stopped_by=frozenset(),
    ),
    Rule(
        RuleId.DL21,
        _working(15),
        starts=_on(State.NEEDS_INFO),
        met_by=frozenset(State) - {State.NEEDS_INFO, State.WITHDRAWN},
        owed_by=Role.HANDLER,
        source="内部要求;期满按现有材料处理",
        stopped_by=STOPS - {Standstill.NEEDS_INFO},
    ),
    Rule(
        RuleId.DL25,
        _working(15),
        starts=_on(Event.DATA_REQUESTED),
        met_by=_on(Event.DATA_ANSWERED, State.FEEDBACK_GIVEN),
        owed_by=Role.INTAKE_CLERK,
        source="个人信息保护法(及时);15个工作日为内部要求",
        queues=frozenset(Queue),
        ended_by=frozenset(),
        stopped_by=frozenset(),
    ),
)
BY_ID = {rule.id: rule for rule in RULES}
