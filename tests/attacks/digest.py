"""Everything an office keeps, in a form that can be compared: whether something was changed."""

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, inspect, text

Kept = dict[str, str]


def kept(database: Engine, files: Path, without: Collection[str] = ()) -> Kept:
    """By table, and by file below the folder, what is in it."""
    tables = [name for name in inspect(database).get_table_names() if name not in without]
    with database.connect() as connection:
        rows = {name: repr(connection.execute(text(f'SELECT * FROM "{name}"')).all()) for name in tables}
    contents = {str(path): path.read_bytes() for path in files.rglob("*") if path.is_file()}
    return {name: sha256(said.encode()).hexdigest() for name, said in rows.items()} | {
        name: sha256(data).hexdigest() for name, data in contents.items()
    }
