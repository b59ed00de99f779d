"""Another copy of the project, to be read: what is opened is a copy of that copy, which may be lifted and is thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from qda.errors import ProjectError
from qda.store.backups.copying import copy_of
from qda.store.databases.failures import told
from qda.store.databases.file import File
from qda.store.databases.migrating import lift


@contextmanager
def copy_to_read(path: Path) -> Iterator[sa.Connection]:
    """Yield a connection to a project as it is now, of the present schema; the file itself stays as it is, to the byte.

    Raises
    ------
    FileNotThere, ProjectError
        There is none, or it is something else, damaged, or made by a newer version.
    """
    with tempfile.TemporaryDirectory() as folder, told(path):
        copy = File(copy_of(path, Path(folder, "copy.qda")), backups=False)
        copy.open()
        try:
            damage = copy.damage()
            if damage:
                raise ProjectError(f"{path}: the file is damaged ({damage[0]}); go back to a backup")
            with copy.writing(wait=0) as connection:
                lift(connection, copy.schema_number(connection))
            with copy.reading() as connection:
                yield connection
        finally:
            copy.close()
