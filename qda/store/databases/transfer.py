"""From one database into another: all rows, table by table, under their numbers."""

from pathlib import Path

import sqlalchemy as sa

from qda.store import schema
from qda.store.databases.file import File
from qda.store.databases.whole import whole
from qda.store.journal.reverting import settle_undoings
from qda.store.rows import CHUNK, insert

OWN = ("sign", "schema")
"""What `meta` says of the database it lies in, and not of the project."""


def copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    """Copy a project into tables that were just made."""
    for table in schema.metadata.sorted_tables:
        key = next(iter(table.primary_key))
        query = sa.select(table).order_by(key)
        if table is schema.meta:
            query = query.where(key.not_in(OWN))
        found = source.execute(query).mappings()
        while rows := found.fetchmany(CHUNK):
            # which act an act is undone by may come later, and follows from `undoings`
            insert(target, table, [{**row, "undone_by": None} if table is schema.acts else dict(row) for row in rows])
    settle_undoings(target)
    if target.dialect.name == "postgresql":
        _count_on(target)


def _count_on(target: sa.Connection) -> None:
    """Have the server number new rows after those that are there."""
    for table in schema.metadata.sorted_tables:
        if "n" in table.c:
            sequence = sa.func.pg_get_serial_sequence(table.name, "n")
            last = sa.select(sa.func.coalesce(sa.func.max(table.c.n), 0) + 1).scalar_subquery()
            target.execute(sa.select(sa.func.setval(sequence, last, sa.false())))


def write_file(source: sa.Connection, path: Path) -> Path:
    """Copy a project into a file, which gets its name when it is whole; what stood there is replaced."""
    with whole(path) as beside:
        File(beside).make(lambda target: copy_rows(source, target), overwrite=False)
    return path
