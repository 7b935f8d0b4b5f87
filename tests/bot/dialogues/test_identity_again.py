"""Who says name and telephone once more says nothing new: the content is for eyes that may not know them."""

import pytest

from tests.talking import Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"


@pytest.mark.parametrize("again", ["王大爷 13912345678", "我叫王大爷，电话139 1234 5678", "13912345678", "王大爷"])
async def test_the_name_and_telephone_once_more_are_no_content(talk: Talk, again: str):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过", "留姓名电话")
    await talk.say("王大爷 13912345678")
    assert "确认提交" in (await talk.say(again)).labels
    assert talk.draft.content().text == LAMP
    assert (talk.draft.identity.name, talk.draft.identity.phone) == ("王大爷", "13912345678")


async def test_another_number_beside_the_name_replaces_the_first(talk: Talk):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过", "留姓名电话")
    await talk.tell("王大爷 13912345678", "王大爷 13912345679")
    assert (talk.draft.identity.phone, talk.draft.content().text) == ("13912345679", LAMP)


async def test_somebody_elses_number_in_a_named_draft_is_content(talk: Talk):
    await talk.say(LAMP)
    await talk.walk("是，意见建议", "跳过", "留姓名电话")
    await talk.tell("王大爷 13912345678", "李四的电话是13912345670")
    assert "13912345670" in talk.draft.content().text
