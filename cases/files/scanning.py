"""Asks a ClamAV daemon whether a file carries a virus; without an answer a file is simply not scanned."""

from dataclasses import dataclass
from io import BytesIO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket

from cases.files.states import ScanState

UNIX = "unix://"
PORT = 3310
LONGEST_WAIT = 60  # seconds for each answer of the daemon


@dataclass(frozen=True)
class Scan:
    """The daemon's word; `found` is the name of the virus."""

    state: ScanState = ScanState.NOT_SCANNED
    found: str = ""


class Scanner:
    """A daemon at `unix:///path`, `host` or `host:port`."""

    def __init__(self, address: str, timeout: int = LONGEST_WAIT) -> None:
        self._address, self._timeout = address, timeout

    def scan(self, data: bytes) -> Scan:
        """Never fails: a daemon that is away, slow or confused leaves the file not scanned."""
        try:
            answer = self._daemon().instream(BytesIO(data))
        except (ClamdError, OSError, ValueError):
            return Scan()
        state, found = next(iter(answer.values()), ("", None))
        if state == "FOUND":
            return Scan(ScanState.INFECTED, found or "")
        return Scan(ScanState.CLEAN if state == "OK" else ScanState.NOT_SCANNED)

    def answers(self) -> bool:
        """Whether the daemon is there."""
        try:
            return bool(self._daemon().ping() == "PONG")
        except (ClamdError, OSError, ValueError):
            return False

    def _daemon(self) -> ClamdNetworkSocket:
        """A new connection for each file."""
        if self._address.startswith(UNIX):
            return ClamdUnixSocket(self._address, self._timeout)
        host, _, port = self._address.partition(":")
        return ClamdNetworkSocket(host, int(port or PORT), self._timeout)
