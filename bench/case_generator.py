"""A great many plausible cases in all states, the same ones for the same seed, written as fast as can be."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.orm import Session

from bench.bulk_load import Postings, bulk_load, put, table_of
from cases.kinds import Author, IdentityMode, Kind, Queue, Role, State, Visibility
from cases.likeness.shingles import shingles, sketch
from cases.likeness.sketches import CaseShingle
from cases.models import Case, Message
from cases.recusal.models import Recusal, Why
from cases.sealing.models import CaseKey, CaseKeyWrap, Holder, Purpose
from cases.search_index import CaseWords
from cases.search_terms import terms
from cases.staff.models import Staff
from cases.staff.officer import Officer

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
YEARS = timedelta(days=5 * 365)
BATCH = 10_000
STREETS = ("星海街道", "海城街道", "天河街道", "沙城街道", None)
SECTIONS = tuple(f"S{part}.{item}" for part in range(1, 5) for item in range(1, 10))[:34]
DEPARTMENTS = tuple(f"部门{number}" for number in range(12))
WHERE = tuple(
    f"{a}{b}"
    for a in "东西南北上下前后新老"
    for b in ("村口", "大街", "菜场", "学校旁", "河边", "小区", "工业园", "公园")
)
WHAT = (
    "路灯",
    "井盖",
    "垃圾桶",
    "停车位",
    "公交站",
    "下水道",
    "健身器材",
    "红绿灯",
    "人行道",
    "绿化带",
    "污水管",
    "围墙",
)
TROUBLE = (
    "坏了三个月没有人修",
    "太少了不够用",
    "经常堵住臭味很大",
    "晚上看不清很危险",
    "被人占用没有人管",
    "下雨就积水",
    "去年说要整改到现在没动",
)
WISH = (
    "希望尽快派人处理",
    "建议明确责任部门和期限",
    "请公开整改进度",
    "盼望领导到现场看一看",
    "建议每月检查一次",
    "望给个答复",
)
OPENING = ("你好", "领导好", "我是附近居民", "反映一个问题", "通报里写了整改", "关于民生的事", "")
ROUTES = {
    Kind.SUGGESTION: Queue.SUGGESTION,
    Kind.PRAISE: Queue.SUGGESTION,
    Kind.COMPLAINT: Queue.PETITION,
    Kind.CONSULTATION: Queue.PUBLIC_ANSWER,
    Kind.TIP_OFF: Queue.TIP_OFF,
    Kind.APPEAL: Queue.APPEAL,
}
SHARES = {
    Kind.SUGGESTION: 45,
    Kind.COMPLAINT: 30,
    Kind.CONSULTATION: 10,
    Kind.PRAISE: 5,
    Kind.TIP_OFF: 8,
    Kind.APPEAL: 2,
}
OPEN = (State.REGISTERED, State.TRIAGED, State.NEEDS_INFO, State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS)
CLOSED = (State.COMPLETED, State.FEEDBACK_GIVEN, State.RATED, State.ARCHIVED, State.REFERRED, State.NOT_ACCEPTED)
WAITING = (State.REGISTERED, State.TRIAGED)
OFFICERS = (Role.TEAM_LEADER, Role.DEPUTY_LEADER, Role.TRIAGE_OFFICER, Role.DEPARTMENT_LIAISON, *[Role.HANDLER] * 26)

DECIDED = {"decided": True, "by": "system", "at": NOW}

Row = dict[str, Any]


@dataclass
class Rows:
    """Rows of one batch, by table."""

    cases: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    keys: list[Row] = field(default_factory=list)
    wraps: list[Row] = field(default_factory=list)
    recusals: list[Row] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)
    sketches: list[tuple[int, int]] = field(default_factory=list)


def staff(session: Session) -> list[Officer]:
    """Those who work with the cases."""
    found = []
    for number, role in enumerate(OFFICERS, 1):
        department = DEPARTMENTS[0] if role is Role.DEPARTMENT_LIAISON else None
        row = Staff(name=f"officer{number}", display_name=f"officer{number}", roles=[role], department=department)
        row.created_at = NOW
        session.add(row)
        session.flush()
        found.append(Officer(row.id, row.name, frozenset({role}), department))
    return found


def fill(engine: Engine, count: int, seed: int = 1) -> list[Officer]:
    """Write so many cases; the staff that they belong to."""
    with Session(engine) as session, session.begin():
        officers = staff(session)
    postings = Postings()
    with bulk_load(engine):
        for numbers in batched(range(1, count + 1), BATCH):
            rows = Rows()
            for number in numbers:
                _add(rows, number, count, random.Random(f"{seed} {number}"), officers)
            postings.add(rows.sketches)
            with engine.execution_options(writes=True).begin() as connection:
                _write(connection, rows)
        with engine.execution_options(writes=True).begin() as connection:
            for some in postings.in_order():
                put(connection, table_of(CaseShingle), ("shingle", "case_id"), some)
    return officers


def text_of(chance: random.Random) -> str:
    """What somebody writes: forty to sixty characters, now and then nearly what somebody else wrote."""
    number = chance.randrange(1, 99)
    place, thing = chance.choice(WHERE), chance.choice(WHAT)
    parts = chance.choice(OPENING), f"{place}{number}号的{thing}{chance.choice(TROUBLE)}", chance.choice(WISH)
    return "，".join(filter(None, (*parts, _of_its_own(chance))))


def _of_its_own(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x4E00, 0x5E00)) for _ in range(chance.randrange(4, 12)))


def _add(rows: Rows, number: int, count: int, chance: random.Random, officers: list[Officer]) -> None:
    case = _case(number, count, chance, officers)
    rows.cases.append(case)
    if chance.random() < 0.005:
        who = chance.choice(officers).staff_id
        rows.recusals.append({"case_id": number, "staff_id": who, "why": Why.NAMED} | DECIDED)
    sealed = case["kind"].sealed
    text = text_of(chance)
    content = chance.randbytes(256) if sealed else text.encode()
    rows.messages.append(_message(number, content, case["received_at"]))
    if sealed:
        rows.keys.append({"case_id": number, "purpose": Purpose.CASE, "public": chance.randbytes(32)})
        rows.wraps += [_wrap(number, officer, chance) for officer in officers[:3]]
        return
    rows.words.append((number, " ".join(terms(text))))
    rows.sketches += [(one, number) for one in sketch(shingles(text))]


def _case(number: int, count: int, chance: random.Random, officers: list[Officer]) -> Row:
    kind = chance.choices([*SHARES], [*SHARES.values()])[0]
    received = NOW - YEARS * (1 - number / count)
    is_open = chance.random() < 0.1
    state = chance.choice(OPEN if is_open else CLOSED)
    held = state not in WAITING
    due = _due(chance) if is_open and chance.random() < 0.9 else None
    return {
        "id": number,
        "number": f"{(number * 7_919_317) % 10**8:08}",
        "kind": kind,
        "state": state,
        "section": chance.choice(SECTIONS) if chance.random() < 0.7 else None,
        "subdistrict": chance.choice(STREETS),
        "queue": ROUTES[kind],
        "routing_reason": "R5",
        "urgent": chance.random() < 0.01,
        "identity_mode": chance.choice((IdentityMode.ANONYMOUS, IdentityMode.CLAIMED_NAME)),
        "receipt_hash": chance.randbytes(32).hex(),
        "citizen_key": chance.randbytes(32),
        "received_at": received,
        "closed_at": None if is_open else received + timedelta(days=chance.randrange(1, 60)),
        "state_since": received,
        "holder_id": chance.choice(officers).staff_id if held else None,
        "department": chance.choice(DEPARTMENTS),
        "due_on": due,
        "due_provisional": False,
        "rework_count": 0,
        "quality_since": received if chance.random() < 0.002 else None,
        "version": 1,
    }


def _due(chance: random.Random) -> date:
    return NOW.date() + timedelta(days=chance.randrange(-10, 60))


def _message(case_id: int, content: bytes, at: datetime) -> Row:
    about = {"case_id": case_id, "author": Author.CITIZEN, "visibility": Visibility.PUBLIC}
    return about | {"content": content, "created_at": at}


def _wrap(case_id: int, officer: Officer, chance: random.Random) -> Row:
    about = {"case_id": case_id, "purpose": Purpose.CASE, "holder": Holder.STAFF, "staff_id": officer.staff_id}
    return about | {"wrapped": chance.randbytes(80), "by": "system", "at": NOW}


def _write(connection: Connection, rows: Rows) -> None:
    tables = (Case, rows.cases), (Message, rows.messages), (CaseKey, rows.keys), (CaseKeyWrap, rows.wraps)
    for table, of_table in (*tables, (Recusal, rows.recusals)):
        if of_table:
            connection.execute(insert(table), of_table)
    put(connection, table_of(CaseWords), ("case_id", "words"), rows.words)
