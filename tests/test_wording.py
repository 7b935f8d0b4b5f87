"""Every sentence that is asked for exists, and every one that exists is asked for."""

import ast
import re
from collections.abc import Iterator

import yaml

from settings import ROOT
from wording import FILE

FOLDERS = ("actions", "bot", "cases", "commands", "console", "desk", "faq", "public")
TEMPLATES = sorted(file for site in ("public", "console") for file in (ROOT / site / "templates").rglob("*.html"))
IN_A_TEMPLATE = re.compile(r"""say\(["']([\w.]+)["'](?! ~)""")
BEGUN_IN_A_TEMPLATE = re.compile(r"""say\(["']([\w.]+[._])["'] ~""")
TOLD_IN_A_TEMPLATE = re.compile(r"""["']([\w.]+)["']""")
ASKING = ("wording", "_wording", "say")  # names of what is called with a key


def keys(sentences: dict, before: str = "") -> Iterator[str]:
    for name, found in sentences.items():
        yield from keys(found, f"{before}{name}.") if isinstance(found, dict) else [f"{before}{name}"]


def nodes() -> Iterator[ast.AST]:
    for file in (file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")):
        yield from ast.walk(ast.parse(file.read_text("utf-8")))


def texts(node: ast.AST) -> Iterator[str]:
    """The strings an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def asked() -> Iterator[str]:
    """Whole keys given to the wording; also `_button("button", "menu")`, which asks for button.menu."""
    for template in TEMPLATES:
        yield from IN_A_TEMPLATE.findall(template.read_text("utf-8"))
    for node in nodes():
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in ASKING and node.args:
            yield from texts(node.args[0])
        if called == "_button" and len(node.args) > 1:
            yield from (f"{group}.{name}" for group in texts(node.args[0]) for name in texts(node.args[1]))


def beginnings() -> set[str]:
    """`f"notice.{name}"` and `_button("step_button", want)` begin keys that end with a word known elsewhere."""
    parts = [node.values[0] for node in nodes() if isinstance(node, ast.JoinedStr)]
    groups = [node.args[0] for node in nodes() if isinstance(node, ast.Call) and len(node.args) > 1]
    written = {text for file in TEMPLATES for text in BEGUN_IN_A_TEMPLATE.findall(file.read_text("utf-8"))}
    return (
        {text for part in parts for text in texts(part)}
        | {f"{text}." for group in groups for text in texts(group)}
        | written
    )


def words() -> set[str]:
    """What may end a key: strings of the code, words of the intake scripts."""
    scripts = (yaml.safe_load(file.read_text("utf-8")) for file in (ROOT / "data" / "intake").glob("*.yml"))
    notices = {notice for script in scripts for notice in script.get("notices", ())}
    written = {text for file in TEMPLATES for text in TOLD_IN_A_TEMPLATE.findall(file.read_text("utf-8"))}
    told = notices | written | {text for node in nodes() for text in texts(node)}
    told |= {text.lower().replace("_", "-") for text in told}  # as a verb is typed that moves a case
    return told | {f"{start}{word}" for start in beginnings() if start.endswith("_") for word in told}


KEYS = set(keys(yaml.safe_load(FILE.read_text("utf-8"))))


def test_every_sentence_asked_for_exists():
    wanted = {key for key in asked() if key.replace("_", "").replace(".", "").isalnum() and key.islower()}
    assert len(wanted) > 100
    assert wanted - KEYS == set()


def test_every_sentence_is_asked_for():
    known, begun = words(), sorted(beginnings())
    unused = {
        key
        for key in KEYS - known - set(asked())
        if not any(key.startswith(start) and key.removeprefix(start) in known for start in begun if "." in start)
    }
    assert unused == set()
