"""What was taken of an edited spreadsheet and what was not, line by line."""

from collections.abc import Iterator

from faq.spreadsheet_difference import Line
from faq.spreadsheet_taking import Taking


def report(taking: Taking, *, saved: bool) -> Iterator[str]:
    """As a clerk reads it, before or after it was saved."""
    if taking.taken:
        yield f"{'采用' if saved else '可以采用'}{len(taking.taken)}处："
        yield from map(_line, taking.taken)
    if taking.refused:
        yield f"没有采用{len(taking.refused)}处："
        for refusal in taking.refused:
            yield f"  {_place(refusal.sheet, refusal.row)}  {refusal.why}"
    if not taking.taken and not taking.refused:
        yield "表格和现在的数据一样，没有改动。"


def _line(line: Line) -> str:
    place = _place(line.sheet, line.row)
    if line.before is None:
        return f"  {place}  加：{_words(line.after)}"
    if line.after is None:
        return f"  {place}  删：{_words(line.before)}"
    return f"  {place}  改：{_words(line.before)} → {_words(line.after)}"


def _place(sheet: str, row: int) -> str:
    return f"“{sheet}”第{row}行" if row else f"“{sheet}”"


def _words(row: tuple[str, ...] | None) -> str:
    return " | ".join(word for word in row or () if word)
