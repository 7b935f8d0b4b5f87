"""A backup is whole, consistent and closed to others."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from cases import attachments, chats
from cases.audit import chain
from cases.chat_models import Attachment
from db import archive, snapshot
from db.backup import Backup, FilesVanish, Occupied
from db.session import read_scope, write_scope
from tests.builders import NOW, SECRET
from tests.db.backup.contents import chats_in, in_one_database, parts, stored


@in_one_database
def test_a_backup_is_a_file_for_its_owner_alone(backup: Backup, file: Path) -> None:
    backup.write(file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir() if path.name != "home"] == [file.name]


def test_a_backup_says_what_is_in_it(backup: Backup, file: Path, engine: Engine) -> None:
    facts = backup.write(file, NOW)
    with read_scope(engine) as session:
        assert facts.audit == str(chain.head(session))
    assert (facts.counts["chats"], facts.counts["attachments"], facts.counts["audit_log"]) == (1, 1, 1)
    manifest = json.loads(parts(file)[archive.MANIFEST])
    assert set(manifest["parts"]) == set(parts(file)) - {archive.MANIFEST}


@in_one_database
def test_only_the_database_files_of_rows_and_own_data_are_in_it(backup: Backup, file: Path) -> None:
    for name in (
        "demo-team.json",
        "models/m.tar.gz",
        "attachments/orphan",
        "attachments/tmp1/half",
        "data/general/x.yml",
    ):
        path = backup.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    backup.write(file, NOW)
    held = {name for name in parts(file) if not name.startswith("database")}
    with read_scope(backup.engine) as session:
        wanted = {f"attachments/{name}" for name in attachments.kept_names(session)}
    assert held == {archive.MANIFEST, "data/general/x.yml", *wanted}


def test_others_may_write_while_it_is_made(backup: Backup, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take = snapshot.take

    def and_then_somebody_writes(*words: Any) -> object:
        seen: object = take(*words)
        with write_scope(backup.engine) as session:
            chats.add(session, SECRET, "telegram", "late", NOW)
        return seen

    monkeypatch.setattr(snapshot, "take", and_then_somebody_writes)
    assert backup.write(file, NOW).counts["chats"] == 1
    assert chats_in(backup.engine) == 2


@in_one_database
def test_a_file_that_came_while_others_were_copied_is_in_it(
    backup: Backup, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, late = snapshot.take, []

    def as_a_file_comes(*words: Any) -> object:
        late.append(stored(backup.engine, backup.home, b"a late photo"))
        return take(*words)

    monkeypatch.setattr(snapshot, "take", as_a_file_comes)
    backup.write(file, NOW)
    assert parts(file)[f"attachments/{late[0].name}"] == b"a late photo"


@in_one_database
def test_a_file_that_went_with_its_row_meanwhile_is_not_missed(
    backup: Backup, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, gone = snapshot.take, [stored(backup.engine, backup.home, b"dropped")]
    held = gone[0].rename(gone[0].with_name("elsewhere"))

    def and_then_the_row_goes(*words: Any) -> object:
        seen: object = take(*words)
        with write_scope(backup.engine) as session:
            session.query(Attachment).filter_by(stored_name=gone[0].name).delete()
        return seen

    monkeypatch.setattr(snapshot, "take", and_then_the_row_goes)
    assert backup.write(file, NOW).counts["attachments"] == 1
    assert held.name not in str(parts(file).keys())


@in_one_database
def test_a_file_that_is_lost_is_told_and_no_backup_left_behind(backup: Backup, file: Path) -> None:
    stored(backup.engine, backup.home, b"x").unlink()
    with pytest.raises(FilesVanish):
        backup.write(file, NOW)
    assert [path.name for path in file.parent.iterdir()] == ["home"]


@in_one_database
def test_a_backup_is_never_written_over_another(backup: Backup, file: Path) -> None:
    file.write_text("older")
    with pytest.raises(Occupied):
        backup.write(file, NOW)
    assert file.read_text() == "older"
