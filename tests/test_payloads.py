"""Whatever Telegram sends goes through without an error, and every private text gets a reply."""

import asyncio
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.messages import Incoming, Outcome
from bot.telegram_bot import TelegramChannel
from bot.thought import Context, Thought
from bot.turn import Custody
from bulletin import profile
from commands import assembly
from settings import ROOT, Settings
from tests.builders import DERIVATION, SECRET
from tests.fake_telegram import FakeTelegram

FIXTURES = sorted((ROOT.parent / "shared" / "telegram_updates").glob("*/*.json"))
CONVERSATIONS, LENGTH = 420, 24  # at least ten thousand updates
WORDS = "取消 恢复 确认提交 写完了 匿名 实名 张三 13900000000 我要投诉 我要举报村主任 不是瑶溪是永中 有人拿刀砍人"
WORDS += " 人工 /start /cancel@huiyin_bot 跳过 6649518403604135 1234567890123456 撤回 补充 满意 是 我写了什么 上一步"
WORDS += " 身份证330302199001011234 ：： \u202e 👍🏽"
MADE_UP = "i: i:x i:n:kind:kind-x c:rate-9 c:rate-x c:x m:99 s:x a: restore delete resume consult"
KINDS = ("complaint", "tip_off", "suggestion", "appeal", "praise")
ANSWER = Thought("answer", "答案", section="三(三)", context={"section": "三(三)"}, intent="ask")
ASKS_CODE = [
    Thought("case_status", "请把回执码发给我", do={"name": do}) for do in ("ask_code", "add", "withdraw", "rate")
]
THOUGHTS = [ANSWER, Thought("decline", "没有"), *ASKS_CODE]
THOUGHTS += [Thought("intake", do={"name": "start_intake", "kind": kind, "content": True}) for kind in KINDS]
ANY_TEXT = st.one_of(st.sampled_from(WORDS.split()), st.text(st.characters(), min_size=1, max_size=40))
IDS = count(1)


class Parrot:
    """Thinks the same of the same words."""

    async def think(self, text: str, context: Context | None) -> Thought:
        return THOUGHTS[crc32(text.encode("utf-8", "surrogatepass")) % len(THOUGHTS)]

    async def answer(self, answer_id: str, context: Context | None) -> Thought:
        return ANSWER

    async def intent(self, name: str) -> Thought:
        return ASKS_CODE[0] if name == "case_status" else ANSWER

    menu = overview = intent


class Desk:
    """Channel and conversation as they are in `serve`, with a parrot for an engine."""

    def __init__(self, folder: Path) -> None:
        where = Settings(home=folder)
        self.loop, self.channel = asyncio.new_event_loop(), TelegramChannel(FakeTelegram.token)
        custody = Custody(SECRET, None, DERIVATION)
        self.service = assembly.build(where, [self.channel], custody, Parrot(), *profile.load(where.bulletin))
        self.service.conversation._apologize = self._fail  # type: ignore[method-assign]
        database = self.service.conversation._database
        database.dispose()
        event.listen(database, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))

    async def _fail(self, incoming: Incoming) -> Outcome:
        raise

    def hear(self, raw: dict[str, Any]) -> tuple[Incoming | None, Outcome | None]:
        incoming = self.channel.read(raw)
        outcome = self.loop.run_until_complete(self.service.conversation.handle(incoming)) if incoming else None
        return incoming, outcome


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("payloads"))
    yield desk
    desk.loop.run_until_complete(desk.channel.close())
    desk.loop.close()


# real ones


@pytest.mark.skipif(not FIXTURES, reason="the payloads are kept outside the project")
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_real_payload_goes_through(path: Path, desk: Desk) -> None:
    raw = json.loads(path.read_text("utf-8")) | {"update_id": next(IDS)}
    message = raw.get("message", {})
    _, outcome = desk.hear(raw)
    if message.get("chat", {}).get("type") == "private" and message.get("text"):
        assert outcome is not None and outcome.replies


# made up


def file_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    file: dict[str, Any] = {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "duration": 3}
    file |= {"length": 9, "type": "regular", "is_animated": False, "is_video": False}
    sizes = st.integers(0, 2**31).map(lambda size: file | {"file_size": size})
    return sizes.map(lambda sized: {kind: [sized] if kind == "photo" else sized})


def said() -> st.SearchStrategy[dict[str, Any]]:
    kinds = ("photo", "document", "voice", "video", "audio", "video_note", "sticker")
    files = st.sampled_from(kinds).flatmap(file_of)
    captions: st.SearchStrategy[dict[str, Any]] = st.one_of(st.just({}), ANY_TEXT.map(lambda text: {"caption": text}))
    albums = st.sampled_from(({}, {}, {"media_group_id": "a"}))
    place = {"location": {"latitude": 28.0, "longitude": 120.5}}
    contact = {"contact": {"phone_number": "1", "first_name": "x"}}
    shared = st.builds(lambda file, caption, album: file | caption | album, files, captions, albums)
    texts = ANY_TEXT.map(lambda text: {"text": text})
    return st.one_of(texts, texts, shared, st.sampled_from((place, contact, {"dice": {"emoji": "🎲", "value": 1}})))


MESSAGE = st.tuples(st.just("message"), said())
EDIT = st.tuples(st.just("edited_message"), said())
PRESS = st.tuples(st.just("press"), st.one_of(st.integers(0, 9), st.integers(0, 9), st.sampled_from(MADE_UP.split())))
CONVERSATION = st.lists(st.one_of(MESSAGE, MESSAGE, PRESS, PRESS, EDIT), min_size=LENGTH, max_size=LENGTH)
KIND_OF_CHAT = st.sampled_from(("private",) * 9 + ("supergroup",))


class Talk:
    """One chat; what is pressed is a button that was shown, or made up."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self.desk, self.chat, self.buttons = desk, {"id": next(IDS) + 10**6, "type": kind, "title": "群"}, list[str]()
        desk.channel.unparsed.clear()
        self.last, self.who = 1, {"id": 7, "is_bot": False, "first_name": "Citizen"}

    def update(self, what: str, content: Any) -> dict[str, Any]:
        number = next(IDS)
        place = {"message_id": number, "date": 1700000000, "chat": self.chat, "from": self.who}
        if what == "press":
            shown = isinstance(content, int) and self.buttons
            data = self.buttons[content % len(self.buttons)] if shown else str(content)
            query = {"id": str(number), "from": self.who, "chat_instance": "1", "message": place, "data": data}
            return {"update_id": number, "callback_query": query}
        if what == "edited_message":
            edit = {"message_id": self.last, "edit_date": 1700000000 + number}
            return {"update_id": number, what: place | content | edit}
        self.last = number
        return {"update_id": number, what: place | content}

    def go(self, what: str, content: Any) -> None:
        raw = self.update(what, content)
        incoming, outcome = self.desk.hear(raw)
        assert not self.desk.channel.unparsed
        if outcome is not None:
            self.buttons = [button.data for reply in outcome.replies for button in reply.buttons]
        if what == "message" and "text" in content and self.chat["type"] == "private":
            assert incoming is not None and outcome is not None and outcome.replies


@settings(max_examples=CONVERSATIONS, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(conversation=CONVERSATION, kind=KIND_OF_CHAT)
def test_whatever_is_said_sent_pressed_and_edited_is_answered(conversation: list[Any], kind: str, desk: Desk) -> None:
    talk = Talk(desk, kind)
    for what, content in conversation:
        talk.go(what, content)


# broken ones

JSON = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just([]), st.just({}), st.just([None])
)


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """A message of which one value, at any depth, is something else."""
    talk = {"id": 9, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": talk, "from": {"id": 9, "is_bot": False, "first_name": "x"}}
    message |= draw(said())
    at: Any = {"update_id": next(IDS), draw(st.sampled_from(("message", "edited_message", "channel_post"))): message}
    raw, key = at, draw(st.sampled_from(sorted(at.keys() - {"update_id"})))
    while isinstance(at[key], dict) and at[key] and draw(st.booleans()):
        at = at[key]
        key = draw(st.sampled_from(sorted(at)))
    at[key] = draw(JSON)
    return raw


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(raw=broken())
def test_a_broken_update_stops_nothing(raw: dict[str, Any], desk: Desk) -> None:
    desk.hear(raw)
