"""What changed in one file as a unified diff that can be read and, while the file is as it left it, taken back."""

import difflib
import hashlib
import re

NOTHING = "/dev/null"
HEADING = 2  # lines: the old and the new file, each with the hash of its text
HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
RANGES = re.compile(r"-(\S+) \+(\S+)")


class ChangedSince(ValueError):
    """The file is no longer as the diff left it."""


def between(file: str, before: str | None, after: str | None) -> str:
    """The change of a file; None stands for no file."""
    old, new = (NOTHING if text is None else file for text in (before, after))
    marks = _mark(before), _mark(after)
    return "\n".join(difflib.unified_diff(_lines(before), _lines(after), old, new, *marks, lineterm=""))


def taken_back(diff: str, after: str | None) -> str | None:
    """The text before the change, from the text after it; ChangedSince when that is another one."""
    lines = diff.split("\n")
    (old, old_mark), (_, new_mark) = (line[4:].split("\t") for line in lines[:HEADING])
    if _mark(after) != new_mark:
        raise ChangedSince
    restored = None if old == NOTHING else "\n".join(_reversed(lines[HEADING:], _lines(after)))
    if _mark(restored) != old_mark:
        raise ChangedSince
    return restored


def made_again(diff: str, before: str | None) -> str | None:
    """The text after the change, from the text before it; ChangedSince when that is another one."""
    old, new, *lines = diff.split("\n")
    return taken_back("\n".join([new, old, *map(_turned, lines)]), before)


def shown(diff: str) -> str:
    """The diff for people: without the hashes."""
    return "\n".join(line.split("\t")[0] if at < HEADING else line for at, line in enumerate(diff.split("\n")))


def changed_lines(diff: str) -> list[str]:
    """Only what went (-) and what came (+)."""
    return [line for line in diff.split("\n")[HEADING:] if line.startswith(("+", "-"))]


def _turned(line: str) -> str:
    """A line of hunks of the opposite change."""
    if HUNK.match(line):
        return RANGES.sub(r"-\2 +\1", line)
    return {"+": "-", "-": "+"}.get(line[:1], line[:1]) + line[1:]


def _reversed(hunks: list[str], lines: list[str]) -> list[str]:
    before: list[str] = []
    at = 0
    for line in hunks:
        if found := HUNK.match(line):
            start = int(found[1]) - (found[2] != "0")
            before += lines[at:start]
            at = start
        else:
            before += [line[1:]] if line[0] in " -" else []
            at += line[0] in " +"
    return before + lines[at:]


def _lines(text: str | None) -> list[str]:
    """A text that ends with a line feed has an empty last line, so that joining gives back every character."""
    return [] if text is None else text.split("\n")


def _mark(text: str | None) -> str:
    return "-" if text is None else hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
