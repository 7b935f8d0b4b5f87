"""The spreadsheet out and in, and another bulletin: looked at first, then taken in."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.answer_desks import WHY, Desk
from tests.consoles import Browser
from tests.offices import BULLETIN
from tests.tiny import DEMOLISHED

NEW = "海城那些违章究竟铲了多少"
SHEET, BULLETINS = "/answers/spreadsheet", "/answers/bulletin"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def upload(browser: Browser, path: str, name: str, content: bytes, **fields: str):
    """A file in a form."""
    return await browser.post(path, fields, files={"file": (name, content)})


async def exported(browser: Browser) -> bytes:
    """The spreadsheet as it is downloaded."""
    await browser.open(SHEET)
    content = (await browser.post(f"{SHEET}/file")).content
    await browser.open(SHEET)
    return content


def with_row(content: bytes, *words: str) -> bytes:
    """The spreadsheet with one more phrasing."""
    book, out = load_workbook(BytesIO(content)), BytesIO()
    book["问法"].append([words[0], "", words[1]])
    book.save(out)
    return out.getvalue()


def mark(browser: Browser) -> str:
    """Of the file that the page is about."""
    return browser.page.text.partition('name="mark" value="')[2].partition('"')[0]


async def take(browser: Browser, **fields: str):
    """Save what can be taken of the file that the page is about."""
    return await browser.post(f"{SHEET}/take", {"mark": mark(browser), **fields})


async def test_a_spreadsheet_is_looked_at_before_it_is_taken_in(desk: Desk) -> None:
    browser = await desk.editor()
    content = with_row(with_row(await exported(browser), DEMOLISHED, NEW), "ask/nothing", "没有的答案")
    await upload(browser, f"{SHEET}/look", "问答.xlsx", content)
    assert "可以采用1处" in browser.text
    assert "没有采用1处" in browser.text
    assert not desk.changes
    await take(browser, **WHY)
    assert NEW in desk.phrasings(DEMOLISHED)
    assert "已经保存1处" in browser.text


async def test_without_a_reason_the_spreadsheet_is_not_taken_and_need_not_be_chosen_again(desk: Desk) -> None:
    browser = await desk.editor()
    await upload(browser, f"{SHEET}/look", "问答.xlsx", with_row(await exported(browser), DEMOLISHED, NEW))
    assert (await take(browser)).status_code == 422
    await take(browser, **WHY)
    assert NEW in desk.phrasings(DEMOLISHED)


async def test_only_the_spreadsheet_that_was_looked_at_is_taken_in(desk: Desk) -> None:
    browser = await desk.editor()
    untouched = await exported(browser)
    await upload(browser, f"{SHEET}/look", "问答.xlsx", with_row(untouched, DEMOLISHED, NEW))
    seen, looked_at = mark(browser), browser.page
    await upload(browser, f"{SHEET}/look", "另一份.xlsx", with_row(untouched, DEMOLISHED, "海城拆了多少违法建筑来着"))
    browser.page = looked_at
    page = await browser.post(f"{SHEET}/take", {"mark": seen, **WHY})
    assert (page.status_code, "请重新选文件" in browser.text) == (422, True)
    assert not desk.changes


async def test_what_is_no_spreadsheet_is_refused_with_what_to_do(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(SHEET)
    for file in ({}, {"files": {"file": ("a.xlsx", b"no spreadsheet")}}):
        page = await browser.post(f"{SHEET}/look", {}, **file)
        assert page.status_code == 422
        assert ".xlsx" in browser.text
    assert (await browser.post(f"{SHEET}/take", WHY)).status_code == 422


async def test_a_bulletin_is_shown_as_it_was_understood_before_it_is_kept(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(BULLETINS)
    await upload(browser, f"{BULLETINS}/look", "shuiwu-2021.txt", BULLETIN.encode("gb18030"))
    for words in ("读到 1 个部分、2 条", "能回答：", "存疑", "shuiwu-2021"):
        assert words in browser.page.text
    assert [kept.id for kept in desk.shelf.all()] == [desk.layers.id]


async def test_a_bulletin_that_was_taken_in_goes_live_after_training_and_the_other_comes_back(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(BULLETINS)
    await browser.post(BULLETINS, {"text": BULLETIN, "name": "shuiwu-2021", **WHY})
    assert "已经收下" in browser.text
    assert desk.live.model.bulletin == desk.layers.id
    await browser.post("/answers/publish/train", {"bulletin": "shuiwu-2021"})
    folder = desk.shelf.find("shuiwu-2021").folder
    assert desk.training.asked[-1][2] == folder
    desk.training.now = None
    model = desk.trained(layers=desk.console.office.answers.layers("shuiwu-2021"))
    fields = {"bulletin": "shuiwu-2021", "model": str(model.id), **WHY}
    await browser.open("/answers/publish?bulletin=shuiwu-2021")
    await browser.post("/answers/publish/live", fields)
    assert desk.live.model.bulletin == "shuiwu-2021"
    former = {"bulletin": desk.layers.id, "model": "1", "reason": "换回来"}
    await browser.post("/answers/publish/live", former)
    assert desk.live.model.bulletin == desk.layers.id


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "今天天气很好。", "name": "a"}, "没有找到以“一、”开头的标题行"),
        ({"text": BULLETIN, "name": "大写"}, "不能作名字"),
        ({"text": BULLETIN, "name": "zhenan-2018"}, "已经有一份"),
        ({"text": BULLETIN, "name": "a", "reason": ""}, "请写明理由"),
    ],
)
async def test_a_bulletin_that_cannot_be_kept_is_said_beside_its_field_and_its_text_stays(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    browser = await desk.editor()
    await browser.open(BULLETINS)
    page = await browser.post(BULLETINS, {**WHY, **fields})
    assert page.status_code == 422
    assert words in browser.text
    assert fields["text"][:20] in browser.text
    assert len(list(desk.shelf.all())) == 1
