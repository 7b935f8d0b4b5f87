"""The program as `./huiyin serve` runs it, in a process and a home of its own, with a team and some cases."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy.orm import Session

from cases import submission
from cases.kinds import AboutWhom, Kind, Role
from commands import models
from db.session import write_scope
from settings import ROOT, Settings
from tests.accounts import make_account, make_new_account
from tests.builders import CHAT, RECOVERY, SECRET, make_body, make_code, make_draft

DATABASE = "huiyin.sqlite3"
SECRET_BYTES = bytes(range(32))  # those of tests.builders.SECRET
NEW = "王丽"
TEAM = {
    "张强": (Role.TEAM_LEADER, Role.REVIEWER),
    "刘洋": (Role.HANDLER,),
    "陈静": (Role.FAQ_EDITOR,),
    "赵敏": (Role.AUDITOR,),
    "孙梅": (Role.INTAKE_CLERK,),
    "周正": (Role.DEPUTY_LEADER,),
}
CASES = (
    ("建议把拆违的进度每个月公布一次，拆了哪里、还剩哪里，让大家看得见", Kind.SUGGESTION, 1),
    ("公园的厕所没有扶手，我老伴坐轮椅进不去", Kind.COMPLAINT, 2),
    ("窗口的小陈帮我妈把材料一次办好，谢谢", Kind.PRAISE, 2),
    ("电梯坏了十一天，我住九楼，腿不方便，买菜都靠邻居", Kind.COMPLAINT, 9),
    ("建议在村口的公交站装个雨棚和凳子，等车的多数是老人家", Kind.SUGGESTION, 12),
    ("村里的会计把修路的钱转到他自己的账户", Kind.TIP_OFF, 13),
    ("下水道一下雨就返水，我家一楼泡了三次，冰箱都泡坏了", Kind.COMPLAINT, 30),
)
OURS = ("HUIYIN_", "DATABASE_", "TELEGRAM_")
PATIENCE = 120  # seconds
BETWEEN_LOOKS = 0.2


@dataclass
class Program:
    """Where it answers; `seeds` are in the telephones of the team, `one_time` is what a new clerk was handed."""

    home: Path
    web: str
    console: str
    seeds: dict[str, str] = field(default_factory=dict)
    one_time: str = ""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until both sites answer."""
        self.process = subprocess.Popen([sys.executable, "-m", "cli", "serve"], cwd=ROOT, env=self._environment())
        for address in (f"{self.web}/healthz", f"{self.console}/sign-in"):
            self._wait_for(address)

    def stop(self) -> int:
        """As systemd stops it."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def _wait_for(self, address: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process and self.process.poll() is None:
            try:
                urlopen(address, timeout=PATIENCE).close()
            except URLError:
                time.sleep(BETWEEN_LOOKS)
            else:
                return
        raise AssertionError("the program did not start")

    def _environment(self) -> dict[str, str]:
        web, console = (address.rpartition(":")[2] for address in (self.web, self.console))
        given = {"HOME": self.home, "WEB_PORT": web, "CONSOLE_PORT": console, "SECRET_FILE": _secret_file(self.home)}
        cheap = {"ARGON2_MEMORY_KIB": 8, "ARGON2_PASSES": 1, "QUIET_FROM": 0, "QUIET_UNTIL": 0}
        without = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return without | {f"HUIYIN_{name}": str(value) for name, value in (given | cheap).items()}


def furnished(home: Path, model: Path) -> Program:
    """A home with the published model that the tests share, a team, and cases of the last weeks."""
    (home / "models").mkdir(parents=True)
    for file in model.parent.glob(f"{model.name.removesuffix('.tar.gz')}.*"):
        (home / "models" / file.name).hardlink_to(file)
    settings = Settings(home=home, database_url="")
    _copy_database(model.parent.parent / DATABASE, home / DATABASE)
    _secret_file(home).write_bytes(SECRET_BYTES)
    program = Program(home, _free_address(), _free_address())
    with write_scope(models.opened(settings)) as session:
        program.seeds = {name: make_account(session, name, *roles).seed for name, roles in TEAM.items()}
        program.one_time = make_new_account(session, NEW, Role.INTAKE_CLERK, Role.TRIAGE_OFFICER)
        _put_cases(session)
    return program


def _put_cases(session: Session) -> None:
    now = datetime.now(UTC)
    for text, kind, days in CASES:
        body, at = make_body(text, kind), now - timedelta(days=days)
        body.about_whom = AboutWhom.NONE if kind.sealed else None
        draft = make_draft(session, body, at)
        submission.submit(session, SECRET, RECOVERY.public, make_code(), draft, body, at, CHAT)


def _copy_database(source: Path, target: Path) -> None:
    """Whole, also while another run of the tests has it open."""
    with closing(sqlite3.connect(source)) as shared, closing(sqlite3.connect(target)) as own:
        shared.backup(own)


def _secret_file(home: Path) -> Path:
    return home.with_name("service.secret")


def _free_address() -> str:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listening.getsockname()[1]}"
