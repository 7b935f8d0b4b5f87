"""Whatever is pressed and typed, in whatever order: no error, no lost text, always a way out."""

import asyncio
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.draft_body import DraftBody
from cases.masking import mask
from tests.talking import Said, Talk

TEXTS = [
    "建议在天河街道的村口装两盏路灯",
    "村里的会计收红包，举报你们纪检组的人",
    "楼道的灯坏了三个月没人管。海城违建拆了多少？",
    "有人在仓库放火，现在火很大",
    "我不服去年的处分决定",
    "身份证号11010519491231002X",
    "不是天河，是海城",
    "这句不算",
    "写完了，跳过，匿名",
    "实名 张三 13900000000",
    "张三",
    "改成举报",
    "换一类",
    "上一步",
    "不清楚",
    "是",
    "提交",
    "算了",
    "恢复",
    "人工",
    "撤回",
    "/start",
    "/cancel",
    "1234 5678 9012 3450",
    "给我看看写了什么",
]
STEPS = st.one_of(st.integers(0, 9), st.integers(0, 9), st.sampled_from(TEXTS), st.text(max_size=20))
WAYS_OUT = {"取消", "回到填写"}
_chats = count(1)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """One bot for all walks, a chat for each."""
    return Talk(tmp_path_factory.mktemp("walks") / "home")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[TEXTS[0], "不是天河，是海城", "换一类", 2, "上一步"])
@example(steps=[TEXTS[1], 0, 3, "算了", "恢复", "改成投诉"])
@given(steps=st.builds(lambda first, more: [first, *more], st.sampled_from(TEXTS[:6]), st.lists(STEPS, max_size=13)))
def test_any_walk_is_answered_and_loses_nothing(talk: Talk, steps: list[int | str]):
    asyncio.run(_walk(talk, steps))


async def _walk(talk: Talk, steps: list[int | str]) -> None:
    talk.address = f"walk {next(_chats)}"
    said, before = None, None
    for step in steps:
        said = await _step(talk, said, step)
        assert said.act != "error"
        assert said.text
        after = talk.draft
        _way_out(said, after)
        if said.intake == "continues":
            _nothing_lost(before, after)
        before = after
    await talk.service.conversation.forget("talk", talk.address)


async def _step(talk: Talk, said: Said | None, step: int | str) -> Said:
    """A number presses a button that is shown; without buttons something is typed."""
    if isinstance(step, str):
        return await talk.say(step)
    if not said or not said.labels:
        return await talk.say(TEXTS[step])
    return await talk.press(said.labels[step % len(said.labels)])


def _way_out(said: Said, draft: DraftBody | None) -> None:
    """In a draft one can leave or come back; what is saved is what was shown to be understood."""
    if draft:
        assert WAYS_OUT & set(said.labels)
        assert f"文字{len(draft.kept_texts)}段" in said.text
    for reply in said.replies:
        labels = [button.label for button in reply.buttons]
        assert len(labels) == len(set(labels))


def _nothing_lost(before: DraftBody | None, after: DraftBody | None) -> None:
    """Every text is still there, as it was, masked, or among the revisions."""
    for text in before.texts if before else []:
        now = after.texts[text.id - 1]
        assert {text.text, mask(text.text)[0]} & {now.text, *now.revisions}
