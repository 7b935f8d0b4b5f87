"""The service secret and the readers' keys: found where the settings say, or made for a trial."""

import json
import secrets
import sys
from pathlib import Path

from bot.turn import Custody
from cases.at_rest import ServiceSecret
from cases.content import Readers, TeamKey
from cases.receipt_code import Cost, Derivation
from settings import Settings

SECRET_BYTES = 32
DEMO_KEYS = "demo-keys.json"


class MissingKey(SystemExit):
    """Nothing can be kept safe: says which setting to give."""


def custody(settings: Settings, *, trial: bool) -> Custody:
    """Secret, readers and code derivation; a trial (chat, talk) makes what is missing and says so on stderr."""
    secret = ServiceSecret(_secret(settings, trial))
    readers = _demo_readers(settings.home) if trial and settings.team_key_file is None else _readers(settings)
    salt, key_salt = (bytes.fromhex(secret.keyed_hash(f"receipt {name}"))[:16] for name in ("salt", "key salt"))
    pepper = bytes.fromhex(secret.keyed_hash("receipt pepper"))
    cost = Cost(settings.argon2_memory_kib, settings.argon2_passes)
    return Custody(secret, readers, Derivation(salt, key_salt, pepper, cost))


def staff_custody(settings: Settings) -> Custody:
    """As `custody`, for reading and answering: a trial's keys where there are any, else the team's own."""
    tried_out = settings.team_key_file is None and (settings.home / DEMO_KEYS).exists()
    return custody(settings, trial=tried_out)


def _secret(settings: Settings, trial: bool) -> bytes:
    """Outside `home`, so that a copy of the database alone opens nothing (decision 12)."""
    path = settings.secret_file or settings.home.absolute().with_name(settings.home.name + ".secret")
    if path.exists():
        return path.read_bytes()
    if not trial:
        raise MissingKey(
            f"找不到服务密钥 {path.name}：请用 HUIYIN_SECRET_FILE 指定一个32字节的文件（docs/running.md）。"
        )
    print("试用：新建了服务密钥。正式运行前请自行保管并用 HUIYIN_SECRET_FILE 指定。", file=sys.stderr)  # noqa: T201
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(secrets.token_bytes(SECRET_BYTES))
    return path.read_bytes()


def _readers(settings: Settings) -> Readers:
    """Public keys: the serving side can write what it cannot read. Only who reads the queue has the private one."""
    files = settings.team_key_file, settings.superior_key_file, settings.team_private_key_file
    team, superior, private = (path.read_bytes() if path else None for path in files)
    return Readers(TeamKey(team, private) if team else None, TeamKey(superior) if superior else None)


def _demo_readers(home: Path) -> Readers:
    """A pair each for the team and its superior, private halves included, for trying the program out."""
    path = home / DEMO_KEYS
    if not path.exists():
        print("试用：新建了演示用的本组密钥和上级联络人密钥。", file=sys.stderr)  # noqa: T201
        pairs = {name: TeamKey.generate() for name in ("team", "superior")}
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps({n: [p.public.hex(), (p.private or b"").hex()] for n, p in pairs.items()}), "utf-8")
    stored = json.loads(path.read_text("utf-8"))
    team, superior = (TeamKey(*(bytes.fromhex(half) for half in stored[name])) for name in ("team", "superior"))
    return Readers(team, superior)
