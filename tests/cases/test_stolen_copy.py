"""What a thief finds in a copy of database, log, files and backup: without the secret nothing, with it little."""

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.messages import Attachment
from cases import content, drafts, outbox, protection, receipt_code
from cases.at_rest import ServiceSecret
from cases.chat_models import Draft
from cases.draft_body import DraftIdentity
from cases.kinds import Author, IdentityMode, Kind, Role
from cases.models import Case
from cases.recusal import requests
from cases.routing.jurisdiction import NOWHERE
from cases.sealing import identities
from commands import backup
from db.session import read_scope, write_scope
from tests.builders import NOW, SECRET, make_body, make_case, make_draft, make_readers
from tests.talking import Said, Talk
from tests.thief import Thief, every_file, every_value, found_in

TIP_OFF, EARLIER = "云雀村的翠鸟收红包三万元，知情人住黄鹂路", "云雀村的翠鸟收红包，他在白鹭村"
TIP_FILE, ADDED, ANSWERED = ("金丝雀名单.txt", "鸳鸯的账本第七页"), "补充一下信天翁也在场", "已经约谈戴胜"
NAME, OTHER_NAME = "欧阳纳丽 13977665544", "诸葛尔文 13866554433"
COMPLAINT = "投诉，小区门口的路灯没人管"
DRAFT, DRAFT_FILE = "建议在杜鹃村口装两盏路灯，晚上太黑了", ("夜莺的照片.txt", "鹧鸪窝在哪里")
WAITING = "还没送到的话：画眉"
ASIDE, THREAT, REASON = "请朱鹮回避这件事", "朱鹮说要烧我家的房子", "要核实丹顶鹤在不在场"
INFORMANT, SILENT, NEIGHBOUR, WRITER = (f"77123400{number}" for number in range(1111, 1115))  # their chats
SEALED = ("云雀村的翠鸟", "知情人住黄鹂路", "他在白鹭村", "金丝雀名单", "鸳鸯的账本", "信天翁也在场", "约谈戴胜")
NAMED = (*NAME.split(), *OTHER_NAME.split(), SILENT)
PASSING = ("建议在杜鹃村口", "夜莺的照片", "鹧鸪窝在哪里", "还没送到的话", WRITER)  # of drafts and replies of today
AGREED = (INFORMANT, NEIGHBOUR)  # want to be told


@dataclass
class Home:
    """A home that was lived in, and what is known of it."""

    talk: Talk
    codes: list[str]
    purposes: set[str]
    drafted: bytes  # a piece of the ciphertext of a draft, before it was submitted

    @property
    def folder(self) -> Path:
        return self.talk.home

    @property
    def opened(self) -> bytes:
        """All that the service secret opens."""
        return b"\n".join(Thief(SECRET, self.purposes).opens(self.talk.database, self.folder / "attachments"))


async def sends(talk: Talk, file: tuple[str, str]) -> None:
    """A file with such a name and such words in it, from a place outside the home."""
    path = talk.home.parent / file[0]
    path.write_text(file[1])
    await talk.say("", attachments=(Attachment("document", name=path.name, path=path, size=9),))


async def tips_off(talk: Talk, home: Home) -> None:
    """With a file, a name, an earlier wording and an addition; wants to be told."""
    talk.address = INFORMANT
    await talk.say(EARLIER)
    await talk.say(TIP_OFF, edited=True, message=talk.mine[-1])
    await sends(talk, TIP_FILE)
    await talk.later(seconds=1)
    await talk.walk("是，检举控告", "以上都不是", "我知道了", "跳过", "留姓名电话")
    await talk.say(NAME)
    await talk.press("有答复在这里提醒我")
    home.drafted = talk_draft(talk).body[100:164]
    await hands_in(talk, home)
    await talk.walk("查办理进度", "补充")
    await talk.say(ADDED)


async def hands_in(talk: Talk, home: Home) -> Said:
    said = await talk.press("确认提交")
    home.codes += [said.receipt, said.receipt.replace(" ", "")]
    return said


async def others_come(talk: Talk, home: Home) -> None:
    """One who tips off without a name, one who complains with one, one who is still writing."""
    talk.address = SILENT
    await talk.say(TIP_OFF)
    await talk.walk("是，检举控告", "本组一般人员", "我知道了", "跳过", "匿名")
    await hands_in(talk, home)
    talk.address = NEIGHBOUR
    await talk.say(COMPLAINT)
    await talk.walk("是，投诉求助", "我知道了", "跳过", "留姓名电话")
    await talk.say(OTHER_NAME)
    await hands_in(talk, home)
    talk.address = WRITER
    await talk.say(DRAFT)
    await sends(talk, DRAFT_FILE)
    await talk.later(seconds=1)


def talk_draft(talk: Talk) -> Draft:
    with read_scope(talk.database) as session:
        return session.scalars(select(Draft).where(Draft.submitted_at.is_(None))).one()


def staff_write(talk: Talk) -> None:
    """An internal note on the tip-off, and a reply that is still on its way."""
    with write_scope(talk.database) as session:
        case = session.scalars(select(Case).order_by(Case.id)).first()
        assert case
        content.store(session, case, ANSWERED.encode(), now=talk.now, author=Author.STAFF)
        outbox.put(session, SECRET, "elsewhere", WRITER, {"text": WAITING}, talk.now)


@pytest.fixture
async def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    purposes, seal = set[str](), ServiceSecret.seal

    def recorded(self: ServiceSecret, purpose: str, data: bytes, bound_to: str) -> bytes:
        purposes.add(purpose)
        return seal(self, purpose, data, bound_to)

    monkeypatch.setattr(ServiceSecret, "seal", recorded)
    talk = Talk(tmp_path / "home")
    home = Home(talk, [], purposes, b"")
    await tips_off(talk, home)
    await others_come(talk, home)
    staff_write(talk)
    return home


async def test_a_copy_without_the_service_secret_tells_nothing(home: Home, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    assert backup.run(home.talk.settings, [str(tmp_path / "backup" / "today.tar")]) == 0
    words = [*SEALED, *NAMED, *PASSING, *AGREED, *home.codes]
    files = list(every_file(home.folder, tmp_path / "backup"))
    assert {name.rpartition("-")[2] for name, _ in files} >= {"wal", "huiyin.sqlite3", "today.tar"}
    assert {name: found for name, data in files if (found := found_in(data, words))} == {}


async def test_the_search_finds_what_is_there(home: Home) -> None:
    assert found_in(home.folder.joinpath("huiyin.sqlite3-wal").read_bytes(), ("路灯没人管", *SEALED, *NAMED)) == {
        "路灯没人管"
    }


async def test_the_service_secret_opens_drafts_replies_and_agreed_chats_of_today_only(home: Home) -> None:
    assert found_in(home.opened, [*SEALED, *NAMED, *PASSING, *AGREED, *home.codes]) == {*PASSING, *AGREED}


async def test_a_day_later_the_service_secret_opens_agreed_chats_only(home: Home) -> None:
    await home.talk.later(hours=25)
    assert found_in(home.opened, [*SEALED, *NAMED, *PASSING, *AGREED, *home.codes]) == {*AGREED}


async def test_a_day_later_not_even_the_ciphertext_of_a_draft_is_left(home: Home) -> None:
    assert any(home.drafted in data for _, data in every_file(home.folder))
    await home.talk.later(hours=25)
    assert not any(home.drafted in data for _, data in every_file(home.folder))


async def test_inv_c6_not_even_the_service_secret_tells_the_chat_of_who_was_anonymous(home: Home) -> None:
    assert found_in(home.opened, [SILENT]) == set()
    assert {case.identity_mode for case in home.talk.cases} == {IdentityMode.ANONYMOUS, IdentityMode.CLAIMED_NAME}


async def test_the_service_secret_gives_no_code_of_a_case(home: Home) -> None:
    """With a code a thief would be the citizen, whose key opens the case."""
    with read_scope(home.talk.database) as session:
        nonces = session.scalars(select(Draft.nonce)).all()
    derived = {code for nonce in nonces for code in islice(receipt_code.codes_of_draft(SECRET, nonce), 3)}
    assert len(derived) == 12
    assert not derived & set(home.codes)


def test_rows_tell_nothing_on_any_database(engine: Engine) -> None:
    who = DraftIdentity(IdentityMode.CLAIMED_NAME, *NAME.split())
    with write_scope(engine) as session:
        case = make_case(session, TIP_OFF, Kind.TIP_OFF, identity=who, wants_notice=True)
        requests.ask(session, NOWHERE, case, ASIDE, NOW)
        protection.ask(session, NOWHERE, case, THREAT, NOW)
        identities.ask(session, make_readers(session)[Role.TEAM_LEADER], case, REASON, NOW)
        make_case(session, COMPLAINT, Kind.COMPLAINT, identity=replace(who))
        drafts.save(session, SECRET, make_draft(session), make_body(DRAFT), NOW)
        outbox.put(session, SECRET, "elsewhere", WRITER, {"text": WAITING}, NOW)
    values = list(every_value(engine))
    rows = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
    assert found_in(rows, ("路灯没人管", ASIDE, THREAT, REASON, *SEALED, *NAMED, *PASSING, *AGREED)) == {"路灯没人管"}
