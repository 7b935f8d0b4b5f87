"""Beside a code only the code is cut; that words are kept is said only of words that are."""

import pytest
from sqlalchemy.orm import Session

from bot.thought import Context, Thought
from cases.kinds import Role
from cases.models import Case
from cases.staff.models import Staff
from tests.talking import PlainThinker, Talk

LAMP = "建议在村口装两盏路灯，晚上太黑了"
TIP_OFF = "村里的会计收红包，去年腊月在他家"
FIRE = "有人在仓库放火，现在火很大"
SPELLED = str.maketrans("0123456789 ", "零壹贰叁肆伍陆柒捌玖–")


@pytest.fixture
async def code(talk: Talk) -> str:
    await talk.say(LAMP)
    return (await talk.walk("是，意见建议", "跳过", "匿名", "确认提交")).receipt


@pytest.mark.parametrize(
    "words",
    ["2023-05-06他又收了100,000,000元", "找0577-86995555，一直没人接", "账号6222021234567891，十一二点转的"],
)
async def test_dates_sums_and_telephones_beside_a_code_are_kept(talk: Talk, words: str):
    await talk.say(TIP_OFF)
    code = (await talk.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交")).receipt
    await talk.say(f"{code} 我要补充：{words}")
    assert talk.words[-1] == words


async def test_a_telephone_number_beside_a_code_is_offered_whole(talk: Talk, code: str):
    said = await talk.say(f"{code} 施工的电话是0577-86995555，打不通")
    assert "“施工的电话是0577-86995555，打不通”" in said.text


@pytest.mark.parametrize("spelling", [SPELLED, str.maketrans(" ", "_"), str.maketrans(" ", "–")])
async def test_no_code_is_stored_in_its_case_however_it_is_written(talk: Talk, code: str, spelling: dict[int, str]):
    await talk.say(f"我要补充：北边也要一盏 {code.translate(spelling)}")
    await talk.say(f"{code.translate(spelling)} 我要补充：北边也要一盏")
    assert set(talk.words) == {LAMP, "北边也要一盏"}


def without(session: Session, role: Role) -> None:
    for staff in session.query(Staff):
        staff.active = staff.active and role not in staff.held


async def test_a_draft_that_is_erased_is_not_said_to_be_kept(talk: Talk):
    talk.change(lambda session: without(session, Role.SUPERIOR_LIAISON))
    await talk.say(TIP_OFF)
    said = await talk.say("你们组长收红包，他要杀我灭口，现在就在砸我家门")
    assert (said.act, talk.draft) == ("emergency", None)
    assert "没有保存" in said.text
    assert "没有丢" not in said.text


async def test_an_addition_that_nobody_may_read_is_not_said_to_be_kept_and_leaves_no_mark(talk: Talk):
    await talk.say(TIP_OFF)
    code = (await talk.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "匿名", "确认提交")).receipt
    talk.change(lambda session: without(session, Role.SUPERIOR_LIAISON))
    await talk.say(code)
    await talk.press("补充")
    said = await talk.say("你们纪检组长收红包，现在他们在砸我家门要杀我")
    assert (said.act, said.intake) == ("emergency", None)
    assert "没有保存" in said.text
    assert "没有丢" not in said.text
    assert not talk.cases[0].urgent


async def test_an_addition_in_danger_is_said_to_be_kept(talk: Talk, code: str):
    await talk.say(code)
    await talk.press("补充")
    assert "没有丢" in (await talk.say(FIRE)).text
    assert talk.words[-1] == FIRE


async def at_the_street(talk: Talk) -> None:
    await talk.say(LAMP)
    await talk.press("是，意见建议")


@pytest.mark.parametrize("words", ["星海街道王主任打人", "海城打人", "天河违建没人拆", "沙城的路坏了"])
async def test_what_is_told_beside_a_street_is_taken_down(talk: Talk, words: str):
    await at_the_street(talk)
    await talk.say(words)
    assert words in [text.text for text in talk.draft.texts]
    assert talk.draft.subdistrict_proposed == f"{words[:2]}街道"


@pytest.mark.parametrize("words", ["星海街道", "在星海", "应该是星海街道吧", "星海那边的", "星海，违建整治", "违建"])
async def test_a_street_or_an_item_alone_is_the_answer(talk: Talk, words: str):
    await at_the_street(talk)
    await talk.say(words)
    assert [text.text for text in talk.draft.texts] == [LAMP]
    assert "subject" in talk.draft.steps_done


class Leaning(PlainThinker):
    """Remembers what each question was to lean on."""

    def __init__(self) -> None:
        super().__init__()
        self.leant: list[Context | None] = []

    async def think(self, text: str, context: Context | None) -> Thought:
        self.leant.append(context)
        return await super().think(text, context)

    async def answer(self, answer_id: str, context: Context | None) -> Thought:
        if "thanks" in answer_id:
            return Thought("smalltalk", "不用谢。", intent="smalltalk")
        return await super().answer(answer_id, context)


@pytest.fixture
def leaning(talk: Talk) -> Talk:
    talk.thinker = Leaning()
    talk.__post_init__()
    return talk


async def test_a_question_in_a_draft_leans_on_the_answer_before_it(leaning: Talk):
    await leaning.tell(LAMP, "海城违建拆了多少", "什么时候完成的？")
    assert leaning.thinker.leant[-1] == {"id": "ask/x", "question": "拆了多少"}
    await leaning.later(minutes=11)
    await leaning.say("什么时候完成的？")
    assert leaning.thinker.leant[-1] is None


@pytest.mark.parametrize("words", ["多谢哈", "谢谢了啊", "谢谢你们", "好的，谢谢啦！"])
async def test_a_thanks_leaves_a_draft_as_it_is(leaning: Talk, words: str):
    await leaning.say(LAMP)
    said = await leaning.say(words)
    assert [text.text for text in leaning.draft.texts] == [LAMP]
    assert said.intake == "continues"


async def test_a_thanks_in_a_draft_is_answered_and_leads_back_to_it(leaning: Talk):
    await leaning.say(LAMP)
    said = await leaning.say("多谢哈")
    assert "不用谢" in said.text
    assert "回到填写" in said.labels


@pytest.mark.parametrize("words", ["谢谢，灯杆也歪了", "感谢信一直没人收"])
async def test_what_is_told_beside_a_thanks_is_taken_down(leaning: Talk, words: str):
    await leaning.tell(LAMP, words)
    assert [text.text for text in leaning.draft.texts] == [LAMP, words]


async def test_a_thanks_may_be_all_there_is_to_a_praise(leaning: Talk):
    await leaning.say("我要表扬")
    await leaning.say("谢谢你们")
    assert [text.text for text in leaning.draft.texts] == ["谢谢你们"]


async def test_an_addition_to_a_purged_case_is_not_said_to_be_kept(talk: Talk, code: str):
    await talk.say(code)
    await talk.press("补充")
    talk.change(lambda session: setattr(session.get_one(Case, 1), "state", "purged"))
    said = await talk.say(FIRE)
    assert "不能再补充" in said.text
    assert "没有丢" not in said.text
