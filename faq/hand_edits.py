"""Edits that a clerk made in the files themselves: whatever the changes written down so far do not explain."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq import diffs
from faq.layers import GENERAL, PARTS, Layers
from faq.models import Change
from faq.offices import read
from faq.saving import LONGEST_REASON, record
from nlu.training_data import WITHDRAWN

BY_HAND = "直接改文件"


def write_down(session: Session, layers: Layers, author: str, reason: str, now: datetime) -> list[Change]:
    """A row for each of the office's files that is not as the changes have left it; nothing is checked here."""
    known, present = _recorded(session, layers), _present(layers)
    files = [file for file in sorted(known.keys() | present.keys()) if known.get(file) != present.get(file)]
    why = (f"{BY_HAND}：{reason.strip()}" if reason.strip() else BY_HAND)[:LONGEST_REASON]
    return [record(session, file, known.get(file), present.get(file), author, why, now) for file in files]


def _recorded(session: Session, layers: Layers) -> dict[str, str | None]:
    """The files as the changes tell them, from the first one on; one made upon an edit by hand tells nothing."""
    texts: dict[str, str | None] = {}
    for change in session.scalars(select(Change).order_by(Change.id)):
        if change.file.split("/")[0] in (GENERAL, layers.id):
            try:
                texts[change.file] = diffs.made_again(change.diff, texts.get(change.file))
            except diffs.ChangedSince:
                continue
    return texts


def _present(layers: Layers) -> dict[str, str | None]:
    folders = [layers.edits / name for name in (GENERAL, layers.id)]
    found = [file for folder in folders for file in (folder / WITHDRAWN, *_files(folder)) if file.is_file()]
    return {file.relative_to(layers.edits).as_posix(): read(file) for file in found}


def _files(folder: Path) -> list[Path]:
    return [file for part in PARTS for file in (folder / part).rglob("*.yml")]
