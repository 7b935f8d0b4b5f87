"""A backup that somebody changed, or that is none, is not restored."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from db import archive
from db.archive import BadBackup
from db.backup import Backup
from tests.builders import NOW
from tests.db.backup.contents import chats_in, in_one_database, parts

Change = Callable[[dict[str, bytes]], None]


def rewrite(file: Path, change: Change) -> None:
    """As somebody may who has the file."""
    held = parts(file)
    change(held)
    with tarfile.open(file, "w") as tar:
        for name, data in held.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))


def changed(held: dict[str, bytes]) -> None:
    name = next(name for name in held if name.startswith("attachments/"))
    held[name] = b"b photo"


def taken_out(held: dict[str, bytes]) -> None:
    del held[next(name for name in held if name.startswith("attachments/"))]


def put_in(held: dict[str, bytes]) -> None:
    held["attachments/another"] = b"x"


def no_manifest(held: dict[str, bytes]) -> None:
    del held[archive.MANIFEST]


def database_changed(held: dict[str, bytes]) -> None:
    name = next(name for name in held if name.startswith("database"))
    held[name] = held[name][:-1] + bytes([held[name][-1] ^ 1])


def out_of_the_folder(held: dict[str, bytes]) -> None:
    held["../evil"] = b"x"


def taken_out_with_its_hash(held: dict[str, bytes]) -> None:
    taken_out(held)
    manifest = json.loads(held[archive.MANIFEST])
    manifest["parts"] = {name: part for name, part in manifest["parts"].items() if not name.startswith("att")}
    held[archive.MANIFEST] = json.dumps(manifest).encode()


def other_facts(held: dict[str, bytes]) -> None:
    manifest = json.loads(held[archive.MANIFEST])
    manifest["facts"]["counts"]["chats"] += 1
    held[archive.MANIFEST] = json.dumps(manifest).encode()


HARMS = (
    changed,
    taken_out,
    put_in,
    no_manifest,
    database_changed,
    out_of_the_folder,
    taken_out_with_its_hash,
    other_facts,
)


@in_one_database
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_backup_that_was_changed_is_not_restored(backup: Backup, file: Path, harm: Change) -> None:
    backup.write(file, NOW)
    rewrite(file, harm)
    with pytest.raises(BadBackup):
        backup.restore(file, NOW, replace=True)
    assert chats_in(backup.engine) == 1
    assert sorted(path.name for path in backup.home.iterdir() if path.is_dir()) == ["attachments"]


@in_one_database
@pytest.mark.parametrize("data", [b"", b"no tar", bytes(5000)])
def test_what_is_no_backup_is_not_restored(backup: Backup, file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(BadBackup):
        backup.restore(file, NOW, replace=True)
