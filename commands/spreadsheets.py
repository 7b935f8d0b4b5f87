"""The spreadsheet written out and read back in, with a report line by line."""

from pathlib import Path

from commands.answer_desk import Desk, say
from faq import spreadsheet, spreadsheet_reading, spreadsheet_taking
from faq.offices import EditRefused, Office
from faq.spreadsheet_difference import difference
from faq.spreadsheet_report import report


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
    say(report(taking, saved=save))
    if save and taking.taken:
        desk.save(taking.checked, by, reason)
    elif taking.taken:
        say(["还没有保存。看过以后加上 --yes --reason 理由，再运行一次。"])
    return 1 if taking.refused else 0
