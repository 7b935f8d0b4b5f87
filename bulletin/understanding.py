"""What a text seems to say about itself, before staff have looked at it: the first bulletin.yml of an imported one."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bulletin.document import Bulletin, Contact, NotABulletin, Section
from bulletin.lines import is_garbled
from bulletin.parser import read
from bulletin.quoting import clauses
from bulletin.spans import half_width

SUBJECT = re.compile(r"整改|巡视|巡察|督察|反馈")
TITLE = re.compile(r"通报|公告|公示|情况的?报告")
PUBLISHER = re.compile(r"(?:中共)?([\u4e00-\u9fff]{2,30}?(?:党委|党组|党工委|委员会|党总支|党支部))")
RECEIVER = re.compile(
    r"(?:(?<=[号楼室座层])|(?<![\u4e00-\u9fff0-9]))[\u4e00-\u9fff]{0,14}?(?:纪检监察组|纪委监委|机关纪委|机关党委|纪委|纪工委|监察室|巡察办|整改办)(?:办公室)?"
)
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
OPEN = re.compile(r"正在|尚未|尚有|还未|仍在|推进中|拟于|拟列|拟在|拟新建|(?:预计|计划|争取|力争)[^，,；;]{0,12}年")
ENDINGS = {"street": "街道|镇|乡|县", "village": "社区|村", "area": "园区|新区|开发区"}
PLACE = re.compile(
    r"([\u4e00-\u9fff]{2,12}?)(街道|镇|乡|县|社区|村|园区|新区|开发区)"
    "(?!务|民|级|里|集体|干部|组织|长|委|办|财政|账|网|域|规民|容|道|土|政府|城|域|建|貌)"
)
# a name begins behind one of these; what is left must be short and have none of the characters that no name has
CUT = re.compile(
    "中共|[的对将在由和与及等因为了被向把到从至驻、]|涉及|其中|解决|部署|督促|责令|约谈|铺设|原来|完成|持续|结束|帮助|协商|前往|设在|走访"
    "|街道|镇|乡|县|市|省|州|区(?=..)|村(?=..)"
)
NO_NAME = re.compile(
    "[全各本每该农个住进驻整治增调补建软弱行政自然贫困岁处户名是有两几半第成实促抓召展强持任定]|中心|城中$|联网|[一二三四五六七八九十]+$|^[城乡中老新小]$"
)
BETWEEN = re.compile(r"[^\u4e00-\u9fff]|[的对将在由和与及等了]|加强|推进|加快|规范|整治|强化|做好|提升|落实|严格")
LEAST_STEM, LONGEST_STEM = 2, 4
ENOUGH = 16  # characters that tell what is open
AT_THE_END = 40  # characters, in which a signature has its date
UNKNOWN = "发布通报的单位"
NOT_ABOUT_THIS = (
    "全文没有写到整改、巡视、巡察或督察，不像一篇整改情况通报，请检查是否选错了文件。读到的第一行是：{found}"
)
CHECK = "导入时照原文抄录，须试拨、核对后才能改为 verified。"
OPEN_NOTE = "导入时按“正在、尚未、拟、计划”等字样找出，须核实现状。"
Record = dict[str, Any]


@dataclass(frozen=True)
class Understanding:
    """A bulletin as read and the record that its bulletin.yml begins with."""

    bulletin: Bulletin
    record: Record


def understand(text: str, bulletin_id: str, file: str) -> Understanding:
    """Read a text nobody has described; NotABulletin when it is none."""
    bulletin = read(text, bulletin_id)
    if not SUBJECT.search(text):
        raise NotABulletin(NOT_ABOUT_THIS.format(found=text.strip().splitlines()[0][:20]))
    title = _title(bulletin)
    record: Record = {
        "id": bulletin_id,
        "file": file,
        "title": title,
        "year": _year(bulletin),
        "publisher": _publisher(bulletin, title),
        "receiver": _receiver(bulletin),
        "doubts_seen": True,
        "contacts": [_contact(contact, text) for contact in bulletin.contacts],
        "open_items": list(_open_items(bulletin)),
        "places": list(_places(bulletin)),
        "aliases": {},
        "leads": [],
        "neighbours": [],
        "keywords": dict(_keywords(bulletin)),
    }
    return Understanding(bulletin, record)


def _title(bulletin: Bulletin) -> str | None:
    """The lines above the first sentence that speak of a 通报."""
    lines = bulletin.preface.text.splitlines() if bulletin.preface else []
    above: list[str] = []
    for line in filter(None, (line.strip() for line in lines)):
        if "。" in line or len(above) == 3:
            break
        above.append(line)
    title = "".join(above)
    return title if TITLE.search(title) else None


def _year(bulletin: Bulletin) -> int:
    """The year of the signature, else the last of the preface, else the one named most; 0 where there is none."""
    signed = YEAR.findall(half_width(bulletin.text[-AT_THE_END:]))
    preface = YEAR.findall(half_width(bulletin.preface.text)) if bulletin.preface else []
    named = [year for year, _ in Counter(YEAR.findall(half_width(bulletin.text))).most_common(1)]
    return int(max(signed or preface or named or ["0"]))


def _publisher(bulletin: Bulletin, title: str | None) -> str:
    for words in (title or "", bulletin.text[-80:], bulletin.preface.text if bulletin.preface else ""):
        if found := PUBLISHER.search(words):
            return found[1].removeprefix("对")
    return UNKNOWN


def _receiver(bulletin: Bulletin) -> str:
    found = RECEIVER.search(bulletin.contact.text) if bulletin.contact else None
    return found[0] if found else UNKNOWN


def _contact(contact: Contact, text: str) -> Record:
    line = text.count("\n", 0, contact.start) + 1
    return {
        "kind": contact.kind,
        "published_value": contact.value,
        "verified_value": None,
        "status": "unverified",
        "verified_on": None,
        "source_line": line,
        "note": CHECK,
    }


def _open_items(bulletin: Bulletin) -> Iterator[Record]:
    """Clauses that speak of what is not done, each with what it speaks of; those that touch are one."""
    for section in bulletin.items:
        spans, found = clauses(section), list[tuple[int, int]]()
        for number, (start, end) in enumerate(spans):
            if OPEN.search(bulletin.text[start:end]):
                start = _understandable(bulletin.text, spans[: number + 1])
                start = found.pop()[0] if found and start < found[-1][1] else start
                found.append((start, end))
        for quote in (bulletin.text[start:end] for start, end in found):
            if not is_garbled(quote) and "\n" not in quote:
                yield {"section": section.label, "quote": quote, "note": OPEN_NOTE}


def _understandable(text: str, spans: list[tuple[int, int]]) -> int:
    """Where the last clause begins, or one before it in its sentence that says what it speaks of."""
    first, end = spans[-1]
    for start, _ in reversed(spans[:-1]):
        if end - first >= ENOUGH or "。" in text[start:first]:
            break
        first = start
    return first


def _places(bulletin: Bulletin) -> Iterator[Record]:
    """Streets, towns and villages, each with the name that people use: without the ending."""
    found = dict[str, tuple[str, str]]()
    for match in PLACE.finditer(bulletin.text):
        stem = CUT.split(match[1])[-1]
        if LEAST_STEM <= len(stem) <= LONGEST_STEM and not NO_NAME.search(stem):
            kind = next(kind for kind, endings in ENDINGS.items() if match[2] in endings.split("|"))
            found.setdefault(stem + match[2], (kind, stem))
    for name, (kind, stem) in found.items():
        if not any(name.endswith(other) for other in found if other != name):  # 整治柳湾村 beside 柳湾村
            yield {"kind": kind, "name": name, "names": [stem], "street": None}


def _keywords(bulletin: Bulletin) -> Iterator[tuple[str, list[str]]]:
    """Words of a heading that no other item has."""
    for section in bulletin.items:
        own = [word for word in _words(section) if _is_of(section, word, bulletin)]
        if own:
            yield section.label, own[:6]


def _words(section: Section) -> list[str]:
    pieces = (piece for piece in BETWEEN.split(section.heading) if 3 <= len(piece) <= 8)
    return list(dict.fromkeys(piece for piece in pieces if piece))


def _is_of(section: Section, word: str, bulletin: Bulletin) -> bool:
    return not any(word in other.text for other in bulletin.items if other is not section)
