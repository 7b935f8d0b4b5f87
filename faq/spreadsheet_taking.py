"""The wanted changes of a spreadsheet, made line by line; one that is refused leaves the rest in peace."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faq import editing
from faq.edit_check import Faulty
from faq.edits import Edit
from faq.findings import Finding
from faq.offices import EditRefused, Office
from faq.saving import Checked
from faq.spreadsheet import ANSWERS, PHRASINGS, Row
from faq.spreadsheet_difference import Difference, Line
from faq.spreadsheet_reading import Refusal

NO_SECTION = "“{name}”不是通报里的答案，条目和类型要空着。"


@dataclass(frozen=True)
class Taking:
    """What would be saved, and what would not and why."""

    checked: Checked
    taken: tuple[Line, ...]
    refused: tuple[Refusal, ...]


def take(office: Office, wanted: Difference) -> Taking:
    """As many of the lines as leave the data right; nothing is written before `checked.save`."""
    lines, refused = list(wanted.lines), list(wanted.refused)
    while True:
        edit = Edit(office)
        unfit = _apply(edit, lines)
        refused += [Refusal(line.sheet, line.row, why) for line, why in unfit]
        lines = [line for line in lines if line not in [one for one, _ in unfit]]
        try:
            return Taking(edit.checked(), tuple(lines), tuple(refused))
        except Faulty as faulty:
            blamed = {line: fault.words for fault in faulty.faults for line in _to_blame(fault, lines)}
            if not lines:
                raise
            refused += [Refusal(line.sheet, line.row, why) for line, why in blamed.items()]
            lines = [line for line in lines if line not in blamed]


def _apply(edit: Edit, lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Answers before the phrasings that may belong to them, but those that go last; what is refused is undone."""
    unfit = []
    for line in sorted(lines, key=_order):
        mark = edit.mark()
        try:
            (_phrasing if line.sheet == PHRASINGS else _answer)(edit, line)
        except EditRefused as refused:
            edit.back_to(mark)
            unfit.append((line, str(refused)))
    return unfit


def _order(line: Line) -> int:
    return 2 if line.after is None and line.sheet == ANSWERS else line.sheet == PHRASINGS


def _phrasing(edit: Edit, line: Line) -> None:
    if line.before:
        name, words = line.before
        editing.withdraw_phrasings(edit, name, [words])
    if line.after:
        name, words = line.after
        editing.add_phrasings(edit, name, [words])


def _answer(edit: Edit, line: Line) -> None:
    if line.after is None:
        editing.withdraw_answer(edit, (line.before or ("",))[0])
        return
    name, section, kind, question, words = line.after
    if name.startswith("ask/"):
        editing.write_answer(edit, name, words, section, question, kind)
    elif section or kind:
        raise EditRefused(NO_SECTION.format(name=name))
    else:
        editing.word_answer(edit, name, words, question)


def _to_blame(fault: Finding, lines: Sequence[Line]) -> list[Line]:
    """The lines that delete what the fault misses; that say what it is about; of its answer; all, if unknown."""
    names = {getattr(fault.about, "intent", ""), getattr(fault.about, "id", "")}
    text = getattr(fault.about, "text", "")
    gone = [line for line in lines if line.after is None and line.sheet == ANSWERS and _names(fault, line.before)]
    exact = [line for line in lines if line.after and line.after[0] in names and line.after[-1] == text]
    named = [line for line in lines if names & {words[0] for words in (line.before, line.after) if words}]
    said = [line for line in lines if line.after and line.after[-1] in fault.words]
    return gone or exact or said or named or list(lines)


def _names(fault: Finding, row: Row | None) -> bool:
    return row is not None and re.search(rf"{re.escape(row[0])}(?!\w)", fault.words, re.ASCII) is not None
