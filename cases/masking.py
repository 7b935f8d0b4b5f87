"""Numbers in a sentence: those that must not be kept are masked (domain.md 3.3), a name is read (3.2)."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
NUMERALS = FULL_WIDTH | str.maketrans("零〇一二三四五六七八九幺两（）－—.", "0012345678912()---")
BETWEEN_DIGITS = r"[\s()-]{0,3}"
MASK = "******"
BIRTHDAY = r"(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])"
IDENTITY_CARD = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}[ -]?(?:(?:19|20)\d{{2}}[ -]?{BIRTHDAY}[ -]?\d{{3}}[\dXx]|\d{{2}}{BIRTHDAY}\d{{3}})(?![\dXx])"
)
BANK_CARD = re.compile(r"(?<!\d)(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?)(?!\d)")
ONE_TIME_CODE = re.compile(r"(?:验证码|驗證碼|校验码|动态码|動態碼|动态密码|短信码)[^\d\n]{0,6}(\d{4,8})(?!\d)")
SURNAMES_FILE = Path(__file__).with_name("surnames.txt")
INTRODUCTION = re.compile(r"(?:我叫|我是|姓名|名字叫|名字是|本人)(?:叫|是|为|[:： ])?\s*([\u4e00-\u9fff]+)")
END_OF_NAME = re.compile("[在住电手今想要来有给家系反联身男女是]")
WORD_ENDINGS = ("人", "员", "户", "师", "长", "的", "工", "村", "街", "区")
FUNCTION_WORDS = "于曾方应常时"


def mask(text: str) -> tuple[str, list[str]]:
    """`text` without such numbers, and which kinds of them it had."""
    found: list[str] = []
    for name, pattern, is_one in RULES:
        text, hits = _cover(text, pattern, is_one)
        found += [name] if hits else []
    return text, found


def mask_number(text: str, number: str) -> str:
    """`text` without this telephone number, however its digits are written and grouped."""
    written = re.compile(BETWEEN_DIGITS.join(number))
    return _cover(text, written, bool, NUMERALS)[0]


def _cover(
    text: str, pattern: re.Pattern[str], is_one: Callable[[str], bool], folding: Mapping[int, int] = FULL_WIDTH
) -> tuple[str, int]:
    """Replace what matches; the folded text has the same length, so its places are those of the text."""
    spans = [
        match.span(match.lastindex or 0)
        for match in pattern.finditer(text.translate(folding))
        if is_one(re.sub(r"[ -]", "", match[match.lastindex or 0]))
    ]
    for start, end in reversed(spans):
        text = text[:start] + MASK + text[end:]
    return text, len(spans)


def _is_bank_card(number: str) -> bool:
    return (len(number) >= 16 and number.startswith(("62", "4", "5"))) or _luhn(number)


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


RULES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("identity_card", IDENTITY_CARD, bool),  # whoever mistypes the check digit has still given away the rest
    ("bank_card", BANK_CARD, _is_bank_card),
    ("one_time_code", ONE_TIME_CODE, bool),
)


def name_in(text: str) -> str | None:
    """The name in 我叫…, 我是…, 姓名… or 本人…; None rather than a guess."""
    for match in INTRODUCTION.finditer(text):
        run = match[1]
        beginnings = [run, *(run[: end.start()] for end in END_OF_NAME.finditer(run))]
        name = next(filter(_is_name, beginnings), None)
        if name and not (match[0].startswith(("我是", "本人")) and _is_word(name)):
            return name
    return None


def _is_name(name: str) -> bool:
    """A surname and one or two characters more."""
    surname = name[:2] if name[:2] in surnames() else name[:1]
    return surname in surnames() and len(surname) < len(name) <= len(surname) + 2


def _is_word(name: str) -> bool:
    return name.endswith(WORD_ENDINGS) or name[0] in FUNCTION_WORDS


@cache
def surnames() -> frozenset[str]:
    """The surnames that are usual here."""
    return frozenset(SURNAMES_FILE.read_text("utf-8").split())
