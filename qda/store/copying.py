"""Backups: made by the database itself, never by copying an open file, and checked before they get their name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from qda.errors import OutputError, ProjectError
from qda.store.failures import told


def backup(engine: sa.Engine, path: Path, *, replace: bool) -> Path:
    """Write a sound copy; see `qda.store.Store.backup`."""
    if path.exists() and not replace:
        raise OutputError(f"{path}: exists already; choose another name for the backup")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: no such folder: {path.parent}")
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.unlink(missing_ok=True)
        with told(path), closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(beside),))
        _require_sound(beside)
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or 'the system refuses to write it'}") from None
    finally:
        beside.unlink(missing_ok=True)
    return path


def _require_sound(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise ProjectError(f"{copy}: the backup is not sound ({said}); nothing was replaced")
