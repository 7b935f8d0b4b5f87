"""Trying, training, the golden questions before and after, going live and going back."""

from pathlib import Path

import pytest

from faq import progress, publishing
from faq.progress import Progress
from tests.answer_desks import WHY, Desk
from tests.tiny import DEMOLISHED

NEW = "海城那些违章究竟铲了多少"
PUBLISH = "/answers/publish"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def edited(desk: Desk):
    """An editor who has just added a phrasing."""
    browser = await desk.editor()
    await browser.open(f"/answers/{DEMOLISHED}")
    await browser.post(f"/answers/{DEMOLISHED}/phrasings", {"phrasings": NEW, **WHY})
    return browser


async def test_what_changed_since_the_live_model_is_told_in_words(desk: Desk) -> None:
    browser = await edited(desk)
    page = await browser.open(PUBLISH)
    assert f"<ins>{NEW}</ins>" in page.text
    assert "累计拆除违建多少平方米？" in browser.text


async def test_nothing_is_to_be_trained_while_the_data_are_those_of_the_live_model(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open(PUBLISH)
    assert "没有改动" in browser.text
    assert "开始训练" not in browser.text


async def test_training_goes_on_when_the_page_is_closed_and_there_is_one_at_a_time(desk: Desk) -> None:
    browser = await edited(desk)
    await browser.open(PUBLISH)
    await browser.post(f"{PUBLISH}/train", WHY)
    assert desk.training.asked == [("editor", "群众常问", desk.layers.bulletin)]
    other = await desk.console.officer(*browser.account.officer.roles, name="other")
    await other.open(PUBLISH)
    assert "正在训练" in other.text
    again = await other.post(f"{PUBLISH}/train", WHY)
    assert again.status_code == 422
    assert len(desk.training.asked) == 1
    assert (await other.open(f"{PUBLISH}/progress")).json() == {
        "running": True,
        "steps": [{"name": "读取", "seconds": "0.1"}, {"name": "检查", "seconds": ""}],
    }


async def test_a_training_that_failed_says_why(desk: Desk) -> None:
    browser = await edited(desk)
    desk.training.now = Progress(False, (("读取", "0.1"), ("检查", "1.0")), ("不行  有问法，没有答案。",))
    await browser.open(PUBLISH)
    assert "没有成功" in browser.text
    assert "有问法，没有答案" in browser.text


async def test_a_trained_model_goes_live_with_who_and_why(desk: Desk) -> None:
    browser = await edited(desk)
    model = desk.trained()
    await browser.open(PUBLISH)
    assert "每一道题都和原来一样" in browser.text
    await browser.post(f"{PUBLISH}/live", {"model": str(model.id), **WHY})
    live = desk.live
    assert (live.model.id, live.publication.by, live.publication.reason) == (model.id, "editor", "群众常问")
    assert not live.publication.forced


async def test_an_old_file_that_cannot_be_removed_does_not_hide_that_the_model_is_live(desk: Desk) -> None:
    browser = await edited(desk)
    old, *_, newest = (desk.trained() for _ in range(publishing.NEWEST_KEPT + 1))
    (desk.archives.folder / old.archive).unlink()
    (desk.archives.folder / old.archive).mkdir()
    await browser.open(PUBLISH)
    page = await browser.post(f"{PUBLISH}/live", {"model": str(newest.id), **WHY})
    assert (page.status_code, desk.live.model.id) == (200, newest.id)


async def test_without_a_reason_nothing_goes_live(desk: Desk) -> None:
    browser, before = await edited(desk), desk.live.model.id
    model = desk.trained()
    await browser.open(PUBLISH)
    assert (await browser.post(f"{PUBLISH}/live", {"model": str(model.id)})).status_code == 422
    assert desk.live.model.id == before


async def test_a_model_that_breaks_a_golden_question_goes_live_by_force_only(desk: Desk) -> None:
    browser, before = await edited(desk), desk.live.model.id
    model = desk.trained("wrong")
    await browser.open(PUBLISH)
    assert "原来过，现在不过" in browser.text
    refused = await browser.post(f"{PUBLISH}/live", {"model": str(model.id), **WHY})
    assert (refused.status_code, desk.live.model.id) == (422, before)
    await browser.post(f"{PUBLISH}/live", {"model": str(model.id), "force": "yes", "reason": "通报改了"})
    assert (desk.live.model.id, desk.live.publication.forced) == (model.id, True)


async def test_a_model_of_data_that_changed_since_is_not_published(desk: Desk) -> None:
    browser, before = await edited(desk), desk.live.model.id
    model = desk.trained()
    await browser.open(f"/answers/{DEMOLISHED}")
    await browser.post(f"/answers/{DEMOLISHED}/phrasings", {"phrasings": f"{NEW}呀", **WHY})
    page = await browser.post(f"{PUBLISH}/live", {"model": str(model.id), **WHY})
    assert (page.status_code, desk.live.model.id) == (422, before)
    assert "数据又改了" in browser.text


async def test_a_model_file_that_was_tampered_with_does_not_go_live(desk: Desk) -> None:
    browser, before = await edited(desk), desk.live.model.id
    model = desk.trained()
    (desk.archives.folder / model.archive).write_bytes(b"other")
    await browser.open(PUBLISH)
    await browser.post(f"{PUBLISH}/live", {"model": str(model.id), **WHY})
    assert "可能被改动过" in browser.text
    assert desk.live.model.id == before


async def test_an_earlier_version_is_taken_back_with_a_reason(desk: Desk) -> None:
    browser, first = await edited(desk), desk.live
    desk.publish(desk.trained())
    await browser.open(PUBLISH)
    assert first.model.sha256 in browser.text
    number = {"number": str(first.publication.id)}
    assert (await browser.post(f"{PUBLISH}/back", number)).status_code == 422
    await browser.post(f"{PUBLISH}/back", {**number, "reason": "答得不好"})
    assert (desk.live.model.id, desk.live.publication.by) == (first.model.id, "editor")


async def test_a_question_is_tried_on_the_live_model_and_on_the_trained_changes(desk: Desk) -> None:
    browser = await edited(desk)
    model = desk.trained()
    await browser.open("/answers/try")
    await browser.post("/answers/try", {"question": NEW})
    for words in (f"现在的：{NEW}", "没有把握", f"改过的：{NEW}", "很有把握", model.archive):
        assert words in browser.text


async def test_untrained_changes_are_never_passed_off_as_an_answer(desk: Desk) -> None:
    browser = await edited(desk)
    await browser.open("/answers/try")
    await browser.post("/answers/try", {"question": NEW})
    assert "还没有训练" in browser.text
    assert "改过的：" not in browser.text
    assert "累计拆除违建多少平方米？" in browser.text


async def test_a_question_that_is_tried_is_kept_nowhere(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open("/answers/try")
    page = await browser.post("/answers/try", {"question": "我家那块地的事"})
    assert "我家" not in str(page.url)
    assert b"\xe6\x88\x91\xe5\xae\xb6" not in Path(str(desk.database.url.database)).read_bytes()


async def test_a_golden_question_is_added_and_wants_words_of_its_item(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open("/answers/golden")
    row = {"text": NEW, "section": "三(三)", "kind": "figure", "style": "colloquial", **WHY}
    refused = await browser.post("/answers/golden", {**row, "contains": "8万平方米"})
    assert refused.status_code == 422
    assert "要照抄原文" in browser.text
    assert NEW in refused.text
    await browser.post("/answers/golden", {**row, "contains": "7.1万平方米"})
    assert "（3道）" in browser.text
    assert [change.reason for change in desk.changes] == ["群众常问"]


async def test_a_phrasing_is_no_golden_question(desk: Desk) -> None:
    browser = await desk.editor()
    await browser.open("/answers/golden")
    row = {"section": "三(三)", "contains": "7.1万平方米", "kind": "figure", "style": "plain", **WHY}
    page = await browser.post("/answers/golden", {"text": sorted(desk.phrasings(DEMOLISHED))[0], **row})
    assert page.status_code == 422


def test_progress_is_read_from_what_the_training_says() -> None:
    said = "读取 …… 0.1 秒\n检查 …… 2.0 秒\ndata/nlu/ask.yml:10: 加了1句问法。\n训练 …… "
    assert progress.read(said, running=True).steps == (("读取", "0.1"), ("检查", "2.0"), ("训练", ""))
    assert progress.read("", running=True).steps == (("准备", ""),)
    broken = progress.read(f"{said}9.0 秒\ndata/a.yml:3: 不行\n疑问  也许\n", running=False)
    assert (broken.failed, broken.words) == (True, ("不行",))
    assert not progress.read(f"{said}9.0 秒\n验收题 …… 1.0 秒\n对比 …… 0.0 秒\n成绩：好\n", running=False).failed
