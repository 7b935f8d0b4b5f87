"""Our own rules about what stands in tracked files: sizes, names, and nothing of the machine it was written on."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION = 250, 300, 40
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "telegram", "email"}
OF_THIS_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|Users|home/\w+)/"  # a home or a workplace
    r"|\b(?:pypi|mirrors?|pythonhosted)\.[\w.-]+\w"  # a package index
    r"|https?://[^\s\"']+/simple\b|index-url\s*=?\s*[\"']?\w"
)
TEXT_SUFFIXES = {".py", ".md", ".yml", ".yaml", ".toml", ".txt", ".lock", ".sh", ".cfg", ".ini", ".json", ".jsonl", ""}
Lengths = dict[str, int]


def findings(root: Path) -> Iterator[str]:
    """Every rule that a tracked file breaks, one line each."""
    for name in tracked(root):
        file = root / name
        if file.suffix in TEXT_SUFFIXES and file.is_file():
            yield from broken(name, file.read_text("utf-8", errors="replace"))


def broken(name: str, text: str) -> Iterator[str]:
    """What is wrong with one file."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := OF_THIS_MACHINE.search(line):
            yield f"{name}:{number}: {found[0]!r} belongs to one machine or network"
    if not name.endswith(".py"):
        return
    if FORBIDDEN_NAMES & {Path(part).stem for part in Path(name).parts}:
        yield f"{name}: name it after what it is about"
    limit = LONGEST_TEST if name.startswith("tests/") else LONGEST_FILE
    if (lines := len(text.splitlines())) > limit:
        yield f"{name}: {lines} lines, at most {limit}"
    if "migrations/versions" not in name:  # written once, never read as logic
        long = {place: length for place, length in functions(name, text).items() if length > LONGEST_FUNCTION}
        yield from (f"{place}: {length} lines, at most {LONGEST_FUNCTION}" for place, length in long.items())


def functions(name: str, text: str) -> Lengths:
    """The length of each function from `def` to its last line, by place."""
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {f"{name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1 for node in found}


def medians(root: Path) -> str:
    """How long files and functions are, of the program and of its tests."""
    texts = {n: (root / n).read_text("utf-8") for n in tracked(root) if n.endswith(".py") and (root / n).is_file()}
    tests = {name: text for name, text in texts.items() if name.startswith("tests/")}
    program = {name: text for name, text in texts.items() if name not in tests}
    return f"program: {_medians_of(program)}\ntests: {_medians_of(tests)}"


def _medians_of(texts: dict[str, str]) -> str:
    lines = [len(text.splitlines()) for text in texts.values()] or [0]
    lengths = [length for name, text in texts.items() for length in functions(name, text).values()] or [0]
    return f"{len(texts)} files, median {median(lines):.0f} lines; functions, median {median(lengths):.0f} lines"


def tracked(root: Path) -> list[str]:
    """The files of the project: what git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
    return sorted(name for name in listed.split("\0") if name)
