"""What a clerk enters by hand, and the page of the receipt."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import attachments
from cases.draft_body import DraftBody
from cases.models import Case
from cases.times import local_date
from console.entry.desk import EntryDesk
from db.session import read_scope
from tests.builders import DERIVATION, NOW, SECRET
from tests.consoles import Browser, Console
from tests.ledger_pages import about

WORDS = "村口的路灯坏了两个月，晚上没人敢走"
CODE = re.compile(r"<span>([0-9]{4})</span>")
CALL = {
    "source": "call",
    "received": local_date(NOW).isoformat(),
    "kind": "complaint",
    "words": WORDS,
    "mode": "anonymous",
    "nonce": "one-form",
}
LETTER = CALL | {"source": "letter", "mode": "claimed_name", "name": "张三", "address": "浙南大道1号"}
TIP_OFF = CALL | {"kind": "tip_off", "about": "none", "words": "某村会计虚报冒领征地补偿款"}


def keep(session: Session, case: Case, name: str, data: bytes, _now: datetime) -> None:
    """A scan, as the desk wants it kept."""
    attachments.add(session, SECRET, None, "document", {"name": name, "size": len(data)}, case_id=case.id)


def make_console(console: Console, accuses_team: Callable[[DraftBody], bool] = lambda _body: False) -> Console:
    """One whose clerks enter what comes by hand."""
    return Console(console.database, more={"entry": EntryDesk(about, DERIVATION, accuses_team, keep)})


def cases_of(console: Console) -> list[Case]:
    """All there are."""
    with read_scope(console.database) as session:
        return [*session.scalars(select(Case))]


def code_of(browser: Browser) -> str:
    """The receipt code on the page."""
    return "".join(CODE.findall(browser.page.text))


async def enter(browser: Browser, fields: dict[str, str]) -> int:
    """Press the button; the status of the answer."""
    return (await browser.post("/entry", fields | {"do": "enter"})).status_code
