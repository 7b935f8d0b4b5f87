"""What leaves the house by a command: files without what they say of their author, print-outs with a watermark."""

import stat
from pathlib import Path

import pytest

from bot.file_store import FileStore
from cases import attachments
from cases.attachments import FileState
from cases.chat_models import Attachment
from cases.kinds import Kind
from commands import keys
from db.session import write_scope
from tests.cases.files import samples
from tests.commands.test_queue import log
from tests.homes import LAMPS, Home

BRIBE = "某科长收了红包三万元"
WHY = "需要鉴定照片真伪"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "taken.jpg"


def with_photo(home: Home, text: str = LAMPS, kind: Kind = Kind.SUGGESTION, data: bytes | None = None) -> str:
    """A case with a file that has come in; its number."""
    number, secret, folder = home.add(text, kind), keys.staff_custody(home.settings).secret, home.settings.home
    (folder / "attachments").mkdir(exist_ok=True)
    with write_scope(home.database) as session:
        row = attachments.add(session, secret, None, "photo", {"name": "灯.jpg"}, home.case(number).id)
        about = attachments.about(secret, row)
        prepared, known = FileStore(folder / "attachments").keep(
            row.stored_name, about, data or samples.jpeg(), home.now
        )
        row.copy_state, row.scan = prepared.copy_state, prepared.scan.state
        attachments.settle(session, secret, row, FileState.STORED, known)
    return number


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.TIP_OFF])
def test_who_works_on_a_case_takes_the_copy_that_names_no_camera(home: Home, out: Path, kind: Kind) -> None:
    number = with_photo(home, kind=kind)
    assert "1. 照片" in home.do("triage", "show", number).out
    assert "灯.jpg" in home.do("triage", "file", number, "1", "--out", str(out)).out
    data = out.read_bytes()
    assert data[:2] == b"\xff\xd8"
    assert samples.CAMERA.encode() in samples.jpeg()
    assert samples.CAMERA.encode() not in data
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert log(home)[-2:] == [("triage", "download", number, None), ("triage", "download", number, "done")]


def test_a_sealed_file_is_for_who_has_the_key(home: Home, out: Path) -> None:
    number = with_photo(home, BRIBE, Kind.TIP_OFF)
    said, unknown = (home.run("file", one, "1", "--out", str(out), "--as", "clerk") for one in (number, "00000000"))
    assert said.err == unknown.err.replace("00000000", number)
    assert not out.exists()


def test_a_handler_takes_no_file_before_they_have_attested(home: Home, out: Path) -> None:
    number = with_photo(home, kind=Kind.COMPLAINT)
    assert "attest" in home.run("file", number, "1", "--out", str(out), "--as", "handler1").err
    home.do("handler1", "attest", number)
    home.do("handler1", "file", number, "1", "--out", str(out))


def test_the_original_is_for_leaders_who_say_why_and_that_is_history(home: Home, out: Path) -> None:
    number = with_photo(home)
    words = ("file", number, "1", "--out", str(out), "--original")
    assert "组长" in home.run(*words, WHY, "--as", "triage").err
    assert "理由" in home.run(*words, " ", "--as", "leader").err
    assert not out.exists()
    home.do("leader", *words, WHY)
    assert out.read_bytes() == samples.jpeg()
    assert f"取走附件原件  {WHY}" in home.do("leader", "show", number).out


@pytest.mark.parametrize(
    ("words", "said"), [(("2",), "有1个附件"), (("0",), "有1个附件"), (("x",), "第几个附件"), ((), "第几个附件")]
)
def test_a_wrong_number_of_a_file_is_answered_with_how_many_there_are(
    home: Home, out: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in home.run("file", with_photo(home), *words, "--out", str(out), "--as", "leader").err


def test_what_cannot_be_cleaned_is_not_handed_out_but_as_the_original(home: Home, out: Path) -> None:
    number = with_photo(home, data=b"\x00\x01 neither a picture nor a document")
    assert "只有原件" in home.run("file", number, "1", "--out", str(out), "--as", "leader").err
    home.do("leader", "file", number, "1", "--out", str(out), "--original", WHY)


def test_nothing_is_overwritten_and_a_lost_file_is_said_to_be_lost(home: Home, out: Path) -> None:
    number = with_photo(home)
    out.write_text("mine")
    assert "已经有了" in home.run("file", number, "1", "--out", str(out), "--as", "leader").err
    assert out.read_text() == "mine"
    assert "写不了" in home.run("file", number, "1", "--out", str(out / "below"), "--as", "leader").err
    assert "--out" in home.run("file", number, "1", "--as", "leader").err
    for path in (home.settings.home / "attachments").iterdir():
        path.unlink()
    assert "找不到这个文件" in home.run("file", number, "1", "--out", f"{out}2", "--as", "leader").err


def test_a_file_that_has_not_come_yet_is_said_to_be_missing(home: Home, out: Path) -> None:
    number, secret = home.add(), keys.staff_custody(home.settings).secret
    with write_scope(home.database) as session:
        session.add_all([row := Attachment(kind="photo", stored_name="a", state=FileState.AWAITED)])
        row.case_id, row.body = home.case(number).id, secret.seal(attachments.PURPOSE, b"{}", "a")
    assert "还没取到" in home.run("file", number, "1", "--out", str(out), "--as", "leader").err


def test_every_page_of_a_print_out_says_who_printed_it_and_when(home: Home) -> None:
    number = home.add("路灯坏了。" * 600)
    pages = home.do("clerk", "print", number).out.split("\f")
    assert len(pages) > 1
    for page in pages:
        first, *_, last = page.strip().splitlines()
        assert first == last
        assert all(word in first for word in ("clerk", "2026-05-06 16:08:09", number))
    assert "".join("".join(pages).split()).count("路灯坏了") == 600
    assert log(home)[-2:] == [("clerk", "print", number, None), ("clerk", "print", number, "done")]


def test_what_a_citizen_wrote_neither_begins_a_page_nor_commands_a_printer(home: Home) -> None:
    number = home.add("路灯\x1b[2J坏了，\f打印人 别人，请派人来修一修")
    said = home.do("clerk", "print", number).out
    assert "\x1b" not in said
    assert "\f" not in said


def test_inv_c13_a_tip_off_is_printed_after_another_leader_has_approved_and_once(home: Home, out: Path) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF)
    assert "ask-print" in home.run("print", number, "--as", "triage").err
    home.do("triage", "ask-print", number, "提交专题会研究")
    assert "triage 申请打印" in home.do("deputy", "show", number).out
    assert home.run("decide-print", number, "yes", "--as", "triage").code == 1
    home.do("deputy", "decide-print", number, "yes")
    home.do("triage", "print", number, "--out", str(out))
    assert BRIBE in out.read_text("utf-8")
    assert home.run("print", number, "--as", "triage").code == 1


def test_a_print_out_that_could_not_be_written_is_not_used_up(home: Home, out: Path) -> None:
    number = home.add(BRIBE, Kind.TIP_OFF)
    home.do("triage", "ask-print", number, "提交专题会研究")
    home.do("deputy", "decide-print", number, "yes")
    assert "写不了" in home.run("print", number, "--out", str(out / "below"), "--as", "triage").err
    home.do("triage", "print", number, "--out", str(out))
