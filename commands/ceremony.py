"""`./huiyin keys`: makes the service secret and the recovery key, in files for their owner alone; uses the latter."""

import secrets
import sys
from pathlib import Path

from cases.sealing import recovery
from commands import key_renewal
from commands.keys import SECRET_BYTES
from settings import Settings
from wording import Wording


class AlreadyThere(Exception):
    """A file of this name exists; nothing was written."""


def run(settings: Settings, words: list[str]) -> int:
    """`keys secret|recovery FOLDER`: make it there and say whose it is; `keys renew NAME`."""
    wording = Wording.load()
    makers = {"secret": _secret, "recovery": _recovery}
    if len(words) == 2 and words[0] == "renew":
        return key_renewal.run(settings, words[1], wording)
    if len(words) != 2 or words[0] not in makers:
        sys.stderr.write(f"{wording('keys.usage')}\n")
        return 2
    try:
        said = makers[words[0]](Path(words[1]), wording)
    except AlreadyThere as there:
        sys.stderr.write(f"{wording('keys.exists', name=there.args[0])}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


def _secret(folder: Path, wording: Wording) -> str:
    path = folder / "service.secret"
    write_new({path: secrets.token_bytes(SECRET_BYTES)})
    return wording("keys.secret", name=path.name)


def _recovery(folder: Path, wording: Wording) -> str:
    """The public key for the server; each half is a text that can be printed and typed again."""
    public, *halves = (folder / f"recovery.{name}" for name in ("public", "half1.txt", "half2.txt"))
    key = recovery.make()
    printed = [f"{half}\n".encode() for half in key.halves]
    write_new(dict(zip((public, *halves), (key.public, *printed), strict=True)))
    return wording("keys.recovery", public=public.name, half1=halves[0].name, half2=halves[1].name)


def write_new(files: dict[Path, bytes]) -> None:
    """All of them with mode 600, or none when one is there already."""
    for path in files:
        if path.exists():
            raise AlreadyThere(path.name)
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(data)
