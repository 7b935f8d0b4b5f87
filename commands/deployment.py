"""`./huiyin check-deploy`: what is still to be set before the public may come, one line each."""

import hashlib
import json
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bulletin import profile
from cases.kinds import Role
from cases.staff import accounts
from commands import contacts, keys, models
from commands.keys import SECRET_BYTES
from db.session import read_scope
from settings import Settings
from wording import FILE, Wording

NEEDED = {"no_leader": Role.TEAM_LEADER, "no_liaison": Role.SUPERIOR_LIAISON}  # domain.md 2.9
OTHERS = stat.S_IRWXG | stat.S_IRWXO
MARK = 12  # hex digits that name the words of the notices


def run(settings: Settings, _words: list[str]) -> int:
    """List what is missing; 0 when nothing is."""
    wording = Wording.load()
    findings = list(missing(settings, wording))
    closing = wording("deploy.missing", count=len(findings)) if findings else wording("deploy.ready")
    sys.stdout.writelines(f"{line}\n" for line in [*(f"- {finding}" for finding in findings), closing])
    return 1 if findings else 0


def missing(settings: Settings, wording: Wording) -> Iterator[str]:
    """One sentence for each thing to do."""
    yield from (wording(f"deploy.{name}") for name in _secret(settings))
    yield from (wording(f"deploy.{name}", file=keys.DEMO_TEAM) for name in _readers(settings))
    for field in ("processor", "retention", "rights_contact"):
        if not getattr(settings, f"notice_{field}").strip():
            yield wording(f"deploy.notice_{field}")
    if settings.notices_approved != (mark := notices_mark()):
        yield wording("deploy.notices", mark=mark)
    for contact in contacts.checked(models.opened(settings), profile.load(settings.bulletin)[1]).contacts:
        if contact.status in ("unverified", "disputed"):
            yield wording(f"deploy.contact_{contact.status}", value=contact.published_value)
    if settings.telegram_bot_token is None or not settings.telegram_bot_token.get_secret_value().strip():
        yield wording("deploy.no_token")


def notices_mark(file: Path = FILE) -> str:
    """Names the present words of the notices; approving them means setting this mark, which any change undoes."""
    notices: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))["notice"]
    return hashlib.sha256(json.dumps(notices, sort_keys=True).encode()).hexdigest()[:MARK]


def _secret(settings: Settings) -> Iterator[str]:
    path = settings.secret_file
    if path is None:
        yield "no_secret"
    elif not path.is_file():
        yield "secret_gone"
    else:
        about = path.stat()
        wrong = {
            "secret_size": about.st_size != SECRET_BYTES,
            "secret_mode": bool(about.st_mode & OTHERS),
            "secret_inside": path.resolve().is_relative_to(settings.home.resolve()),
        }
        yield from (name for name, is_so in wrong.items() if is_so)


def _readers(settings: Settings) -> Iterator[str]:
    """What it takes to store a tip-off at all, and never to lose it."""
    if keys.recovery_key(settings.recovery_key_file) is None:
        yield "no_recovery_key"
    elif settings.recovery_key_file and list(settings.recovery_key_file.parent.glob("recovery.half*")):
        yield "halves_here"
    if (settings.home / keys.DEMO_TEAM).exists():
        yield "demo_team"
    with read_scope(models.opened(settings)) as session:
        having = [staff.held for staff in accounts.everybody(session) if staff.active and staff.public_key]
    yield from (name for name, role in NEEDED.items() if not any(role in held for held in having))
