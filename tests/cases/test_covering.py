"""An open case that turns out to accuse somebody is from then on as confidential as any tip-off (domain.md 2.8)."""

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access, attachments, history, outbox, protection, splitting, staff_notices
from cases.draft_body import DraftIdentity
from cases.history import What
from cases.kinds import AboutWhom, IdentityMode, Role
from cases.models import Base, Case, ChatLink
from cases.recusal import exclusions, requests
from cases.recusal.models import Recusal, Why
from cases.retention import holds
from cases.retention.models import LegalHold
from cases.sealing import case_keys, identities
from cases.sealing.models import CaseKey, CaseKeyWrap, Holder, Purpose
from cases.sealing.reading import has_key, officer_reader, private_half
from cases.staff_notices import Notice
from cases.times import UtcDateTime, to_the_day
from tests.builders import CHAT, NOW, RECOVERY, SECRET, make_case, make_person, reader
from tests.cases.test_routing import OFFICE
from tests.teams import make_team

BRIBE = "路灯没装，因为某科长收了红包"
NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "陈某某", None)


def accuse(session: Session, case: Case, about_whom: AboutWhom = AboutWhom.NONE, reason: str = "内容是检举") -> None:
    clerk = make_team(session)[Role.INTAKE_CLERK]
    known = {"about_whom": about_whom, "jurisdiction": OFFICE, "reason": reason}
    splitting.treat_as_tip_off(session, SECRET, RECOVERY.public, clerk, case, NOW, **known)  # type: ignore[arg-type]


def everything(session: Session) -> bytes:
    """All that the tables of cases hold, as bytes."""
    session.flush()
    tables = [table for table in Base.metadata.sorted_tables if table.name != "staff"]
    cells = [cell for table in tables for row in session.execute(select(table)) for cell in row]
    return b"".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


def kept_out(session: Session, case: Case, by: Role = Role.TEAM_LEADER) -> frozenset[int]:
    officer = make_team(session)[by]
    key = session.get_one(CaseKey, (case.id, Purpose.CASE))
    return case_keys.excluded(key, private_half(session, officer_reader(officer), case))


def test_no_word_of_it_stays_in_clear_wherever_it_was_said(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE, identity=NAMED)
    requests.ask(session, OFFICE, case, "科长的亲戚要回避", NOW)
    protection.ask(session, OFFICE, case, "有人来家里威胁", NOW)
    identities.ask(session, team[Role.TEAM_LEADER], case, "要找他核实", NOW)
    holds.place(session, team[Role.TEAM_LEADER], case, "法院调卷", NOW)
    accuse(session, case)
    found = everything(session)
    assert not [word for word in (BRIBE, "亲戚", "威胁", "核实", "调卷", "内容是检举") if word.encode() in found]


def test_its_readers_can_read_all_of_it_again(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE, identity=NAMED)
    asked = requests.ask(session, OFFICE, case, "科长的亲戚要回避", NOW)
    threat = protection.ask(session, OFFICE, case, "有人来家里威胁", NOW)
    wanted = identities.ask(session, team[Role.TEAM_LEADER], case, "要找他核实", NOW)
    holds.place(session, team[Role.TEAM_LEADER], case, "法院调卷", NOW)
    accuse(session, case)
    leader, line = team[Role.TEAM_LEADER], history.last(session, case, What.HOLD_PLACED)
    assert line is not None
    assert requests.words_of(session, asked, reader(session)) == "科长的亲戚要回避"
    assert protection.words_of(session, leader, threat) == "有人来家里威胁"
    assert identities.reason_of(session, leader, wanted) == "要找他核实"
    assert history.reason_of(session, case, line, reader(session)) == "法院调卷"
    assert session.scalars(select(LegalHold.basis)).all() == [""]


def test_no_row_says_any_longer_whom_it_is_about(session: Session) -> None:
    handler = make_team(session)[Role.HANDLER]
    case = make_case(session, BRIBE)
    exclusions.exclude(session, case, handler.staff_id, Why.NAMED, history.SYSTEM, NOW)
    accuse(session, case)
    line = history.last(session, case, What.RECUSED)
    assert line is not None
    assert (session.scalars(select(Recusal)).all(), line.new) == ([], None)
    assert kept_out(session, case) == {handler.staff_id}


def test_whom_its_words_and_files_name_is_looked_for_again(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE)
    attachments.add(session, SECRET, None, "photo", {"name": "王建国的红包.jpg"}, case.id)
    named = make_person(session, "王建国", Role.DEPUTY_LEADER)
    accuse(session, case)
    assert named.staff_id in kept_out(session, case)
    assert not access.sees(session, named, case)


def test_inv_r4_of_what_accuses_the_leader_the_whole_team_is_on_the_list(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE)
    accuse(session, case, AboutWhom.TEAM_LEADER)
    of_team = {officer.staff_id for role, officer in team.items() if role is not Role.SUPERIOR_LIAISON}
    assert kept_out(session, case, Role.SUPERIOR_LIAISON) == of_team


def test_inv_r4_nobody_of_the_team_keeps_the_key_of_the_name_nor_do_the_halves(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE, identity=NAMED)
    assert has_key(session, team[Role.TEAM_LEADER].staff_id, case, Purpose.IDENTITY)
    accuse(session, case, AboutWhom.TEAM_LEADER)
    of_name = (CaseKeyWrap.case_id == case.id) & (CaseKeyWrap.purpose == Purpose.IDENTITY)
    assert session.scalars(select(CaseKeyWrap.holder).where(of_name)).all() == [Holder.CITIZEN]


def test_an_ordinary_tip_off_keeps_its_name_for_who_may_release_it(session: Session) -> None:
    team = make_team(session)
    case = make_case(session, BRIBE, identity=NAMED)
    accuse(session, case)
    keep = [role for role in Role if role in team and has_key(session, team[role].staff_id, case, Purpose.IDENTITY)]
    assert set(keep) == {Role.TEAM_LEADER, Role.DEPUTY_LEADER}


def test_its_chat_can_no_longer_be_found_by_what_is_stored(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE, wants_notice=True)
    outbox.put(session, SECRET, *CHAT, {"text": "已收到"}, NOW, case.id)
    assert session.scalar(select(ChatLink.bucket)) is not None
    accuse(session, case)
    assert session.scalars(select(ChatLink.bucket)).all() == [None]
    assert session.scalars(select(outbox.OutboxItem.case_id)).all() == [None]


def test_no_time_of_it_is_known_more_exactly_than_the_day(session: Session) -> None:
    make_team(session)
    case = make_case(session, BRIBE)
    requests.ask(session, OFFICE, case, "科长的亲戚要回避", NOW)
    accuse(session, case)
    times = [
        at
        for table in Base.metadata.sorted_tables
        if "case_id" in table.c
        for column in table.c
        if isinstance(column.type, UtcDateTime)
        for at in session.scalars(select(column).where(table.c.case_id == case.id, sa.not_(column.is_(None))))
    ]
    assert times
    assert {at for at in times if at != to_the_day(at)} == set()


def test_those_who_may_read_it_are_told(session: Session) -> None:
    liaison = make_team(session)[Role.SUPERIOR_LIAISON]
    accuse(session, make_case(session, BRIBE), AboutWhom.TEAM_LEADER)
    assert [notice.what for notice in staff_notices.unseen_for(session, liaison)] == [Notice.NEW_CASE]
