"""A project in a file of its own: one SQLite database, in one file whenever it is closed."""

import os
import sqlite3
import warnings
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from qda.errors import Damaged, OutputError, ProjectError
from qda.store import schema
from qda.store.backups import copying, keeping
from qda.store.databases.beside import warn_of_lost_log, warn_of_neighbours
from qda.store.databases.database import Fill, Loose
from qda.store.databases.failures import is_busy, told
from qda.store.databases.folders import travels
from qda.store.databases.opening import engine_for, leave_single_file, pragma, require_project, require_schema, use_log
from qda.store.databases.waiting import patiently


class File:
    """A project file; see `qda.store.databases.database.Database`.

    Parameters
    ----------
    path
        The file.
    backups
        Whether its state is kept before it is changed; not for a copy that somebody works on instead of a file.
    """

    def __init__(self, path: Path, *, backups: bool = True) -> None:
        self.path = path
        self._backups = backups
        self._keeper: keeping.Keeper | None = None
        self._opened: sa.Engine | None = None

    @property
    def name(self) -> str:
        """The path as it was given."""
        return str(self.path)

    @property
    def folder(self) -> Path:
        """The folder it lies in."""
        return self.path.resolve().parent

    @property
    def engine(self) -> sa.Engine:
        """What runs the questions."""
        if self._opened is None:
            raise ProjectError(f"{self.path}: was closed; open it again")
        return self._opened

    def make(self, fill: Fill, *, overwrite: bool) -> None:
        """Make it beside and move it into place."""
        path = self.path
        if path.exists() and not overwrite:
            raise ProjectError(f"{path}: exists already; open it, or choose another name")
        if not path.parent.is_dir():
            raise OutputError(f"{path}: no such folder: {path.parent}")
        if path.exists():
            _settle(path)
        beside = path.with_name(f".{path.name}.part")
        try:
            beside.unlink(missing_ok=True)
            with self.told():
                File(beside).fill(fill)
            beside.replace(path)
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror or 'the system refuses to write it'}") from None
        finally:
            for leftover in (beside, beside.with_name(f"{beside.name}-journal")):
                leftover.unlink(missing_ok=True)

    def fill(self, fill: Fill) -> None:
        """Make the tables in a file that is not there yet, and fill them."""
        self._opened = engine_for(self.path)
        try:
            pragma(self.engine, f"application_id = {schema.APPLICATION_ID}")
            with self.writing(wait=0) as connection:
                schema.metadata.create_all(connection)
                self.set_schema(connection, schema.SCHEMA)
                fill(connection)
        finally:
            self.engine.dispose()
            self._opened = None

    def open(self) -> None:
        """Open the file; the write-ahead log is used where that is safe."""
        require_project(self.path)
        warn_of_lost_log(self.path)
        engine = engine_for(self.path)
        with ExitStack() as refusing:
            refusing.callback(engine.dispose)
            require_schema(engine, self.path)
            self._choose_log(engine)
            refusing.pop_all()
        self._opened = engine
        self._unclosed = weakref.finalize(self, _let_go, engine, self.path, os.getpid())
        self._keeper = keeping.Keeper(self.path) if self._backups else None
        warn_of_neighbours(self.path)

    def _choose_log(self, engine: sa.Engine) -> None:
        reason = travels(self.path.resolve())
        with self.told():
            use_log(engine, allowed=not reason)
        if reason:
            advice = "only one person at a time should have it open, and backups should lie elsewhere"
            warnings.warn(f"{self.path.name}: {reason}; writing is slower and {advice}", UserWarning, stacklevel=5)

    def close(self) -> None:
        """Close the file; a single file is left."""
        if self._opened is not None:
            engine, self._opened = self._opened, None
            self._unclosed.detach()
            try:
                if self._keeper is not None:
                    self._keeper.finish()
            finally:
                with self.told():
                    leave_single_file(engine)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        with told(self.path):
            yield

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Begin a transaction that reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, wait: float) -> Iterator[sa.Connection]:
        """Begin a transaction that writes; it has the file for itself from the start. Before the first, see to the backup."""
        if self._keeper is not None:
            self._keeper.before_act()
        connected = self.engine.connect().execution_options(qda_writes=True)
        with connected as connection, patiently(connection.begin, self._why, wait=wait):
            yield connection

    def _why(self, error: DBAPIError) -> str:
        return f"{self.path.name}: somebody else is writing to it" if is_busy(error) else ""

    def schema_number(self, connection: sa.Connection) -> int:
        """Return the number in the file's header."""
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def set_schema(self, connection: sa.Connection, number: int) -> None:
        """Write it into the header."""
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")

    def before_migrating(self, found: int) -> str:
        """Make a backup of an older project; one that cannot be written is not read, either: it would have to be lifted first."""
        try:
            return self.keep("before-migration")
        except OutputError as error:
            remedy = "copy it to a folder where you may write and where there is room for a backup, and open the copy"
            raise OutputError(
                f"{self.path}: is of an older version (schema {found}) and cannot be lifted: {error}; {remedy}"
            ) from None

    def alone(self) -> bool:
        """Say whether nobody else has the file open: then, and only then, the write-ahead log can be left for a moment."""
        if pragma(self.engine, "journal_mode") != "wal":
            return False
        leave_single_file(self.engine)
        alone = bool(pragma(self.engine, "journal_mode") != "wal")
        use_log(self.engine, allowed=True)
        return alone

    def keep(self, why: str) -> str:
        """Make a backup on the shelf beside the file; where an index does not fit, the backup has it anew."""
        if not self._backups:
            return "no backup, this is a copy"
        if not os.access(self.path, os.W_OK):
            raise OutputError(f"{self.path.name} is read-only")
        try:
            kept = keeping.keep(self.path, why)
        except Damaged:
            kept = keeping.keep_rebuilt(self.path, why)
        return f"backup in {kept.name}"

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong with the file itself."""
        with closing(self.engine.raw_connection()) as connection:
            try:
                said = [str(row[0]) for row in connection.cursor().execute("PRAGMA integrity_check").fetchall()]
            except sqlite3.DatabaseError as error:
                said = [str(error)]
        return [line.replace("\n", " ") for line in said if line != "ok"]

    def loose(self, connection: sa.Connection) -> Iterator[Loose]:
        """Yield what SQLite finds: references are enforced while we write, but not while others do."""
        for table, row, target, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield Loose(str(table), row, str(target))

    def backup(self, path: Path, *, replace: bool) -> Path:
        """Have SQLite write the copy."""
        return copying.backup(self.engine, path, replace=replace)


def _let_go(engine: sa.Engine, path: Path, process: int) -> None:
    """Close what nobody closed, as when a notebook ends: it should not look like a file without its log afterwards."""
    if os.getpid() == process and path.exists():
        with suppress(DBAPIError, sqlite3.Error):
            leave_single_file(engine)


def _settle(path: Path) -> None:
    """Bring home the log of the project that will be replaced: the new one must not inherit it."""
    require_project(path)
    engine = engine_for(path)
    try:
        require_schema(engine, path)
    finally:
        leave_single_file(engine)
    if path.with_name(f"{path.name}-wal").exists():
        raise ProjectError(f"{path}: is open elsewhere; close it first")
