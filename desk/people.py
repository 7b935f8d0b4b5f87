"""The verbs about people: who has a case in hand, who keeps out of it, who may read it, who the citizen is."""

import json
from typing import Any

from cases import holding, protection, reading_rights, upward
from cases.audit.deeds import Action
from cases.errors import IllegalMove
from cases.kinds import IdentityMode
from cases.recusal import aside, attestations, exclusions, requests
from cases.recusal.models import Why
from cases.sealing import granting, identities
from cases.sealing.models import IdentityRequest
from cases.staff.models import Staff
from desk.step import Step, Verb

GRANTED, REFUSED = "yes", "no"
ASK, APPROVE, DENY, REVEAL = "request", "approve", "refuse", "show"


def _claim(step: Step) -> None:
    holding.claim(step.session, step.officer, step.case, step.now)


def _release(step: Step) -> None:
    holding.release(step.session, step.officer, step.case, step.now, reason=step.reason)


def _transfer(step: Step) -> None:
    to = step.person(step.asked.person)
    holding.transfer(step.session, step.officer, step.case, to, step.now, reason=step.reason)


def _name_reviewer(step: Step) -> None:
    reviewer, reason = step.person(step.asked.person), step.reason or None
    holding.name_reviewer(step.session, step.officer, step.case, reviewer, step.now, reason=reason)


def _attest(step: Step) -> None:
    attestations.attest(step.session, step.officer, step.case, step.now)


def _recuse(step: Step) -> str:
    """Oneself, or another by who may decide; for the former the case is gone from now on."""
    whom = step.staff(step.asked.person or step.officer.name)
    why = step.asked.why or (Why.DECLARED if whom.id == step.officer.staff_id else Why.INTEREST)
    aside.put_aside(step.session, step.officer, step.case, whom, why, step.now, reason=step.reason)
    return step.office.wording("queue.recused", name=whom.display_name)


def _decide_recusal(step: Step) -> None:
    """A suspicion when a person is named of whom there is one, else the oldest request of the citizen."""
    conflict, whom = step.asked.decision == GRANTED, step.staff(step.asked.person) if step.asked.person else None
    if whom and _is_suspected(step, whom):
        exclusions.settle(
            step.session, step.officer, step.case, whom.id, conflict=conflict, reason=step.reason, now=step.now
        )
    elif whom and not conflict and step.case.confidential:
        granting.readmit(step.session, step.officer, step.case, whom, step.now)
    else:
        _decide_request(step, whom, conflict=conflict)


def _is_suspected(step: Step, whom: Staff) -> bool:
    return any(row.staff_id == whom.id for row in exclusions.suspected(step.session, step.case))


def _decide_request(step: Step, whom: Staff | None, *, conflict: bool) -> None:
    """One against the leader is there for the dispatching organ alone, and comes first for it."""
    known = upward.decides(step.officer)
    waiting = [one for one in requests.undecided(step.session, step.case) if known or not one.upward]
    waiting.sort(key=lambda one: not one.upward)
    if not waiting or (conflict and whom is None):
        raise IllegalMove
    if not conflict:
        requests.refuse(step.session, step.officer, waiting[0], step.reason, step.now)
    elif whom:
        requests.grant(step.session, step.officer, waiting[0], whom.id, step.reason, step.now)


def _protected(step: Step) -> None:
    """The oldest request that this officer may decide on."""
    asked = [one for one in protection.of_case(step.session, step.case) if one.taken_at is None]
    mine = [one for one in asked if one.upward is upward.decides(step.officer)]
    if not mine:
        raise IllegalMove
    protection.take(step.session, step.officer, mine[0], step.reason, step.now)


def _grant(step: Step) -> None:
    to = step.staff(step.asked.person)
    reading_rights.give(step.session, step.officer, step.case, to, step.now, reason=step.reason)


def _revoke(step: Step) -> None:
    of = step.staff(step.asked.person)
    reading_rights.take(step.session, step.officer, step.case, of, step.now, reason=step.reason)


def _identity(step: Step) -> str | None:
    """Asked for with a reason, released by a second person, then shown; each is an event (INV-C2)."""
    if step.asked.what == ASK:
        identities.ask(step.session, step.officer, step.case, step.reason, step.now)
    elif step.asked.what == REVEAL:
        return _named(step, json.loads(identities.reveal(step.session, step.officer, step.case, step.now)))
    else:
        decide = identities.approve if step.asked.what == APPROVE else identities.refuse
        decide(step.session, step.officer, _waiting(step), step.now)
    return None


def _waiting(step: Step) -> IdentityRequest:
    """The oldest, and not one's own where another waits, too."""
    waiting = identities.undecided(step.session, step.case)
    if not waiting:
        raise IllegalMove
    return min(waiting, key=lambda one: one.asked_by == step.officer.staff_id)


def _named(step: Step, known: dict[str, Any]) -> str:
    mode = IdentityMode(known["mode"]).label
    name, phone = known.get("name") or "", " ".join(known[way] for way in ("phone", "address") if known.get(way))
    return step.office.wording("queue.citizen", number=step.case.number, mode=mode, name=name, phone=phone)


PEOPLE: dict[str, Verb] = {
    "claim": Verb((), Action.ASSIGN, _claim),
    "release": Verb(("reason?",), Action.ASSIGN, _release),
    "transfer": Verb(("person", "reason"), Action.ASSIGN, _transfer),
    "reviewer": Verb(("person", "reason?"), Action.ASSIGN, _name_reviewer),
    "attest": Verb((), Action.RECUSAL, _attest),
    "recuse": Verb(("reason?", "--person", "--why"), Action.RECUSAL, _recuse),
    "decide-recusal": Verb(("decision", "reason", "--person"), Action.RECUSAL, _decide_recusal),
    "protected": Verb(("reason",), Action.RECUSAL, _protected),
    "grant": Verb(("person", "reason"), Action.GRANT, _grant),
    "revoke": Verb(("person", "reason"), Action.REVOKE, _revoke),
    "identity": Verb(("what", "reason?"), Action.IDENTITY, _identity),
}
