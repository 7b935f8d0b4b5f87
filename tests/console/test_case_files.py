"""The files of a case: what handlers see of them, who gets an original, and what a browser may do with them."""

from base64 import b64decode
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.file_store import FileStore
from cases import access, attachments
from cases.attachments import FileState
from cases.audit.deeds import Action, Outcome
from cases.audit.models import AuditEntry
from cases.kinds import AboutWhom, Kind
from cases.models import Case, CaseEvent
from cases.recusal import exclusions
from cases.recusal.models import Why
from db.session import read_scope, write_scope
from tests.builders import NOW, SECRET
from tests.case_pages import BRIBE, HANDLER, LEADER, TRIAGE, add, do, officer_of
from tests.cases.files import recordings, samples
from tests.consoles import Console, without_token

VOICE = (
    b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"
    b"\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00"
)
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def console(console: Console, tmp_path: Path) -> Console:
    folder = tmp_path / "attachments"
    folder.mkdir()
    return Console(console.database, more={"files": folder})


def send(console: Console, number: str, name: str, data: bytes, kind: str = "document") -> None:
    """As a citizen would, by whatever channel."""
    with write_scope(console.database) as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        row = attachments.add(session, SECRET, None, kind, {"name": name, "size": len(data)}, case_id=case.id)
        about = {"name": name, "size": len(data)}
        prepared, known = FileStore(console.office.files).keep(row.stored_name, about, data, NOW)
        row.copy_state, row.scan = prepared.copy_state, prepared.scan.state
        attachments.settle(session, SECRET, row, FileState.STORED, known)


async def test_a_photo_is_shown_small_and_saved_without_what_the_camera_wrote(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    send(console, number, "路灯.jpg", samples.jpeg(), "photo")
    await browser.open(f"/cases/{number}")
    assert f'src="/cases/{number}/files/1/view"' in browser.page.text
    picture = await browser.open(f"/cases/{number}/files/1/view")
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    saved = await browser.open(f"/cases/{number}/files/1/copy")
    assert b"Exif" not in saved.content
    assert saved.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E8%B7%AF%E7%81%AF.jpg")


@pytest.mark.parametrize("place", ["view", "copy"])
async def test_no_file_of_a_citizen_can_run_in_the_browser(console: Console, place: str) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    send(console, number, "a.jpg", samples.jpeg(), "photo")
    headers = (await browser.open(f"/cases/{number}/files/1/{place}")).headers
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_page_in_disguise_is_saved_as_what_it_is_and_never_opened(console: Console) -> None:
    number, browser = add(console), await console.officer(LEADER)
    send(console, number, "照片.jpg", PAGE)
    await do(browser, number, "files/1/original", reason="核对材料", do="save")
    assert browser.page.headers["content-type"] == "application/octet-stream"
    assert browser.page.headers["content-disposition"].endswith(".jpg.html")
    assert browser.page.content == PAGE


async def test_only_a_leader_takes_an_original_and_says_why_which_stays_in_the_history(console: Console) -> None:
    number, leader, clerk = add(console), await console.officer(LEADER), await console.officer(TRIAGE)
    send(console, number, "路灯.jpg", samples.jpeg(), "photo")
    await do(clerk, number, "files/1/original", reason="核对材料")
    assert clerk.page.status_code == 403
    await do(leader, number, "files/1/original", reason="")
    assert leader.page.status_code == 422
    await do(leader, number, "files/1/original", reason="核对材料")
    assert leader.page.content == samples.jpeg()
    with read_scope(console.database) as session:
        reasons = session.scalars(select(CaseEvent.reason).where(CaseEvent.what == "original_taken"))
        assert list(reasons) == ["核对材料"]


async def test_a_voice_is_played_on_a_page_that_may_play_nothing_else(console: Console) -> None:
    number, leader = add(console), await console.officer(LEADER)
    send(console, number, "voice.wav", VOICE, "voice")
    await do(leader, number, "files/1/original", reason="听内容", do="listen")
    assert '<audio controls src="data:audio/wav;base64,' in leader.page.text
    assert leader.page.headers["content-security-policy"].endswith("; media-src data:")
    await leader.open(f"/cases/{number}")
    assert "media-src" not in leader.page.headers["content-security-policy"]


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.TIP_OFF])
async def test_who_handles_hears_a_voice_message_without_what_the_telephone_wrote(console: Console, kind: Kind) -> None:
    browser = await console.officer(TRIAGE)
    number = add(console, kind=kind, about_whom=AboutWhom.NONE)
    send(console, number, "voice.ogg", recordings.ogg(), "voice")
    await browser.open(f"/cases/{number}")
    assert f'href="/cases/{number}/files/1/listen"' in browser.page.text
    page = await browser.open(f"/cases/{number}/files/1/listen")
    played = b64decode(page.text.partition("data:audio/ogg;base64,")[2].partition('"')[0])
    assert recordings.OPUS_SILENCE * 50 in played
    assert recordings.TOLD not in played
    assert page.headers["content-security-policy"].endswith("; media-src data:")


async def test_only_a_recording_is_listened_to(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    send(console, number, "路灯.jpg", samples.jpeg(), "photo")
    assert (await browser.open(f"/cases/{number}/files/1/listen")).status_code == 404
    with read_scope(console.database) as session:
        ended = session.scalars(select(AuditEntry.outcome).where(AuditEntry.action == Action.DOWNLOAD)).all()
    assert Outcome.DONE not in ended


async def test_a_file_of_a_tip_off_opens_with_the_key_of_its_reader(console: Console) -> None:
    leader = await console.officer(LEADER)
    number = add(console, BRIBE, Kind.TIP_OFF, about_whom=AboutWhom.NONE)
    send(console, number, "账本.jpg", samples.jpeg(), "photo")
    await leader.open(f"/cases/{number}")
    assert "账本.jpg" in leader.text
    assert (await leader.open(f"/cases/{number}/files/1/copy")).status_code == 200


@pytest.mark.parametrize("place", ["view", "copy", "listen"])
async def test_a_handler_gets_no_file_before_saying_that_there_is_no_conflict(console: Console, place: str) -> None:
    number, browser = add(console), await console.officer(HANDLER)
    send(console, number, "路灯.jpg", samples.jpeg(), "photo")
    assert (await browser.open(f"/cases/{number}/files/1/{place}")).status_code == 409


async def test_a_file_of_a_hidden_case_is_no_file(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    send(console, number, "路灯.jpg", samples.jpeg(), "photo")
    with write_scope(console.database) as session:
        case = access.find(session, officer_of(console, browser), number)
        exclusions.exclude(session, case, browser.account.id, Why.NAMED, "leader", NOW)
    for place in ("1/view", "1/copy", "1/listen", "2/view"):
        hidden = await browser.open(f"/cases/{number}/files/{place}")
        unknown = await browser.open(f"/cases/99999999/files/{place}")
        assert (hidden.status_code, unknown.status_code) == (404, 404)
        assert without_token(hidden) == without_token(unknown).replace("99999999", number)


async def test_a_place_and_a_file_that_has_not_come_yet_are_named_and_have_nothing_to_save(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    with write_scope(console.database) as session:
        case = access.find(session, officer_of(console, browser), number)
        attachments.add_place(session, SECRET, case, {"latitude": 27.9, "longitude": 120.7})
        attachments.add(session, SECRET, None, "photo", {"name": "路灯.jpg"}, case_id=case.id)
    await browser.open(f"/cases/{number}")
    assert "位置" in browser.text
    assert "还没取到" in browser.text
    assert "/copy" not in browser.page.text
    assert (await browser.open(f"/cases/{number}/files/1/copy")).status_code == 409


@pytest.mark.parametrize("place", ["2/view", "0/copy", "x/view", "1/nonsense"])
async def test_a_file_that_is_not_there_is_not_found(console: Console, place: str) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    send(console, number, "路灯.jpg", samples.jpeg(), "photo")
    assert (await browser.open(f"/cases/{number}/files/{place}")).status_code == 404
