"""All that is to be known of a file before it is sealed."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cases.files.cleaned import Why
from cases.files.file_kind import FileKind
from cases.files.scanning import Scan, Scanner
from cases.files.states import CopyState, ScanState
from cases.files.workbench import Worked, work_on


@dataclass(frozen=True)
class Prepared:
    """The file's kind, its hash, the scan; a copy for handlers and a small picture, or why there are none."""

    original_sha256: str
    kind: FileKind
    name_lies: bool
    scan: Scan
    why: Why | None = None
    removed: tuple[str, ...] = ()
    cleaned: bytes | None = None
    preview: bytes | None = None

    @property
    def copy_state(self) -> CopyState:
        """Whether there is a copy for handlers."""
        return CopyState.REFUSED if self.cleaned is None else CopyState.MADE

    def described(self) -> dict[str, Any]:
        """What readers of the file's own notes are told; it may give the citizen away and is always sealed."""
        return {
            "sha256": self.original_sha256,
            "file_kind": self.kind,
            "name_lies": self.name_lies,
            "virus": self.scan.found,
            "why": self.why,
            "removed": list(self.removed),
        }


def prepare(data: bytes, name: str, scanner: Scanner | None = None) -> Prepared:
    """Never fails and never alters the original, which is evidence whatever it carries (INV-C14)."""
    scan = scanner.scan(data) if scanner else Scan()
    infected = scan.state is ScanState.INFECTED
    worked = Worked(FileKind.UNKNOWN, Why.INFECTED) if infected else work_on(data)
    return Prepared(
        sha256(data).hexdigest(),
        worked.kind,
        not worked.kind.called(name),
        scan,
        worked.why,
        worked.removed,
        worked.cleaned,
        worked.preview,
    )
