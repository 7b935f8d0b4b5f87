"""A scan that a clerk adds reaches the case by the same way as a file from a browser."""

from pathlib import Path
from unittest.mock import Mock

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.file_store import FileStore
from bot.housekeeping import Housekeeping
from bot.turn import Custody
from bot.web_chat import WebChannel
from bot.web_uploads import Uploads
from cases import attachments
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.draft_body import DraftBody
from cases.errors import Unreadable
from cases.kinds import Kind
from cases.models import Base, Case
from cases.times import QuietHours
from commands import entry_pages
from console.entry.desk import EntryDesk
from db.session import make_engine, write_scope
from settings import Settings
from tests.builders import DERIVATION, NOW, RECOVERY, SECRET, make_case, reader
from wording import Wording

SCAN = b"%PDF-1.7 not much of a letter"


def make_desk(home: Path) -> EntryDesk:
    custody = Custody(SECRET, RECOVERY.public, DERIVATION)
    return entry_pages.desk(Settings(home=home), custody, Mock())


def make_keeping(database: Engine, home: Path) -> Housekeeping:
    (home / "attachments").mkdir()
    fetchers = {"web": WebChannel(Uploads(SECRET, home / "uploads"))}
    known = (home / "attachments", QuietHours(), Wording.load(), lambda: NOW, lambda _session, _day: None)
    return Housekeeping(database, SECRET, fetchers, *known)


async def test_a_scan_of_a_tip_off_is_kept_for_its_readers_and_never_lies_clear_on_the_disk(tmp_path: Path) -> None:
    database = make_engine(f"sqlite:///{tmp_path / 'cases.sqlite3'}")
    Base.metadata.create_all(database)
    keeping = make_keeping(database, tmp_path)
    with write_scope(database) as session:
        case = make_case(session, "某村会计虚报冒领征地补偿款", Kind.TIP_OFF)
        make_desk(tmp_path).keep(session, case, "C:\\scans\\信.pdf", SCAN, NOW)
    assert not _clear(tmp_path)
    await keeping.round()
    with write_scope(database) as session:
        assert _name_of(session) == "信.pdf"
    assert len(FileStore(tmp_path / "attachments").names()) == 1
    assert not _clear(tmp_path)


def test_words_that_accuse_the_team_are_known_by_the_same_rules_as_in_the_chat(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    for text, accuses in (("你们纪检组的人收了他的红包", True), ("请你们纪检组查一查村会计", False)):
        body = DraftBody(kind_confirmed=Kind.TIP_OFF)
        body.add_text(text)
        assert desk.accuses_team(body) is accuses


def _name_of(session: Session) -> str:
    """Only a reader of its case can tell."""
    row = session.scalars(select(Attachment)).one()
    assert row.state == FileState.STORED
    try:
        attachments.about(SECRET, row)
    except Unreadable:
        case = session.get_one(Case, row.case_id)
        return str(attachments.about_of_case(session, SECRET, case, row, reader(session))["name"])
    raise AssertionError("the service alone can read it")


def _clear(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and SCAN in path.read_bytes()]
