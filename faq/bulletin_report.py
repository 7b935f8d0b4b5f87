"""What was understood of a bulletin, as a clerk reads it before anything changes."""

from collections import Counter
from collections.abc import Iterator

from bulletin import consistency, profile
from bulletin.document import Bulletin, Section
from bulletin.understanding import Record, Understanding
from faq.derived_overviews import Derived

KINDS = {"phone": "电话", "postal_address": "地址", "email": "邮箱", "envelope": "信封"}
SHOWN = 36  # characters of a heading
GROUPS = {
    "figure": "数字",
    "when": "时间",
    "list": "文件和名目",
    "measure": "做法",
    "overview": "概述",
    "contact": "联系方式",
}


def report(understood: Understanding, answers: list[Derived]) -> Iterator[str]:
    """Line by line: what it is, its parts, places, contacts, what is open, answers, doubts."""
    bulletin, record = understood.bulletin, understood.record
    yield f"标题：{record['title'] or '没有'}"
    yield f"发布：{record['publisher']}　接收意见：{record['receiver']}　年份：{record['year']}"
    yield from _parts(bulletin)
    yield f"地名：{'、'.join(place['name'] for place in record['places']) or '没有'}"
    yield from _contacts(record)
    yield from _open_items(record)
    kinds = Counter(answer.type for answer in answers)
    counted = "，".join(f"{name} {kinds[kind]}" for kind, name in GROUPS.items() if kinds[kind])
    yield f"能回答：{len(answers)} 条（{counted}），问法 {sum(len(answer.phrasings) for answer in answers)} 句"
    notes = consistency.describe(consistency.check(bulletin, profile.described(record)))
    yield from (f"数字核对：{len(notes)} 处", *(f"  {note}" for note in notes))
    yield from doubts(bulletin)


def doubts(bulletin: Bulletin) -> Iterator[str]:
    """What may have been read wrongly, with its line."""
    yield f"存疑：{len(bulletin.doubts)} 处" if bulletin.doubts else "存疑：没有"
    yield from (f"  {doubt}" for doubt in bulletin.doubts)


def _parts(bulletin: Bulletin) -> Iterator[str]:
    yield f"读到 {len(bulletin.parts)} 个部分、{len(bulletin.items)} 条；{_counts(bulletin.sections)}"
    around = (("前言", bulletin.preface), ("结尾", bulletin.closing), ("联系方式", bulletin.contact))
    yield "　".join(f"{name}：{'有' if section else '没有'}" for name, section in around)
    for part in bulletin.parts:
        yield f"{part.label}、{part.heading[:SHOWN] or '（标题行缺失）'}"
        yield from (f"  {item.label} {item.heading[:SHOWN]}　{_counts((item,))}" for item in part.items)


def _counts(sections: tuple[Section, ...]) -> str:
    figures = [figure.unit for section in sections for figure in section.figures]
    sentences = sum(len(section.sentences) for section in sections)
    documents = sum(len(section.documents) for section in sections)
    dates = figures.count("date")
    return f"{sentences} 句，数字 {len(figures) - dates}，日期 {dates}，文件 {documents}"


def _contacts(record: Record) -> Iterator[str]:
    if not record["contacts"]:
        yield "没有联系方式"
    for contact in record["contacts"]:
        yield f"{KINDS[contact['kind']]}：{contact['published_value']}（第{contact['source_line']}行，没有核实）"


def _open_items(record: Record) -> Iterator[str]:
    if record["open_items"]:
        yield f"好像还没有做完：{len(record['open_items'])} 处"
    yield from (f"  {item['section']} {item['quote'][:60]}" for item in record["open_items"])
