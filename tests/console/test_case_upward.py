"""What is asked against the leader: only the dispatching organ sees and decides it, and sees nothing else."""

from sqlalchemy import select

from cases.kinds import Role
from cases.models import Case
from cases.recusal import requests
from cases.recusal.models import RecusalRequest, RequestState
from cases.routing.jurisdiction import NOWHERE
from db.session import read_scope, write_scope
from tests.builders import NOW, make_person
from tests.case_pages import LAMPS, LEADER, add
from tests.consoles import Console

ASKED = "请陈立军组长回避，他是我们村的亲戚"
REASON = "核实过户口和家庭情况，没有亲属关系"


def ask(console: Console, number: str) -> None:
    """The citizen of this case wants the leader to keep out."""
    with write_scope(console.database) as session:
        make_person(session, "陈立军", Role.TEAM_LEADER)
        case = session.scalars(select(Case).where(Case.number == number)).one()
        requests.ask(session, NOWHERE, case, ASKED, NOW)


async def test_the_liaison_reads_the_request_and_decides_without_seeing_the_case(console: Console) -> None:
    liaison, number = await console.officer(Role.SUPERIOR_LIAISON), add(console)
    ask(console, number)
    await liaison.open("/upward")
    assert ASKED in liaison.text
    assert LAMPS not in liaison.text
    assert (await liaison.open(f"/cases/{number}")).status_code == 404
    await liaison.open("/upward")
    await liaison.post(f"/cases/{number}/decide-recusal", {"decision": "no", "reason": REASON})
    assert liaison.page.url.path == "/upward"
    assert ASKED not in liaison.text
    with read_scope(console.database) as session:
        assert session.scalars(select(RecusalRequest)).one().state is RequestState.REFUSED


async def test_what_was_typed_stays_when_the_decision_is_refused(console: Console) -> None:
    liaison, number = await console.officer(Role.SUPERIOR_LIAISON), add(console)
    ask(console, number)
    await liaison.open("/upward")
    page = await liaison.post(f"/cases/{number}/decide-recusal", {"decision": "", "reason": REASON})
    assert page.status_code == 422
    assert REASON in page.text
    assert "请填写" in page.text


async def test_the_leader_has_no_such_page_and_finds_no_word_of_it_in_the_case(console: Console) -> None:
    leader, number = await console.officer(LEADER), add(console)
    ask(console, number)
    assert (await leader.open("/upward")).status_code == 403
    await leader.open(f"/cases/{number}")
    assert ASKED not in leader.text
