"""Citizens who follow a script: each thing they do has a reply they wait for."""

import asyncio
import random
import re
import string
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.bot_api import Sent
from tests.fake_telegram import FakeTelegram

PATIENCE = 60  # seconds until a reply counts as lost
RECEIPT = re.compile(r"编号：(\d{8})\n回执码：((?:\d{4} ?){4})")
COMPLAINT = "我要投诉，我们小区门口的路灯坏了半个月没人修，门牌{mark}"
TIP_OFF = "我要举报村主任收了包工头的好处费，知情人{mark}"
PNG = b"\x89PNG\r\n\x1a\n not a real one "


@dataclass
class Receipt:
    """What a citizen was shown."""

    number: str
    code: str
    text: str


@dataclass
class Citizen:
    """One chat; `mark` makes words that nobody else has used."""

    fake: FakeTelegram
    chat: int
    chance: random.Random
    shown: Callable[[Receipt], None] = lambda receipt: None
    receipts: list[Receipt] = field(default_factory=list)
    additions: list[str] = field(default_factory=list)
    photos: list[bytes] = field(default_factory=list)
    steps: int = 0
    patient_with_apologies: bool = False
    _heard: int = 0

    def mark(self) -> str:
        return "".join(self.chance.choices(string.ascii_lowercase, k=12))

    async def hear(self, wanted: str) -> Sent:
        """The next message with these words or this button; a doubled earlier one is passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for at, sent in enumerate(self.fake.sent(self.chat)[self._heard :], self._heard + 1):
                    assert self.patient_with_apologies or "没有保存" not in sent.text, sent.text
                    if wanted in sent.text or wanted in sent.buttons:
                        self._heard = at
                        return sent
                await asyncio.sleep(0.02)

    async def _wait(self, wanted: str) -> Sent:
        self.steps += 1
        try:
            return await self.hear(wanted)
        except TimeoutError:
            seen = [sent.text[:40] for sent in self.fake.sent(self.chat)[self._heard :]]
            raise AssertionError(f"chat {self.chat} waited in vain for {wanted}, since then it saw {seen}") from None

    async def say(self, text: str, wanted: str) -> Sent:
        self._heard = len(self.fake.sent(self.chat))
        self.fake.say(self.chat, text)
        return await self._wait(wanted)

    async def send_photo(self, content: bytes, caption: str, wanted: str) -> Sent:
        self._heard = len(self.fake.sent(self.chat))
        self.fake.send_photo(self.chat, content, caption)
        return await self._wait(wanted)

    async def press(self, label: str, wanted: str) -> Sent:
        self._heard = len(self.fake.sent(self.chat))
        self.fake.press(self.chat, label)
        return await self._wait(wanted)

    async def submit(self, text: str) -> Receipt:
        """Press it twice now and then: the receipt is the same."""
        receipt = self._receipt(await self.press("确认提交", "回执码："), text)
        self.receipts.append(receipt)
        self.shown(receipt)
        if self.chance.random() < 0.5:
            await self.press("确认提交", "已经提交过了")
            assert self._receipt(await self._wait("回执码："), text) == receipt
        return receipt

    def _receipt(self, sent: Sent, text: str) -> Receipt:
        found = RECEIPT.search(sent.text)
        assert found, sent.text
        return Receipt(found[1], found[2].strip(), text)


async def asks(citizen: Citizen) -> None:
    await citizen.say("海城违建拆了多少", "7.1万平方米")
    await citizen.say("/help", "打错字也没关系")
    await citizen.say("/menu", "通报一共九个部分")
    await citizen.say("/contact", "通报公布的联系方式")


async def complains(citizen: Citizen) -> Receipt:
    text = COMPLAINT.format(mark=citizen.mark())
    await citizen.say(text, "是，投诉求助")
    return await finishes_complaint(citizen, text)


async def finishes_complaint(citizen: Citizen, text: str) -> Receipt:
    await citizen.press("是，投诉求助", "我知道了")
    await citizen.press("我知道了", "跳过")
    await citizen.press("跳过", "留姓名电话")
    await citizen.press("匿名", "确认提交")
    return await citizen.submit(text)


async def announces_tip_off(citizen: Citizen, text: str) -> None:
    await citizen.say("我要举报", "以上都不是")
    await citizen.press("以上都不是", "我知道了")
    await citizen.press("我知道了", "请说说情况")
    await citizen.say(text, "写完了")
    await citizen.press("写完了", "跳过")
    await citizen.press("跳过", "留姓名电话")


async def tips_off(citizen: Citizen) -> None:
    text = TIP_OFF.format(mark=citizen.mark())
    await announces_tip_off(citizen, text)
    await citizen.press("匿名", "确认提交")
    await citizen.submit(text)


async def breaks_off(citizen: Citizen) -> None:
    await citizen.say("我要提建议", "请说说您的建议")
    await citizen.say(f"建议在村口装两盏路灯，方便老人走路，门牌{citizen.mark()}", "写完了")
    await citizen.press("写完了", "跳过")
    await citizen.say("/cancel", "草稿已经取消")


async def adds(citizen: Citizen) -> None:
    receipt = await complains(citizen)
    await citizen.say(f"我的回执码是 {receipt.code}", f"编号{receipt.number}：")
    await citizen.press("补充", "请把要补充的内容发给我")
    addition = f"昨天晚上又有人在路口摔倒了，门牌{citizen.mark()}"
    await citizen.say(addition, "补充已经登记")
    citizen.additions.append(addition)


async def sends_photos(citizen: Citizen) -> None:
    text = COMPLAINT.format(mark=citizen.mark())
    photo, other = (PNG + citizen.mark().encode() for _ in range(2))
    await citizen.send_photo(photo, text, "是，投诉求助")
    await citizen.send_photo(other, "", "收到照片，记下了")
    await finishes_complaint(citizen, text)
    citizen.photos += [photo, other]


SCRIPTS: tuple[Callable[[Citizen], Awaitable[object]], ...] = (
    asks,
    complains,
    tips_off,
    breaks_off,
    adds,
    sends_photos,
)
