"""A team for trying the program out: one account for each role, ready to sign in."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from cases.at_rest import ServiceSecret
from cases.kinds import Role
from cases.receipt_code import Cost
from cases.staff import accounts, key_pairs, passphrases, totp
from cases.staff.accounts import Details


@dataclass(frozen=True)
class Member:
    """What somebody needs to sign in as one of them."""

    name: str
    display_name: str
    roles: tuple[Role, ...]
    passphrase: str = field(repr=False)
    seed: str = field(repr=False)


TEAM = (
    ("leader", Details("陈立军", frozenset({Role.TEAM_LEADER}))),
    ("deputy", Details("林晓东", frozenset({Role.DEPUTY_LEADER}))),
    ("clerk", Details("王丽", frozenset({Role.INTAKE_CLERK}))),
    ("triage", Details("周海燕", frozenset({Role.TRIAGE_OFFICER}))),
    ("handler1", Details("黄建国", frozenset({Role.HANDLER}))),
    ("handler2", Details("吴晓敏", frozenset({Role.HANDLER}))),
    ("reviewer", Details("郑志强", frozenset({Role.REVIEWER}))),
    ("liaison", Details("叶青", frozenset({Role.DEPARTMENT_LIAISON}), "商务局")),
    ("superior", Details("孙国平", frozenset({Role.SUPERIOR_LIAISON}))),
    ("supervisor", Details("徐静", frozenset({Role.INTERNAL_SUPERVISOR}))),
    ("editor", Details("何雨欣", frozenset({Role.FAQ_EDITOR}))),
    ("statistician", Details("潘晨", frozenset({Role.STATISTICIAN}))),
    ("auditor", Details("金文斌", frozenset({Role.AUDITOR}))),
    ("security", Details("谢敏宁", frozenset({Role.SECURITY_ADMIN}))),
    ("sysadmin", Details("董伟", frozenset({Role.SYSADMIN}))),
)


def make_team(session: Session, secret: ServiceSecret, now: datetime, cost: Cost) -> list[Member]:
    """The accounts of TEAM; passphrases and seeds are nowhere but in what this returns."""
    return [_make(session, secret, name, who, now, cost) for name, who in TEAM]


def _make(session: Session, secret: ServiceSecret, name: str, who: Details, now: datetime, cost: Cost) -> Member:
    passphrase, seed = passphrases.one_time(), totp.new_seed()
    staff = accounts.put(session, None, name, who, key_pairs.make(passphrase, cost), now)
    staff.one_time = False
    totp.keep(secret, staff, seed, step=0)
    session.flush()
    return Member(name, who.display_name, tuple(sorted(who.roles)), passphrase, seed)
