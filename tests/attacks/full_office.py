"""An office with something in every place: an account a role, a case in every queue, files, a ledger."""

import secrets
import shutil
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.file_store import FileStore
from cases import access, attachments
from cases.attachments import FileState
from cases.kinds import AboutWhom, Kind, Role
from cases.ledger import work
from cases.ledger.models import LedgerItem
from cases.models import Case
from cases.recusal import exclusions
from cases.recusal.models import Why
from cases.staff.models import Staff
from cases.tables import models
from cases.times import local_date
from commands import ledger_seed
from console.entry.desk import EntryDesk
from console.ledger.desk import LedgerDesk
from db.session import make_engine, read_scope, write_scope
from faq import misses
from faq.models import Base as AnswersBase
from tests.accounts import Account, make_account
from tests.answer_desks import Desk
from tests.builders import DERIVATION, NOW, SECRET, make_case
from tests.cases.files import recordings, samples
from tests.consoles import Browser, Console
from tests.ledger_pages import about
from tests.upkeep import with_upkeep

WORDS = "村口的路灯坏了半个月没有人修"
DEPARTMENT = "综合行政执法局"
SEALED = tuple((kind, {"about_whom": whom}) for kind in (Kind.TIP_OFF, Kind.APPEAL) for whom in AboutWhom)
MATTERS = (*((kind, {}) for kind in Kind if not kind.sealed), *SEALED)
PAGE = b"<!doctype html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@dataclass
class FullOffice:
    """Every word in it that somebody typed is `words`."""

    home: Path
    words: str = WORDS
    accounts: dict[Role, Account] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files = self.home / "attachments"
        self.files.mkdir(parents=True, exist_ok=True)
        self.database = make_engine(f"sqlite:///{self.home / 'huiyin.db'}")
        if not self.accounts:
            self._furnish()
        self.answers = Desk(self.home / f"answers {secrets.token_hex(4)}", self.database)
        self.console = Console(self.database, more=self._desks() | self.more)
        with_upkeep(self.console, self.home)

    def _desks(self) -> dict[str, Any]:
        """What a running service hands to the pages."""
        entry = EntryDesk(about, DERIVATION, lambda _body: False, self._keep)
        ledger = LedgerDesk(about, ledger_seed.seed)
        return {"files": self.files, "answers": self.answers.console.office.answers, "entry": entry, "ledger": ledger}

    def copied(self, home: Path, **more: Any) -> "FullOffice":
        """The same in another place, so that what one test does is not there in the next."""
        shutil.copytree(self.home, home)
        return FullOffice(home, self.words, self.accounts, more)

    async def browser(self, role: Role) -> Browser:
        """Who has this role, signed in."""
        browser = self.console.browser()
        await browser.sign_in(self.accounts[role])
        return browser

    def hidden(self, role: Role) -> list[str]:
        """The numbers of the cases that this role may not know of."""
        return sorted(set(self.numbers()) - set(self.shown(role)))

    def shown(self, role: Role) -> list[str]:
        """The numbers of those that it may."""
        with read_scope(self.database) as session:
            mine = select(Case.number).where(access.visible_to(self.accounts[role].officer))
            return list(session.scalars(mine.order_by(Case.id)))

    def numbers(self) -> list[str]:
        """Of all cases, oldest first."""
        with read_scope(self.database) as session:
            return list(session.scalars(select(Case.number).order_by(Case.id)))

    def _furnish(self) -> None:
        models.Base.metadata.create_all(self.database)
        AnswersBase.metadata.create_all(self.database)
        with write_scope(self.database) as session:
            self._take_in(session)
            self._keep_out(session)
        ledger_seed.begin(self.database, *about(), NOW)
        with write_scope(self.database) as session:
            self._keep_ledger(session)
            misses.note(session, self.words, "declined", None, local_date(NOW))

    def _take_in(self, session: Session) -> None:
        for role in Role:
            department = DEPARTMENT if role is Role.DEPARTMENT_LIAISON else None
            self.accounts[role] = make_account(session, f"is-{role}", role, department=department)
            session.get_one(Staff, self.accounts[role].id).display_name = f"{self.words[:60]}{len(self.accounts)}"
        cases = [make_case(session, self.words, kind, **more) for kind, more in MATTERS]
        for case in cases[:2]:
            case.section, case.subdistrict, case.department = "三(三)", "海城街道", DEPARTMENT
            self._attach(session, case)

    def _attach(self, session: Session, case: Case) -> None:
        sent = {"jpg": samples.jpeg(), "ogg": recordings.ogg(), "svg": SVG, "html": PAGE}
        for ending, data in sent.items():
            self._keep(session, case, f"{self.words}.{ending}", data, NOW)

    def _keep(self, session: Session, case: Case, name: str, data: bytes, now: datetime) -> None:
        told = {"name": name, "size": len(data)}
        row = attachments.add(session, SECRET, None, "document", told, case_id=case.id)
        prepared, known = FileStore(self.files).keep(row.stored_name, told, data, now)
        row.copy_state, row.scan = prepared.copy_state, prepared.scan.state
        attachments.settle(session, SECRET, row, FileState.STORED, known)

    def _keep_out(self, session: Session) -> None:
        """From a case that the whole team may see, everybody but the leader."""
        case = make_case(session, self.words)
        for role in set(Role) - {Role.TEAM_LEADER}:
            if access.sees(session, self.accounts[role].officer, case):
                exclusions.exclude(session, case, self.accounts[role].id, Why.NAMED, "leader", NOW)

    def _keep_ledger(self, session: Session) -> None:
        item = session.scalars(select(LedgerItem).order_by(LedgerItem.id).limit(1)).one()
        leader = self.accounts[Role.TEAM_LEADER].officer
        work.add_measure(session, leader, item, self.words, self.words[:32], date(2026, 6, 1), NOW)
