"""Which verbs would be taken from an officer now: for showing them; whether one is taken, `cases` alone decides."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cases import access, duties, handling, holding, notes, printing, splitting, undoing, upward
from cases.deadlines.rule import Event
from cases.kinds import IdentityMode, Kind, State, Track
from cases.likeness import published
from cases.recusal import exclusions
from cases.retention import handovers, holds
from cases.transitions import BEFORE_HANDLING, OPEN, RECIPIENTS
from desk.candidates import identity_steps
from desk.look import Look
from desk.moves import word
from desk.verbs import VERBS


def offered(look: Look) -> list[str]:
    """In the order of VERBS; in a case that is hidden from them nothing."""
    if not access.sees(look.session, look.officer, look.case):
        return []
    possible = {word(move) for move in look.moves}
    return [name for name in VERBS if name in possible or (name in WHEN and WHEN[name](look))]


def next_steps(look: Look) -> list[str]:
    """Those that bring it on: to attest, to take it in hand, its moves."""
    first = [name for name in ("attest", "claim") if WHEN[name](look)]
    return first + [word(move) for move in look.moves if word(move) in VERBS]


def _attest(look: Look) -> bool:
    return not look.has_attested


def _claim(look: Look) -> bool:
    may = look.is_one_of(*RECIPIENTS.get(look.case.queue, holding.TAKE))
    return look.case.holder_id is None and may and look.in_play


def _release(look: Look) -> bool:
    return look.case.holder_id is not None and look.own_or_leads


def _transfer(look: Look) -> bool:
    return look.in_play and look.own_or_leads


def _name_reviewer(look: Look) -> bool:
    return look.in_play and look.is_one_of(*holding.GIVE)


def _decide_recusal(look: Look) -> bool:
    if not look.is_one_of(*exclusions.DECIDE):
        return False
    decides = upward.decides(look.officer)
    asked = any(decides or not one.upward for one in look.recusals_asked)
    return asked or bool(look.kept_apart) or bool(look.suspected)


def _protected(look: Look) -> bool:
    decides = upward.decides(look.officer)
    waiting = (one for one in look.protections if one.taken_at is None)
    return look.is_one_of(*exclusions.DECIDE) and any(one.upward is decides for one in waiting)


def _grant(look: Look) -> bool:
    return look.case.confidential and look.leads


def _identity(look: Look) -> bool:
    return look.is_named and bool(identity_steps(look))


def _reply(look: Look) -> bool:
    return look.is_one_of(*handling.SPEAKING) and look.case.state is not State.PURGED


def _question(look: Look) -> bool:
    return _reply(look) and (not look.case.confidential or look.case.state in handling.WRITABLE)


def _note(look: Look) -> bool:
    return look.is_one_of(*notes.WRITING)


def _answer_contest(look: Look) -> bool:
    may = look.is_one_of(*RECIPIENTS.get(look.case.queue, handling.LOOKING_AGAIN))
    return may and look.case.quality_since is not None


def _check_name(look: Look) -> bool:
    return look.is_one_of(*handling.CHECKING_NAMES) and look.case.identity_mode is not IdentityMode.ANONYMOUS


def _split(look: Look) -> bool:
    may = look.is_one_of(*splitting.CLASSIFYING)
    return may and not look.case.queue.sealed and look.case.state in OPEN


def _tip_off(look: Look) -> bool:
    may = look.is_one_of(*splitting.CLASSIFYING)
    return may and not look.case.confidential and look.case.state in BEFORE_HANDLING


def _publish(look: Look) -> bool:
    may = look.is_one_of(*published.PUBLISHING) and not look.case.confidential
    return may and look.published is not None


def _decide_publish(look: Look) -> bool:
    row = look.published
    return _publish(look) and row is not None and row.proposed_by not in (None, look.officer.name)


def _hold(look: Look) -> bool:
    return look.is_one_of(*holds.MAY_HOLD) and not look.is_held


def _unhold(look: Look) -> bool:
    return look.is_one_of(*holds.MAY_HOLD) and look.is_held


def _confirm_receipt(look: Look) -> bool:
    may = look.is_one_of(*handovers.MAY_CONFIRM) and look.case.state in handovers.GIVEN_AWAY
    return may and handovers.confirmed_at(look.session, look.case) is None


def _undo(look: Look) -> bool:
    return undoing.is_possible(look.session, look.officer, look.case, look.now)


def _ask_print(look: Look) -> bool:
    asks = look.case.confidential and not look.owes
    return asks and not printing.has_asked(look.session, look.officer, look.case)


def _decide_print(look: Look) -> bool:
    return look.leads and any(one.asked_by != look.officer.staff_id for one in look.prints_asked)


def _duty(what: Event) -> Callable[[Look], bool]:
    def may(look: Look) -> bool:
        petition = look.case.kind.track is Track.PETITION or what not in duties.ONLY_OF_PETITIONS
        rights = look.case.kind is Kind.DATA_RIGHTS or what is not Event.DATA_ANSWERED
        return look.is_one_of(*duties.MAY_RECORD[what]) and petition and rights

    return may


WHEN: Mapping[str, Callable[[Look], bool]] = MappingProxyType(
    {
        "attest": _attest,
        "claim": _claim,
        "release": _release,
        "transfer": _transfer,
        "reviewer": _name_reviewer,
        "recuse": lambda _look: True,
        "decide-recusal": _decide_recusal,
        "protected": _protected,
        "grant": _grant,
        "revoke": _grant,
        "identity": _identity,
        "reply": _reply,
        "question": _question,
        "notice": _question,
        "note": _note,
        "answer-contest": _answer_contest,
        "check-name": _check_name,
        "split": _split,
        "tip-off": _tip_off,
        "publish": _publish,
        "decide-publish": _decide_publish,
        "hold": _hold,
        "unhold": _unhold,
        "confirm-receipt": _confirm_receipt,
        "undo": _undo,
        "informed": _duty(Event.INFORMED),
        "came-from": _duty(Event.TRANSFERRED_IN),
        "sent-back": _duty(Event.RETURNED),
        "review-decided": _duty(Event.REVIEW_DECIDED),
        "recheck-decided": _duty(Event.RECHECK_DECIDED),
        "feedback-recorded": _duty(Event.FEEDBACK_RECORDED),
        "data-answered": _duty(Event.DATA_ANSWERED),
        "ask-print": _ask_print,
        "decide-print": _decide_print,
    }
)  # the moves say it themselves
