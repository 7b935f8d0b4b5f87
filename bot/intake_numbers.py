"""The number of an earlier case typed into an open draft: it is kept, but said that it opens nothing here."""

import re
import unicodedata

NUMBER = r"(?<!\d)\d(?:[\s\-]?\d){7}(?:(?:[\s\-]?\d){8})?(?![\s\-]?\d)"
LABEL = r"(?:(?:案件|登记|受理|回执|查询)?(?:编号|号码|单号)|回执码?|查询[码号]|受理号|登记号)"
MINE = r"(?:我那?个?的?|上[次回个]的?|之前的?|以前的?|原来的?|那[个件次]的?|前面的?)"
LABELLED = re.compile(rf"(?:^|{MINE}){LABEL}[是为:：,，\s]{{0,3}}{NUMBER}")
BARE = re.compile(rf"(?:{MINE}|{LABEL}|[是为了吗查一下:：,，.。!！?？\s])*(?P<number>{NUMBER})[\s,，.。!！?？吗呢]*")
MARK = re.compile(r"[\s\-]")
DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def only_a_number(text: str) -> bool:
    """Nothing but such a number and what it is called; a day written as eight digits is none."""
    found = BARE.fullmatch(_folded(text))
    return found is not None and not DATE.fullmatch(MARK.sub("", found["number"]))


def speaks_of_a_case(text: str) -> bool:
    """Such a number, alone or called that of a case."""
    return only_a_number(text) or LABELLED.search(_folded(text)) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text.strip())
