"""The process that works on one file: bytes come in, what was made of them goes out."""

import os
import resource
import sys

from cases.files.cleaned import Uncleanable, Why
from cases.files.cleaning import clean
from cases.files.previews import preview
from cases.files.recognise import recognise
from cases.files.workbench import Worked, packed

MEMORY = 1_250_000_000  # bytes
SECONDS = 60  # of the processor
KINDER = 10  # replies to citizens go first


def work(data: bytes) -> Worked:
    """What the file is, and a copy that names nobody with a small picture, or why there is none."""
    kind = recognise(data)
    try:
        copy = clean(data, kind)
    except Uncleanable as refusal:
        return Worked(kind, refusal.why)
    except (MemoryError, RecursionError):
        return Worked(kind, Why.GAVE_UP)
    except Exception:  # noqa: BLE001 - the outermost edge: a parser may trip over anything that is sent
        return Worked(kind, Why.DAMAGED)
    return Worked(kind, None, copy.removed, copy.data, preview(copy))


def main() -> None:
    """Bounded before the first byte is read."""
    bind()
    sys.stdout.buffer.write(packed(work(sys.stdin.buffer.read())))


def bind() -> None:
    """Give this process no more than a file may cost."""
    os.nice(KINDER)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
