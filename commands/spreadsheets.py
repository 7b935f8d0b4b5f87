"""The spreadsheet written out and read back in, with a report line by line."""

from collections.abc import Iterator
from pathlib import Path

from commands.answer_desk import Desk, say
from faq import spreadsheet, spreadsheet_reading, spreadsheet_taking
from faq.offices import EditRefused, Office
from faq.spreadsheet_difference import Line, difference
from faq.spreadsheet_taking import Taking


def write_out(office: Office, file: Path) -> None:
    """All phrasings and answers; a file that is there is never written over."""
    if file.exists():
        raise EditRefused(f"{file.name} 已经有了，请换一个文件名。")
    try:
        rows = spreadsheet.write(office, file)
    except OSError as failure:
        raise EditRefused(f"{file.name} 写不了：{failure.strerror}。") from None
    say([f"已写出{rows}行：{file}。改好以后运行 ./huiyin answers import {file}"])


def bring_in(desk: Desk, file: Path, by: str, reason: str, *, save: bool) -> int:
    """The report, and with `save` what can be taken; 1 when a line was refused."""
    wanted = difference(spreadsheet_reading.read(file), spreadsheet.contents(desk.office.data()))
    taking = spreadsheet_taking.take(desk.office, wanted)
    say(_report(taking, saved=save))
    if save and taking.taken:
        desk.save(taking.checked, by, reason)
    elif taking.taken:
        say(["还没有保存。看过以后加上 --yes --reason 理由，再运行一次。"])
    return 1 if taking.refused else 0


def _report(taking: Taking, *, saved: bool) -> Iterator[str]:
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
