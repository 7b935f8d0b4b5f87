"""The documents name what is there, and all of what must be known to run it."""

import re
from pathlib import Path

import pytest

from cases.kinds import Kind, State
from settings import ROOT, Settings

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([\w./-]+)`")
LINK = re.compile(r"\]\(([^)#]+)")
SETTING_ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| (.+?) \|", re.MULTILINE)
DECISION = re.compile(r"docs/decisions/(\d{4})")
LAW = re.compile(r"domain\.md (?:part )?(\d(?:\.\d)?|INV-[A-Z]\d+)")
HEADING, INVARIANT = (
    re.compile(r"^#+ (\d(?:\.\d)?)\.? ", re.MULTILINE),
    re.compile(r"^\| (INV-[A-Z]\d+) ", re.MULTILINE),
)
DECIDED = re.compile(r"^\| (\d+a?) \| ", re.MULTILINE)
ROW_NAMED = re.compile(r"(?<!docs/)\bdecision (\d{1,2}a?)\b")
COMMANDS = ["./huiyin demo", "./huiyin test"]
SOMEBODYS = re.compile(r"(?<![\w.])/(?:work|root|home|tmp|Users)/")


def read(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def paths_in(text: str) -> set[str]:
    """Quoted words that look like a file or a folder of the project."""
    quoted = QUOTED.findall(FENCED.sub("", text))
    return {word for word in quoted if ("/" in word or word.endswith((".py", ".yml"))) and not word.startswith("./")}


def settings() -> dict[str, object]:
    """The name of each in the environment, with its default."""
    prefix = Settings.model_config["env_prefix"]
    fields = Settings.model_fields.items()
    return {field.alias or f"{prefix}{name}".upper(): field.default for name, field in fields}


def test_the_readme_has_exactly_two_commands():
    lines = [line for block in FENCED.findall(read("README.md")) for line in block.splitlines() if line.strip()]
    assert lines == COMMANDS


@pytest.mark.parametrize("page", ["README.md", "docs/map.md"])
def test_every_path_named_exists(page):
    named = paths_in(read(page))
    assert len(named) > 10
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_folder_of_the_project_is_in_the_readme():
    packages = {f"{file.parent.name}/" for file in ROOT.glob("*/__init__.py")}
    assert {*packages, "data/", "tests/", "docs/"} - paths_in(read("README.md")) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_setting_is_explained_and_no_other():
    rows = {name for name, _ in SETTING_ROW.findall(read("docs/running.md"))}
    assert rows == set(settings())


def test_defaults_are_those_of_the_settings():
    rows = dict(SETTING_ROW.findall(read("docs/running.md")))
    for name, default in settings().items():
        shown = default.relative_to(ROOT) if isinstance(default, Path) else default
        assert rows[name].strip("`") == str(shown or "空"), name


def test_every_decision_named_in_the_code_is_written_down():
    sources = [file for folder in ("nlu", "bot", "cases", "commands") for file in (ROOT / folder).glob("*.py")]
    sources += [ROOT / "config.yml", ROOT / "domain.yml", ROOT / "pyproject.toml"]
    named = {number for file in sources for number in DECISION.findall(file.read_text("utf-8"))}
    assert named
    assert [number for number in sorted(named) if not list((ROOT / "docs/decisions").glob(f"{number}-*.md"))] == []


def sources() -> list[Path]:
    """Every file of the program that explains itself."""
    packages = {file.parent for file in ROOT.glob("*/__init__.py")} | {ROOT / "data"}
    return [
        *ROOT.glob("*.py"),
        *(file for folder in packages for ending in ("py", "yml") for file in folder.rglob(f"*.{ending}")),
    ]


def test_every_rule_of_the_law_named_in_the_code_can_be_read():
    law = read("docs/domain.md")
    named = {(file.name, part) for file in sources() for part in LAW.findall(file.read_text("utf-8"))}
    assert len(named) > 50
    known = set(HEADING.findall(law)) | set(INVARIANT.findall(law))
    assert sorted((file, part) for file, part in named if part not in known) == []


def test_every_decision_of_the_architecture_named_in_the_code_can_be_read():
    rows = set(DECIDED.findall(read("docs/architecture.md")))
    named = {number for file in sources() for number in ROW_NAMED.findall(file.read_text("utf-8"))}
    assert len(named) > 4
    assert sorted(named - rows) == []


@pytest.mark.parametrize("word", [*Kind, *State])
def test_the_glossary_has_the_words_of_the_code(word):
    row = next(line for line in read("docs/glossary.md").splitlines() if f"`{word.value}`" in line)
    assert word.label in row


def test_no_page_names_a_place_on_somebodys_machine():
    assert [page.name for page in PAGES if SOMEBODYS.search(page.read_text("utf-8"))] == []
