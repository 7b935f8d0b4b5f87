"""What citizens type instead of pressing a button, and their corrections; rules in data/intake/phrases.yml."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

LONGEST_COMMANDS, LONGEST_OPENER, LONGEST_RATING = 80, 24, 20
CLAUSES_AT_AN_END = 8
CLAUSE = re.compile(r"(?:[^\s,，。.!！?？;；、]|(?<=[A-Za-z0-9]) (?=[A-Za-z0-9]))+[\s,，。.!！?？;；、]*")
MARKS = " \t\r\n\u3000,，;；、。.!！"
SEPARATORS = " \t\r\n\u3000,，;；、"
CHINESE_DIGITS = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
MOBILE_OR_LANDLINE = re.compile(r"1[3-9]\d{9}|0\d{2,3}\d{7,8}")
ALMOST_A_PHONE = re.compile(r"1[3-9]\d{8,10}|0\d{2,3}\d{6,9}")
COUNTRY_CODE = re.compile(r"^(?:\+|00)?86(?=\d{10,12}$)")
PHONE_LABEL = re.compile(r"(?:电话|手机|号码|联系方式|座机|tel|phone)[^0-9+零〇一二三四五六七八九幺两]{0,4}$")
KIND_PIECE = re.compile(r"(change_kind|kind)(?:_(\w+))?")
QUESTION = re.compile("[?？]")
MAY_BE_ASKED = {"show", "person"}
EXPLAINED = {"cancel", "withdraw", "person"}
IDENTITY = {"my_name", "name", "phone", "bad_phone"}
DIGITS_OF_A_PHONE = range(6, 16)


@dataclass(frozen=True)
class Command:
    """`value`: the kind of kind and change_kind, the words of name, phone and bad_phone."""

    name: str
    value: str | None = None


@dataclass(frozen=True)
class Correction:
    """`old` is None when only the new wording was said. Both are the citizen's own words."""

    old: str | None
    new: str


@dataclass(frozen=True)
class Phone:
    """A number that was meant as a telephone's, digits only, without the country code."""

    number: str
    well_formed: bool


class Vocabulary:
    """Reads a text that is made of nothing but known pieces; each piece is a named group."""

    def __init__(self, pieces: Mapping[str, str]) -> None:
        self.piece = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in pieces.items()))

    def read(self, text: str) -> tuple[re.Match[str], ...] | None:
        """The pieces from left to right, the longest first, or None when something is left over."""
        ways: dict[int, tuple[re.Match[str], ...]] = {len(text): ()}
        for start in reversed(range(len(text))):
            matches = ((self.piece.fullmatch(text, start, end), rest) for end, rest in ways.items())
            if way := next(((match, *rest) for match, rest in matches if match), None):
                ways[start] = way
        return ways.get(0)


class PhraseReader:
    """Commands, corrections, openers, telephone numbers and ratings in a citizen's message."""

    def __init__(self, path: Path, fold: Callable[[str], str]) -> None:
        rules = yaml.safe_load(path.read_text("utf-8"))
        self._fold = lru_cache(8192)(fold)
        pieces = rules["pieces"]
        self._commands = Vocabulary(_expanded(_command_pieces(rules), pieces))
        self._openers = Vocabulary(_expanded(_opener_pieces(rules), pieces))
        self._asked = re.compile(rules["openers"]["asked"])
        self._ratings = Vocabulary(
            {f"rating_{n}": row for n, row in rules["ratings"].items()} | {"filler": rules["rating_fillers"]}
        )
        self._digits = re.compile(_expand(pieces["digits"], pieces))
        self._alone, self._after_slip = _corrections(rules["correction"], pieces)
        self._tail, self._longest = re.compile(rules["correction"]["tail"]), rules["correction"]["longest"]
        self._beside, self._before = set(rules["beside_content"]), re.compile(rules["before_content"])
        self._weak = re.compile(rules["not_beside_content"])

    def commands(self, text: str) -> tuple[Command, ...] | None:
        """The commands of a message that consists of nothing else, in their order; None when it says anything else."""
        read = self._commands.read(self._letters(text)) if len(text) <= LONGEST_COMMANDS else None
        said = _settled([command for piece in read if (command := _command(piece, text))]) if read else None
        asked = QUESTION.search(text) and not {command.name for command in said or ()} <= MAY_BE_ASKED
        return None if asked else said

    def split(self, text: str) -> tuple[str, tuple[Command, ...]]:
        """The content without the clauses at its end and its beginning that are commands, and these commands."""
        if whole := self.commands(text):
            return "", whole
        starts = [match.start() for match in CLAUSE.finditer(text)]
        end, last = self._edge([(text[at:], at) for at in reversed(starts[1:][-CLAUSES_AT_AN_END:])])
        end = len(text) if end is None else end
        start, first = self._edge([(text[:at], at) for at in starts[1 : CLAUSES_AT_AN_END + 1] if at < end])
        return text[start or 0 : end].strip(SEPARATORS), tuple(dict.fromkeys((*first, *last)))

    def correction(self, text: str) -> Correction | None:
        """What the citizen puts right, in words short enough to be nothing but a correction."""
        if len(text) > self._longest or self.commands(text):
            return None
        letters = self._letters(text)
        found = self._after_slip.match(letters) or self._alone.match(letters)
        return _corrected(found, text, self._tail) if found else None

    def opener(self, text: str) -> str | None:
        """The kind a message announces without telling anything yet, "feedback" when it does not say which."""
        if len(text) > LONGEST_OPENER or self._asked.search(text):
            return None
        read = self._openers.read(self._letters(text))
        named = [
            piece.lastgroup.partition("_")[2] for piece in read or () if piece.lastgroup != "lead" and piece.lastgroup
        ]
        return next((kind for kind in named if kind != "feedback"), named[0] if named else None)

    def phone(self, text: str) -> Phone | None:
        """The first number meant as a telephone's: it stands after such a word, or looks like one."""
        letters = self._letters(text)
        return next((phone for match in self._digits.finditer(letters) if (phone := _phone(letters, match))), None)

    def rating(self, text: str) -> int | None:
        """1 to 5 when the message is nothing but a judgement, and only one."""
        read = self._ratings.read(self._letters(text)) if len(text) <= LONGEST_RATING else None
        given = {piece.lastgroup for piece in read or ()} - {"filler"}
        return int(str(given.pop()).removeprefix("rating_")) if len(given) == 1 else None

    def _letters(self, text: str) -> str:
        """Folded character by character, so that every place is the same as in the text."""
        folded = ((char, self._fold(char) or " ") for char in text)
        return "".join(new if len(new) == 1 else char for char, new in folded)

    def _edge(self, parts: Iterable[tuple[str, int]]) -> tuple[int | None, tuple[Command, ...]]:
        """The longest part that is commands and may stand beside content, and where it is cut off."""
        beside = [(cut, commands) for part, cut in parts if (commands := self._beside_content(part))]
        return beside[-1] if beside else (None, ())

    def _beside_content(self, part: str) -> tuple[Command, ...] | None:
        words = self._letters(part).strip(MARKS)
        if self._before.fullmatch(words):
            return (Command("yes"),)
        commands = None if self._weak.fullmatch(words) else self.commands(part)
        return commands if commands and {command.name for command in commands} <= self._beside else None


def _command(piece: re.Match[str], text: str) -> Command | None:
    """What a piece of a message stands for; None for a filler."""
    group = str(piece.lastgroup)
    if group == "filler":
        return None
    if kind := KIND_PIECE.fullmatch(group):
        return Command(kind[1], kind[2])
    if group == "phone":
        number = _number(piece["phone_value"])
        return Command("phone" if MOBILE_OR_LANDLINE.fullmatch(number) else "bad_phone", number)
    if group in ("name", "my_name"):
        return Command(group, text[slice(*piece.span(f"{group}_value"))])
    return Command(group)


def _settled(commands: list[Command]) -> tuple[Command, ...] | None:
    """Assent is "yes" only when alone; a name or number counts only when it is plainly the citizen's own."""
    said = [command for command in commands if command.name not in ("assent", "reason")]
    names = {command.name for command in said}
    if Command("reason") in commands and not names & EXPLAINED:
        return None
    if names & IDENTITY and "named" not in names:
        if not ("my_name" in names and names & {"phone", "bad_phone"}):
            return None
        said.insert(0, Command("named"))
    told = (Command("name", command.value) if command.name == "my_name" else command for command in said)
    return tuple(dict.fromkeys(told)) or ((Command("yes"),) if commands else None)


def _number(digits: str) -> str:
    return COUNTRY_CODE.sub("", re.sub(r"[^0-9+]", "", digits.translate(CHINESE_DIGITS)))


def _phone(letters: str, found: re.Match[str]) -> Phone | None:
    """A number after a word such as 电话; without one only what has nearly the form of a telephone number."""
    number = _number(found[0])
    labelled = PHONE_LABEL.search(letters[: found.start()]) and len(number) in DIGITS_OF_A_PHONE
    if labelled or ALMOST_A_PHONE.fullmatch(number):
        return Phone(number, bool(MOBILE_OR_LANDLINE.fullmatch(number)))
    return None


def _corrected(found: re.Match[str], text: str, tail: re.Pattern[str]) -> Correction | None:
    words = {
        name[:3]: tail.sub("", text[slice(*found.span(name))]) for name, value in found.groupdict().items() if value
    }
    return Correction(words.get("old"), words["new"]) if words.get("new") else None


def _expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """Replace every <piece>; a piece may hold others."""
    return re.sub(r"(?<!\?P)<(\w+)>", lambda match: f"(?:{_expand(pieces[match[1]], pieces)})", pattern)


def _expanded(patterns: Mapping[str, str], pieces: Mapping[str, str]) -> dict[str, str]:
    return {name: _expand(pattern, pieces) for name, pattern in patterns.items()}


def _command_pieces(rules: Mapping[str, Any]) -> dict[str, str]:
    kinds = rules["kinds"]
    phrases = {
        f"{name}_{kind}": pattern.replace("<any_kind>", f"(?:{'|'.join(kinds.values())})").replace(
            "<kind>", f"(?:{words})"
        )
        for name, pattern in rules["kind_phrases"].items()
        for kind, words in kinds.items()
    }
    change = "|".join(rules["change_kind"]).replace("<any_kind>", f"(?:{'|'.join(kinds.values())})")
    commands = {name: "|".join(patterns) for name, patterns in rules["commands"].items()}
    return (
        phrases
        | {"change_kind": change}
        | commands
        | rules["identity"]
        | {"reason": rules["reasons"], "filler": "|".join(rules["fillers"])}
    )


def _opener_pieces(rules: Mapping[str, Any]) -> dict[str, str]:
    openers = rules["openers"]
    kinds = {f"opener_{kind}": openers["kind"].replace("<kind>", words) for kind, words in rules["kinds"].items()}
    return kinds | {"opener_feedback": openers["feedback"], "lead": openers["lead"]}


def _corrections(rules: Mapping[str, Any], pieces: Mapping[str, str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns that are a correction by themselves, and those that need "写错了" before or after them."""
    known = {**pieces, "value": rules["value"], "slip": rules["slip"]}
    alone, after = (_expand(_either(rules[name]), known) for name in ("alone", "after_slip"))
    slip, marks = _expand("<slip>", known), _expand("<P>", known)
    behind = re.sub(r"\?P<(\w+?)(\d+)>", r"?P<\g<1>9\2>", after)
    with_slip = f"{slip}(?:{marks}{slip}){{0,2}}{marks}(?:{after}){marks}$|(?:{behind}){marks}{slip}{marks}$"
    start = f"{marks}(?!{rules['question']})"
    return re.compile(f"{start}(?:{alone}){marks}$"), re.compile(f"{start}(?:{with_slip})")


def _either(patterns: Iterable[str]) -> str:
    """One of the patterns, their groups numbered, for a name may occur but once."""
    return "|".join(re.sub(r"\?P<(old|new)>", rf"?P<\g<1>{n}>", pattern) for n, pattern in enumerate(patterns))
