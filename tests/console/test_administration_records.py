"""Contacts that two people check, departments, and what is to be purged."""

from pathlib import Path

import pytest
from sqlalchemy import select

from cases.audit.models import AuditEntry
from cases.contact_checks import ContactCheck
from cases.kinds import Kind, Role, State
from cases.models import Case
from cases.sealing import lost_keys
from cases.staff.models import Staff
from db.session import read_scope, write_scope
from tests.accounts import make_account
from tests.builders import DAY, NOW, make_bare_case, make_case
from tests.busy_databases import lost_after
from tests.consoles import Browser, Console
from tests.ledgers import seed
from tests.upkeep import PERIODS, with_upkeep

PHONE = "0577-85851359"
FOUND = {"published": PHONE, "status": "verified", "value": PHONE, "how": "试拨，是值班室"}
CONTACTS, RETENTION = "/administration/contacts", "/administration/retention"


@pytest.fixture(autouse=True)
def upkeep(console: Console, tmp_path: Path) -> None:
    with_upkeep(console, tmp_path)


def checks(console: Console) -> list[ContactCheck]:
    with read_scope(console.database) as session:
        return list(session.scalars(select(ContactCheck)))


async def found_out(console: Console) -> Browser:
    """A clerk has rung the number up."""
    clerk = await console.officer(Role.INTAKE_CLERK)
    await clerk.open(CONTACTS)
    await clerk.post(CONTACTS, FOUND)
    return clerk


async def test_a_contact_is_confirmed_by_another_officer(console: Console) -> None:
    await found_out(console)
    leader = await console.officer(Role.TEAM_LEADER)
    await leader.open(CONTACTS)
    page = await leader.post(f"{CONTACTS}/decision", {"check": "1", "confirm": "1"})
    assert "已核实" in page.text
    assert [(check.stage, check.decided_by) for check in checks(console)] == [("confirmed", "is-team_leader")]


async def test_who_found_it_out_is_not_offered_to_confirm_it_and_cannot(console: Console) -> None:
    clerk = await found_out(console)
    assert 'name="confirm"' not in clerk.page.text
    page = await clerk.post(f"{CONTACTS}/decision", {"check": "1", "confirm": "1"})
    assert "不能自己确认" in page.text
    assert checks(console)[0].stage == "proposed"


async def test_what_another_decided_first_is_said(console: Console) -> None:
    clerk = await found_out(console)
    leader = await console.officer(Role.TEAM_LEADER)
    await leader.open(CONTACTS)
    await leader.post(f"{CONTACTS}/decision", {"check": "1"})
    assert "已经有人决定了" in (await clerk.post(f"{CONTACTS}/decision", {"check": "1"})).text


@pytest.mark.parametrize("wrong", [{"how": ""}, {"value": ""}, {"status": ""}, {"status": "proved"}])
async def test_an_incomplete_finding_keeps_what_was_typed(console: Console, wrong: dict[str, str]) -> None:
    clerk = await console.officer(Role.INTAKE_CLERK)
    await clerk.open(CONTACTS)
    page = await clerk.post(CONTACTS, {**FOUND, **wrong})
    assert page.status_code == 422
    assert "how" in wrong or "试拨，是值班室" in page.text
    assert not checks(console)


async def test_only_what_the_bulletin_prints_is_checked(console: Console) -> None:
    clerk = await console.officer(Role.INTAKE_CLERK)
    await clerk.open(CONTACTS)
    assert (await clerk.post(CONTACTS, {**FOUND, "published": "110"})).status_code == 404


async def test_a_liaison_of_a_department_that_there_is_not_is_pointed_out(console: Console) -> None:
    with write_scope(console.database) as session:
        seed(session)
        make_account(session, "yeqing", Role.DEPARTMENT_LIAISON, department="商务局")
        make_account(session, "laowu", Role.DEPARTMENT_LIAISON, department="商务科")
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open("/administration/departments")
    assert "联络员laowu的部门写的是“商务科”" in browser.text
    assert "联络员yeqing" not in browser.text
    assert 'href="/ledger/3.3"' in browser.page.text


async def test_who_may_not_open_the_ledger_is_shown_no_way_there(console: Console) -> None:
    with write_scope(console.database) as session:
        seed(session)
    browser = await console.officer(Role.SECURITY_ADMIN)
    await browser.open("/administration/departments")
    assert "三(三)" in browser.text
    assert 'href="/ledger/' not in browser.page.text


async def test_who_got_a_new_key_is_given_again_what_the_leader_may_give(console: Console) -> None:
    leader = await console.officer(Role.TEAM_LEADER)
    with write_scope(console.database) as session:
        number = make_case(session, "某科长收了红包", Kind.TIP_OFF).number
        deputy = session.scalars(select(Staff).where(Staff.name == f"reads as {Role.DEPUTY_LEADER}")).one()
        lost_keys.give_up(session, deputy, "x", NOW)
    await leader.open("/administration/keys")
    assert "有1件可以由您重新授权" in leader.text
    page = await leader.post("/administration/keys/reads%20as%20deputy_leader")
    assert f"重新授权了1件。{number}" in page.text
    assert "没有要您重新授权的" in page.text


def make_old(console: Console) -> str:
    """A consultation whose time is over."""
    with write_scope(console.database) as session:
        case = make_bare_case(session, Kind.CONSULTATION, NOW - 4000 * DAY)
        case.state, case.closed_at = State.ARCHIVED, case.received_at
        return case.number


async def test_the_auditor_sees_what_is_due_and_purges_it_after_typing_how_many(console: Console) -> None:
    number = make_old(console)
    browser = await console.officer(Role.AUDITOR)
    assert number in (await browser.open(RETENTION)).text
    page = await browser.post(f"{RETENTION}/purge", {"count": "1"})
    assert "已清除1件" in page.text
    with read_scope(console.database) as session:
        assert session.scalar(select(Case.state).where(Case.number == number)) is State.PURGED
        purged = session.scalars(select(AuditEntry).where(AuditEntry.action == "purge")).all()
    assert {entry.actor for entry in purged} == {"is-auditor"}


async def test_a_purge_that_was_cut_short_is_not_said_to_have_changed_nothing(console: Console) -> None:
    numbers = [make_old(console), make_old(console)]
    browser = await console.officer(Role.AUDITOR)
    await browser.open(RETENTION)
    with lost_after(console.database, "UPDATE cases SET"):
        await browser.post(f"{RETENTION}/purge", {"count": "2"}, follow_redirects=False)
    assert "可能已经清除了一部分" in (await browser.open(RETENTION)).text
    with read_scope(console.database) as session:
        states = session.scalars(select(Case.state).where(Case.number.in_(numbers)).order_by(Case.id)).all()
    assert states == [State.PURGED, State.ARCHIVED]


async def test_another_number_than_that_on_the_page_purges_nothing(console: Console) -> None:
    number = make_old(console)
    browser = await console.officer(Role.AUDITOR)
    await browser.open(RETENTION)
    page = await browser.post(f"{RETENTION}/purge", {"count": "2"})
    assert page.status_code == 422
    with read_scope(console.database) as session:
        assert session.scalar(select(Case.state).where(Case.number == number)) is State.ARCHIVED


async def test_every_period_is_on_the_page(console: Console) -> None:
    browser = await console.officer(Role.AUDITOR)
    await browser.open(RETENTION)
    days = {str(days) for by_ending in PERIODS.tracks.values() for days in by_ending.values()}
    assert days <= set(browser.text.split())
