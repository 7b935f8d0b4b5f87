"""A citizen who talks to the whole bot: its rules, its database, a clock that can be moved, an engine of few words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channel import Delivered
from bot.messages import Attachment, Incoming, Outcome, Reply
from bot.terminal import TerminalChannel
from bot.thought import Context, Thought
from bot.turn import Custody
from bulletin import profile
from cases import drafts
from cases.chat_models import Draft
from cases.draft_body import DraftBody
from cases.models import Case, Message
from commands import assembly
from db.session import make_engine, read_scope, write_scope
from settings import ROOT, Settings
from tests.builders import DERIVATION, NOW, RECOVERY, SECRET, make_readers, read_by_anybody

KINDS = {
    "praise": "表扬|热心",
    "appeal": "不服|处分决定",
    "tip_off": "收红包|贪污|受贿",
    "suggestion": "建议",
    "complaint": "没人管|投诉|太吵|漏水|放火|着火|打人|坏了",
}
ANSWER = "截至目前，已拆除违法建筑63处。"
SERVICE = "可以反映我们自己人，也可以拨打12388。"
DECLINED = ({"label": "把问题转给工作人员", "data": "consult"}, {"label": "看目录", "data": "menu"})
COMMANDS = {"case_status": ("case_status", "ask_code"), "cancel": ("smalltalk", "cancel"), "help": ("smalltalk", "")}
REQUESTS = {"withdraw": "撤回", "add": "补充", "rate": "评价", "ask_code": "进度"}
_messages = count(1)


class PlainThinker:
    """Knows a kind by a word, one fact, one answer about the service; otherwise it declines."""

    def __init__(self) -> None:
        self.broken = False
        self.asked: list[str] = []

    async def think(self, text: str, context: Context | None) -> Thought:
        """What stands first counts: requests, questions, kinds."""
        self.asked.append(text)
        if self.broken:
            raise RuntimeError("the engine is down")
        if "拆了多少" in text and "没人管" not in text:
            return _fact()
        if text.startswith("满意"):
            return Thought("intake", "谢谢您的评价", do={"name": "rate_answer"}, intent="rate_answer")
        if "被他看到" in text:
            return Thought("decline", "没有找到", intent="service")
        if "谁能看到" in text or "人工" in text:
            return Thought("contact", SERVICE, intent="service" if "谁" in text else "human")
        for do, word in REQUESTS.items():
            if re.search(word, text) and len(text) < 12:
                return Thought("intake" if do != "ask_code" else "case_status", "请发回执码", do={"name": do})
        kind = next((kind for kind, words in KINDS.items() if re.search(words, text)), None)
        if kind:
            return Thought("intake", do={"name": "start_intake", "kind": kind, "content": True}, intent=kind)
        return Thought("decline", "这个问题在通报里没有找到答案。", DECLINED, do={"name": "note_miss"}, intent="ask")

    async def answer(self, answer_id: str, context: Context | None) -> Thought:
        """The greeting, the contacts, or the one fact."""
        if answer_id == "ask/contact_all_channels":
            return Thought("contact", "通报公布的联系方式")
        return Thought("smalltalk", "您好，不是工作人员。") if "greet" in answer_id else _fact()

    async def menu(self, part: str) -> Thought:
        """One part."""
        return Thought("menu", "通报一共九个部分", ({"label": "一", "data": "m:1"}, {"label": "二", "data": "m:2"}))

    async def overview(self, section: str) -> Thought:
        """The one fact."""
        return _fact()

    async def intent(self, name: str) -> Thought:
        """Commands."""
        act, do = COMMANDS.get(name, ("menu", ""))
        return Thought(act, name, do={"name": do} if do else {})


def _fact() -> Thought:
    return Thought("answer", ANSWER, section="三(三)", context={"id": "ask/x", "question": "拆了多少"}, intent="ask")


class Channel(TerminalChannel):
    """Gives every message an id, and remembers which were to be deleted."""

    def __init__(self, name: str = "talk") -> None:
        super().__init__(name)
        self.sent: list[str] = []
        self.deleted: list[str] = []

    async def deliver(self, row: Any) -> Delivered:
        """Deliver and number."""
        self.deleted += row.delete
        await super().deliver(row)
        self.sent.append(f"bot{len(self.sent)}")
        return Delivered((self.sent[-1],))


@dataclass
class Said:
    """What came back."""

    outcome: Outcome
    replies: list[Reply]

    def __getattr__(self, name: str) -> Any:
        """act, intake, kind, receipt, section."""
        return getattr(self.outcome, name)

    @property
    def text(self) -> str:
        """All words of all replies."""
        return "\n".join(reply.text for reply in self.replies)

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons."""
        return [button.label for reply in self.replies for button in reply.buttons]


@dataclass
class Talk:
    """One chat."""

    home: Path
    thinker: Any = field(default_factory=PlainThinker)
    staffed: bool = True
    address: str = "4711"
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.settings = Settings(home=self.home, database_url="", model=None)
        self.home.mkdir(parents=True, exist_ok=True)
        self.channel = Channel()
        self.custody = Custody(SECRET, RECOVERY.public, DERIVATION)
        known = profile.load(ROOT / "data" / "bulletin")
        self.service = assembly.build(
            self.settings, [self.channel], self.custody, self.thinker, *known, lambda: self.now
        )
        self.database = make_engine(self.settings.url)
        if self.staffed:
            self.change(make_readers)
        self.mine: list[str] = []

    async def say(self, text: str = "", **more: Any) -> Said:
        """Type, or send what `more` says."""
        message = f"me{next(_messages)}"
        usual = {"channel": "talk", "address": self.address, "key": message, "text": text, "message": message}
        said = Incoming(**(usual | more))
        self.mine.append(said.message)
        return await self._exchange(said)

    async def press(self, label: str) -> Said:
        """Press the newest button of this label."""
        data = self.channel.button(self.address, label)
        assert data is not None, f"no button {label}"
        return await self._exchange(Incoming("talk", self.address, f"press{next(_messages)}", pressed=data))

    async def walk(self, *steps: str) -> Said:
        """Press each label in turn; the last answer."""
        for label in steps:
            said = await self.press(label)
        return said

    async def tell(self, *texts: str) -> Said:
        """Type each text in turn; the last answer."""
        for text in texts:
            said = await self.say(text)
        return said

    async def send(self, kind: str = "photo", text: str = "", name: str = "", **more: Any) -> Said:
        """Send a file, with a caption or none."""
        path = self.home / (name or "a.jpg")
        path.write_bytes(b"picture")
        file = Attachment(kind, name=path.name, path=path, size=more.pop("size", 7), place=more.pop("place", None))
        return await self.say(text, attachments=(file,), **more)

    async def later(self, **passed: float) -> Said:
        """Time goes by, and the housekeeping with it."""
        self.now += timedelta(**passed)
        await self.service.housekeeping.round()
        return await self._collect(Outcome("nothing"))

    async def _exchange(self, incoming: Incoming) -> Said:
        return await self._collect(await self.service.conversation.handle(incoming))

    async def _collect(self, outcome: Outcome) -> Said:
        await self.service.outbox.drain("talk")
        return Said(outcome, self.channel.take(self.address))

    @property
    def draft(self) -> DraftBody | None:
        """The open draft."""
        with read_scope(self.database) as session:
            row = session.scalar(select(Draft).where(Draft.dropped_at.is_(None), Draft.submitted_at.is_(None)))
            return drafts.load(session, SECRET, row.chat_id, row.touched_at).body if row else None

    @property
    def cases(self) -> Sequence[Case]:
        """All cases, oldest first."""
        with read_scope(self.database) as session:
            return list(session.scalars(select(Case).order_by(Case.id)))

    @property
    def words(self) -> list[str]:
        """All that the cases hold, opened with their keys."""
        with read_scope(self.database) as session:
            rows = session.scalars(select(Message).order_by(Message.id))
            return [read_by_anybody(session, row) for row in rows]

    def change(self, what: Any) -> None:
        """Let staff do something in the database."""
        with write_scope(self.database) as session:
            what(session)

    def rows(self, table: Any) -> int:
        """How many rows a table has."""
        with Session(self.database) as session:
            return len(list(session.scalars(select(table))))
