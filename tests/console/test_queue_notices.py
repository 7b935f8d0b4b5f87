"""What staff are told, and which cases say the same."""

import re

from cases import staff_notices
from cases.kinds import Role
from db.session import read_scope, write_scope
from tests.builders import NOW
from tests.consoles import Console
from tests.queues import numbers, submitted
from tests.teams import start


async def test_a_notice_is_shown_until_somebody_says_that_they_have_seen_it(console: Console) -> None:
    submitted(console)
    submitted(console)
    browser = await console.officer(Role.INTAKE_CLERK)
    page = await browser.open("/notices")
    first, second = re.findall(r'<button name="notice" value="(\d+)"', page.text)
    await browser.post("/notices/seen", {"notice": first})
    assert f'value="{first}"' not in browser.page.text
    assert f'value="{second}"' in browser.page.text
    await browser.post("/notices/seen", {"notice": [first, second]})
    assert "没有没看过的提醒" in browser.text


async def test_nobody_marks_the_notices_of_others_as_seen(console: Console) -> None:
    submitted(console)
    with read_scope(console.database) as session:
        ids = [notice.id for notice in session.query(staff_notices.StaffNotice)]
    browser = await console.officer(Role.HANDLER)
    await browser.open("/notices")
    await browser.post("/notices/seen", {"notice": [*map(str, ids), "x", "9" * 30]})
    with read_scope(console.database) as session:
        assert all(notice.seen_at is None for notice in session.query(staff_notices.StaffNotice))


async def test_an_auditor_is_told_and_sees_no_case(console: Console) -> None:
    with write_scope(console.database) as session:
        case = start(session)
        staff_notices.tell(session, case, staff_notices.Notice.IDENTITY, NOW, role=Role.AUDITOR)
        number = case.number
    browser = await console.officer(Role.AUDITOR)
    page = await browser.open("/notices")
    assert number in browser.text
    assert f"/cases/{number}" not in page.text
    assert (await browser.open("/queue")).status_code == 403


async def test_cases_that_say_the_same_stand_together(console: Console) -> None:
    same = {submitted(console, f"菜场旁边的井盖坏了三个月没有人修，晚上看不清很危险{one}") for one in range(3)}
    other = submitted(console, "希望公开整改进度")
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open("/campaigns")
    assert "3件说法相近" in browser.text
    assert same <= set(numbers(browser))
    assert other not in numbers(browser)
