"""An edited spreadsheet as rows of words; what cannot be words is refused by row, never guessed."""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from faq.offices import EditRefused
from faq.spreadsheet import ANSWERS, EXCERPT, KEY, KEYS, NAME, PHRASINGS, QUESTION, SECTION, TYPE, WORDS, Row

COLUMNS = {PHRASINGS: (NAME, WORDS), ANSWERS: (NAME, SECTION, TYPE, QUESTION, EXCERPT)}
MOST_ROWS = 100_000

UNREADABLE = "{file} 读不出来，请给一个 .xlsx 文件（由 ./huiyin answers export 写出的）。"
NO_SHEET = "{file} 里没有“问法”表，也没有“答案”表。"
NO_COLUMN = "第一行少了“{columns}”这一列，整张表没有采用。"
MERGED = "有合并的单元格（{places}），请取消合并再导入；整张表没有采用。"
TOO_MANY = "超过{most}行，整张表没有采用。"
NOT_WORDS = "“{column}”是公式、日期或错误，请改成文字。"
INCOMPLETE = "少了名字或文字。要删去，请删去整行。"
ALLOWED = ("s", "inlineStr", "n")


@dataclass(frozen=True)
class Refusal:
    """A line that was not taken, and why; row 0 is the whole sheet."""

    sheet: str
    row: int
    why: str


@dataclass(frozen=True)
class SheetRow:
    """One row as edited, with its number in the sheet and the key it was written with."""

    sheet: str
    row: int
    words: Row
    key: str


@dataclass
class Read:
    """All that could be read: `keys` are the rows there were, `held` the keys of refused rows."""

    keys: set[str] = field(default_factory=set)
    rows: dict[str, list[SheetRow]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    held: set[str] = field(default_factory=set)


def read(file: Path) -> Read:
    """The edited sheets; EditRefused when the file is none of ours."""
    try:
        book = load_workbook(file)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise EditRefused(UNREADABLE.format(file=file.name)) from None
    found = Read()
    if KEYS in book.sheetnames:
        found.keys = {str(cell.value) for (cell,) in book[KEYS].iter_rows(max_col=1) if cell.value}
    sheets = [book[name] for name in COLUMNS if name in book.sheetnames]
    if not sheets:
        raise EditRefused(NO_SHEET.format(file=file.name))
    for sheet in sheets:
        if why := _unusable(sheet):
            found.refused.append(Refusal(sheet.title, 0, why))
        else:
            _read_rows(sheet, found)
    return found


def _unusable(sheet: Worksheet) -> str:
    titles = _titles(sheet)
    if missing := [name for name in COLUMNS[sheet.title] if name not in titles]:
        return NO_COLUMN.format(columns="”“".join(missing))
    if places := [str(merged) for merged in sheet.merged_cells.ranges]:
        return MERGED.format(places="、".join(sorted(places)[:5]))
    return TOO_MANY.format(most=MOST_ROWS) if sheet.max_row > MOST_ROWS else ""


def _titles(sheet: Worksheet) -> dict[str, int]:
    """The columns wherever they were moved to; those that are not ours are left out."""
    known = (*COLUMNS[sheet.title], KEY)
    titles = [str(cell.value or "").strip() for cell in sheet[1]]
    return {title: at for at, title in reversed(list(enumerate(titles))) if title in known}


def _read_rows(sheet: Worksheet, found: Read) -> None:
    titles = _titles(sheet)
    rows = found.rows.setdefault(sheet.title, [])
    for number, cells in enumerate(sheet.iter_rows(min_row=2), 2):
        columns = {title: cells[at] for title, at in titles.items()}
        known = _words(columns[KEY]) if KEY in columns else ""
        wrong = [title for title in COLUMNS[sheet.title] if not _is_words(columns[title])]
        words = tuple(_words(columns[title]) for title in COLUMNS[sheet.title] if title not in wrong)
        if wrong:
            found.refused += [Refusal(sheet.title, number, NOT_WORDS.format(column="、".join(wrong)))]
            found.held.add(known)
        elif not any(words):
            continue
        elif not (words[0] and words[-1]):
            found.refused += [Refusal(sheet.title, number, INCOMPLETE)]
            found.held.add(known)
        else:
            rows.append(SheetRow(sheet.title, number, words, known))


def _is_words(cell: Cell | MergedCell) -> bool:
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return cell.value is None or (cell.data_type in ALLOWED and (is_number or isinstance(cell.value, str)))


def _words(cell: Cell | MergedCell) -> str:
    """A number typed where words belong is what it looks like."""
    return "" if cell.value is None else str(cell.value).strip()
