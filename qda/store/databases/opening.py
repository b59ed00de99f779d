"""Opening and making project files: pragmas, the signs in the header, where the write-ahead log may be used."""

import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from qda.errors import Damaged, FileNotThere, ProjectError
from qda.store.backups.shelf import advice, shelf_of
from qda.store.databases import compiled
from qda.store.databases.failures import told
from qda.store.schema import APPLICATION_ID, SCHEMA

MAGIC = b"SQLite format 3\x00"
BUSY_MS = 5000
CLOSINGS = 3
"""How often somebody who closes tries to be the last."""


def engine_for(path: Path, *, busy_ms: int = BUSY_MS) -> sa.Engine:
    """Return an engine whose transactions are begun by us: ``BEGIN IMMEDIATE`` for acts, ``BEGIN`` for reading."""
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_ms / 1000},
        hide_parameters=True,  # no text of a document in a traceback
        execution_options={"compiled_cache": compiled.OF_FILES},
    )

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions on its own, and deferred ones
        for pragma in ("foreign_keys = ON", "synchronous = FULL", f"busy_timeout = {busy_ms}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("qda_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def pragma(engine: sa.Engine, statement: str) -> Any:
    """Run a pragma outside of any transaction and return its first value."""
    connection = engine.raw_connection()
    try:
        row = connection.cursor().execute(f"PRAGMA {statement}").fetchone()
    finally:
        connection.close()
    return None if row is None else row[0]


def require_project(path: Path) -> None:
    """Refuse a file that does not begin like a database, before a database is asked to open it.

    Raises
    ------
    FileNotThere, ProjectError
        Missing, unreadable, or another kind of file; if there are backups of it, the newest sound one is named.
    """
    if path.is_dir():
        raise ProjectError(f"{path}: is a folder; name the project file")
    known = shelf_of(path).is_dir()
    if not path.is_file():
        remedy = advice(path) if known else "`qda new` or Project.create makes one"
        raise FileNotThere(path, "no such project file", remedy)
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError as error:
        raise ProjectError(f"{path}: {error.strerror or 'the system refuses to read it'}") from None
    if head != MAGIC:
        what = "this is no project file of qda" if head else "this is no project file of qda: it is empty"
        if known:
            raise Damaged(f"{path}: {what}; {advice(path)}")
        raise ProjectError(f"{path}: {what}")


def require_schema(engine: sa.Engine, path: Path) -> None:
    """Refuse databases of other programs and of newer versions."""
    with told(path):
        sign, number = pragma(engine, "application_id"), pragma(engine, "user_version")
    require_signs(sign, number, path)


def require_signs(sign: int, number: int, path: Path) -> None:
    """Refuse what the header of a database says is no project, or a newer one."""
    if sign != APPLICATION_ID:
        raise ProjectError(f"{path}: this is a database, but no project file of qda")
    if number > SCHEMA:
        raise ProjectError(f"{path}: made by a newer version of qda (schema {number}, this one reads up to {SCHEMA}); update qda")


def use_log(engine: sa.Engine, *, allowed: bool) -> None:
    """Switch the write-ahead log on where it is safe, and off where it is not; a file that cannot be written stays as it is."""
    try:
        pragma(engine, f"journal_mode = {'WAL' if allowed else 'DELETE'}")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY")):
            raise


def leave_single_file(engine: sa.Engine) -> None:
    """Close, and bring the log home; while others have the file open, the last of them does that."""
    for attempt in range(CLOSINGS):
        engine.dispose()
        try:
            pragma(engine, "busy_timeout = 0")
            use_log(engine, allowed=False)
            if pragma(engine, "journal_mode") != "wal":
                return
        finally:
            engine.dispose()
        if attempt + 1 < CLOSINGS:
            time.sleep(random.uniform(0.001, 0.01))  # noqa: S311  two that close at once must not keep in step
