"""What the daemon says is believed; when it says nothing, nothing is known."""

import socket
from time import monotonic

import pytest

from cases.files.scanning import Scan, Scanner
from cases.files.states import ScanState
from tests.cases.files import samples
from tests.cases.files.clamd import listening


def test_a_file_without_a_virus_is_clean():
    with listening() as address:
        assert Scanner(address).scan(b"nothing here" * 1000) == Scan(ScanState.CLEAN)


def test_a_virus_is_named():
    with listening() as address:
        assert Scanner(address).scan(samples.EICAR) == Scan(ScanState.INFECTED, "Eicar-Test-Signature")


def test_a_daemon_on_a_socket_of_this_machine_is_asked_too(tmp_path):
    with listening(family=socket.AF_UNIX, at=str(tmp_path / "clamd.ctl")) as address:
        assert Scanner(address).scan(b"nothing here").state is ScanState.CLEAN


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\n", b"stream: cannot scan ERROR\n", b"hello\n", b"\xff\xfe OK\n"],
)
def test_a_daemon_that_cannot_say_leaves_the_file_not_scanned(answer):
    with listening(answer) as address:
        assert Scanner(address).scan(b"nothing here") == Scan(ScanState.NOT_SCANNED)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "unix:///nowhere/clamd.ctl", "127.0.0.1:port"])
def test_a_daemon_that_is_away_leaves_the_file_not_scanned(address):
    assert Scanner(address).scan(b"nothing here") == Scan(ScanState.NOT_SCANNED)


def test_a_daemon_that_is_silent_is_not_waited_for_long():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = monotonic()
        assert Scanner("{}:{}".format(*silent.getsockname()), timeout=1).scan(b"x") == Scan()
        assert monotonic() - began < 3
