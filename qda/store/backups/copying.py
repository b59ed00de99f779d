"""Backups: made by the database itself, never by copying an open file, and checked before they get their name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from qda.errors import Damaged, OutputError
from qda.store.backups.shelf import unsoundness
from qda.store.databases.failures import told
from qda.store.databases.opening import require_project, require_signs
from qda.store.databases.whole import whole


def backup(engine: sa.Engine, path: Path, *, replace: bool) -> Path:
    """Write a sound copy; see `qda.store.Store.backup`."""
    if path.exists() and not replace:
        raise OutputError(f"{path}: exists already; choose another name for the backup")
    with whole(path) as beside:
        with told(path), closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(beside),))
        require_sound(beside)
    return path


def copy_of(path: Path, target: Path) -> Path:
    """Copy a project that is only to be looked at: `path` is opened for reading and stays as it is, to the byte.

    Raises
    ------
    FileNotThere, ProjectError
        There is no project at `path`, or it is none that this version reads.
    """
    require_project(path)
    with told(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
        sign, number = (source.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
        require_signs(sign, number, path)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            as_single_file(copy)
    return target


def as_single_file(connection: sqlite3.Connection) -> None:
    """Take the sign of the write-ahead log off a file, and bring home what the log holds; a copy of an open project bears the sign without having a log."""
    connection.execute("PRAGMA journal_mode = DELETE")


def require_sound(copy: Path) -> None:
    """Refuse a copy that is not sound.

    Raises
    ------
    Damaged
        It is not, and as copies are made by the database, neither is what was copied.
    """
    wrong = unsoundness(copy)
    if wrong:
        raise Damaged(f"{copy}: the copy is not sound ({wrong}), and so what was copied is damaged, too; nothing was replaced")
