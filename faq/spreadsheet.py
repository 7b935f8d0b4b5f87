"""Training data as a spreadsheet that a clerk edits: what is written, and what each row is known by."""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.worksheet import Worksheet

from faq.offices import Office
from nlu.training_data import Phrasing, Response, TrainingData

PHRASINGS, ANSWERS, KEYS = "问法", "答案", "编号"
NAME, KEY, WORDS, QUESTION, SECTION, TYPE, EXCERPT = (
    "名字",
    "编号（勿改）",
    "问法",
    "按钮上的问题",
    "条目",
    "类型",
    "摘句",
)
WIDTHS = {
    PHRASINGS: {NAME: 34, QUESTION: 34, WORDS: 60, "来源": 9, KEY: 3},
    ANSWERS: {NAME: 34, SECTION: 10, TYPE: 10, QUESTION: 34, EXCERPT: 80, KEY: 3},
}
GREY = (NAME, "来源", KEY)
WRAPPED, LOCKED = Alignment(wrap_text=True, vertical="top"), PatternFill("solid", fgColor="E7E6E6")
FORMULA = ("=", "+", "-", "@")  # with these Excel begins to reckon
SHIPPED, OWN = "自带", "本单位"
HELP = (
    "说明",
    (
        "怎样用这个表",
        "1. “问法”表一行一个问法。改字：直接改；加：在最后写一行，“名字”照抄同一个答案的；删：删去整行。",
        "2. “答案”表一行一个答案。ask/ 开头的，摘句要一个字一个字照抄通报，略去的用“……”连，只取一个条目。",
        "3. 加一个答案：在“答案”表最后写一行（名字如 ask/pool_area），再到“问法”表写它的问法，至少一句。",
        "4. 灰色的列不用改，“来源”和“问法”表里的“按钮上的问题”改了也不算；可以排序、筛选，可以加自己的列。",
        "5. 不要合并单元格，不要写公式。",
        "6. 存好以后运行 ./huiyin answers import 文件.xlsx，先看报告；加上 --yes 才会保存。",
        "7. 保存以后运行 ./huiyin train，回答才会改变。",
        "8. 导出以后别人又改过的行不会被覆盖，报告里会列出来。",
    ),
)
Row = tuple[str, ...]  # (name, words) of a phrasing; (name, section, type, question, words) of an answer
UNWRITABLE = re.compile(rf"{ILLEGAL_CHARACTERS_RE.pattern}|[\r\n]")


@dataclass(frozen=True)
class Contents:
    """What the two sheets are about: the rows by their keys."""

    phrasings: dict[str, Row]
    answers: dict[str, Row]


def key(row: Row) -> str:
    """What a row is known by, until one of its words changes."""
    return hashlib.sha256("\0".join(row).encode()).hexdigest()[:16]


def contents(data: TrainingData) -> Contents:
    """The training data as rows; what no cell can hold is left to the files."""
    asked = [(phrasing.intent, phrasing.text) for phrasing in data.phrasings]
    return Contents(_by_key(asked), _by_key([answer_row(answer) for answer in data.responses.values()]))


def answer_row(answer: Response) -> Row:
    """Only answers out of the bulletin have a section and a type."""
    fields = [str(answer.metadata.get(name) or "") for name in ("section", "type", "question")]
    section, kind, question = fields if answer.id.startswith("ask/") else ["", "", fields[2]]
    return answer.id, section, kind, question, str(answer.text)


def write(office: Office, file: Path) -> int:
    """All phrasings and answers into a new file; how many rows there are."""
    data = office.data()
    present = contents(data)
    book = Workbook()
    _explain(book)
    questions = {answer.id: str(answer.metadata.get("question") or "") for answer in data.responses.values()}
    asked = [
        (phrasing.intent, questions.get(phrasing.intent, ""), phrasing.text, _source(office, phrasing), known)
        for phrasing in data.phrasings
        if (known := key((phrasing.intent, phrasing.text))) in present.phrasings
    ]
    _fill(book.create_sheet(PHRASINGS), asked)
    _fill(book.create_sheet(ANSWERS), [(*row, known) for known, row in present.answers.items()])
    _remember(book.create_sheet(KEYS), present)
    book.save(file)
    return len(present.phrasings) + len(present.answers)


def _by_key(rows: Sequence[Row]) -> dict[str, Row]:
    return {key(row): row for row in rows if not UNWRITABLE.search("".join(row))}


def _source(office: Office, phrasing: Phrasing) -> str:
    return OWN if str(phrasing.file).startswith(f"{office.folder}{os.sep}") else SHIPPED


def _explain(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.title, lines = HELP
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, 1):
        cell = sheet.cell(number, 1, line)
        cell.alignment, cell.font = WRAPPED, Font(bold=number == 1)


def _fill(sheet: Worksheet, rows: Sequence[Row]) -> None:
    widths = WIDTHS[sheet.title]
    for column, (title, width) in enumerate(widths.items(), 1):
        head = sheet.cell(1, column, title)
        head.font = Font(bold=True)
        dimension = sheet.column_dimensions[head.column_letter]
        dimension.width, dimension.hidden = width, title == KEY
        _dress(dimension, title)
    for number, row in enumerate(rows, 2):
        for column, (title, words) in enumerate(zip(widths, row, strict=True), 1):
            cell = sheet.cell(number, column, words)
            cell.data_type = "s"  # a text that begins with = is no formula
            _dress(cell, title)
            if words.startswith(FORMULA):
                cell.quotePrefix = True
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _dress(place: StyleableObject, title: str) -> None:
    """Text, whatever is typed into it; grey where nothing is to be changed."""
    place.number_format, place.alignment = "@", WRAPPED
    if title in GREY:
        place.fill = LOCKED


def _remember(sheet: Worksheet, present: Contents) -> None:
    """Which rows there were, so that a deleted row is told from one that came later."""
    sheet.sheet_state = "hidden"
    for number, known in enumerate((*present.phrasings, *present.answers), 1):
        sheet.cell(number, 1, known).data_type = "s"
