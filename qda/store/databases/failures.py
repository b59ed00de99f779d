"""What goes wrong below is told in the library's own words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from qda.errors import Damaged, Locked, OutputError, ProjectError, QdaError
from qda.store.backups.shelf import advice

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_SAID: tuple[tuple[tuple[str, ...], type[QdaError], str], ...] = (
    (_BUSY, Locked, "somebody else is writing to it; nothing was changed, try again later"),
    (("SQLITE_FULL",), OutputError, "no room left to write; the project is as it was before"),
    (("SQLITE_READONLY",), OutputError, "the file or its folder is read-only; nothing was changed"),
    (("SQLITE_IOERR",), OutputError, "the disk refuses to read or write; the project is as it was before"),
    (("SQLITE_CANTOPEN",), ProjectError, "the system refuses to open it or to write beside it"),
    (_DAMAGE, Damaged, "the file is damaged"),
)
"""How the names of the database's errors begin, and what they mean for the user."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn errors of the database that a user can do something about into ours; what remains is a fault of the program and passes."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        ours = translated(error, path)
        if ours is None:
            raise
        raise ours from error


def is_busy(error: DBAPIError | sqlite3.Error) -> bool:
    """Say whether somebody else holds the file."""
    return _name(error).startswith(_BUSY)


def translated(error: DBAPIError | sqlite3.Error, path: Path) -> QdaError | None:
    """Return our exception for one of the database, or ``None``."""
    name = _name(error)
    for signs, kind, what in _SAID:
        if name.startswith(signs):
            return kind(f"{path}: {what}" + (f"; {advice(path)}" if kind is Damaged else ""))
    return None


def _name(error: DBAPIError | sqlite3.Error) -> str:
    return str(getattr(getattr(error, "orig", error), "sqlite_errorname", ""))
