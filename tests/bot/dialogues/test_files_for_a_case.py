"""Files with a code, with a request, in an album: they come to the case that is meant, or it is said why not."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from cases.chat_models import Attachment
from cases.protection import ProtectionRequest
from db.session import read_scope
from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
WAY = ("是，意见建议", "跳过", "匿名", "确认提交")
THREAT = "会计昨晚带人堵门，扬言要打我"
BY_LEADER = "纪检组长本人打电话威胁我，叫我撤回"


def holders(talk: Talk) -> Sequence[int | None]:
    """The case of each file."""
    with read_scope(talk.database) as session:
        return session.scalars(select(Attachment.case_id).order_by(Attachment.id)).all()


def asked(talk: Talk) -> int:
    return talk.rows(ProtectionRequest)


@pytest.fixture
async def code(talk: Talk) -> str:
    await talk.say(LAMP)
    return (await talk.walk(*WAY)).receipt


@pytest.mark.parametrize("caption", ["{} 补充照片", "{}", "{} 看看进度", "{} 北边的路口也很黑，照片在这里", "撤回 {}"])
async def test_a_photo_with_a_code_is_added_to_its_case(talk: Talk, code: str, caption: str):
    said = await talk.send(text=caption.format(code))
    assert "补充已经登记" in said.text
    assert (holders(talk), talk.draft) == ([1], None)
    assert code not in "".join(talk.words)


async def test_the_words_beside_a_photo_and_its_code_are_added_without_a_press(talk: Talk, code: str):
    said = await talk.send(text=f"{code} 北边的路口也很黑，照片在这里")
    assert talk.words == [LAMP, "北边的路口也很黑，照片在这里"]
    assert "不点就不保存" not in said.text


async def test_the_rest_of_an_album_follows_the_picture_that_had_the_code(talk: Talk, code: str):
    await talk.send(text=code, album="a")
    await talk.send(album="a", name="b.jpg")
    assert (holders(talk), talk.draft) == ([1, 1], None)


async def test_the_rest_of_an_album_that_answers_a_notice_comes_to_the_case_of_the_notice(talk: Talk, code: str):
    await talk.later(hours=1)
    await talk.say("建议再修一修那座小桥，栏杆松了")
    await talk.walk(*WAY)  # the second case is the one at hand
    await talk.say(pressed=f"c:answer:{talk.cases[0].number}")
    await talk.send(album="a")
    await talk.send(album="a", name="b.jpg")
    await talk.send(album="a", name="c.jpg")
    assert (holders(talk), talk.draft) == ([1, 1, 1], None)


@pytest.mark.parametrize("code_beside", [True, False])
async def test_a_photo_with_the_words_of_a_request_is_kept_with_the_case(talk: Talk, code: str, code_beside: bool):
    await talk.say(code)
    await talk.say("我要申请保护")
    said = await talk.send(text=f"{code} {THREAT}" if code_beside else THREAT)
    assert "保护申请已经登记" in said.text
    assert "收到照片" in said.text
    assert (asked(talk), holders(talk)) == (1, [1])


async def test_a_photo_of_what_the_leader_did_is_not_put_where_he_would_see_it(talk: Talk, code: str):
    await talk.tell(code, "我要申请保护")
    said = await talk.send(text=BY_LEADER)
    assert (asked(talk), holders(talk)) == (1, [])
    assert "文件我收不了" in said.text
    assert "12388" in said.text


@pytest.mark.parametrize("words", ["", "谢谢"])
async def test_a_photo_without_words_is_added_and_the_words_of_the_request_asked_for_again(
    talk: Talk, code: str, words: str
):
    await talk.tell(code, "我要申请保护")
    said = await talk.send(text=words)
    assert "补充已经登记" in said.text
    assert "请写下您受到了什么威胁" in said.text
    assert (asked(talk), holders(talk)) == (0, [1])
    await talk.say(THREAT)
    assert asked(talk) == 1


async def test_words_and_photo_of_a_request_that_is_not_possible_are_an_addition(talk: Talk, code: str):
    said = await talk.send(text=f"{code} 我不服，灯根本没装")
    assert "现在不能提" in said.text
    assert (talk.words, holders(talk)) == ([LAMP, "我不服，灯根本没装"], [1])


@pytest.mark.parametrize("code_beside", [True, False])
async def test_danger_in_a_request_makes_the_case_urgent(talk: Talk, code: str, code_beside: bool):
    await talk.tell(code, "我要申请保护")
    said = await talk.say(f"{code} {THREAT}，现在他们在砸我家门" if code_beside else f"{THREAT}，现在他们在砸我家门")
    assert said.act == "emergency"
    assert (talk.cases[0].urgent, "没有丢" in said.text) == (True, True)


async def test_danger_that_comes_from_the_leader_marks_no_case_that_he_can_see(talk: Talk, code: str):
    await talk.tell(code, "我要申请保护")
    said = await talk.say(f"{BY_LEADER}，现在他们在砸我家门要杀我")
    assert said.act == "emergency"
    assert (asked(talk), talk.cases[0].urgent) == (1, False)


async def test_what_was_to_be_added_is_not_awaited_any_more_after_another_press(talk: Talk, code: str):
    await talk.say(code)
    await talk.walk("补充", "撤回")
    await talk.say("谢谢")
    assert talk.words == [LAMP]
