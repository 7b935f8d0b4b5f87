"""A small office for tests: a bulletin of two items, a few shipped answers, no edits yet."""

from pathlib import Path

from bulletin.parser import parse
from faq.edits import Edit
from faq.offices import Office

BULLETIN = """根据部署,2018年5月22日至6月22日进行了巡视。

一、关于“建设滞后”的问题

(一)加快设施建设。安装路灯120盏,新建公厕3座。修缮校舍2幢,由街道办事处负责。

(二)推进拆违工作。累计拆除违建7.1万平方米,其中旧厂房6处。通报批评相关责任人。

下一步,继续抓好整改落实。
"""
NLU = """version: "3.1"
nlu:
- intent: ask/lamps
  examples: |
    - 路灯装了几盏
    - 村口的灯亮了没有
- intent: ask/demolished
  examples: |
    - 违建拆了多少
    - 违章房子拆掉几万平
"""
RESPONSES = """version: "3.1"
responses:
  utter_ask/lamps:
  - text: "安装路灯120盏"
    metadata:
      section: "一(一)"
      question: "装了多少盏路灯？"
      type: figure
  utter_ask/demolished:
  - text: "累计拆除违建7.1万平方米"
    metadata:
      section: "一(二)"
      question: "拆了多少违建？"
      type: figure
"""
UNSAID = {
    "nlu/unsaid/money.yml": 'version: "3.1"\nnlu:\n- intent: unsaid/price\n  examples: |\n    - 一盏路灯多少钱\n',
    "responses/unsaid/money.yml": (
        'version: "3.1"\nresponses:\n  utter_unsaid/price:\n  - text: "通报没有说价钱。"\n    metadata:\n'
        '      question: "花了多少钱？"\n'
    ),
}
GENERAL = {
    "nlu/feedback/complaint.yml": 'version: "3.1"\nnlu:\n- intent: complaint\n  examples: |\n    - 路灯坏了没人修\n',
    "nlu/door/door.yml": 'version: "3.1"\nnlu:\n- intent: door/pension\n  examples: |\n    - 退休金怎么领\n',
    "responses/door/door.yml": (
        'version: "3.1"\nresponses:\n  utter_door/pension:\n  - text: "请拨打12333。"\n    metadata:\n'
        '      question: "养老金怎么领？"\n      channel: "12333"\n      verified_on: null\n'
    ),
}


def make_office(folder: Path) -> Office:
    """Its layers below `folder`, its edits in `folder/home`."""
    shipped, about = folder / "shipped", folder / "bulletin"
    for file, text in GENERAL.items():
        put(shipped / file, text)
    for file, text in {"nlu/ask/1.yml": NLU, "responses/ask/1.yml": RESPONSES, **UNSAID}.items():
        put(about / file, text)
    return Office(folder / "home", (shipped, about), parse(BULLETIN, "test-2018"))


def put(file: Path, text: str) -> None:
    """A file with this text, as a clerk would have left it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def phrasings(office: Office, intent: str) -> set[str]:
    """What means the intent for those who train."""
    return {phrasing.text for phrasing in office.data().phrasings if phrasing.intent == intent}


def saved(edit: Edit, session, now, author: str = "王丽", reason: str = "群众常问"):
    """The edit, checked and written."""
    return edit.checked().save(session, author, reason, now)
