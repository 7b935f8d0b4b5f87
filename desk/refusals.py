"""What a command that cannot be carried out says: in Chinese, with what to do instead."""

from sqlalchemy.orm.exc import StaleDataError

from cases import errors
from cases.search_terms import TooShort
from desk.errors import Misused, Nameless, Overtaken
from desk.staff_refusals import SAID, explained
from wording import Wording

PLAIN: dict[type[Exception], str] = {
    Nameless: "queue.no_actor",
    TooShort: "queue.too_short",
    errors.SamePerson: "queue.same_person",
    errors.HeldByAnother: "queue.held",
    errors.ReasonNeeded: "queue.no_reason",
    errors.WrongDay: "queue.wrong_day",
    errors.Suspended: "queue.suspended",
    errors.NotAttested: "queue.not_attested",
    errors.KeptOut: "queue.kept_out",
    errors.OnlyReader: "queue.only_reader",
    errors.Unreadable: "queue.no_key",
    errors.HandOffOnly: "queue.nobody_reads",
    errors.Stale: "queue.meanwhile",
    errors.NotApproved: "queue.not_approved",
    Overtaken: "queue.meanwhile",
    StaleDataError: "queue.meanwhile",
}
REFUSALS: tuple[type[Exception], ...] = (
    *PLAIN,
    Misused,
    errors.NoSuchCase,
    errors.NotAllowed,
    errors.IllegalMove,
    errors.NoBytes,
    *SAID,
)


def refusal(refused: Exception, number: str, wording: Wording) -> str:
    """One of REFUSALS in Chinese; a wrong number and a hidden case in the same words."""
    about = str(refused.args[0]) if refused.args else ""
    match refused:
        case Misused():
            return about
        case errors.NoSuchCase():
            return wording("queue.unknown", number=about or number)
        case errors.NoBytes():
            return wording(f"queue.no_bytes_{about}")
        case errors.IllegalMove():
            state, can = refused.args
            return wording("queue.not_now", number=number, state=state, can=can or wording("queue.nothing"))
    for sort, name in PLAIN.items():
        if isinstance(refused, sort):
            return wording(name, number=number, about=about)
    if isinstance(refused, errors.NotAllowed):
        return wording("queue.not_allowed", roles=about or wording("queue.others"))
    return explained(refused, wording)
