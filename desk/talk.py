"""The verbs about words: to the citizen, for one another, of what was done, of what a case becomes."""

from cases import duties, handling, notes, splitting, undoing
from cases.audit.deeds import Action
from cases.deadlines.rule import Event
from cases.kinds import Says
from cases.likeness import published
from cases.retention import handovers, holds
from desk.moves import say
from desk.people import GRANTED
from desk.step import Do, Step, Verb


def _reply(step: Step) -> None:
    say(step, step.asked.text)


def _question(step: Step) -> None:
    say(step, step.asked.text, Says.QUESTION)


def _notice(step: Step) -> None:
    say(step, step.asked.text, Says.NOTICE)


def _note(step: Step) -> None:
    notes.write(step.session, step.officer, step.case, step.asked.text, step.now)


def _answer_contest(step: Step) -> None:
    told, secret, text = step.told(step.neutral), step.office.secret, step.asked.text
    handling.answer_contest(step.session, secret, step.officer, step.case, text, step.now, **told)


def _check_name(step: Step) -> None:
    handling.check_identity(step.session, step.officer, step.case, step.asked.mode, step.now, reason=step.reason)


def _split(step: Step) -> str:
    office, reason = step.office, step.reason
    part = splitting.split(
        step.session,
        office.recovery,
        step.officer,
        step.case,
        step.asked.kind,
        step.asked.text,
        step.now,
        jurisdiction=office.jurisdiction(),
        reason=reason,
    )
    return office.wording("queue.split", number=part.number)


def _tip_off(step: Step) -> str:
    office, reason = step.office, step.reason
    splitting.treat_as_tip_off(
        step.session,
        office.secret,
        office.recovery,
        step.officer,
        step.case,
        step.now,
        about_whom=step.asked.about,
        jurisdiction=office.jurisdiction(),
        reason=reason,
    )
    return office.wording("queue.sealed_now", number=step.case.number)


def _publish(step: Step) -> None:
    published.propose(step.session, step.officer, step.case, step.asked.text, step.now)


def _decide_publish(step: Step) -> None:
    decide = published.release if step.asked.decision == GRANTED else published.refuse
    decide(step.session, step.officer, step.case, step.now)


def _hold(step: Step) -> None:
    holds.place(step.session, step.officer, step.case, step.reason, step.now, until=step.asked.until)


def _unhold(step: Step) -> None:
    holds.release(step.session, step.officer, step.case, step.reason, step.now)


def _confirm_receipt(step: Step) -> None:
    handovers.confirm(step.session, step.officer, step.case, step.reason, step.now)


def _undo(step: Step) -> None:
    reason = step.reason or step.office.wording("queue.undone")
    undoing.undo(step.session, step.officer, step.case, step.now, reason=reason)


def _done(what: Event) -> Do:
    def record(step: Step) -> None:
        duties.record(step.session, step.officer, step.case, what, step.reason, step.now)

    return record


def _duty(what: Event) -> Verb:
    return Verb(("reason",), Action.NOTE, _done(what))


TALK: dict[str, Verb] = {
    "reply": Verb(("text",), Action.REPLY, _reply),
    "question": Verb(("text",), Action.REPLY, _question),
    "notice": Verb(("text",), Action.REPLY, _notice),
    "note": Verb(("text",), Action.NOTE, _note),
    "answer-contest": Verb(("text",), Action.REPLY, _answer_contest),
    "check-name": Verb(("mode", "reason"), Action.IDENTITY, _check_name),
    "split": Verb(("kind", "text", "reason"), Action.MOVE, _split),
    "tip-off": Verb(("about", "reason"), Action.MOVE, _tip_off),
    "publish": Verb(("text",), Action.NOTE, _publish),
    "decide-publish": Verb(("decision",), Action.NOTE, _decide_publish),
    "hold": Verb(("reason", "--until"), Action.HOLD, _hold),
    "unhold": Verb(("reason",), Action.RELEASE, _unhold),
    "confirm-receipt": Verb(("reason",), Action.MOVE, _confirm_receipt),
    "undo": Verb(("reason?",), Action.MOVE, _undo),
    "informed": _duty(Event.INFORMED),
    "came-from": _duty(Event.TRANSFERRED_IN),
    "sent-back": _duty(Event.RETURNED),
    "review-decided": _duty(Event.REVIEW_DECIDED),
    "recheck-decided": _duty(Event.RECHECK_DECIDED),
    "feedback-recorded": _duty(Event.FEEDBACK_RECORDED),
    "data-answered": _duty(Event.DATA_ANSWERED),
}
