"""Cases that revision 0002 left: nothing of them is lost when keys of cases, deadlines and searching came."""

import json
from datetime import datetime

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import adoption, attachments, content
from cases.at_rest import frame
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.deadlines.models import Deadline
from cases.errors import Unreadable
from cases.kinds import Author, IdentityMode, Kind, Role, State, Visibility
from cases.models import Case, Identity, Message
from cases.routing.jurisdiction import NOWHERE
from cases.sealing.models import Purpose
from cases.sealing.reading import has_key, officer_reader
from cases.search_index import CaseWords
from tests.builders import DAY, NOW, RECOVERY, SECRET, make_bare_case, make_case, make_readers
from tests.teams import make_team

TEAM = PrivateKey.generate()
LATER = NOW + 3 * DAY
BOTH = pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.TIP_OFF])


def sealed(case: Case, purpose: str, plain: bytes) -> bytes:
    """As revision 0002 did it: to the one key of the team, or under the service secret."""
    if case.confidential:
        return bytes(SealedBox(PublicKey(bytes(TEAM.public_key))).encrypt(frame(plain, case.number)))
    return SECRET.seal(purpose, plain, case.number)


def old_case(session: Session, kind: Kind, received: datetime = NOW) -> Case:
    """A case of revision 0002 with words, a name and a file."""
    make_readers(session)
    case = make_bare_case(session, kind, received, identity_mode=IdentityMode.CLAIMED_NAME)
    words = "楼下王科长收了红包".encode()
    said = Message(case=case, author=Author.CITIZEN, visibility=Visibility.PUBLIC, created_at=received)
    said.content = sealed(case, "", words) if case.confidential else words
    file = Attachment(case_id=case.id, kind="photo", stored_name=case.number, state=FileState.STORED)
    file.body = sealed(case, "attachment", json.dumps({"name": "a.jpg"}).encode())
    session.add_all([said, file, Identity(case_id=case.id, body=sealed(case, "identity", b"{}"))])
    session.flush()
    return case


def adopt(session: Session, case: Case, *former: bytes) -> list[str]:
    """Adopt it; the files whose bytes were asked for."""
    asked: list[str] = []
    known = (case, LATER, NOWHERE, lambda name, _about: asked.append(name))
    adoption.adopt(session, SECRET, RECOVERY.public, former, *known)
    return asked


@BOTH
def test_what_was_said_and_sent_can_be_read_by_who_may_read_it_now(session: Session, kind: Kind) -> None:
    case = old_case(session, kind)
    assert adopt(session, case, bytes(TEAM)) == [case.number]
    reader = officer_reader(make_team(session)[Role.TRIAGE_OFFICER])
    said, file = session.scalars(select(Message)).one(), session.scalars(select(Attachment)).one()
    assert content.read(session, said, reader).decode() == "楼下王科长收了红包"
    assert attachments.about_of_case(session, SECRET, case, file, reader) == {"name": "a.jpg"}
    assert has_key(session, make_team(session)[Role.TEAM_LEADER].staff_id, case, Purpose.IDENTITY)


@BOTH
def test_its_deadlines_run_from_the_day_it_came(session: Session, kind: Kind) -> None:
    case = old_case(session, kind)
    adopt(session, case, bytes(TEAM))
    started = set(session.scalars(select(Deadline.started_on).where(Deadline.case_id == case.id)))
    assert started == {NOW.date()}
    assert case.due_on is not None


@BOTH
def test_a_case_is_adopted_once(session: Session, kind: Kind) -> None:
    case = old_case(session, kind)
    assert list(adoption.waiting(session)) == [case]
    adopt(session, case, bytes(TEAM))
    assert list(adoption.waiting(session)) == []


def test_a_closed_case_is_adopted_once_too(session: Session) -> None:
    case = old_case(session, Kind.COMPLAINT)
    case.state, case.closed_at = State.COMPLETED, NOW
    adopt(session, case)
    assert (list(adoption.waiting(session)), case.due_on) == ([], None)


@pytest.mark.parametrize("kind", Kind)
def test_a_case_of_today_is_not_taken_for_an_old_one(session: Session, kind: Kind) -> None:
    make_case(session, kind=kind)
    assert list(adoption.waiting(session)) == []


def test_only_words_of_an_open_case_can_be_searched(session: Session) -> None:
    for kind in (Kind.COMPLAINT, Kind.TIP_OFF):
        adopt(session, old_case(session, kind), bytes(TEAM))
    found = session.scalars(select(Case.kind).join(CaseWords, CaseWords.case_id == Case.id))
    assert list(found) == [Kind.COMPLAINT]


@pytest.mark.parametrize("former", [(), (bytes(PrivateKey.generate()),)])
def test_without_its_former_key_a_sealed_case_is_left_as_it_is(session: Session, former: tuple[bytes, ...]) -> None:
    case = old_case(session, Kind.TIP_OFF)
    with pytest.raises(Unreadable):
        adopt(session, case, *former)
    assert list(adoption.waiting(session)) == [case]
