"""What to say to staff who may not go on."""

from cases.errors import NotAllowed, Stale
from cases.staff.errors import (
    NoSuchAccount,
    OnlyOne,
    RolesApart,
    SignInFailed,
    ToDo,
    TooSoon,
    Unfinished,
    Unfit,
    WeakPassphrase,
    WrongCode,
)
from wording import Wording

PLAIN: dict[type[Exception], str] = {
    SignInFailed: "staff.sign_in_failed",
    WrongCode: "staff.wrong_code",
    NoSuchAccount: "staff.unknown",
    Stale: "staff.meanwhile",
}
SAID: tuple[type[Exception], ...] = (
    *PLAIN,
    NotAllowed,
    OnlyOne,
    RolesApart,
    TooSoon,
    Unfinished,
    Unfit,
    WeakPassphrase,
)


def explained(error: Exception, wording: Wording) -> str:
    """One of SAID, in Chinese."""
    match error:
        case TooSoon(seconds=seconds):
            return wording("staff.too_soon", seconds=seconds)
        case Unfinished(to_do=to_do):
            return wording("staff.passphrase_first" if ToDo.PASSPHRASE in to_do else "staff.totp_first")
        case RolesApart(one=one, other=other):
            return wording("staff.roles_apart", one=one.label, other=other.label)
        case OnlyOne():
            return wording("staff.only_one", role=error.args[0].label)
        case NotAllowed():
            return wording("staff.not_allowed", roles=error.args[0])
        case WeakPassphrase():
            return wording(f"staff.weak_{error.args[0]}")
        case Unfit():
            return wording(f"staff.unfit_{error.args[0]}")
    return next(wording(name) for sort, name in PLAIN.items() if isinstance(error, sort))
