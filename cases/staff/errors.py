"""What can go wrong with an account or a sign-in, and what the caller should do about it."""

from enum import StrEnum

from cases.kinds import Role


class ToDo(StrEnum):
    """What a new account has to do before it may do anything else."""

    PASSPHRASE = "passphrase"  # noqa: S105 a word, no secret
    TOTP = "totp"


class Weakness(StrEnum):
    """Why a passphrase was refused."""

    SHORT = "short"
    NAMED = "named"
    MONOTONOUS = "monotonous"
    SAME = "same"


class Flaw(StrEnum):
    """What is wrong with the details of an account."""

    NAME = "name"
    NAME_TAKEN = "name_taken"
    DISPLAY_NAME = "display_name"
    NO_ROLE = "no_role"
    DEPARTMENT = "department"
    KEY = "key"
    FIRST = "first"


class SignInFailed(Exception):
    """Name, passphrase or code is wrong: never say which."""


class TooSoon(Exception):
    """Too many sign-ins of this name have failed: try again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Unfinished(Exception):
    """The passphrase is a one-time one, or the second factor is missing: `to_do` says what comes first."""

    def __init__(self, *to_do: ToDo) -> None:
        super().__init__(*to_do)
        self.to_do = to_do


class WeakPassphrase(Exception):
    """Others could guess it: its argument is the Weakness; ask for another."""


class WrongCode(Exception):
    """The first code of a new second factor does not fit: let them try again."""


class Unfit(Exception):
    """These details cannot be an account's: the argument is the Flaw."""


class RolesApart(Exception):
    """Nobody may hold these two roles together: take one of them away."""

    def __init__(self, one: Role, other: Role) -> None:
        super().__init__(one, other)
        self.one, self.other = one, other


class OnlyOne(Exception):
    """Somebody active has this role already, which one person holds at a time: disable or change that one first."""


class NoSuchAccount(Exception):
    """Nobody has this name."""
