"""Administration: each sees their own part, and what somebody is given once is shown once."""

from pathlib import Path

import pytest
from sqlalchemy import select

from cases.audit import log
from cases.audit.deeds import Action, Deed, Outcome
from cases.kinds import Kind, Role
from cases.staff.models import Staff
from console.administration.areas import AREAS
from console.case.canned import known
from db.session import read_scope, write_scope
from tests.accounts import PASSPHRASE, make_account
from tests.builders import DAY, NOW
from tests.consoles import Browser, Console
from tests.upkeep import Standing, with_upkeep

SEEN = {
    Role.SECURITY_ADMIN: {"staff", "departments"},
    Role.SYSADMIN: {"system"},
    Role.AUDITOR: {"retention"},
    Role.TEAM_LEADER: {"staff", "keys", "contacts", "departments", "canned"},
    Role.HANDLER: set(),
    Role.STATISTICIAN: set(),
    Role.DEPARTMENT_LIAISON: set(),
}
LAMPS = {"title": "路灯", "text": "路灯已经装好。", "verb": ["reply"], "kind": ["suggestion"]}


@pytest.fixture
def standing(console: Console, tmp_path: Path) -> Standing:
    return with_upkeep(console, tmp_path)


def account(console: Console, name: str) -> Staff:
    with read_scope(console.database) as session:
        return session.scalars(select(Staff).where(Staff.name == name)).one()


def new_account(**other: object) -> dict[str, object]:
    return {"name": "xinren", "display": "新人", "role": ["handler"], "department": "", "aliases": "", **other}


def changed(before: Browser, **other: object) -> dict[str, object]:
    mark = before.page.text.partition('name="before" value="')[2].partition('"')[0]
    return {"before": mark, "display": "王丽", "role": ["reviewer"], "department": "", "aliases": "", **other}


@pytest.mark.parametrize("role", SEEN)
async def test_everybody_opens_their_own_part_and_no_other(console: Console, standing: Standing, role: Role) -> None:
    browser = await console.officer(role, department="商务局" if role is Role.DEPARTMENT_LIAISON else None)
    opened = {area.name for area in AREAS if (await browser.open(area.path)).status_code == 200}
    assert opened == SEEN[role]


async def test_a_new_account_gets_a_passphrase_that_is_shown_once_and_works(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    await browser.open("/administration/staff")
    page = await browser.post("/administration/staff", new_account())
    passphrase = page.text.partition('class="secret"><code>')[2].partition("<")[0]
    assert passphrase not in (await browser.open("/administration/staff/xinren")).text
    newcomer = console.browser()
    await newcomer.open("/sign-in")
    await newcomer.post("/sign-in", {"name": "xinren", "passphrase": passphrase, "code": ""})
    assert newcomer.page.url.path == "/set-up"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "x"}, "账号要2到32个字"),
        ({"role": []}, "至少要有一个角色"),
        ({"role": ["handler", "auditor"]}, "不能由同一个人担任"),
        ({"role": ["department_liaison"]}, "要写明部门"),
        ({"name": "is-security_admin"}, "已经有人用了"),
    ],
)
async def test_an_account_that_cannot_be_says_why_and_keeps_what_was_typed(
    console: Console, wrong: dict[str, object], said: str
) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    await browser.open("/administration/staff")
    page = await browser.post("/administration/staff", new_account(**wrong))
    assert page.status_code == 422
    assert said in page.text
    assert 'value="新人"' in page.text


async def test_roles_are_changed_and_the_history_says_so_in_chinese(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    with write_scope(console.database) as session:
        make_account(session, "wangli", Role.HANDLER)
    await browser.open("/administration/staff/wangli")
    await browser.post("/administration/staff/wangli", changed(browser))
    assert account(console, "wangli").roles == ["reviewer"]
    assert "承办人 → 审核人" in browser.text


async def test_a_form_that_another_overtook_changes_nothing(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    with write_scope(console.database) as session:
        make_account(session, "wangli", Role.HANDLER)
    await browser.open("/administration/staff/wangli")
    with write_scope(console.database) as session:
        session.scalar(select(Staff).where(Staff.name == "wangli")).department = "商务局"
    page = await browser.post("/administration/staff/wangli", changed(browser))
    assert "刚才这个账号被改过" in page.text
    assert account(console, "wangli").roles == ["handler"]


async def test_who_is_switched_off_is_out_and_may_be_let_in_again(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    handler = await console.officer(Role.HANDLER, name="wangli")
    await browser.open("/administration/staff/wangli")
    await browser.post("/administration/staff/wangli/switch")
    assert (await handler.open("/queue")).url.path == "/sign-in"
    await browser.post("/administration/staff/wangli/switch", {"on": "1"})
    assert account(console, "wangli").active


async def test_nobody_changes_their_own_account(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    page = await browser.open("/administration/staff/is-security_admin")
    assert 'action="/administration/staff/is-security_admin' not in page.text
    assert (await browser.post("/administration/staff/is-security_admin/switch")).status_code == 422
    assert account(console, "is-security_admin").active


@pytest.mark.parametrize("right", [True, False])
async def test_a_passphrase_is_reset_by_two_and_the_second_proves_it(console: Console, right: bool) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    with write_scope(console.database) as session:
        leader = make_account(session, "zuzhang", Role.TEAM_LEADER)
        make_account(session, "wangli", Role.HANDLER)
    before = account(console, "wangli").public_key
    await browser.open("/administration/staff/wangli")
    given = {"second": leader.name, "passphrase": PASSPHRASE if right else "wrong", "code": leader.code()}
    page = await browser.post("/administration/staff/wangli/reset", {"what": "passphrase", **given})
    assert (account(console, "wangli").public_key != before) is right
    assert ('class="secret"' in page.text) is right
    assert PASSPHRASE not in page.text


async def test_a_lost_telephone_is_forgotten_and_no_key_changes(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    with write_scope(console.database) as session:
        leader = make_account(session, "zuzhang", Role.TEAM_LEADER)
        make_account(session, "wangli", Role.HANDLER)
    before = account(console, "wangli")
    await browser.open("/administration/staff/wangli")
    given = {"second": leader.name, "passphrase": PASSPHRASE, "code": leader.code()}
    await browser.post("/administration/staff/wangli/reset", {"what": "totp", **given})
    after = account(console, "wangli")
    assert (after.totp_secret, after.public_key) == (None, before.public_key)


async def test_an_account_that_there_is_not_is_not_found(console: Console) -> None:
    browser = await console.officer(Role.SECURITY_ADMIN)
    assert (await browser.open("/administration/staff/nobody")).status_code == 404


async def test_a_canned_answer_that_is_written_is_offered_and_one_taken_away_is_not(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open("/administration/canned")
    await browser.post("/administration/canned", {"name": "", **LAMPS})
    await browser.post("/administration/canned/away", {"name": "received"})
    with read_scope(console.database) as session:
        offered = {one.id: one for one in known(session)}
    assert "received" not in offered
    own = next(one for one in offered.values() if one.title == "路灯")
    assert (own.verbs, own.kinds) == ({"reply"}, {Kind.SUGGESTION})


async def test_a_shipped_canned_answer_is_put_in_other_words(console: Console) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open("/administration/canned?name=received")
    await browser.post("/administration/canned", {"name": "received", **LAMPS})
    with read_scope(console.database) as session:
        assert [one.text for one in known(session) if one.id == "received"] == ["路灯已经装好。"]


@pytest.mark.parametrize("wrong", [{"title": " "}, {"text": ""}, {"verb": []}, {"kind": []}])
async def test_a_canned_answer_that_lacks_something_is_refused_and_kept(
    console: Console, wrong: dict[str, object]
) -> None:
    browser = await console.officer(Role.TEAM_LEADER)
    await browser.open("/administration/canned")
    page = await browser.post("/administration/canned", {"name": "", **LAMPS, "text": "一句不能丢的话", **wrong})
    assert page.status_code == 422
    assert wrong.get("text") == "" or "一句不能丢的话" in page.text


async def test_the_system_says_what_does_not_work_what_is_missing_and_that_there_is_no_backup(
    console: Console, standing: Standing
) -> None:
    standing.parts["outbox"], standing.missing = False, ["隐私告知缺“处理者”"]
    browser = await console.officer(Role.SYSADMIN)
    await browser.open("/administration/system")
    assert "不正常  发消息" in " ".join(browser.text.split(" "))
    assert "隐私告知缺“处理者”" in browser.text
    assert "还没有备份过" in browser.text


@pytest.mark.parametrize(("age", "late"), [(1, False), (2, True)])
async def test_an_old_backup_is_told_in_red(console: Console, standing: Standing, age: int, late: bool) -> None:
    with write_scope(console.database) as session:
        log.note(session, Deed(Action.BACKUP, "os:root"), Outcome.DONE, NOW - age * DAY)
    browser = await console.officer(Role.SYSADMIN)
    page = await browser.open("/administration/system")
    assert f"{age}天0小时以前" in page.text
    assert ('<p class="refused">' in page.text) is late
