"""The service secret and the recovery key, found where the settings say; for a trial, a secret and a demo team."""

import json
import secrets
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.turn import Custody
from cases.at_rest import ServiceSecret
from cases.kinds import Role
from cases.receipt_code import Cost, Derivation
from cases.staff import demo
from cases.staff.models import Staff
from cases.staff.officer import Officer
from commands.clock import now
from db.session import read_scope, write_scope
from settings import Settings

SECRET_BYTES = KEY_BYTES = 32
DEMO_TEAM = "demo-team.json"
DEMO_LEADER = "leader"
DEMO_COST = Cost(memory_kib=1024, passes=1)  # their passphrases are random, and lie beside the database


class MissingKey(SystemExit):
    """Nothing can be kept safe: says which setting to give."""


def custody(settings: Settings, *, trial: bool) -> Custody:
    """Secret, recovery key and code derivation; a trial (chat, talk) makes a missing secret and says so on stderr."""
    secret = ServiceSecret(_secret(settings, trial))
    salt, key_salt = (bytes.fromhex(secret.keyed_hash(f"receipt {name}"))[:16] for name in ("salt", "key salt"))
    pepper = bytes.fromhex(secret.keyed_hash("receipt pepper"))
    cost = Cost(settings.argon2_memory_kib, settings.argon2_passes)
    return Custody(secret, recovery_key(settings.recovery_key_file), Derivation(salt, key_salt, pepper, cost))


def staff_custody(settings: Settings) -> Custody:
    """As `custody`, for reading and answering: of a trial where there was one."""
    return custody(settings, trial=_demo_file(settings).exists())


def recovery_key(path: Path | None) -> bytes | None:
    """The public key as the ceremony wrote it; None where there is none or it is none."""
    if path is None or not path.is_file():
        return None
    key = path.read_bytes()
    return key if len(key) == KEY_BYTES else None


def make_demo_team(
    settings: Settings, database: Database, secret: ServiceSecret, since: datetime | None = None
) -> None:
    """For trying the program out where nobody has an account yet: one for each role, passphrases in a file."""
    with write_scope(database) as session:
        if session.scalar(select(Staff.id).limit(1)) is not None:
            return
        members = demo.make_team(session, secret, since or now(), DEMO_COST)
        write_private(_demo_file(settings), json.dumps([asdict(member) for member in members], ensure_ascii=False))
    print(f"试用：新建了演示团队，口令在 {DEMO_TEAM}。", file=sys.stderr)  # noqa: T201


def demo_officer(settings: Settings, database: Database, name: str = DEMO_LEADER) -> Officer | None:
    """A member of the demo team, signed in with the passphrase from the file; None outside a trial."""
    known = _passphrase(_demo_file(settings), name)
    if known is None:
        return None
    with read_scope(database) as session:
        return _signed_in(session, name, known)


def demo_names(settings: Settings) -> dict[str, str]:
    """The demo team: what each is called, by the name of the account."""
    return {member["name"]: _introduced(member) for member in _members(_demo_file(settings))}


def _introduced(member: dict[str, Any]) -> str:
    return f"{member['display_name']}·{'、'.join(Role(role).label for role in member['roles'])}"


def _signed_in(session: Session, name: str, passphrase: str) -> Officer | None:
    staff = session.scalar(select(Staff).where(Staff.name == name, Staff.active))
    if staff is None or staff.pair is None:
        return None
    return Officer(staff.id, staff.name, staff.held, staff.department, staff.pair.opened(passphrase))


def _passphrase(file: Path, name: str) -> str | None:
    return next((member["passphrase"] for member in _members(file) if member["name"] == name), None)


def _members(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.read_text("utf-8")) if file.exists() else []


def _demo_file(settings: Settings) -> Path:
    return settings.home / DEMO_TEAM


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


def write_private(path: Path, text: str) -> None:
    """For nobody else on this machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, "utf-8")
