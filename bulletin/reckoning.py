"""Recomputing what a bulletin states; each function says how it reckoned."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from bulletin.document import Bulletin, Figure
from bulletin.notes import Outcome
from bulletin.spans import half_width

FEWEST, MOST = 3, 12  # terms among which a closest choice is looked for: 4096 choices at most
MONTH_AND_DAY = re.compile(r"(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日")
THRESHOLD = re.compile(r"超[0-9.]++[万亿]?+(?>平方米|平方|[^,。;、])(?!以上|部分)")
WEEKDAYS = "一二三四五六日"
NUMERALS = "零一二三四五六七八九十"
COUNTED = re.compile(rf"([{NUMERALS}两]{{1,3}})(?=[家个名位项间])")

OFF_BY = "，与{total}相差{by:+}"
NEAREST = "；任取几项，最接近的是{sum}（{by:+}）"
UNITS_DIFFER = "，但单位不同（{units}）"
REMAINDER = "{total}里说明了{sum}，其余{rest}没有说明"
TOO_MUCH = "各项合计{sum}，多于{total}"
SAME = "都是{value}"
UNLIKE = "{values}，各自的范围没有写明"
NO_WHOLE = "{part}÷总数（没有写）=？"
SHARE = "{part}÷{whole}={percent}%"
DAY = "{day}是星期{weekday}"
NO_DAY = "{day}不是一个日期"
READINGS = "“{words}”可指超出这个数，也可指大于这个数"
ONE_READING = "只有一种读法"
TWO_SPELLINGS = "{one} / {other}"
TITLES = "通报中的文件名共{found}个，写的是{stated}"


def added(total: Decimal, terms: Sequence[Decimal], units: Sequence[str] = ()) -> Outcome:
    """Whether the terms give the total; where they do, in different units, nothing is proven."""
    found = sum(terms, Decimal())
    words = f"{_row(terms)}={found}"
    if found != total:
        return Outcome("differs", words + OFF_BY.format(total=total, by=found - total) + _nearest(total, terms))
    if len(set(units)) > 1:
        return Outcome("cannot_tell", words + UNITS_DIFFER.format(units="、".join(dict.fromkeys(units))))
    return Outcome("consistent", words)


def covered(total: Decimal, terms: Sequence[Decimal]) -> Outcome:
    """Whether the terms explain the whole total; they may be a part of it, never more."""
    found = sum(terms, Decimal())
    if found == total:
        return added(total, terms)
    if found > total:
        return Outcome("differs", TOO_MUCH.format(sum=found, total=total))
    return Outcome("cannot_tell", REMAINDER.format(total=total, sum=found, rest=total - found))


def compared(values: Sequence[Decimal]) -> Outcome:
    """Figures that look alike: equal, or of a scope the bulletin does not state."""
    if len(set(values)) == 1:
        return Outcome("consistent", SAME.format(value=values[0]))
    return Outcome("cannot_tell", UNLIKE.format(values="、".join(map(str, values))))


def share(figures: Sequence[Figure]) -> Outcome | None:
    """The last percentage of a sentence from the two counts before it; None where there is no count at all."""
    percent = max((i for i, figure in enumerate(figures) if figure.unit == "%"), default=0)
    counts = [f for f in figures[:percent] if f.value is not None and f.unit != "%"]
    if not counts:
        return None
    same = [f.value for f in counts if f.unit == counts[-1].unit and f.value]
    part, stated = counts[-1].value, figures[percent].value
    if len(same) < 2 or stated is None:
        return Outcome("cannot_tell", NO_WHOLE.format(part=part))
    found, digits = same[-1] * 100 / same[0], len(str(stated).partition(".")[2])
    words = SHARE.format(part=same[-1], whole=same[0], percent=f"{found:.{digits}f}")
    rounded = abs(found - stated) * 2 <= Decimal(1).scaleb(-digits)
    return Outcome("consistent" if rounded else "differs", words)


def weekday(text: str, year: int) -> Outcome | None:
    """A day at the week's end is odd, not wrong; `year` is that of the bulletin. None where no day is named."""
    if not (match := MONTH_AND_DAY.search(half_width(text))):
        return None
    try:
        day = date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        return Outcome("differs", NO_DAY.format(day=match[0]))
    words = DAY.format(day=day.isoformat(), weekday=WEEKDAYS[day.weekday()])
    return Outcome("cannot_tell" if day.weekday() > 4 else "consistent", words)


def threshold(text: str) -> Outcome:
    """超5平方 can be over by five or more than five."""
    if match := THRESHOLD.search(half_width(text)):
        return Outcome("cannot_tell", READINGS.format(words=match[0]))
    return Outcome("consistent", ONE_READING)


def spelled(one: str, other: str) -> Outcome:
    """Two names of what seems to be one thing."""
    return Outcome("consistent" if one == other else "differs", TWO_SPELLINGS.format(one=one, other=other))


def titled(bulletin: Bulletin, stated: Sequence[Decimal]) -> Outcome:
    """The different 《titles》 beside the documents said to be made; some are no rules, some rules are not named."""
    found = len({document.title for section in bulletin.sections for document in section.documents})
    words = TITLES.format(found=found, stated="、".join(map(str, stated)))
    return Outcome("consistent" if found == sum(stated) else "cannot_tell", words)


def named(words: str) -> Decimal:
    """How many a name stands for: 三家子公司 three, 财政局 one."""
    match = COUNTED.search(words)
    return numeral(match[1]) if match else Decimal(1)


def numeral(words: str) -> Decimal:
    """三 as 3, 十二 as 12; none of a hundred or more."""
    tens, ten, ones = words.replace("两", "二").rpartition("十")
    high = (NUMERALS.index(tens[-1]) if tens else 1) * 10 if ten else 0
    return Decimal(high + (NUMERALS.index(ones[-1]) if ones else 0))


def _row(terms: Sequence[Decimal]) -> str:
    return "".join(f"{term:+}" for term in terms).removeprefix("+")


def _nearest(total: Decimal, terms: Sequence[Decimal]) -> str:
    """The choice of terms that comes closest to a total they all together do not give."""
    if not FEWEST <= len(terms) <= MOST:
        return ""
    sums = (sum(some, Decimal()) for size in range(1, len(terms) + 1) for some in combinations(terms, size))
    closest = min(sums, key=lambda found: abs(found - total))
    return NEAREST.format(sum=closest, by=closest - total)
