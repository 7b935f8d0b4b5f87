"""The receipt of what is entered by hand: one for each caller, whatever happens, and how it gets to its citizen."""

import pytest

from cases.kinds import Role
from db.session import write_scope
from tests.builders import make_readers
from tests.busy_databases import lost_after
from tests.consoles import Browser, Console
from tests.entry_pages import CALL, LETTER, WORDS, cases_of, code_of, enter, make_console

NEXT_CALLER = CALL | {"words": "小学门口的斑马线磨没了，孩子过马路很危险"}


async def test_pressing_twice_enters_once_and_shows_the_same_receipt(console: Console, clerk: Browser) -> None:
    await enter(clerk, CALL)
    first = code_of(clerk)
    clerk.page = await clerk.client.get("/entry")
    await enter(clerk, CALL)
    assert code_of(clerk) == first
    assert len(cases_of(console)) == 1


async def test_who_has_only_the_form_of_another_does_not_get_its_code(console: Console, clerk: Browser) -> None:
    await enter(clerk, CALL)
    first, other = code_of(clerk), await make_console(console).officer(Role.INTAKE_CLERK, name="other")
    await other.open("/entry")
    await enter(other, CALL)
    assert code_of(other) != first


async def test_the_receipt_is_at_no_address(clerk: Browser, console: Console) -> None:
    await enter(clerk, CALL)
    code, [case] = code_of(clerk), cases_of(console)
    for address in ("/entry", f"/entry/{case.number}", f"/cases/{case.number}"):
        await clerk.open(address)
        assert code not in clerk.text.replace(" ", "")


async def test_the_paper_receipt_has_no_telling_word(clerk: Browser) -> None:
    await enter(clerk, CALL)
    paper = clerk.page.text.partition('<section class="card receipt"')[2].partition("</section>")[0]
    assert not [word for word in ("纪检", "举报", "检举", "控告", "监察", "投诉", WORDS) if word in paper]


async def test_what_the_next_caller_says_in_the_same_form_is_another_case_with_another_code(
    console: Console, clerk: Browser
) -> None:
    await enter(clerk, CALL)
    first = code_of(clerk)
    await clerk.open("/entry")
    await enter(clerk, NEXT_CALLER)
    assert code_of(clerk) != first
    assert len(cases_of(console)) == 2


async def test_the_receipt_is_shown_though_the_database_is_lost_once_the_case_is_stored(
    console: Console, clerk: Browser
) -> None:
    with lost_after(console.database, "INSERT INTO cases"):
        assert await enter(clerk, CALL) == 200
    assert cases_of(console)[0].number in clerk.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "信封上只写收件人"),
        ({"address": "", "phone": "13900000000"}, "按留下的电话"),
        ({"address": ""}, "回执送不到"),
    ],
)
async def test_for_a_letter_it_is_said_how_the_receipt_gets_there_or_that_it_cannot(
    console: Console, clerk: Browser, given: dict[str, str], said: str
) -> None:
    with write_scope(console.database) as session:
        make_readers(session)
    await enter(clerk, LETTER | given)
    assert said in clerk.text
