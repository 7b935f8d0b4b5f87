"""The steps of each kind of matter, as data/intake says, and which one a draft has come to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from cases.draft_body import DraftBody
from cases.kinds import AboutWhom, IdentityMode, Kind

NEVER = re.compile(r"(?!)")
RARE = (Kind.CORRECTION, Kind.DATA_RIGHTS)  # offered behind 更多
MORE_KINDS = "more_kinds"  # among the steps that are done once 更多 was pressed
ENOUGH = 10  # characters of content; with fewer the citizen is asked once for more


@dataclass(frozen=True)
class KindScript:
    """How one kind is taken down."""

    kind: Kind
    steps: tuple[str, ...]
    notices: tuple[str, ...]
    ask: str
    tell: bool
    own_team: re.Pattern[str] = NEVER


Scripts = Mapping[Kind, KindScript]


def load(folder: Path) -> Scripts:
    """Read `<kind>.yml` of every kind."""
    return {kind: _script(yaml.safe_load((folder / f"{kind}.yml").read_text("utf-8"))) for kind in Kind}


def load_about(folder: Path) -> dict[AboutWhom, re.Pattern[str]]:
    """Read `about.yml`: what is typed instead of pressing whom it is about."""
    rows = yaml.safe_load((folder / "about.yml").read_text("utf-8"))
    return {AboutWhom(whom): re.compile(pattern) for whom, pattern in rows.items()}


def _script(row: dict[str, object]) -> KindScript:
    own_team = re.compile(str(row["own_team"])) if "own_team" in row else NEVER
    steps, notices = (tuple(map(str, row[name])) for name in ("steps", "notices"))  # type: ignore[call-overload]
    return KindScript(Kind(str(row["kind"])), steps, notices, str(row["ask"]), bool(row["tell"]), own_team)


def current_step(body: DraftBody, scripts: Scripts) -> str:
    """The first step that is not done; content comes first while the kind cannot be told."""
    if body.kind is None:
        return "kind" if "content" in body.steps_done else "content"
    script = scripts[body.kind]
    return next((step for step in script.steps if not _is_done(step, body, script)), "confirm")


def _is_done(step: str, body: DraftBody, script: KindScript) -> bool:
    if step == "kind":
        return body.kind_confirmed is not None
    if step == "about":
        return body.about_whom is not None
    if step == "notices":
        return all(notice in body.notices_seen for notice in script.notices)
    if step == "content":
        return _has_content(body)
    if step == "subject":
        return "subject" in body.steps_done
    return step == "identity" and _is_identified(body)


def _has_content(body: DraftBody) -> bool:
    return "content" in body.steps_done and not body.is_empty()


def _is_identified(body: DraftBody) -> bool:
    """A name without a telephone is not 实名 (domain.md glossary 29); skipping it once is enough."""
    identity = body.identity
    if identity.mode is IdentityMode.CLAIMED_NAME:
        return identity.phone is not None or "identity" in body.steps_done
    return identity.mode is IdentityMode.ANONYMOUS


def is_enough(body: DraftBody) -> bool:
    """Enough content to go on without asking for more."""
    return body.content().kept >= ENOUGH or bool(body.files)
