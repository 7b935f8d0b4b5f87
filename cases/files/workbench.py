"""Work on a file that may be hostile, in a process of its own: bounded in time and memory, and without secrets."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cases.files.cleaned import Why
from cases.files.file_kind import FileKind

ROOT = Path(__file__).parents[2]
LONGEST = 90  # seconds


@dataclass(frozen=True)
class Worked:
    """What the process made of a file; `why` says why there is no copy."""

    kind: FileKind
    why: Why | None = None
    removed: tuple[str, ...] = ()
    cleaned: bytes | None = None
    preview: bytes | None = None


def work_on(data: bytes, longest: float = LONGEST) -> Worked:
    """Recognise, clean and draw; whatever happens to the process is a reason, never an error."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cases.files.worker"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PATH": os.defpath},
            timeout=longest,
            check=True,
        )
        return unpacked(done.stdout)
    except (subprocess.SubprocessError, ValueError, KeyError):
        return Worked(FileKind.UNKNOWN, Why.GAVE_UP)


def packed(worked: Worked) -> bytes:
    """One line that says what follows, then the bytes: nothing that could be run on the way back."""
    line = {
        "kind": worked.kind,
        "why": worked.why,
        "removed": worked.removed,
        "cleaned": _length(worked.cleaned),
        "preview": _length(worked.preview),
    }
    return json.dumps(line).encode() + b"\n" + (worked.cleaned or b"") + (worked.preview or b"")


def unpacked(answer: bytes) -> Worked:
    """What `packed` was given."""
    first, _, rest = answer.partition(b"\n")
    line = json.loads(first)
    split = line["cleaned"] or 0
    return Worked(
        FileKind(line["kind"]),
        Why(line["why"]) if line["why"] else None,
        tuple(line["removed"]),
        rest[:split] if line["cleaned"] is not None else None,
        rest[split:] if line["preview"] is not None else None,
    )


def _length(data: bytes | None) -> int | None:
    return None if data is None else len(data)
