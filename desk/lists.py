"""What the command and the pages that list cases have in common: a place in a list, an item as it is typed, a count."""

import re
import unicodedata
from datetime import UTC, date, datetime

from cases.queries import MOST_COUNTED, After

BETWEEN = "~"  # of a page's last row: what it is sorted by, and its id
ROW = re.compile("[0-9]{1,18}")
SLUG = re.compile(r"([1-9]|10)\.([1-9]|10)")
NUMERALS = "一二三四五六七八九十"


def read_after(typed: str) -> After:
    """The place in a list that the end of a page names; ValueError for anything else."""
    key, _, row = typed.rpartition(BETWEEN)
    if not ROW.fullmatch(row):
        raise ValueError("no row of a list")
    if "T" in key:
        return After(_moment(key), int(row))
    return After(date.fromisoformat(key) if key else None, int(row))


def _moment(key: str) -> datetime:
    try:
        return datetime.fromisoformat(key).astimezone(UTC)
    except OverflowError:
        raise ValueError("no moment of a list") from None


def written_after(after: After) -> str:
    """What `read_after` reads."""
    return f"{after.key.isoformat() if after.key else ''}{BETWEEN}{after.id}"


def section(typed: str | None) -> str | None:
    """三(三) for 三（三） and 3.3, as cases have it."""
    wanted = "".join(unicodedata.normalize("NFKC", typed or "").split())
    slug = SLUG.fullmatch(wanted)
    if slug:
        part, item = (NUMERALS[int(number) - 1] for number in slug.groups())
        return f"{part}({item})"
    return wanted or None


def count_words(count: int) -> str:
    """A count, 999+ for more than are counted."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
