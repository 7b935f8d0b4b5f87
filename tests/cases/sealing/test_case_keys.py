"""Who is given the key of a new case, and that nothing is kept which nobody may read."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cases import content, submission
from cases.chat_models import Attachment
from cases.draft_body import DraftIdentity
from cases.errors import HandOffOnly, Unreadable
from cases.kinds import AboutWhom, Author, IdentityMode, Kind, Queue, Role
from cases.models import Case, Identity, Message
from cases.sealing import case_keys, readers, recovery
from cases.sealing.models import CaseKey, CaseKeyWrap, Holder, Purpose
from cases.sealing.reading import Reader, citizen_reader, private_half
from cases.staff.models import Staff
from db.session import write_scope
from tests.builders import (
    DERIVATION,
    NOW,
    RECOVERY,
    SECRET,
    make_body,
    make_case,
    make_code,
    make_draft,
    make_officer,
    make_readers,
    reader,
)

NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")
WORDS = "某科长收了红包三万元"
LEADER, DEPUTY, TRIAGE = Role.TEAM_LEADER, Role.DEPUTY_LEADER, Role.TRIAGE_OFFICER
LIAISON, SUPERVISOR = Role.SUPERIOR_LIAISON, Role.INTERNAL_SUPERVISOR
CIRCLES = [
    (Kind.TIP_OFF, AboutWhom.NONE, {LEADER, DEPUTY, TRIAGE}),
    (Kind.APPEAL, AboutWhom.NONE, {LEADER, DEPUTY, TRIAGE}),
    (Kind.TIP_OFF, AboutWhom.TEAM_MEMBER, {LEADER, SUPERVISOR}),
    (Kind.TIP_OFF, AboutWhom.SUPERIOR, {LEADER, LIAISON}),
    (Kind.TIP_OFF, AboutWhom.TEAM_LEADER, {LIAISON}),
]


def sealed_case(session: Session, **fields: object) -> Case:
    return make_case(session, WORDS, Kind.TIP_OFF, **fields)


def words_for(session: Session, case: Case, who: Reader) -> str:
    (message,) = session.scalars(select(Message).where(Message.case_id == case.id))
    return content.read(session, message, who).decode()


def holders(session: Session, case: Case, purpose: Purpose = Purpose.CASE) -> set[Role | Holder]:
    """The roles of the staff who have the key, and who has it besides."""
    mine = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.purpose == purpose)
    found = session.scalars(select(CaseKeyWrap).where(mine)).all()
    staff = [session.get_one(Staff, wrap.staff_id) for wrap in found if wrap.staff_id]
    return {role for who in staff for role in who.held} | {w.holder for w in found if w.holder is not Holder.STAFF}


@pytest.mark.parametrize(("kind", "whom", "roles"), CIRCLES)
def test_only_the_named_readers_of_a_queue_get_the_key(
    session: Session, kind: Kind, whom: AboutWhom, roles: set[Role]
) -> None:
    make_officer(session, Role.HANDLER)
    make_officer(session, Role.REVIEWER)
    case = make_case(session, WORDS, kind, about_whom=whom)
    assert {holder for holder in holders(session, case) if isinstance(holder, Role)} == roles
    for role in (LEADER, DEPUTY, TRIAGE, LIAISON, SUPERVISOR):
        if role in roles:
            assert words_for(session, case, reader(session, role)) == WORDS
        else:
            with pytest.raises(Unreadable):
                words_for(session, case, reader(session, role))


def test_the_citizen_opens_his_case_with_his_code(session: Session) -> None:
    make_readers(session)
    code, other, body = make_code(), make_code(), make_body(WORDS, Kind.TIP_OFF)
    draft = make_draft(session, body)
    case = submission.submit(session, SECRET, RECOVERY.public, code, draft, body, NOW).case
    assert words_for(session, case, citizen_reader(DERIVATION.key_pair(code.code))) == WORDS
    with pytest.raises(Unreadable):
        words_for(session, case, citizen_reader(DERIVATION.key_pair(other.code)))


def test_the_recovery_key_opens_a_case_and_never_what_accuses_the_leader(session: Session) -> None:
    found = recovery.recovery_reader(*RECOVERY.halves)
    assert words_for(session, sealed_case(session), found) == WORDS
    upward = sealed_case(session, about_whom=AboutWhom.TEAM_LEADER)
    assert Holder.RECOVERY not in holders(session, upward)
    with pytest.raises(Unreadable):
        words_for(session, upward, found)


@pytest.mark.parametrize("who", [None, Reader(Holder.STAFF), Reader(Holder.STAFF, b"k" * 32, 1)])
def test_without_the_right_private_key_nothing_opens(session: Session, who: Reader | None) -> None:
    case = sealed_case(session)
    (message,) = session.scalars(select(Message))
    with pytest.raises(Unreadable):
        content.read(session, message, who)
    assert case.confidential


def test_an_excluded_member_gets_no_key_and_only_readers_can_tell_who_it_is(session: Session) -> None:
    team = make_readers(session)
    body = make_body(WORDS, Kind.TIP_OFF)
    out = team[DEPUTY].staff_id
    draft = make_draft(session, body)
    case = submission.submit(session, SECRET, None, make_code(), draft, body, NOW, excluded=[out]).case
    assert DEPUTY not in holders(session, case)
    key = session.get_one(CaseKey, (case.id, Purpose.CASE))
    assert case_keys.excluded(key, private_half(session, reader(session), case)) == {out}
    assert key.exclusions is not None
    assert len(key.exclusions) == len(_exclusions_of(session, sealed_case(session)))


def _exclusions_of(session: Session, case: Case) -> bytes:
    found = session.get_one(CaseKey, (case.id, Purpose.CASE)).exclusions
    assert found is not None
    return found


def nobody(session: Session) -> list[int]:
    return []


def no_liaison(session: Session) -> list[int]:
    for role in (LEADER, DEPUTY, TRIAGE, SUPERVISOR):
        make_officer(session, role)
    return []


def keyless_liaison(session: Session) -> list[int]:
    who = make_officer(session, LIAISON)
    session.get_one(Staff, who.staff_id).public_key = None
    return no_liaison(session)


def disabled_liaison(session: Session) -> list[int]:
    who = make_officer(session, LIAISON)
    session.get_one(Staff, who.staff_id).active = False
    return no_liaison(session)


def liaison_is_accused(session: Session) -> list[int]:
    return [make_officer(session, LIAISON).staff_id, *no_liaison(session)]


def liaison_of_both(session: Session) -> list[int]:
    make_officer(session, LIAISON, DEPUTY)
    return []


@pytest.mark.parametrize("staff", [nobody, no_liaison, keyless_liaison, disabled_liaison, liaison_is_accused])
@pytest.mark.parametrize("whom", [AboutWhom.SUPERIOR, AboutWhom.TEAM_LEADER, AboutWhom.UNKNOWN])
def test_without_a_liaison_with_a_key_nothing_for_the_superior_is_stored(
    session: Session, staff: Callable[[Session], list[int]], whom: AboutWhom
) -> None:
    excluded, body = staff(session), make_body(WORDS, Kind.TIP_OFF, about_whom=whom)
    draft = make_draft(session, body)
    with pytest.raises(HandOffOnly):
        submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW, excluded=excluded)
    for table in (Case, Message, CaseKey, CaseKeyWrap):
        assert session.scalars(select(table)).all() == []


def test_who_is_liaison_and_of_the_team_reads_nothing_that_accuses_the_leader(session: Session) -> None:
    liaison_of_both(session)
    with pytest.raises(HandOffOnly):
        readers.readers_of(session, Queue.SEALED_TEAM_LEADER)


@pytest.mark.parametrize(
    ("missing", "closed"),
    [(LEADER, set()), (LIAISON, {Queue.SEALED_SUPERIOR, Queue.SEALED_TEAM_LEADER}), (SUPERVISOR, set())],
)
def test_only_what_has_a_reader_can_be_taken(session: Session, missing: Role, closed: set[Queue]) -> None:
    assert not any(readers.can_take(session, queue) for queue in readers.OF_QUEUE)
    team = make_readers(session)
    session.get_one(Staff, team[missing].staff_id).active = False
    assert {queue for queue in readers.OF_QUEUE if not readers.can_take(session, queue)} == closed


def test_a_name_is_for_those_who_may_release_it(session: Session) -> None:
    case = make_case(session, kind=Kind.COMPLAINT, identity=NAMED)
    assert holders(session, case, Purpose.IDENTITY) == {LEADER, DEPUTY, Holder.CITIZEN, Holder.RECOVERY}
    assert holders(session, case) == set()


@pytest.mark.parametrize("whom", [whom for _, whom, _ in CIRCLES])
def test_nobody_has_the_key_to_a_name_who_has_none_to_its_confidential_case(session: Session, whom: AboutWhom) -> None:
    case = sealed_case(session, about_whom=whom, identity=NAMED)
    assert holders(session, case, Purpose.IDENTITY) <= holders(session, case)


def test_a_name_is_sealed_also_where_nobody_works_yet(session: Session) -> None:
    body = make_body(kind=Kind.COMPLAINT, identity=NAMED)
    code, draft = make_code(), make_draft(session, body)
    case = submission.submit(session, SECRET, None, code, draft, body, NOW).case
    assert "张三".encode() not in session.get_one(Identity, case.id).body
    assert holders(session, case, Purpose.IDENTITY) == {Holder.CITIZEN}


@pytest.mark.parametrize("failing", ["crypto_aead_xchacha20poly1305_ietf_encrypt", "SealedBox", "random"])
@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.COMPLAINT])
def test_when_encryption_fails_nothing_is_stored(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, failing: str, kind: Kind
) -> None:
    def fail(*_args: object) -> bytes:
        raise RuntimeError

    with write_scope(engine) as session:
        make_readers(session)
        body = make_body(WORDS, kind, identity=NAMED)
        draft = make_draft(session, body)
    monkeypatch.setattr(f"cases.sealing.envelope.{failing}", fail)
    with pytest.raises(RuntimeError), write_scope(engine) as session:
        submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, NOW)
    with Session(engine) as session:
        for table in (Case, Message, Identity, Attachment, CaseKey, CaseKeyWrap):
            assert session.scalars(select(table)).all() == []


def test_a_confidential_case_without_a_key_takes_no_words(session: Session) -> None:
    case = sealed_case(session)
    session.delete(session.get_one(CaseKey, (case.id, Purpose.CASE)))
    with pytest.raises(HandOffOnly):
        content.store(session, case, WORDS.encode(), now=NOW, author=Author.STAFF)


def test_two_messages_cannot_be_exchanged(session: Session) -> None:
    one, other = sealed_case(session), sealed_case(session)
    first, second = (session.scalars(select(Message).where(Message.case_id == case.id)).one() for case in (one, other))
    first.content, second.content = second.content, first.content
    for case in (one, other):
        with pytest.raises(Unreadable):
            words_for(session, case, reader(session))


def test_a_wrap_of_one_case_does_not_open_another(session: Session) -> None:
    one, other = sealed_case(session), sealed_case(session)
    mine = CaseKeyWrap.staff_id == reader(session).staff_id
    first, second = (
        session.scalars(select(CaseKeyWrap).where(CaseKeyWrap.case_id == case.id, mine)).one() for case in (one, other)
    )
    second.wrapped = first.wrapped
    with pytest.raises(Unreadable):
        private_half(session, reader(session), other)
