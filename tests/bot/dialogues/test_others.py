"""Before a suggestion is sent its citizen is told how many have said something like it."""

from tests.talking import Talk

LAMPS = "建议在村口装两盏路灯，晚上太黑了"
STEPS = ("是，意见建议", "跳过", "匿名")


async def sent(talk: Talk, times: int) -> None:
    for _ in range(times):
        await talk.say(LAMPS)
        await talk.walk(*STEPS, "确认提交")


async def test_from_three_on_the_number_stands_above_the_read_back(talk: Talk):
    await sent(talk, 3)
    await talk.say(LAMPS)
    said = await talk.walk(*STEPS)
    assert "有3位也说过类似的意见" in said.text
    assert said.text.index("有3位") < said.text.index("您填写的内容")


async def test_below_three_nothing_is_said(talk: Talk):
    await sent(talk, 2)
    await talk.say(LAMPS)
    assert "也说过" not in (await talk.walk(*STEPS)).text


async def test_beside_a_tip_off_nothing_is_said(talk: Talk):
    await sent(talk, 3)
    await talk.say(LAMPS)
    await talk.press("换一类")
    said = await talk.walk("检举控告", "以上都不是", "我知道了", "跳过", "匿名")
    assert "也说过" not in said.text
