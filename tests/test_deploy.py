"""The files in deploy/ name what is there: settings, commands, ports, folders; and they give away nothing."""

import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from cli import COMMANDS
from commands.health import parts
from commands.health_metrics import Metrics
from commands.health_state import State
from settings import ROOT, Settings
from tests.builders import NOW
from tests.talking import Talk
from tests.websites import Website
from web.bodies import LARGEST_FILE
from web.health import PATH

DEPLOY = ROOT / "deploy"
OTHERS = {"HOME", "MPLCONFIGDIR", "PYTHONDONTWRITEBYTECODE"}
NAME = re.compile(r"\b((?:HUIYIN|TELEGRAM|DATABASE)_[A-Z0-9_]+)")
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
HARDENED = {
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
}


def read(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def compose() -> dict:
    return yaml.safe_load(read("compose.yml"))


def unit() -> dict[str, list[str]]:
    """The lines of [Service] by name."""
    found: dict[str, list[str]] = {}
    for line in read("huiyin.service").partition("[Service]")[2].partition("[Install]")[0].splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def names_of_settings() -> set[str]:
    return {field.alias or f"HUIYIN_{name}".upper() for name, field in Settings.model_fields.items()}


def section(page: str, title: str) -> str:
    """A section of a page in docs/."""
    return (ROOT / "docs" / page).read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("file", sorted(path.name for path in DEPLOY.iterdir()))
def test_every_setting_named_is_one(file: str) -> None:
    assert set(NAME.findall(read(file))) - names_of_settings() == set()


@pytest.mark.parametrize("file", sorted(path.name for path in DEPLOY.iterdir() if "ignore" not in path.name))
def test_every_file_is_explained(file: str) -> None:
    told = section("running.md", "上线")
    assert f"deploy/{file}" in told or file == "Dockerfile"


def test_what_is_started_is_a_command_of_the_program() -> None:
    program, command = unit()["ExecStart"][0].split()
    assert ((ROOT / Path(program).name).stat().st_mode & 0o111, command in COMMANDS) == (0o111, True)
    assert compose()["services"]["huiyin"]["command"][0] in COMMANDS
    assert 'ENTRYPOINT ["./huiyin"]' in read("Dockerfile")


def test_the_unit_may_do_little() -> None:
    found = unit()
    assert {name: found[name][-1] for name in HARDENED} == HARDENED
    assert "service.secret:/etc/huiyin/service.secret" in found["LoadCredential"]
    assert "HUIYIN_SECRET_FILE=%d/service.secret" in found["Environment"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    started = unit()["ExecStart"][0]
    (tmp_path / "huiyin.service").write_text(read("huiyin.service").replace(started, "/bin/true"))
    command = ["systemd-analyze", "verify", str(tmp_path / "huiyin.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_container_writes_only_where_a_volume_is() -> None:
    service, image = compose()["services"]["huiyin"], read("Dockerfile")
    folders = [volume.partition(":")[2] for volume in service["volumes"]]
    home = service["environment"]["HUIYIN_HOME"]
    assert folders == [home, f"{home}.backups"]
    assert all(folder in image.partition("install -d -o huiyin")[2].splitlines()[0] for folder in folders)
    assert (service["read_only"], service["cap_drop"], "USER huiyin" in image) == (True, ["ALL"], True)


def test_every_secret_is_a_file_outside_the_project_that_somebody_uses() -> None:
    found = compose()
    used = {name for service in found["services"].values() for name in service["secrets"]}
    assert used == set(found["secrets"])
    named = re.findall(r"/run/secrets/(\w+)", read("compose.yml"))
    assert set(named) == used
    assert all(secret["file"].startswith("/etc/huiyin/") for secret in found["secrets"].values())


def test_nothing_is_open_to_the_network_but_on_this_machine() -> None:
    found = compose()
    ports = [port for service in found["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert found["networks"]["inside"]["internal"] is True
    assert found["services"]["database"]["networks"] == ["inside"]


def test_the_image_brings_the_tools_of_the_server_it_talks_to() -> None:
    server = compose()["services"]["database"]["image"]
    assert server.startswith("postgres:16")
    assert f"FROM {server} AS postgresql" in read("Dockerfile")
    assert "--require-hashes" in read("Dockerfile")


def test_the_image_holds_the_program_and_nothing_else() -> None:
    rules = [line for line in read("Dockerfile.dockerignore").splitlines() if line and not line.startswith("#")]
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    program = {file.parent.name for file in ROOT.glob("*/__init__.py")} | {file.name for file in ROOT.glob("*.py")}
    program |= {"data", "huiyin", "config.yml", "domain.yml", "endpoints.yml", "pyproject.toml", "requirements.lock"}
    assert (rules[0], let_in) == ("*", program)
    assert not [name for name in ("var", "var.secret", ".git", ".venv") if any(fnmatch(name, rule) for rule in let_in)]


def test_the_proxy_leads_to_the_ports_that_are_open() -> None:
    service = compose()["services"]["huiyin"]["environment"]
    open_here = {service["HUIYIN_WEB_PORT"], service["HUIYIN_CONSOLE_PORT"]}
    assert set(re.findall(r"proxy_pass http://127\.0\.0\.1:(\d+);", read("nginx.conf"))) == open_here
    assert [
        int(most) << 20 > LARGEST_FILE for most in re.findall(r"client_max_body_size (\d+)m;", read("nginx.conf"))
    ] == [True]


def test_the_proxy_keeps_nothing_of_who_came() -> None:
    told = read("nginx.conf")
    assert re.findall(r"access_log (\S+);", told) == ["off"]
    assert re.findall(r"error_log \S+ (\S+);", told) == ["crit"]
    hidden = re.findall(r'proxy_set_header (\S+) +"";', told)
    assert {*hidden} >= {"X-Forwarded-For", "X-Real-IP", "Forwarded"}
    assert "proxy_max_temp_file_size 0;" in told


def test_the_proxy_names_pages_that_exist(tmp_path: Path) -> None:
    known = {getattr(route, "path", "") for route in Website(tmp_path).app.routes} | {PATH}
    assert set(re.findall(r"location = (\S+)", read("nginx.conf"))) <= known


def test_the_image_is_asked_how_it_is() -> None:
    assert f"'{PATH}'" in read("Dockerfile").partition("HEALTHCHECK")[2]


def test_every_part_and_every_metric_is_explained_and_no_other(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    settings = talk.settings.model_copy(update={"telegram_bot_token": "1:x", "clamd": "127.0.0.1"})
    metrics = Metrics()
    state = State(talk.service, {}, talk.database, lambda: NOW)
    told = [family for source in (metrics.registry, state) for family in source.collect()]
    exposed = {family.name + "_total" * (family.type == "counter") for family in told}
    rows = set(ROW.findall(section("running.md", "看着什么")))
    assert rows == set(parts(settings, talk.service)) | {name for name in exposed if name.startswith("huiyin_")}


def test_an_empty_setting_is_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in names_of_settings():
        monkeypatch.setenv(name, "")
    assert Settings() == Settings.model_construct()
