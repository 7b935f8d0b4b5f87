"""What an edited spreadsheet wants changed, against what was written into it and what there is now."""

from dataclasses import dataclass, field

from faq.spreadsheet import ANSWERS, PHRASINGS, Contents, Row, key
from faq.spreadsheet_reading import Read, Refusal, SheetRow

FEW_REMOVED, SHARE_REMOVED = 20, 0.1  # more rows than both are gone by accident, not one by one

GONE_MEANWHILE = "导出以后这一行已经被删去或改过，没有采用。"
CHANGED_MEANWHILE = "导出以后这个答案又改过，没有覆盖。"
RENAMED = "名字不能改，请新加一行。"
TOO_MANY_GONE = "少了{count}行，像是误删，一行也没有删。真要删这么多，请分几次。"


@dataclass(frozen=True)
class Line:
    """One wanted change: `before` None adds, `after` None removes; row 0 for a row that is no longer there."""

    sheet: str
    row: int
    before: Row | None
    after: Row | None


@dataclass
class Difference:
    """What is wanted, and what is not taken whatever is decided."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def difference(read: Read, present: Contents) -> Difference:
    """The wanted changes of both sheets, in the order of their rows, removals last."""
    found = Difference(refused=list(read.refused))
    if PHRASINGS in read.rows:
        _phrasings(read, present.phrasings, found)
    if ANSWERS in read.rows:
        _answers(read, present.answers, found)
    return found


def _phrasings(read: Read, present: dict[str, Row], found: Difference) -> None:
    rows = read.rows[PHRASINGS]
    kept = {key(row.words) for row in rows} | read.held
    for row in {row.words: row for row in reversed(rows)}.values():
        own = key(row.words)
        if own in present:
            continue
        if own in read.keys or (row.key in read.keys and row.key not in present and row.key not in kept):
            found.refused.append(Refusal(row.sheet, row.row, GONE_MEANWHILE))
        elif row.key in read.keys and row.key not in kept:
            kept.add(row.key)
            found.lines.append(Line(row.sheet, row.row, present[row.key], row.words))
        else:
            found.lines.append(Line(row.sheet, row.row, None, row.words))
    found.lines.sort(key=lambda line: line.row)
    gone = [known for known in present if known in read.keys and known not in kept]
    _remove(PHRASINGS, gone, present, found)


def _answers(read: Read, present: dict[str, Row], found: Difference) -> None:
    rows = read.rows[ANSWERS]
    known = {words[0]: own for own, words in present.items()}
    wanted = [row for row in rows if key(row.words) not in present and key(row.words) not in read.keys]
    for row in wanted:
        found_now = known.get(row.words[0])
        if row.key in present and present[row.key][0] != row.words[0]:
            found.refused.append(Refusal(row.sheet, row.row, RENAMED))
        elif _is_conflict(row, found_now, read):
            found.refused.append(Refusal(row.sheet, row.row, CHANGED_MEANWHILE))
        else:
            found.lines.append(Line(row.sheet, row.row, present[found_now] if found_now else None, row.words))
    named = {row.words[0] for row in rows} | {present[row.key][0] for row in rows if row.key in present}
    gone = [own for own, words in present.items() if own in read.keys - read.held and words[0] not in named]
    _remove(ANSWERS, gone, present, found)


def _is_conflict(row: SheetRow, found_now: str | None, read: Read) -> bool:
    """Whether what the row replaces is not what the clerk saw."""
    return row.key in read.keys if found_now is None else found_now not in read.keys


def _remove(sheet: str, gone: list[str], present: dict[str, Row], found: Difference) -> None:
    if len(gone) > max(FEW_REMOVED, SHARE_REMOVED * len(present)):
        found.refused.append(Refusal(sheet, 0, TOO_MANY_GONE.format(count=len(gone))))
        return
    found.lines += [Line(sheet, 0, present[own], None) for own in gone]
