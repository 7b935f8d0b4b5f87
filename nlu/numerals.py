"""Chinese numerals become Arabic ones: 三十亿 -> 30亿, 二十处 -> 20处, 一三八零零 -> 13800; 三重一大 stays."""

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
UNITS = {"十": 10, "百": 100, "千": 1000}
MEASURES = "个名家处套次件项所条间人元块户期年月日号天栋幢吨倍成位座场册本亿万门辆起宗份张届桌"
RUN = re.compile(f"[{''.join(DIGITS)}{''.join(UNITS)}]+")
ORDINAL_BEFORE = "第"
IDIOM_AFTER = ("分之", "重", "岗", "抓", "把手", "票", "窍", "带一路")


def below_ten_thousand(run: str) -> int | None:
    """Value of a numeral made of digits and 十百千; None when it is no well-formed numeral."""
    total, digit = 0, None
    for char in run:
        if char in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = DIGITS[char]
        else:
            total += (1 if digit in (None, 0) else digit) * UNITS[char]
            digit = None
    return total + (digit or 0)


def arabic(run: str, before: str, after: str) -> str | None:
    """Arabic form of a run of numeral characters, or None where it is a word rather than a number."""
    if before == ORDINAL_BEFORE or after.startswith(IDIOM_AFTER):
        return None
    if all(c in DIGITS for c in run):
        if len(run) == 1:
            return str(DIGITS[run]) if after[:1] and after[0] in MEASURES and run != "一" else None
        return "".join(str(DIGITS[c]) for c in run)
    if len(run) == 1:
        return "10" if run == "十" and after[:1] and after[0] in MEASURES else None
    value = below_ten_thousand(run)
    return None if value is None else str(value)
