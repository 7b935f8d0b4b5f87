"""Taking and giving several cases at once: what can be had is had, and each that cannot says why."""

import asyncio

from cases import holders
from cases.audit.models import AuditEntry
from cases.kinds import Kind, Role
from cases.models import Case, CaseEvent
from cases.recusal.models import Recusal, Why
from cases.staff.models import Staff
from cases.transitions import Move
from db.session import read_scope, write_scope
from tests.builders import NOW, make_bare_case, make_case
from tests.busy_databases import lost_after
from tests.consoles import Browser, Console
from tests.queues import numbers, submitted
from tests.teams import go, start

CLAIMED = {"attested": "yes"}


def holder(console: Console, number: str) -> str | None:
    with read_scope(console.database) as session:
        return holders.name_of(session, session.query(Case).filter_by(number=number).one())


def recuse(console: Console, browser: Browser, number: str) -> None:
    """As it was decided before."""
    with write_scope(console.database) as session:
        case = session.query(Case).filter_by(number=number).one()
        who = session.query(Staff).filter_by(name=browser.account.name).one().id
        decided = {"decided": True, "by": "system", "at": NOW}
        session.add(Recusal(case_id=case.id, staff_id=who, why=Why.NAMED, **decided))


def accepted(console: Console) -> str:
    """The number of a case that can be given to a handler."""
    with write_scope(console.database) as session:
        case = make_case(session)
        go(session, case, Move.TRIAGE, Move.ACCEPT)
        return case.number


async def test_several_cases_are_claimed_at_once_and_the_list_stays_where_it_was(console: Console) -> None:
    chosen = [submitted(console), submitted(console)]
    browser = await console.officer(Role.INTAKE_CLERK)
    page = await browser.post("/queue/claim", {"number": chosen, "list": "view=mine", **CLAIMED})
    assert (page.url.path, page.url.params["view"]) == ("/queue", "mine")
    assert "2件已由您领取" in browser.text
    assert set(numbers(browser)) == set(chosen)


async def test_who_comes_second_is_told_who_has_it_and_gets_the_others(console: Console) -> None:
    taken, free = submitted(console), submitted(console)
    first = await console.officer(Role.INTAKE_CLERK, name="zhangsan")
    second = await console.officer(Role.INTAKE_CLERK, name="lisi")
    await first.post("/queue/claim", {"number": taken, **CLAIMED})
    await second.post("/queue/claim", {"number": [taken, free], **CLAIMED})
    assert "已被zhangsan领取" in second.text
    assert "2件里，1件已由您领取" in second.text
    assert (holder(console, taken), holder(console, free)) == ("zhangsan", "lisi")


async def test_of_two_who_press_at_the_same_moment_one_gets_it_and_the_other_is_told(console: Console) -> None:
    number = submitted(console)
    both = [await console.officer(Role.INTAKE_CLERK, name=name) for name in ("zhangsan", "lisi")]
    await asyncio.gather(*(browser.post("/queue/claim", {"number": number, **CLAIMED}) for browser in both))
    winner = holder(console, number)
    for browser in both:
        told = "1件已由您领取" if browser.account.name == winner else f"已被{winner}领取"
        assert told in browser.text


async def test_without_the_promise_nothing_is_claimed_and_it_can_be_given_there(console: Console) -> None:
    number = submitted(console)
    browser = await console.officer(Role.INTAKE_CLERK)
    page = await browser.post("/queue/claim", {"number": number})
    assert "还没有声明与这一件没有利害关系" in browser.text
    assert holder(console, number) is None
    assert f'name="number" value="{number}"' in page.text
    await browser.post("/queue/claim", {"number": number, **CLAIMED})
    assert holder(console, number) == browser.account.name


async def test_a_promise_is_taken_back_with_a_claim_that_fails(console: Console) -> None:
    with write_scope(console.database) as session:
        number = start(session).number
    browser = await console.officer(Role.INTAKE_CLERK)
    await browser.post("/queue/claim", {"number": number, **CLAIMED})
    with read_scope(console.database) as session:
        lines = session.query(CaseEvent).filter_by(actor=browser.account.name).all()
    assert lines == []


async def test_a_confidential_case_is_not_claimed_with_others(console: Console) -> None:
    browser = await console.officer(Role.DEPUTY_LEADER)
    number = submitted(console, "村干部收了钱", Kind.TIP_OFF)
    await browser.open("/queue")
    await browser.post("/queue/claim", {"number": number, **CLAIMED})
    assert "密件要打开这一件单独办理" in browser.text
    assert holder(console, number) is None


async def test_a_hidden_case_and_one_that_there_is_not_are_answered_alike(console: Console) -> None:
    browser = await console.officer(Role.DEPUTY_LEADER)
    with write_scope(console.database) as session:
        sealed = make_bare_case(session, Kind.TIP_OFF).number
    recused = submitted(console)
    recuse(console, browser, recused)
    answers = set()
    for number in (sealed, recused, "99999999"):
        await browser.open("/queue")
        await browser.post("/queue/claim", {"number": number, **CLAIMED})
        answers.add(browser.text.replace(number, "").split("办理结果")[-1])
    assert len(answers) == 1
    assert "没有编号为" in answers.pop()


async def test_nothing_ticked_is_said_above_the_list(console: Console) -> None:
    number = submitted(console)
    browser = await console.officer(Role.INTAKE_CLERK)
    page = await browser.post("/queue/claim", CLAIMED)
    assert page.status_code == 422
    assert "没有勾选任何一件" in browser.text
    assert numbers(browser) == [number]


async def test_what_is_no_number_is_not_looked_for(console: Console) -> None:
    browser = await console.officer(Role.INTAKE_CLERK)
    await browser.post("/queue/claim", {"number": ["路灯", "1", "../../1"], **CLAIMED})
    assert "没有勾选任何一件" in browser.text
    with read_scope(console.database) as session:
        assert session.query(AuditEntry).filter_by(action="assign").count() == 0


async def test_a_leader_gives_several_to_somebody_who_handles_cases(console: Console) -> None:
    await console.officer(Role.HANDLER, name="zhangsan")
    chosen = [accepted(console), accepted(console)]
    leader = await console.officer(Role.DEPUTY_LEADER)
    await leader.post("/queue/assign", {"number": chosen, "person": "zhangsan"})
    assert "2件已交给zhangsan" in leader.text
    assert [holder(console, number) for number in chosen] == ["zhangsan", "zhangsan"]


async def test_what_cannot_be_given_yet_is_said_so_and_the_others_are_given(console: Console) -> None:
    await console.officer(Role.HANDLER, name="zhangsan")
    early, ready = submitted(console), accepted(console)
    leader = await console.officer(Role.DEPUTY_LEADER)
    await leader.post("/queue/assign", {"number": [early, ready], "person": "zhangsan"})
    assert "现在的状态不能这样办" in leader.text
    assert (holder(console, early), holder(console, ready)) == (None, "zhangsan")


async def test_nothing_is_given_to_who_must_be_kept_out_and_the_reason_stays_unsaid(console: Console) -> None:
    handler, number = await console.officer(Role.HANDLER, name="zhangsan"), accepted(console)
    recuse(console, handler, number)
    leader = await console.officer(Role.DEPUTY_LEADER)
    await leader.post("/queue/assign", {"number": number, "person": "zhangsan"})
    assert "这一件不能交给这个人" in leader.text
    assert "回避" not in leader.text
    assert holder(console, number) is None


async def test_giving_to_nobody_asks_to_whom_and_keeps_what_was_ticked(console: Console) -> None:
    number = accepted(console)
    leader = await console.officer(Role.DEPUTY_LEADER)
    page = await leader.post("/queue/assign", {"number": number, "person": ""})
    assert "请选择交给谁" in leader.text
    assert f'value="{number}" form="many" checked' in page.text


async def test_only_leaders_give(console: Console) -> None:
    number = accepted(console)
    clerk = await console.officer(Role.INTAKE_CLERK)
    assert "交办勾选的" not in clerk.text
    page = await clerk.post("/queue/assign", {"number": number, "person": clerk.account.name})
    assert page.status_code == 403
    assert holder(console, number) is None


async def test_each_attempt_and_its_outcome_are_in_the_audit_log(console: Console) -> None:
    with write_scope(console.database) as session:
        held = start(session).number
    free = submitted(console)
    clerk = await console.officer(Role.INTAKE_CLERK)
    await clerk.post("/queue/claim", {"number": [held, free], **CLAIMED})
    with read_scope(console.database) as session:
        entries = session.query(AuditEntry).filter_by(action="assign").order_by(AuditEntry.id).all()
    assert [(one.case_number, one.outcome) for one in entries] == [
        (held, None),
        (held, "refused"),
        (free, None),
        (free, "done"),
    ]


async def test_what_was_claimed_is_said_though_the_database_is_lost_meanwhile(console: Console) -> None:
    taken, lost = submitted(console), submitted(console)
    browser = await console.officer(Role.INTAKE_CLERK)
    await browser.open("/queue")
    with lost_after(console.database, "UPDATE cases SET"):
        await browser.post("/queue/claim", {"number": [taken, lost], **CLAIMED})
    assert "2件里，1件已由您领取" in browser.text
    assert "系统忙，这一件没有改动" in browser.text
    assert [holder(console, number) for number in (taken, lost)] == [browser.account.name, None]


async def test_a_form_of_another_site_claims_nothing(console: Console) -> None:
    number = submitted(console)
    browser = await console.officer(Role.INTAKE_CLERK)
    page = await browser.client.post("/queue/claim", data={"number": number, **CLAIMED})
    assert page.status_code == 403
    assert holder(console, number) is None
