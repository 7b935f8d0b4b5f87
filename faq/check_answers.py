"""The written answers: their fields, and that what is quoted stands in the bulletin word for word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields

from bulletin import quoting
from bulletin.document import Bulletin, Section
from bulletin.figures import find_figures
from bulletin.spans import half_width
from faq.findings import Finding, doubt, place, refused
from faq.misquotes import explain
from nlu.catalogue import Answer
from nlu.training_data import Response, TrainingData

REQUIRED = {
    "ask": ("section", "question", "type"),
    "unsaid": ("question",),
    "door": ("question",),
    "service": ("question",),
    "smalltalk": (),
}
TYPES = ("figure", "when", "who", "where", "list", "measure", "status", "yesno", "overview", "contact")
KNOWN = {field.name for field in fields(Answer)} | {"verified_on", "source"}
DERIVED, WHOLE = "AUTO", "全文"
LONGEST = {"overview": 640, "contact": 300}  # characters quoted: a reply has 760, 400, and 300 for a fact
LONGEST_FACT = 205
LONGEST_ID = 62  # bytes: with `a:` before it the id is a button's data, which Telegram limits to 64

SHAPE = "{id} 的 text 要写成文字，metadata 要写成“名字: 内容”。"
GROUP = "{id} 不知道是哪一组：名字要以 ask/、unsaid/、door/、service/ 或 smalltalk/ 开头。"
LONG_ID = "{id} 的名字太长，最多{limit}个字母。"
MISSING = "{id} 缺 {names}，或者写的不是文字：写在 metadata 下面。"
TYPE = "{id} 的 type 写成了“{type}”，要写 {types} 之一。"
SECTION = "{id}：通报里没有条目“{section}”，请改成 三(三)、前言、结尾、联系方式 这样的名字。"
NOT_DERIVED = "{id} 写了 AUTO：只有 type: overview 可以，section 写 全文、一个部分（如 三）或一个条目。"
MISQUOTED = "{id} 的摘句和条目{section}的原文不一样：{why}"
SAYS = "{id} 的 says 和条目{section}的原文不一样：{why}"
BESIDE = "{id} 的 beside 写了 {other}，没有这条答案（或者它不引用一个条目），请改正。"
BESIDE_QUOTE = "{id} 的 beside_quote 和条目{section}的原文不一样：{why}"
TOO_LONG = "{id} 的摘句有{length}个字，最多{limit}个字：请在标点处截短，中间略去的用……连。"
SAME_QUESTION = "{id} 的按钮问题“{question}”和 {other}（{place}）一样，请改成不同的。"
SAME_EXCERPT = "{id} 的摘句和 {other}（{place}）一模一样，请看是不是抄错了地方。"
STRANGE_NUMBER = "{id} 的按钮问题里写了{number}，条目{section}里没有这个数，请核对。"
CHANNEL = "{id} 的 channel 写的是 {channel}，text 里没有这个号码，请核对。"
UNKNOWN = "{id} 的 metadata 里有不认识的“{names}”，请看是不是写错了。"
NO_FIGURE = "{id} 问的是数（type: figure），摘句里却没有数，请核对摘句或 type。"
NO_DATE = "{id} 问的是时间（type: when），摘句里却没有日期，请核对摘句或 type。"


def check(data: TrainingData, bulletin: Bulletin) -> Iterator[Finding]:
    """What is wrong with each answer by itself, then what two answers have in common."""
    sound = []
    for response in data.responses.values():
        if found := list(_shape(response)):
            yield from found
        else:
            sound.append(response)
            yield from _by_group(response, bulletin)
    asked = [response for response in sound if response.id.startswith("ask/")]
    yield from _twins(asked)
    yield from _looking_alike(asked, bulletin)


def _shape(response: Response) -> Iterator[Finding]:
    group, metadata = response.id.split("/")[0], response.metadata
    if not isinstance(response.text, str) or not isinstance(metadata, dict):
        yield refused("fields", response, SHAPE.format(id=response.id))
    elif group not in REQUIRED or "/" not in response.id:
        yield refused("fields", response, GROUP.format(id=response.id))
    elif missing := [name for name in REQUIRED[group] if not _is_words(metadata.get(name))]:
        yield refused("fields", response, MISSING.format(id=response.id, names="、".join(missing)))
    elif len(response.id.encode()) > LONGEST_ID:
        yield refused("fields", response, LONG_ID.format(id=response.id, limit=LONGEST_ID))
    elif group == "ask" and metadata["type"] not in TYPES:
        words = TYPE.format(id=response.id, type=metadata["type"], types="、".join(TYPES))
        yield refused("fields", response, words)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _by_group(response: Response, bulletin: Bulletin) -> Iterator[Finding]:
    metadata = response.metadata
    if unknown := [str(name) for name in metadata if name not in KNOWN]:
        yield doubt("fields", response, UNKNOWN.format(id=response.id, names="、".join(unknown)))
    if response.id.startswith("ask/"):
        yield from _asked(response, bulletin)
    elif metadata.get("section") or metadata.get("says"):
        yield from _unsaid(response, bulletin)
    channel = str(metadata.get("channel") or "")
    if channel not in response.text:
        yield refused("channel", response, CHANNEL.format(id=response.id, channel=channel))


def _asked(response: Response, bulletin: Bulletin) -> Iterator[Finding]:
    label, kind = response.metadata["section"], response.metadata["type"]
    section = bulletin.section(label)
    if response.text == DERIVED:
        if kind != "overview" or not (section or bulletin.part(label) or label == WHOLE):
            yield refused("section", response, NOT_DERIVED.format(id=response.id))
        return
    if section is None:
        yield refused("section", response, SECTION.format(id=response.id, section=label))
        return
    if not quoting.is_verbatim(section, response.text):
        yield _misquoted(MISQUOTED, response, response.text, section, bulletin)
    limit = LONGEST.get(kind, LONGEST_FACT)
    if len(response.text) > limit:
        yield refused("length", response, TOO_LONG.format(id=response.id, length=len(response.text), limit=limit))
    numbers = re.findall(r"[0-9]+(?:\.[0-9]+)?", half_width(response.metadata["question"]))
    if strange := next((number for number in numbers if number not in section.text), None):
        yield doubt("question", response, STRANGE_NUMBER.format(id=response.id, number=strange, section=label))
    yield from _type(response)


def _unsaid(response: Response, bulletin: Bulletin) -> Iterator[Finding]:
    label, says = str(response.metadata.get("section") or ""), str(response.metadata.get("says") or "")
    section = bulletin.section(label)
    if section is None:
        yield refused("section", response, SECTION.format(id=response.id, section=label))
    elif says and not quoting.is_verbatim(section, says):
        yield _misquoted(SAYS, response, says, section, bulletin)


def _misquoted(message: str, response: Response, quote: str, section: Section, bulletin: Bulletin) -> Finding:
    words = message.format(id=response.id, section=section.label, why=explain(quote, section, bulletin))
    return refused("excerpt", response, words)


def _looking_alike(asked: Sequence[Response], bulletin: Bulletin) -> Iterator[Finding]:
    """An answer that is told beside another one exists, and what is told of it stands in its item."""
    sections = {response.id: bulletin.section(response.metadata["section"]) for response in asked}
    for response in asked:
        other, quote = (str(response.metadata.get(name) or "") for name in ("beside", "beside_quote"))
        if not other and not quote:
            continue
        section = sections.get(other)
        if section is None:
            yield refused("beside", response, BESIDE.format(id=response.id, other=other))
        elif not quoting.is_verbatim(section, quote):
            yield _misquoted(BESIDE_QUOTE, response, quote, section, bulletin)


def _type(response: Response) -> Iterator[Finding]:
    """A question for a number is answered with a number, one for a time with a date."""
    kind, figures = response.metadata["type"], find_figures(response.text)
    if kind == "figure" and not any(character.isdigit() for character in response.text) and "分之" not in response.text:
        yield doubt("type", response, NO_FIGURE.format(id=response.id))
    if kind == "when" and not any(figure.unit == "date" for figure in figures) and "年" not in response.text:
        yield doubt("type", response, NO_DATE.format(id=response.id))


def _twins(asked: Sequence[Response]) -> Iterator[Finding]:
    questions: dict[str, Response] = {}
    excerpts: dict[str, list[Response]] = defaultdict(list)
    for response in asked:
        question = response.metadata["question"]
        if (other := questions.setdefault(question, response)) is not response:
            words = SAME_QUESTION.format(id=response.id, question=question, other=other.id, place=place(other))
            yield refused("question", response, words, other.id)
        excerpts[response.text].append(response)
    for first, *others in (alike for text, alike in excerpts.items() if text != DERIVED):
        for response in others:
            words = SAME_EXCERPT.format(id=response.id, other=first.id, place=place(first))
            yield doubt("same excerpt", response, words)
