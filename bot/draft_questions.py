"""Questions asked while something is being taken down: answered in the same reply, and kept."""

import re
from collections.abc import Awaitable, Callable

from bot.thought import QUOTED, Thought
from cases.draft_body import DraftBody
from cases.kinds import Kind

CLAUSE = re.compile(r"[^。！？!?\n，,；;]+[。！？!?，,；;]*")
ASKS = re.compile(
    r"[?？吗呢]|多少|[第有]几|几[处家个户人点]|怎|如何|什么|啥|谁|哪|是否|有没有|会不会|能不能|可不可以|行不行"
)
Think = Callable[[str], Awaitable[Thought]]
ANSWERED = (*QUOTED, "contact", "case_status")
SAID = ("smalltalk", "menu")
ABOUT_US = ("service", "human", "help", "menu", "lost_receipt")
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")


async def question_in(words: str, think: Think) -> tuple[Thought, Thought]:
    """What the engine makes of the words, and of the question in them, which may stand at their end."""
    whole = await think(words)
    if answers(whole):
        return whole, whole
    for parts in (SENTENCE, CLAUSE):
        last = await question_behind(words, think, parts)
        if last and answers(last):
            return whole, last
    return whole, whole


async def question_behind(words: str, think: Think, parts: re.Pattern[str] = SENTENCE) -> Thought | None:
    """What the engine makes of the last sentence, when it asks something after others that do not."""
    said = parts.findall(words)
    return await think(said[-1]) if len(said) > 1 and ASKS.search(said[-1]) else None


def answers(thought: Thought) -> bool:
    """Whether it tells the citizen what he wanted to know."""
    return thought.act in ANSWERED or (thought.act in SAID and thought.intent in ABOUT_US)


def to_accuser(asked: Thought, answer: Thought | None, other_channel: str) -> Thought | None:
    """Who accuses the team itself and asks about this service always hears of the other channel."""
    if asked.intent != "service" or (answer and answer.act not in SAID):
        return answer
    words = f"{answer.text}\n{other_channel}" if answer else other_channel
    return Thought("contact", words, intent=asked.intent)


async def kind_in(body: DraftBody, whole: Thought, think: Think) -> Kind | None:
    """The kind that the last words, or all of them together, seem to be; a question alone says nothing of it."""
    told = [text.text for text in body.kept_texts if not text.question]
    if body.kind is None and not whole.do.get("kind") and len(told) > 1:
        whole = await think("\n".join(told))
    return Kind(whole.do["kind"]) if whole.do.get("kind") else None
