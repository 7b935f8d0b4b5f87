"""The verbs that move a case: one for each row of cases.transitions, some with words for the citizen."""

from cases import duplicates, handling, holding, moves
from cases.audit.deeds import Action
from cases.history import CITIZEN, SYSTEM
from cases.kinds import Says
from cases.transitions import WAYS, Move
from desk.errors import Misused
from desk.step import Do, Step, Verb

WORDS = {
    Move.ASK_INFO: "ask",
    Move.REFUSE: "not-accept",
    Move.SEND_BACK: "return",
    Move.GIVE_FEEDBACK: "feedback",
    Move.REWORK: "reopen",
    Move.MARK_DUPLICATE: "duplicate",
    Move.UNMARK_DUPLICATE: "unduplicate",
    Move.REQUEST_REVIEW: "review",
    Move.REQUEST_RECHECK: "recheck",
}  # the others are typed as they are called in the code
ELSEWHERE = (Move.PURGE,)  # ./huiyin retention takes the body away and looks whether it is gone


def word(move: Move) -> str:
    """What is typed for a move."""
    return WORDS.get(move, move.name.lower().replace("_", "-"))


def _plain(move: Move) -> Do:
    def go(step: Step) -> None:
        moves.make(step.session, step.officer, step.case, move, step.now, reason=step.reason)

    return go


def _close(step: Step, move: Move, notice: str) -> None:
    told, secret, officer, case = step.told(notice), step.office.secret, step.officer, step.case
    handling.close(step.session, secret, officer, case, step.now, reason=step.reason, move=move, **told)


def say(step: Step, text: str, says: Says = Says.ANSWER) -> None:
    """Words of the staff to the citizen."""
    heading = step.office.wording("case.question" if says is Says.QUESTION else "case.reply")
    told, secret, officer, case = step.told(step.neutral), step.office.secret, step.officer, step.case
    handling.reply(step.session, secret, officer, case, text, step.now, heading=heading, says=says, **told)


def _ask(step: Step) -> None:
    """The question is a message; the line of history only says that there is one."""
    heading, told = step.office.wording("case.question"), step.told(step.neutral)
    secret, officer, case, text = step.office.secret, step.officer, step.case, step.asked.text
    handling.ask(step.session, secret, officer, case, text, step.now, heading=heading, **told)


def _accept(step: Step) -> None:
    accepted = step.office.wording("queue.told_accepted", number=step.case.number)
    told = step.told(step.neutral if step.case.confidential else accepted)
    secret, reason = step.office.secret, step.reason or None
    handling.accept(step.session, secret, step.officer, step.case, step.now, reason=reason, **told)


def _refuse(step: Step) -> None:
    """With the door where the matter belongs: one of the answers that citizens are given, or words (domain.md 3.4)."""
    door = step.asked.door or ""
    known = step.office.doors().get(door, door) or step.office.wording("queue.door_unknown")
    say(step, step.office.wording("queue.told_refused", door=known))
    _close(step, Move.REFUSE, step.neutral)


def _refer(step: Step) -> None:
    """Of a confidential case nobody is told where it went (domain.md 2.5)."""
    if not step.case.confidential:
        unit = step.asked.unit or step.office.wording("queue.unit_unnamed")
        say(step, step.office.wording("queue.told_referred", unit=unit))
    _close(step, Move.REFER, step.neutral)


def _complete(step: Step) -> None:
    told = "case.neutral" if step.case.confidential else "case.closed"
    _close(step, Move.COMPLETE, step.office.wording(told, number=step.case.number))


def _answer(step: Step) -> None:
    say(step, step.asked.text)
    _close(step, Move.ANSWER, step.office.wording("case.closed", number=step.case.number))


def _assign(step: Step) -> None:
    to = step.person(step.asked.person) if step.asked.person else None
    department, reason = step.asked.department, step.reason or None
    if to is None and not department:
        raise Misused(step.office.wording("queue.assign_whom"))
    given = {"department": department, "reviewer": step.person(step.asked.reviewer) if step.asked.reviewer else None}
    holding.assign(step.session, step.officer, step.case, to, step.now, **given, reason=reason)


def _extend(step: Step) -> None:
    told, days, secret, now = step.told(step.neutral), step.asked.days, step.office.secret, step.now
    handling.extend(step.session, secret, step.officer, step.case, days, now, reason=step.reason, **told)


def _rework(step: Step) -> None:
    handling.rework(step.session, step.officer, step.case, step.asked.why, step.now, note=step.reason)


def _feedback(step: Step) -> None:
    """How it was given and what the citizen said to it, as the record of it wants (domain.md 2.4 DL06)."""
    reason = step.office.wording("queue.feedback_record", how=step.asked.how, reaction=step.asked.reaction)
    moves.make(step.session, step.officer, step.case, Move.GIVE_FEEDBACK, step.now, reason=reason)


def _mark_duplicate(step: Step) -> None:
    duplicates.mark(step.session, step.officer, step.case, step.other(step.asked.of), step.now, reason=step.reason)


def _unmark_duplicate(step: Step) -> None:
    duplicates.unmark(step.session, step.officer, step.case, step.now, reason=step.reason)


SPECIAL: dict[Move, tuple[tuple[str, ...], Do]] = {
    Move.ASK_INFO: (("text",), _ask),
    Move.ACCEPT: (("reason?",), _accept),
    Move.REFUSE: (("reason", "--door"), _refuse),
    Move.REFER: (("reason", "--unit"), _refer),
    Move.COMPLETE: (("reason",), _complete),
    Move.ANSWER: (("text",), _answer),
    Move.ASSIGN: (("person?", "--department", "--reviewer", "--reason"), _assign),
    Move.EXTEND: (("days", "reason"), _extend),
    Move.REWORK: (("why", "reason"), _rework),
    Move.GIVE_FEEDBACK: (("how", "reaction"), _feedback),
    Move.MARK_DUPLICATE: (("of", "reason"), _mark_duplicate),
    Move.UNMARK_DUPLICATE: (("reason",), _unmark_duplicate),
}
ACTIONS = {Move.ASSIGN: Action.ASSIGN, Move.EXTEND: Action.EXTEND}


def _by_staff() -> list[Move]:
    done = {way.move for way in WAYS if set(way.by) - {CITIZEN, SYSTEM}}
    return [move for move in Move if move in done and move not in ELSEWHERE]


def _verb(move: Move) -> Verb:
    needed = any(way.reason for way in WAYS if way.move is move)
    arguments, do = SPECIAL.get(move, (("reason" if needed else "reason?",), _plain(move)))
    return Verb(arguments, ACTIONS.get(move, Action.MOVE), do)


MOVES: dict[str, Verb] = {word(move): _verb(move) for move in _by_staff()}
