"""`./huiyin keys`: makes the service secret and key pairs, in files only their owner can read."""

import secrets
import sys
from pathlib import Path

from cases.content import TeamKey
from commands.keys import SECRET_BYTES
from settings import Settings
from wording import Wording

READERS = ("team", "superior")


class AlreadyThere(Exception):
    """A file of this name exists; nothing was written."""


def run(_settings: Settings, words: list[str]) -> int:
    """`keys secret|team|superior FOLDER`: make it there and say whose it is."""
    wording = Wording.load()
    if len(words) != 2 or words[0] not in ("secret", *READERS):
        sys.stderr.write(f"{wording('keys.usage')}\n")
        return 2
    what, folder = words[0], Path(words[1])
    try:
        said = _secret(folder, wording) if what == "secret" else _pair(folder, what, wording)
    except AlreadyThere as there:
        sys.stderr.write(f"{wording('keys.exists', name=there.args[0])}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


def _secret(folder: Path, wording: Wording) -> str:
    path = folder / "service.secret"
    write_new({path: secrets.token_bytes(SECRET_BYTES)})
    return wording("keys.secret", name=path.name)


def _pair(folder: Path, whose: str, wording: Wording) -> str:
    public, private = folder / f"{whose}.public", folder / f"{whose}.private"
    pair = TeamKey.generate()
    write_new({public: pair.public, private: pair.private or b""})
    return wording(f"keys.{whose}", public=public.name, private=private.name)


def write_new(files: dict[Path, bytes]) -> None:
    """All of them with mode 600, or none when one is there already."""
    for path in files:
        if path.exists():
            raise AlreadyThere(path.name)
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(data)
