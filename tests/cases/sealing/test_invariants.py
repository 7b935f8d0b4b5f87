"""Invariants of domain.md 2.7 and 2.8 that keys hold, for any staff and any kind of matter."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from cases import content, submission
from cases.draft_body import DraftIdentity
from cases.errors import HandOffOnly, KeptOut, Unreadable
from cases.kinds import AboutWhom, IdentityMode, Kind, Role
from cases.models import Case, Message
from cases.sealing import granting, recovery
from cases.sealing.models import Purpose
from cases.sealing.reading import officer_reader, private_half
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.tables import models
from tests.builders import (
    NOW,
    RECOVERY,
    SECRET,
    make_body,
    make_case,
    make_code,
    make_draft,
    make_officer,
    make_readers,
)

WORDS = "某科长收了红包三万元"
NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")
READ_NOTHING = (Role.SYSADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.STATISTICIAN, Role.FAQ_EDITOR)
SEALED = st.sampled_from([Kind.TIP_OFF, Kind.APPEAL])
TEAM = st.lists(st.sampled_from(list(Role)), min_size=1, max_size=8)


@contextmanager
def empty() -> Iterator[Session]:
    """A database for one example."""
    engine = create_engine("sqlite://")
    models.Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def taken(session: Session, kind: Kind, whom: AboutWhom, excluded: list[int]) -> Case | None:
    """The case, unless nobody may read it."""
    body = make_body(WORDS, kind, about_whom=whom, identity=NAMED)
    draft = make_draft(session, body)
    try:
        return submission.submit(
            session, SECRET, RECOVERY.public, make_code(), draft, body, NOW, excluded=excluded
        ).case
    except HandOffOnly:
        return None


def opens(session: Session, case: Case, officer: Officer, purpose: Purpose = Purpose.CASE) -> bool:
    try:
        return bool(private_half(session, officer_reader(officer), case, purpose))
    except Unreadable:
        return False


@hypothesis_settings(max_examples=60, deadline=None)
@given(kind=SEALED, whom=st.sampled_from(list(AboutWhom)), roles=TEAM, out=st.sets(st.integers(0, 7)))
def test_inv_r1_whatever_the_staff_who_is_kept_out_gets_neither_key(
    kind: Kind, whom: AboutWhom, roles: list[Role], out: set[int]
) -> None:
    with empty() as session:
        staff = [make_officer(session, role) for role in roles]
        kept_out = [staff[at] for at in out if at < len(staff)]
        case = taken(session, kind, whom, [officer.staff_id for officer in kept_out])
        if case is None:
            assert session.scalars(select(Message)).all() == []
            return
        assert not any(opens(session, case, officer, purpose) for officer in kept_out for purpose in Purpose)
        assert any(opens(session, case, officer) for officer in staff)


@hypothesis_settings(max_examples=60, deadline=None)
@given(kind=SEALED, roles=TEAM)
def test_inv_r4_whatever_the_staff_only_the_liaison_opens_what_accuses_the_leader(
    kind: Kind, roles: list[Role]
) -> None:
    with empty() as session:
        staff = [make_officer(session, role) for role in roles]
        case = taken(session, kind, AboutWhom.TEAM_LEADER, [])
        assert (case is None) == (Role.SUPERIOR_LIAISON not in roles)
        if case:
            assert all(opens(session, case, who) == who.has(Role.SUPERIOR_LIAISON) for who in staff)


@hypothesis_settings(max_examples=60, deadline=None)
@given(kind=SEALED, whom=st.sampled_from(list(AboutWhom)), roles=TEAM)
def test_inv_c8_administrators_statisticians_and_auditors_can_decrypt_nothing(
    kind: Kind, whom: AboutWhom, roles: list[Role]
) -> None:
    with empty() as session:
        staff = [make_officer(session, role) for role in (*roles, *READ_NOTHING)]
        case = taken(session, kind, whom, [])
        if case:
            assert not any(
                opens(session, case, who, purpose) for who in staff if who.has(*READ_NOTHING) for purpose in Purpose
            )


def test_inv_c8_content_name_and_files_have_separate_keys(session: Session) -> None:
    case = make_case(session, WORDS, Kind.TIP_OFF, identity=NAMED)
    leader = officer_reader(make_readers(session)[Role.TEAM_LEADER])
    assert len({private_half(session, leader, case, purpose) for purpose in Purpose}) == len(Purpose)


@pytest.mark.parametrize("way", ["grant", "recovery", "a colleague"])
def test_inv_r7_who_is_kept_out_regains_the_key_in_no_way(session: Session, way: str) -> None:
    case = make_case(session, WORDS, Kind.TIP_OFF)
    team = make_readers(session)
    leader, deputy = team[Role.TEAM_LEADER], team[Role.DEPUTY_LEADER]
    account = session.get_one(Staff, deputy.staff_id)
    granting.keep_out(session, leader, case, account, NOW)
    if way == "grant":
        with pytest.raises(KeptOut):
            granting.grant(session, leader, case, account, NOW)
    else:
        found = recovery.recovery_reader(*RECOVERY.halves) if way == "recovery" else officer_reader(leader)
        assert granting.renew(session, found, account, "x", NOW) == 0
    assert not opens(session, case, deputy)
    assert opens(session, case, leader)


@pytest.mark.parametrize("whom", [AboutWhom.SUPERIOR, AboutWhom.TEAM_LEADER])
def test_inv_c4_what_is_for_the_superior_is_stored_once_and_only_as_ciphertext(
    session: Session, whom: AboutWhom
) -> None:
    case = make_case(session, WORDS, Kind.TIP_OFF, about_whom=whom)
    (message,) = session.scalars(select(Message).where(Message.case_id == case.id))
    liaison = officer_reader(make_readers(session)[Role.SUPERIOR_LIAISON])
    assert content.read(session, message, liaison).decode() == WORDS
    for table in models.Base.metadata.sorted_tables:
        rows = session.execute(select(table)).all()
        assert not any(WORDS in str(value) or WORDS.encode() in _bytes(value) for row in rows for value in row)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
