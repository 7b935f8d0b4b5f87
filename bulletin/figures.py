"""Figures with their units, dates, and named documents in a text."""

import re
from decimal import Decimal

from bulletin.document import Figure, NamedDocument
from bulletin.spans import half_width

SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# numbers that name a thing instead of counting it (350号, 223室, S2线) are no figures
UNITS = (
    "平方公里|平方米|平方|立方米|公里|公顷|公斤|美元|周年|小时|分钟|个(?:单位|工作日|街道|项目|月)?"
    "|部(?![门分委])|[%‰元亩吨米处件人名项次家户套条所间幢栋座场册本篇份批起宗位组台辆岁天日周年倍强大眼艘块株顶轮只头棵]"
)
MONTH = "[0-9]{1,2}月(?:[0-9]{1,2}日|[初底末]|[上中下]旬)?"
YEAR = "[0-9]{4}(?:-[0-9]{4})?年(?:度|年?[初底末])?"
DATE = f"(?:[0-9]{{4}}年{MONTH}|{YEAR}|{MONTH})"
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,15})(?:\.[0-9]{1,9})?"
FIGURE = re.compile(
    r"(?<![0-9A-Za-z.第])(?<![0-9]-)约?"
    rf"(?:(?P<date>{DATE}(?:[至到~—-](?:{DATE}|[0-9]{{1,2}}日))?)"
    rf"|(?P<number>{NUMBER}) ?[多余]?(?P<scale>[百千]?[万亿]|[百千])?[多余]? ?(?P<unit>{UNITS}))"
)
DOCUMENT = re.compile(r"《((?:[^《》\r\n]|《[^《》\r\n]*》)+)》")


def find_figures(text: str, offset: int = 0) -> tuple[Figure, ...]:
    """The figures of a text that begins at `offset` of the bulletin."""
    return tuple(_figure(text, match, offset) for match in FIGURE.finditer(half_width(text)))


def find_documents(text: str, offset: int = 0) -> tuple[NamedDocument, ...]:
    """The documents named in 《》 in a text that begins at `offset` of the bulletin."""
    return tuple(
        NamedDocument(match[1], match.start(1) + offset, match.end(1) + offset) for match in DOCUMENT.finditer(text)
    )


def _figure(text: str, match: re.Match[str], offset: int) -> Figure:
    start, end = match.span()
    value = None if match["date"] else _value(match["number"], match["scale"] or "")
    return Figure(text[start:end], value, match["unit"] or "date", start + offset, end + offset)


def _value(number: str, scale: str) -> Decimal:
    value = Decimal(number.replace(",", ""))
    for step in scale:
        value *= SCALES[step]
    whole = value.to_integral_value()
    return whole if whole == value else value
