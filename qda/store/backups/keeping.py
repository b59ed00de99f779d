"""Backups that are made without being asked for: before the first act of a session, and before whatever changes much."""

import os
import sqlite3
import threading
import time
import warnings
from contextlib import closing, suppress
from pathlib import Path

from qda.errors import OutputError, QdaError
from qda.store.backups import shelf
from qda.store.backups.copying import as_single_file, require_sound
from qda.store.backups.shelf import HAND, KEPT, OPENING, Backup, State
from qda.store.databases.failures import told
from qda.store.databases.opening import BUSY_MS
from qda.store.journal.acts import REPEATABLE, RULES

ABANDONED = 3600
"""After how many seconds a half-written backup is no longer somebody's who is still at it."""

PAGES = 2000
"""Pages that are copied at once, and brought to the disk, so that an act never waits for the whole of a big copy."""


def keep(path: Path, why: str) -> Path:
    """Keep a project as it is now; return where. A sound backup of the same state is not made twice.

    Parameters
    ----------
    path
        The project file; others may have it open.
    why
        See `qda.store.backups.shelf.Backup`.

    Raises
    ------
    OutputError
        There is no room, or the folder cannot be written.
    """
    place = shelf.shelf_of(path)
    with told(path), closing(snapshot(path)) as source:
        state = shelf.state_of(source)
        there = _same(place, state)
        if there is not None and not shelf.unsoundness(there.path):
            return _wanted_for(there, why)
        return _write(source, state, place, why)


def keep_rebuilt(path: Path, why: str) -> Path:
    """Keep a project whose indexes do not fit its tables: the copy has them anew; return where.

    Raises
    ------
    Damaged, OutputError
        Its tables are damaged, too; or the copy cannot be written.
    """
    with told(path), closing(snapshot(path)) as source:
        return _write(source, shelf.state_of(source), shelf.shelf_of(path), why, reindex=True)


def keep_if_possible(path: Path) -> None:
    """Keep a project that is about to be replaced by one that goes on from it; if that fails, warn."""
    try:
        keep(path, OPENING)
    except QdaError as error:
        _warn(path, str(error))


def _warn(path: Path, why: str) -> None:
    warnings.warn(f"{path.name}: no backup was made of it as it was before: {why}", UserWarning, stacklevel=3)


def snapshot(path: Path) -> sqlite3.Connection:
    """Return a connection that sees the project as it is now, whatever others write meanwhile."""
    source = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    try:
        source.execute("BEGIN")
        source.execute("SELECT COUNT(*) FROM meta").fetchone()
    except sqlite3.Error:
        source.close()
        raise
    return source


def has_human_acts(source: sqlite3.Connection) -> bool:
    """Say whether anything would be lost if the project were made again from its folder; see `qda.store.journal.acts.human_acts`."""
    kinds = source.execute("SELECT DISTINCT kind, coder FROM acts WHERE undone_by IS NULL AND staged = 0")
    return any(kind not in REPEATABLE and (kind, coder) != ("tag", RULES) for kind, coder in kinds)


def _same(folder: Path, state: State) -> Backup | None:
    return next((kept for kept in shelf.backups(folder) if kept.state == state), None)


def _wanted_for(there: Backup, why: str) -> Path:
    """Return a backup that is there; one of those that are taken away with time gets a name under which it stays longer."""
    if why == OPENING or there.why != OPENING:
        return there.path
    return there.path.rename(shelf.renamed(there, why))


def _write(source: sqlite3.Connection, state: State, folder: Path, why: str, *, reindex: bool = False) -> Path:
    """Copy a snapshot, check the copy, give it its name, and only then take the oldest away."""
    part = folder / f".{os.getpid()}-{threading.get_ident()}.part"
    try:
        folder.mkdir(exist_ok=True)
        _clear(folder)
        with told(part), closing(sqlite3.connect(part)) as copy:
            source.backup(copy, pages=PAGES, progress=lambda *_: _to_disk(part))
            as_single_file(copy)
            if reindex:
                copy.execute("REINDEX")
        require_sound(part)
        there = _same(folder, state)  # somebody else may have been at it, too
        if there is not None and not shelf.unsoundness(there.path):
            return _wanted_for(there, why)
        _to_disk(part)
        name = shelf.new_name(folder, why)
        part.replace(name)
        _thin(folder, why)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or 'the system refuses to write there'}") from error
    finally:
        _remove(part)
        with suppress(OSError):
            folder.rmdir()  # only succeeds where nothing lies in it
    return name


def _to_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _clear(folder: Path) -> None:
    """Take away what was left half-written by somebody who was killed."""
    for part in folder.glob(".*.part"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED:
                _remove(part)


def _remove(part: Path) -> None:
    for name in (part, *(part.with_name(part.name + tail) for tail in ("-journal", "-wal", "-shm"))):
        with suppress(OSError):
            name.unlink(missing_ok=True)


def _thin(folder: Path, why: str) -> None:
    mine = [kept.path for kept in shelf.backups(folder) if kept.why == why]
    for old in mine[KEPT:] if why != HAND else ():
        with suppress(OSError):  # what cannot be taken away stays
            old.unlink()


class Keeper:
    """Keeps a project as it was opened, before the first act of the session changes it.

    A project without any act of a person is not kept: it can be made again. Opening and reading alone keep nothing.

    Parameters
    ----------
    path
        The project file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = shelf.shelf_of(path)
        self._asked = False
        self._thread: threading.Thread | None = None
        self._failure = ""

    def before_act(self) -> None:
        """See to the backup, once. With the write-ahead log on, only the snapshot is taken here, and copied while people go on working."""
        if self._asked:
            return
        self._asked = True
        try:
            source = snapshot(self._path)
        except sqlite3.Error as error:
            self._failure = str(error)
            return
        state = self._wanted(source)
        if state is None:
            source.close()
        elif source.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            self._thread = threading.Thread(target=self._copy, args=(source, state), name="qda backup")
            self._thread.start()
        else:
            self._copy(source, state)
            self.finish()

    def _wanted(self, source: sqlite3.Connection) -> State | None:
        """Return the state if it is to be kept."""
        try:
            state = shelf.state_of(source)
            wanted = os.access(self._path, os.W_OK) and has_human_acts(source) and _same(self._folder, state) is None
        except (sqlite3.Error, OSError):  # a project that cannot be read says so by itself
            return None
        return state if wanted else None

    def _copy(self, source: sqlite3.Connection, state: State) -> None:
        try:
            with closing(source):
                _write(source, state, self._folder, OPENING)
        except (QdaError, sqlite3.Error, OSError) as error:
            self._failure = str(error)

    def finish(self) -> None:
        """Wait for the backup; if it failed, warn."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._failure:
            said, self._failure = self._failure, ""
            _warn(self._path, said)
