"""How each command is written, for who adds --help to it."""

import sys

from wording import Wording

USAGE = {
    "train": "train.usage",
    "rollback": "rollback.usage",
    "bulletin": "bulletin.usage",
    "staff": "staff.usage",
    "audit": "audit.usage",
    "retention": "retention.usage",
    "backup": "backup.usage",
    "upgrade": "upgrade.usage",
    "ledger": "ledger.usage",
    "report": "report.usage",
    "keys": "keys.usage",
    "adopt": "adopt.usage",
    "restore": "backup.usage_restore",
    "check-deploy": "deploy.usage",
}


def show(name: str, about: str) -> int:
    """What the command is for, and what may stand behind it."""
    lines = [f"./huiyin {name}：{about}"]
    if name in USAGE:
        lines.append(Wording.load()(USAGE[name]))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0
