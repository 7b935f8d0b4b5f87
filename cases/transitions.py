"""Every move a case can make, as data: which course, from where to where, by whom (domain.md 2.2, 2.3)."""

from dataclasses import dataclass
from enum import Enum, auto

from cases.history import CITIZEN, SYSTEM, What
from cases.kinds import Kind, Labelled, Queue, Role, State


class Move(Labelled):
    """What can be done with a case; in its history under this name."""

    CONFIRM = "confirm", "确认登记"
    TRIAGE = "triage", "甄别"
    ASK_INFO = "ask_info", "要求补充材料"
    INFO_CAME = "info_came", "反映人已补充"
    WAIT_OVER = "wait_over", "补充期限已过"
    SEAL = "seal", "转为密件"
    MARK_DUPLICATE = "mark_duplicate", "归并重复件"
    UNMARK_DUPLICATE = "unmark_duplicate", "取消归并"
    PROPOSE_ACCEPTANCE = "propose_acceptance", "拟受理"
    PROPOSE_REFUSAL = "propose_refusal", "拟不予受理"
    TURN_BACK = "turn_back", "退回重新甄别"
    ACCEPT = "accept", "受理"
    REFUSE = "refuse", "不予受理"
    REFER = "refer", "转送"
    PURGE = "purge", "清除正文"
    ASSIGN = "assign", "交办"
    START = "start", "开始办理"
    EXTEND = "extend", "延期"
    CONTINUE = "continue", "延期后继续办理"
    SUBMIT = "submit", "送审"
    SEND_BACK = "send_back", "退回办理"
    HAND_OVER = "hand_over", "移送内网"
    COMPLETE = "closed", "办结"
    GIVE_FEEDBACK = "give_feedback", "反馈"
    ANSWER = "answer", "直接答复"
    RATE = "rate", "反映人已评价"
    REWORK = "reopened", "回炉重办"
    REQUEST_REVIEW = "request_review", "登记复查申请"
    REQUEST_RECHECK = "request_recheck", "登记复核申请"
    TERMINATE = "terminate", "终结"
    ARCHIVE = "archive", "归档"
    WITHDRAW = "withdrawn", "撤回"
    UNDO_WITHDRAWAL = "withdrawal_undone", "恢复办理"
    GRANT_WITHDRAWAL = "grant_withdrawal", "同意撤回"
    REFUSE_WITHDRAWAL = "refuse_withdrawal", "不同意撤回"


class Part(Labelled):
    """The part somebody has in a case by what they did in it (domain.md 2.7 INV-R3)."""

    REGISTRAR = "registrar", "登记"
    HANDLER = "handler", "承办"
    REVIEWER = "reviewer", "审核"
    PROPOSER = "proposer", "提出"
    APPROVER = "approver", "批准"


class Hold(Enum):
    """In whose hands a case has to be."""

    ANYBODY = auto()
    NOT_ANOTHER = auto()
    OWN = auto()


@dataclass(frozen=True)
class Answer:
    """A move that answers something: `asked` has to be the latest of the two and what settles it."""

    asked: What | Move
    settled_by: tuple[What | Move, ...]


@dataclass(frozen=True)
class Way:
    """One row: `courses` are letters of tracks and P, praise; without `target` the case stays where it is."""

    move: Move
    courses: str
    sources: tuple[State, ...]
    target: State | None
    by: tuple[str, ...]
    queues: tuple[Queue, ...] = tuple(queue for queue in Queue if not queue.sealed)
    reason: bool = False
    hold: Hold = Hold.ANYBODY
    answers: Answer | None = None
    named: bool | None = None  # only where the citizen is, or is not, known to be who they say
    once: bool = False


EVERY, PRAISE = "ABCDEFP", "P"
LEADERS = (Role.DEPUTY_LEADER, Role.TEAM_LEADER)  # either, so that a recused one stops nothing
INTAKE = (Role.INTAKE_CLERK, Role.TRIAGE_OFFICER)
OPEN = frozenset(
    {
        State.REGISTERED,
        State.TRIAGED,
        State.NEEDS_INFO,
        State.ACCEPTED,
        State.SEALED,
        State.ASSIGNED,
        State.IN_PROGRESS,
        State.EXTENDED,
        State.UNDER_REVIEW,
        State.HANDED_OVER,
        State.REWORK,
    }
)
CLOSED = frozenset(State) - OPEN
BEFORE_HANDLING = (State.REGISTERED, State.TRIAGED)
LEFT = frozenset(
    {State.NOT_ACCEPTED, State.REFERRED, State.DUPLICATE_MERGED, State.TERMINATED, State.ARCHIVED, State.PURGED}
)  # nobody has it in hand any longer
FOR_SUPERIOR = (Role.TEAM_LEADER, Role.SUPERIOR_LIAISON)
RECIPIENTS = {
    Queue.SEALED_SUPERIOR: FOR_SUPERIOR,
    Queue.SEALED_OWN_TEAM: (Role.TEAM_LEADER, Role.INTERNAL_SUPERVISOR),
    Queue.SEALED_TEAM_LEADER: (Role.SUPERIOR_LIAISON,),
}  # domain.md 4.1: nobody else opens or moves these


def _proposed(move: Move) -> Answer:
    others = {Move.PROPOSE_ACCEPTANCE, Move.PROPOSE_REFUSAL} - {move}
    moved_on = (Move.ACCEPT, Move.REFUSE, Move.ASK_INFO, Move.MARK_DUPLICATE)
    return Answer(move, (*sorted(others), Move.TURN_BACK, *moved_on))


WISH = Answer(What.WITHDRAWAL_WISHED, (What.WISH_UNDONE, Move.GRANT_WITHDRAWAL, Move.REFUSE_WITHDRAWAL))
S, M, R = State, Move, Role
_OPEN = tuple(state for state in State if state in OPEN)
_DONE = (S.COMPLETED, S.FEEDBACK_GIVEN, S.RATED)
_FINISHED = (
    S.FEEDBACK_GIVEN,
    S.RATED,
    S.NOT_ACCEPTED,
    S.REFERRED,
    S.DUPLICATE_MERGED,
    S.TERMINATED,
    S.WITHDRAWN,
)

_INTAKE_WAYS = (
    Way(M.CONFIRM, EVERY, (S.REGISTERED,), None, INTAKE, once=True),
    Way(M.TRIAGE, EVERY, (S.REGISTERED,), S.TRIAGED, (R.TRIAGE_OFFICER,), hold=Hold.NOT_ANOTHER),
    Way(M.ASK_INFO, "BCDE", (S.TRIAGED,), S.NEEDS_INFO, (R.TRIAGE_OFFICER, R.HANDLER), reason=True),
    Way(M.INFO_CAME, "BCDE", (S.NEEDS_INFO,), S.TRIAGED, (CITIZEN,)),
    Way(M.WAIT_OVER, "BCDE", (S.NEEDS_INFO,), S.TRIAGED, (SYSTEM,)),
    Way(M.MARK_DUPLICATE, "BCDE", (S.TRIAGED,), S.DUPLICATE_MERGED, (R.TRIAGE_OFFICER,), reason=True),
    Way(M.UNMARK_DUPLICATE, "BCDE", (S.DUPLICATE_MERGED,), S.TRIAGED, (R.TRIAGE_OFFICER,), reason=True),
    Way(M.ACCEPT, "B", (S.TRIAGED,), S.ACCEPTED, INTAKE, hold=Hold.NOT_ANOTHER),
    Way(M.ACCEPT, "C", (S.TRIAGED,), S.ACCEPTED, (R.TRIAGE_OFFICER,), hold=Hold.NOT_ANOTHER),
    Way(M.REFUSE, "C", (S.TRIAGED,), S.NOT_ACCEPTED, (R.TRIAGE_OFFICER,), reason=True, hold=Hold.NOT_ANOTHER),
    Way(M.REFER, "BCDE", (S.TRIAGED,), S.REFERRED, (R.TRIAGE_OFFICER,), reason=True, hold=Hold.NOT_ANOTHER),
    Way(M.ANSWER, "AFP", (S.REGISTERED, S.TRIAGED), S.FEEDBACK_GIVEN, INTAKE, hold=Hold.NOT_ANOTHER),
)
_TWO_HEADED_WAYS = (  # on D and E one proposes and another approves
    Way(M.PROPOSE_ACCEPTANCE, "DE", (S.TRIAGED,), None, (R.TRIAGE_OFFICER,), reason=True, hold=Hold.NOT_ANOTHER),
    Way(M.PROPOSE_REFUSAL, "DE", (S.TRIAGED,), None, (R.TRIAGE_OFFICER,), reason=True, hold=Hold.NOT_ANOTHER),
    Way(M.ACCEPT, "DE", (S.TRIAGED,), S.ACCEPTED, LEADERS, answers=_proposed(M.PROPOSE_ACCEPTANCE)),
    Way(M.REFUSE, "DE", (S.TRIAGED,), S.NOT_ACCEPTED, LEADERS, reason=True, answers=_proposed(M.PROPOSE_REFUSAL)),
    Way(M.TURN_BACK, "DE", (S.TRIAGED,), None, LEADERS, reason=True, answers=_proposed(M.PROPOSE_ACCEPTANCE)),
    Way(M.TURN_BACK, "DE", (S.TRIAGED,), None, LEADERS, reason=True, answers=_proposed(M.PROPOSE_REFUSAL)),
)
_HANDLING_WAYS = (
    Way(M.ASSIGN, "BCD", (S.ACCEPTED,), S.ASSIGNED, LEADERS),
    Way(M.START, "BCD", (S.ASSIGNED, S.REWORK), S.IN_PROGRESS, (R.HANDLER,), hold=Hold.OWN),
    Way(M.EXTEND, "C", (S.IN_PROGRESS,), S.EXTENDED, (R.TEAM_LEADER,), reason=True, once=True),
    Way(M.CONTINUE, "C", (S.EXTENDED,), S.IN_PROGRESS, (R.HANDLER,), hold=Hold.OWN),
    Way(M.SUBMIT, "BCD", (S.IN_PROGRESS,), S.UNDER_REVIEW, (R.HANDLER,), hold=Hold.OWN),
    Way(M.SEND_BACK, "BCD", (S.UNDER_REVIEW,), S.IN_PROGRESS, (R.REVIEWER,), reason=True),
    Way(M.HAND_OVER, "DE", (S.ACCEPTED,), S.HANDED_OVER, (R.HANDLER,), hold=Hold.OWN),
    Way(M.COMPLETE, "BCD", (S.UNDER_REVIEW,), S.COMPLETED, (R.REVIEWER,), reason=True),
    Way(M.COMPLETE, "D", (S.HANDED_OVER,), S.COMPLETED, (R.REVIEWER,), reason=True),
    Way(M.COMPLETE, "E", (S.HANDED_OVER,), S.COMPLETED, (R.REVIEWER, *LEADERS), reason=True),
)
_AFTERWARDS_WAYS = (
    Way(M.GIVE_FEEDBACK, "BC", (S.COMPLETED,), S.FEEDBACK_GIVEN, (R.HANDLER,), reason=True),
    Way(M.GIVE_FEEDBACK, "D", (S.COMPLETED,), S.FEEDBACK_GIVEN, (R.HANDLER,), reason=True, named=True),
    Way(M.RATE, "ABCP", (S.FEEDBACK_GIVEN,), S.RATED, (CITIZEN,)),
    Way(M.REWORK, "BCD", (*_DONE, S.ARCHIVED), S.REWORK, (R.REVIEWER, R.TEAM_LEADER, SYSTEM), reason=True),
    Way(M.REQUEST_REVIEW, "C", (S.FEEDBACK_GIVEN, S.RATED), S.REVIEW_REQUESTED, (*INTAKE, CITIZEN)),
    Way(M.REQUEST_RECHECK, "C", (S.REVIEW_REQUESTED,), S.RECHECK_REQUESTED, (*INTAKE, CITIZEN)),
    # who lets the time for a recheck pass has no other way out either
    Way(M.TERMINATE, "C", (S.REVIEW_REQUESTED, S.RECHECK_REQUESTED), S.TERMINATED, (R.REVIEWER,), reason=True),
    Way(M.ARCHIVE, "ABCFP", _FINISHED, S.ARCHIVED, (R.INTAKE_CLERK,)),
    Way(M.ARCHIVE, "DE", _FINISHED, S.ARCHIVED, INTAKE),  # only who has its key can know of it
    Way(M.ARCHIVE, "D", (S.COMPLETED,), S.ARCHIVED, INTAKE, named=False),
    Way(M.ARCHIVE, "E", (S.COMPLETED,), S.ARCHIVED, INTAKE),
    Way(M.PURGE, EVERY, (S.ARCHIVED,), S.PURGED, (SYSTEM,)),
)
_WITHDRAWAL_WAYS = (
    Way(M.WITHDRAW, "ABCFP", _OPEN, S.WITHDRAWN, (CITIZEN,)),
    Way(M.UNDO_WITHDRAWAL, "ABCFP", (S.WITHDRAWN,), None, (CITIZEN,)),
    Way(M.GRANT_WITHDRAWAL, "DE", _OPEN, S.WITHDRAWN, LEADERS, reason=True, answers=WISH),
    Way(M.REFUSE_WITHDRAWAL, "DE", _OPEN, None, LEADERS, reason=True, answers=WISH),
)
_SEALED_WAYS = tuple(
    way
    for queue, recipients in RECIPIENTS.items()
    for way in (
        Way(M.SEAL, EVERY, BEFORE_HANDLING, S.SEALED, (SYSTEM,), queues=(queue,)),
        Way(M.REFER, EVERY, (S.SEALED,), S.REFERRED, recipients, queues=(queue,), reason=True),
        Way(M.PURGE, EVERY, (S.REFERRED,), S.PURGED, (SYSTEM,), queues=(queue,)),
        Way(M.GRANT_WITHDRAWAL, EVERY, _OPEN, S.WITHDRAWN, recipients, queues=(queue,), reason=True, answers=WISH),
        Way(M.REFUSE_WITHDRAWAL, EVERY, _OPEN, None, recipients, queues=(queue,), reason=True, answers=WISH),
        Way(M.ARCHIVE, EVERY, (S.WITHDRAWN,), S.ARCHIVED, recipients, queues=(queue,)),
        Way(M.PURGE, EVERY, (S.ARCHIVED,), S.PURGED, (SYSTEM,), queues=(queue,)),
    )
)
WAYS = (*_INTAKE_WAYS, *_TWO_HEADED_WAYS, *_HANDLING_WAYS, *_AFTERWARDS_WAYS, *_WITHDRAWAL_WAYS, *_SEALED_WAYS)

PARTS = {
    Move.CONFIRM: Part.REGISTRAR,
    Move.TRIAGE: Part.REGISTRAR,
    Move.START: Part.HANDLER,
    Move.CONTINUE: Part.HANDLER,
    Move.SUBMIT: Part.HANDLER,
    Move.HAND_OVER: Part.HANDLER,
    Move.SEND_BACK: Part.REVIEWER,
    Move.COMPLETE: Part.REVIEWER,
    Move.PROPOSE_ACCEPTANCE: Part.PROPOSER,
    Move.PROPOSE_REFUSAL: Part.PROPOSER,
    Move.ACCEPT: Part.APPROVER,
    Move.REFUSE: Part.APPROVER,
}
_APART = ({Part.HANDLER, Part.REVIEWER}, {Part.PROPOSER, Part.APPROVER})
_APART_ON_D = ({Part.REGISTRAR, Part.HANDLER}, {Part.REGISTRAR, Part.REVIEWER})


def course(kind: Kind) -> str:
    """The letter of the rows that a kind runs by."""
    return PRAISE if kind is Kind.PRAISE else kind.track.value


def apart_from(part: Part, kind: Kind) -> set[Part]:
    """The parts that whoever takes this one must not have (domain.md 2.7 INV-R3)."""
    pairs = (*_APART, *_APART_ON_D) if kind is Kind.TIP_OFF else _APART
    return {other for pair in pairs if part in pair for other in pair - {part}}
