"""`./huiyin adopt`: the cases of revision 0002, their bytes too."""

from pathlib import Path

from nacl.public import PrivateKey

from cases import adoption, attachments
from cases.chat_models import Attachment
from cases.kinds import Kind
from commands import adoption as adopt
from commands import keys, models
from db.session import read_scope, write_scope
from tests.cases import test_adoption as old
from tests.homes import Home


def kept(home: Home, kind: Kind) -> Path:
    """The bytes of the file of an old case."""
    secret = keys.staff_custody(home.settings).secret
    with write_scope(models.opened(home.settings)) as session:
        name = old.old_case(session, kind).number
    path = home.settings.home / "attachments" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(secret.seal("file", b"bytes", name))
    return path


def test_an_old_case_keeps_its_file(home: Home, monkeypatch, capfd) -> None:
    monkeypatch.setattr(old, "SECRET", keys.staff_custody(home.settings).secret)
    path = kept(home, Kind.COMPLAINT)
    assert adopt.run(home.settings, []) == 0
    assert "转入了1件" in capfd.readouterr().out
    with read_scope(models.opened(home.settings)) as session:
        file = session.query(Attachment).one()
        assert list(adoption.waiting(session)) == []
        about = attachments.about(keys.staff_custody(home.settings).secret, file)
    assert attachments.unlock(about, path.read_bytes(), file.stored_name) == b"bytes"
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_sealed_case_waits_for_its_key_and_then_is_adopted(home: Home, monkeypatch, tmp_path: Path, capfd) -> None:
    monkeypatch.setattr(old, "SECRET", keys.staff_custody(home.settings).secret)
    path = kept(home, Kind.TIP_OFF)
    before, key = path.read_bytes(), tmp_path / "team.private"
    key.write_bytes(bytes(PrivateKey.generate()))
    assert adopt.run(home.settings, [str(key)]) == 1
    assert path.name in capfd.readouterr().err
    assert (path.read_bytes(), len(list(path.parent.iterdir()))) == (before, 1)
    key.write_bytes(bytes(old.TEAM))
    assert adopt.run(home.settings, [str(key)]) == 0
    assert path.read_bytes() != before


def test_a_key_file_that_is_not_there_is_named(home: Home, capfd) -> None:
    assert adopt.run(home.settings, ["nowhere.private"]) == 2
    assert "nowhere.private" in capfd.readouterr().err
