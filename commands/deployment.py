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
from commands.keys import SECRET_BYTES
from settings import Settings
from wording import FILE, Wording

KEY_BYTES = 32
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
    yield from (wording(f"deploy.{name}") for name in _readers(settings))
    for field in ("processor", "retention", "rights_contact"):
        if not getattr(settings, f"notice_{field}").strip():
            yield wording(f"deploy.notice_{field}")
    if settings.notices_approved != (mark := notices_mark()):
        yield wording("deploy.notices", mark=mark)
    for contact in profile.load(settings.bulletin)[1].contacts:
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
    team, superior = _key(settings.team_key_file), _key(settings.superior_key_file)
    if team is None:
        yield "no_team_key"
    if superior is None:
        yield "no_superior_key"
    if team is not None and team == superior:
        yield "same_key"
    if settings.team_private_key_file is not None:
        yield "private_key_here"


def _key(path: Path | None) -> bytes | None:
    """A public key as the ceremony wrote it."""
    if path is None or not path.is_file():
        return None
    key = path.read_bytes()
    return key if len(key) == KEY_BYTES else None
