"""A staff member who has signed in: what functions of `cases` are given as the one who acts."""

from dataclasses import dataclass, field

from cases.kinds import Role


@dataclass(frozen=True)
class Officer:
    """`private` opens what was sealed to this person, and is there only after the passphrase was given."""

    staff_id: int
    name: str
    roles: frozenset[Role]
    department: str | None = None
    private: bytes | None = field(default=None, repr=False)
    display_name: str = field(default="", compare=False)

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is theirs."""
        return not self.roles.isdisjoint(roles)
