"""The web chat's channel: what a file is called and is, and that only its own chat finds what waits."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import Undeliverable
from bot.messages import Attachment
from bot.web_chat import LONGEST_NAME, WebChannel, fit_name, kind_of
from bot.web_uploads import Uploads
from cases.at_rest import ServiceSecret
from tests.builders import SECRET


@given(st.text(max_size=300))
def test_a_file_s_name_leads_nowhere_and_is_printable(name: str) -> None:
    fit = fit_name(name)
    assert len(fit) <= LONGEST_NAME
    assert not {"/", "\\"} & set(fit)
    assert all(character.isprintable() for character in fit)


@given(st.binary(max_size=100))
def test_any_bytes_are_of_a_kind(data: bytes) -> None:
    assert kind_of(data) in ("photo", "video", "audio", "document")


@given(st.binary(max_size=3000))
def test_an_upload_comes_back_as_it_was_and_only_with_the_secret(tmp_path_factory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("uploads")
    ref = Uploads(SECRET, folder).keep(data)
    assert Uploads(SECRET, folder).read(ref) == data
    assert Uploads(ServiceSecret(b"x" * 32), folder).read(ref) is None


def test_an_upload_cannot_be_opened_as_another(tmp_path: Path) -> None:
    uploads = Uploads(SECRET, tmp_path)
    one, other = uploads.keep(b"one"), uploads.keep(b"other")
    (tmp_path / f"{one}.sealed").write_bytes((tmp_path / f"{other}.sealed").read_bytes())
    assert uploads.read(one) is None


@pytest.mark.parametrize("ref", ["", "gone", "../secret", "/etc/passwd"])
def test_a_handle_leads_out_of_no_folder(tmp_path: Path, ref: str) -> None:
    (tmp_path / "secret.sealed").write_bytes(SECRET.seal("upload", b"secret", ref))
    assert Uploads(SECRET, tmp_path / "uploads").read(ref) is None


async def test_a_file_that_is_gone_is_not_asked_for_again(tmp_path: Path) -> None:
    channel = WebChannel(Uploads(SECRET, tmp_path))
    with pytest.raises(Undeliverable, match="gone"):
        await channel.fetch(Attachment("", "0" * 32), tmp_path, 100)


async def test_a_file_over_the_limit_is_not_brought(tmp_path: Path) -> None:
    uploads = Uploads(SECRET, tmp_path)
    with pytest.raises(Undeliverable, match="too_big"):
        await WebChannel(uploads).fetch(Attachment("", uploads.keep(b"12345")), tmp_path, 4)


async def test_what_is_kept_elsewhere_is_released(tmp_path: Path) -> None:
    uploads = Uploads(SECRET, tmp_path / "uploads")
    wanted = Attachment("", uploads.keep(b"12345"))
    assert (await WebChannel(uploads).fetch(wanted, tmp_path, 5)).read_bytes() == b"12345"
    await WebChannel(uploads).release(wanted)
    assert uploads.read(wanted.ref) is None
