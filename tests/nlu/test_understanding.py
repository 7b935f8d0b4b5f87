"""The trained model, on the kinds of messages that it once misread."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.engine import Engine
from bulletin import profile
from commands.assembly import actions
from wording import Wording

pytestmark = pytest.mark.asyncio(loop_scope="module")
FACTS = ("answer", "overview")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(model: Path) -> AsyncIterator[Engine]:
    running = Engine(model, actions(*profile.load(Path("data/bulletin")), Wording.load()))
    await running.start()
    yield running
    await running.stop()


@pytest.mark.parametrize(
    "text", ["我那个咋样哩", "我的件有信没", "我举报了怎么没个回音", "我的编号多少呀", "我提交的查了没"]
)
async def test_who_asks_after_his_own_matter_is_told_of_the_receipt_code(engine: Engine, text: str) -> None:
    assert (await engine.think(text, None)).act == "case_status"


@pytest.mark.parametrize("text", ["抓了多少贪官", "查办腐败几件", "今天下雨吗", "医院有几家"])
async def test_another_subject_behind_an_answer_is_not_answered_from_its_item(engine: Engine, text: str) -> None:
    before = await engine.think("海城违建拆了多少", None)
    after = await engine.think(text, before.context)
    assert before.section == "三(三)"
    assert after.act not in FACTS or after.section != "三(三)"


async def test_how_it_stands_asked_behind_an_answer_goes_on_with_it(engine: Engine) -> None:
    before = await engine.think("区图书馆面积多大", None)
    assert "2019年10月" in (await engine.think("几时能用呢", before.context)).text


STORY = "领导同志您好，我是个退休的老工人，今年快八十了，眼睛不好，这些字都是孙女帮我打的，麻烦您了，"


@pytest.mark.parametrize(
    ("asked", "given"), [("就想问问监察员派了几个", "15名"), ("海城的违建拆掉几万平方了", "7.1万")]
)
async def test_courtesy_before_a_question_is_neither_praise_nor_a_report(
    engine: Engine, asked: str, given: str
) -> None:
    thought = await engine.think(f"{STORY}{asked}，谢谢啊", None)
    assert thought.act in FACTS
    assert given in thought.text


@pytest.mark.parametrize("text", ["45000元是谁退的", "九(一)说的什么", "第九部分第一条"])
async def test_a_figure_or_a_number_of_an_item_leads_to_it(engine: Engine, text: str) -> None:
    assert (await engine.think(text, None)).section == "九(一)"


@pytest.mark.parametrize("text", ["文体馆里有没有电梯", "马拉松的钱谁出", "副局长犯了什么罪", "监察员平均年龄多大"])
async def test_what_no_bulletin_says_is_declined_whatever_the_subject(engine: Engine, text: str) -> None:
    assert (await engine.think(text, None)).act == "decline"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("被抽查的机关有几家，后来签了什么", ("9家机关单位", "承诺书")),
        ("海城发现违建几处，拆掉多少平方", ("20处", "7.1万平方米")),
    ],
)
async def test_two_questions_on_one_item_are_both_answered(engine: Engine, text: str, given: tuple[str, ...]) -> None:
    answered = (await engine.think(text, None)).text
    assert [words for words in given if words not in answered] == []


@pytest.mark.parametrize("text", ["你哋電話幾多號", "咋聯繫你們", "點樣搵到紀檢組"])
async def test_who_asks_in_dialect_how_to_reach_the_team_is_told(engine: Engine, text: str) -> None:
    assert "0577-85851359" in (await engine.think(text, None)).text


@pytest.mark.parametrize("text", ["马拉松办过没有", "后备库一共收了几名", "立案的几件都了结没有"])
async def test_what_is_left_out_of_an_item_does_not_hide_what_it_says(engine: Engine, text: str) -> None:
    assert (await engine.think(text, None)).act in FACTS


@pytest.mark.parametrize("text", ["挂职的那个干部叫啥", "后备干部多大岁数", "瓯飞和海城哪个存得多"])
async def test_what_a_bulletin_never_says_is_not_answered_with_what_stands_nearby(engine: Engine, text: str) -> None:
    assert (await engine.think(text, None)).act not in FACTS
