"""The invariants of domain.md 2.8 about words, names and notices, each by its name; C14 is in tests/cases/files."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cases import access, attachments, chat_links, content, following, handling, outbox, staff_notices
from cases.chat_models import OutboxItem
from cases.deadlines.models import Deadline
from cases.draft_body import DraftIdentity
from cases.errors import IllegalMove, KeptOut, NotAllowed, Unreadable
from cases.handling import Says
from cases.kinds import AboutWhom, IdentityMode, Kind, Queue, Role
from cases.likeness import published
from cases.likeness.sketches import CaseShingle
from cases.models import Base, Case, Identity, Message
from cases.routing.rules import matter_of, route
from cases.sealing import granting, identities
from cases.sealing.models import CaseKey, CaseKeyWrap, Purpose
from cases.sealing.reading import officer_reader
from cases.search_index import CaseWords
from cases.staff.models import Staff
from cases.staff_notices import Notice
from cases.tables import models
from tests.builders import (
    NOW,
    SECRET,
    make_body,
    make_case,
    make_code,
    make_officer,
    make_person,
    make_readers,
)
from tests.cases.test_routing import OFFICE
from tests.teams import NOTICE, make_team
from tests.thief import every_value, found_in
from wording import Wording

SEALED = (Kind.TIP_OFF, Kind.APPEAL)
SIGNED = DraftIdentity(IdentityMode.CLAIMED_NAME, "欧阳纳丽", "13977665544")
TELLING = ("纪检", "举报", "检举", "控告", "监察")
WORDS = st.text("翠鸟白鹭黄鹂收红包三万元在饭店村里的会计", min_size=12, max_size=40)
some = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def reads(session: Session, case: Case, role: Role) -> str:
    message = session.scalars(select(Message).where(Message.case_id == case.id).order_by(Message.id).limit(1)).one()
    return content.read(session, message, officer_reader(make_readers(session)[role])).decode()


@pytest.mark.parametrize("kind", SEALED)
def test_inv_c1_the_accused_are_in_no_set_of_recipients(session: Session, kind: Kind) -> None:
    make_readers(session)
    accused = [make_person(session, "郑海涛", role) for role in (Role.DEPUTY_LEADER, Role.TRIAGE_OFFICER)]
    liaison = make_person(session, "褚文静", Role.DEPARTMENT_LIAISON, department="海城街道")
    case = make_case(session, "郑海涛收了红包，海城街道都知道", kind, section="三(三)", subdistrict="海城街道")
    for row in accused:
        assert session.scalars(select(CaseKeyWrap).where(CaseKeyWrap.staff_id == row.staff_id)).all() == []
    for officer in (*accused, liaison):
        assert staff_notices.unseen_for(session, officer) == []
        assert not access.sees(session, officer, case)
    assert case.department is None


def test_inv_c2_a_handler_works_without_the_name_and_unmasking_is_reasoned_logged_and_told(session: Session) -> None:
    readers, auditor = make_readers(session), make_officer(session, Role.AUDITOR)
    case = make_case(session, "村里的会计收了红包", Kind.TIP_OFF, identity=SIGNED)
    handler = make_officer(session, Role.HANDLER)
    granting.grant(session, readers[Role.TEAM_LEADER], case, session.get_one(Staff, handler.staff_id), NOW)
    with pytest.raises(NotAllowed):
        identities.reveal(session, handler, case, NOW)
    request = identities.ask(session, handler, case, "需要核实时间", NOW)
    with pytest.raises((NotAllowed, KeptOut)):
        identities.approve(session, handler, request, NOW)
    identities.approve(session, readers[Role.TEAM_LEADER], request, NOW)
    assert json.loads(identities.reveal(session, handler, case, NOW))["name"] == SIGNED.name
    assert [row.what for row in staff_notices.unseen_for(session, auditor)] == [Notice.IDENTITY]


@pytest.mark.parametrize("kind", list(Kind))
def test_inv_c3_nothing_is_published_without_the_citizen_s_consent(session: Session, kind: Kind) -> None:
    leader, case = make_team(session)[Role.TEAM_LEADER], make_case(session, kind=kind)
    with pytest.raises((IllegalMove, access.NoSuchCase)):
        published.propose(session, leader, case, "路灯", NOW)
    if case.confidential:
        with pytest.raises(IllegalMove):
            published.agree(session, case, NOW)
    assert published.like(session, "建议在村口装两盏路灯") == []


@given(text=WORDS)
@some
def test_inv_c4_a_matter_of_the_superior_is_on_time_known_to_few_and_excerpted_nowhere(
    session: Session, text: str
) -> None:
    with session.begin_nested() as undo:
        make_readers(session)
        case = make_case(session, text, Kind.TIP_OFF, about_whom=AboutWhom.SUPERIOR)
        held = {session.get_one(Staff, wrap.staff_id).roles[0] for wrap in wraps(session, case) if wrap.staff_id}
        assert held == {Role.TEAM_LEADER, Role.SUPERIOR_LIAISON}
        due = session.scalars(select(Deadline.rule).where(Deadline.case_id == case.id)).all()
        assert [rule.value for rule in due] == ["DL02"]
        assert not indexed(session, case)
        undo.rollback()


def wraps(session: Session, case: Case) -> list[CaseKeyWrap]:
    return list(session.scalars(select(CaseKeyWrap).where(CaseKeyWrap.case_id == case.id)))


def indexed(session: Session, case: Case) -> list[object]:
    tables = (CaseWords, CaseShingle)
    return [row for table in tables for row in session.scalars(select(table).where(table.case_id == case.id))]


@given(text=WORDS)
@some
def test_inv_c5_of_a_sealed_case_only_the_neutral_line_goes_out(session: Session, text: str) -> None:
    with session.begin_nested() as undo:
        case = make_case(session, kind=Kind.TIP_OFF, wants_notice=True)
        leader = make_team(session)[Role.TEAM_LEADER]
        handling.reply(session, SECRET, leader, case, text, NOW, notice=NOTICE, heading="答复", says=Says.NOTICE)
        [row] = session.scalars(select(OutboxItem)).all()
        payload = outbox.contents(SECRET, row).payload
        assert payload["text"] == NOTICE
        assert found_in(json.dumps(payload, ensure_ascii=False).encode(), (text, "答复", case.kind.label)) == set()
        assert row.case_id is None
        undo.rollback()


def test_inv_c5_and_the_neutral_line_has_no_telling_word() -> None:
    line = Wording.load()("case.neutral", number="12345678")
    assert "12345678" in line
    assert not [word for word in TELLING if word in line]


def test_inv_c6_no_table_has_a_place_for_where_a_submission_came_from() -> None:
    telling = {"ip", "agent", "device", "location", "latitude", "cookie", "account", "fingerprint", "host"}
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    assert len(columns) > 100
    assert {name for name in columns if telling & set(name.rpartition(".")[2].split("_"))} == set()
    assert models.Base is Base


@pytest.mark.parametrize("kind", list(Kind))
def test_inv_c6_the_record_of_a_submission_does_not_lead_to_its_chat(session: Session, engine, kind: Kind) -> None:
    case = make_case(session, kind=kind)
    assert chat_links.find(session, SECRET, case) is None
    session.commit()
    rows = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in every_value(engine))
    assert found_in(rows, ("chat 1", "771234000")) == set()


@given(text=WORDS)
@some
def test_inv_c7_no_error_tells_what_was_said(session: Session, text: str) -> None:
    with session.begin_nested() as undo:
        case = make_case(session, text, Kind.TIP_OFF, identity=SIGNED)
        row = Message(case_id=case.id, author=None, visibility=None, content=text.encode(), created_at=NOW)
        with pytest.raises(SQLAlchemyError) as failure, session.begin_nested():
            session.add(row)
            session.flush()
        with pytest.raises(Unreadable) as unreadable:
            reads(session, case, Role.SUPERIOR_LIAISON)
        assert not found_in(repr((str(failure.value), unreadable.value.args)).encode(), (text, "欧阳纳丽"))
        undo.rollback()


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.STATISTICIAN, Role.AUDITOR, Role.SECURITY_ADMIN, Role.FAQ_EDITOR])
@pytest.mark.parametrize("kind", SEALED)
def test_inv_c8_who_has_no_key_opens_neither_words_nor_names_nor_files(
    session: Session, kind: Kind, role: Role
) -> None:
    outsider = make_officer(session, role)
    case = make_case(session, "村里的会计收了红包", kind, identity=SIGNED)
    file = attachments.add(session, SECRET, None, "photo", {"name": "红包.jpg"}, case.id)
    attachments.settle(session, SECRET, file, attachments.FileState.STORED, {"name": "红包.jpg"})
    [message] = session.scalars(select(Message).where(Message.case_id == case.id)).all()
    mine = officer_reader(outsider)
    for way in (
        lambda: content.read(session, message, mine),
        lambda: attachments.about_of_case(session, SECRET, case, file, mine),
        lambda: identities.private_half(session, mine, case, Purpose.IDENTITY),
    ):
        with pytest.raises(Unreadable):
            way()


def test_inv_c8_every_case_and_every_name_has_a_key_of_its_own(session: Session) -> None:
    cases = [make_case(session, "村里的会计收了红包", kind, identity=SIGNED) for kind in (*SEALED, *SEALED)]
    keys = session.scalars(select(CaseKey.public)).all()
    assert len(set(keys)) == len(keys) == 2 * len(cases)
    assert all("欧阳纳丽".encode() not in row.body for row in session.scalars(select(Identity)))


@pytest.mark.parametrize("kind", SEALED)
def test_inv_c9_the_code_alone_tells_the_state_of_a_sealed_case_and_nothing_else(session: Session, kind: Kind) -> None:
    code = make_code()
    one, other = (
        make_case(session, "村里的会计收了红包", kind),
        make_case(session, "别的事，别的人说的", kind, identity=SIGNED),
    )
    assert following.status_of(one) is following.status_of(other)
    assert following.replies(session, one) == []
    assert code.code not in {one.receipt_hash, one.number}
    assert len(code.code) == 16
    handling.reply(session, SECRET, make_team(session)[Role.TEAM_LEADER], one, "已约谈", NOW, notice=NOTICE)
    assert following.replies(session, one) == []


@given(text=WORDS, about=st.sampled_from(AboutWhom), kind=st.sampled_from(SEALED))
@some
def test_inv_c15_the_sealing_test_is_a_rule_and_comes_before_any_index(session: Session, text, about, kind) -> None:
    with session.begin_nested() as undo:
        make_readers(session)
        matter = matter_of(make_body(text, kind, about_whom=about))
        assert len({route(matter, OFFICE).queue for _ in range(3)}) == 1
        case = make_case(session, text, kind, about_whom=about)
        assert not indexed(session, case)
        assert text.encode() not in b"".join(session.scalars(select(Message.content)))
        assert case.queue.sealed or case.queue in (Queue.TIP_OFF, Queue.APPEAL)
        undo.rollback()
