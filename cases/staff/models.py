"""The tables of staff accounts, of what was done to them, and of sign-ins that failed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cases.kinds import Role
from cases.models import Base
from cases.receipt_code import Cost
from cases.staff.key_pairs import LockedPair


class Staff(Base):
    """An account: anybody may seal to the public key, the private one is under the passphrase."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(32), unique=True)
    display_name: Mapped[str] = mapped_column(sa.String(64))
    roles: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    department: Mapped[str | None] = mapped_column(sa.String(64))
    aliases: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    public_key: Mapped[bytes | None]
    private_key: Mapped[bytes | None]
    salt: Mapped[bytes | None]
    memory_kib: Mapped[int | None]
    passes: Mapped[int | None]
    lanes: Mapped[int | None]
    one_time: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[bytes | None]
    totp_step: Mapped[int | None] = mapped_column(sa.BigInteger)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    @property
    def held(self) -> frozenset[Role]:
        """The roles as the code knows them."""
        return frozenset(Role(role) for role in self.roles)

    @property
    def pair(self) -> LockedPair | None:
        """Both keys, unless the private one is kept elsewhere."""
        if self.public_key is None or self.private_key is None or self.salt is None:
            return None
        cost = Cost(self.memory_kib or 0, self.passes or 0, self.lanes or 0)
        return LockedPair(self.public_key, self.private_key, self.salt, cost)

    @property
    def key(self) -> LockedPair | bytes:
        """What there is of a key: the pair, or the public half alone."""
        return self.pair or self.public_key or b""

    def take(self, key: LockedPair | bytes) -> None:
        """Keep this key, and none of the former one; a passphrase that comes with it is a one-time one."""
        if isinstance(key, bytes):
            self.public_key, self.private_key, self.salt, self.one_time = key, None, None, False
            self.memory_kib = self.passes = self.lanes = None
            return
        self.public_key, self.private_key, self.salt, self.one_time = key.public, key.private, key.salt, True
        self.memory_kib, self.passes, self.lanes = key.cost.memory_kib, key.cost.passes, key.cost.lanes


class StaffEvent(Base):
    """One line of what was done to an account; never changed, never with a secret."""

    __tablename__ = "staff_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(sa.String(64))
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(32))
    old: Mapped[str | None] = mapped_column(sa.Text)
    new: Mapped[str | None] = mapped_column(sa.Text)


class SignInDelay(Base):
    """How long a name has to wait, whether somebody has it or not: the row must not tell."""

    __tablename__ = "sign_in_delays"

    name_key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int]
    retry_at: Mapped[datetime]
