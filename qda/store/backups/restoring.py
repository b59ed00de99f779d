"""Going back to a backup; what stands there now is kept first."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from qda.errors import Damaged, FileNotThere, Locked, OutputError, ProjectError
from qda.store.backups import shelf
from qda.store.backups.copying import as_single_file, copy_of, require_sound
from qda.store.backups.keeping import keep
from qda.store.databases.failures import told
from qda.store.databases.opening import require_project

DAMAGED = "damaged"
_BESIDE = ("-wal", "-shm", "-journal")


def restore(path: Path, backup: str | Path, *, to: Path | None = None) -> Path | None:
    """Make a project file what it was when a backup was made.

    Parameters
    ----------
    path
        The project file; it need not be there any more, nor sound.
    backup
        The name of a backup on its shelf, or the path of any project file.
    to
        Write the backup to this new file instead, and leave `path` alone.

    Returns
    -------
    Path or None
        Where the state before is kept; None if there was none, or with `to`.

    Raises
    ------
    FileNotThere, ProjectError
        There is no such backup; it is not sound, and then the newest that is sound is named; somebody has the project open.
    OutputError
        It cannot be written; the project is as it was before.
    """
    source = _required(path, backup)
    if to is not None:
        _copy_new(source, to)
        return None
    if not path.exists():
        _copy_new(source, path)
        return None
    try:
        require_project(path)
        _require_same(path, source)
        return _over(path, source)
    except Damaged:
        return _instead(path, source)


def _required(path: Path, backup: str | Path) -> Path:
    """Return the file of a backup after making sure that it is sound."""
    named = shelf.shelf_of(path) / Path(backup).name
    source = named if named.is_file() and len(Path(backup).parts) == 1 else Path(backup)
    if not source.is_file():
        raise FileNotThere(backup, "no such backup", _allowed(path))
    if source.resolve() == path.resolve():
        raise ProjectError(f"{path}: is the project itself; name a backup of it: {_allowed(path)}")
    require_project(source)
    wrong = shelf.unsoundness(source)
    if wrong:
        raise ProjectError(f"{source}: the backup is damaged ({wrong}); {shelf.advice(path)}")
    return source


def _require_same(path: Path, source: Path) -> None:
    """Refuse the state of another study."""
    ours, theirs = (_project_of(file) for file in (path, source))
    if ours != theirs:
        raise ProjectError(
            f"{source}: is no state of {path.name} but of another project; with --to it is written to a file of its own"
        )


def _project_of(path: Path) -> str:
    with told(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return shelf.state_of(connection).project


def _allowed(path: Path) -> str:
    names = [kept.path.name for kept in shelf.backups(shelf.shelf_of(path))]
    return "there are: " + ", ".join(names) if names else f"none lies in {shelf.shelf_of(path)}"


def _copy_new(source: Path, target: Path) -> None:
    if target.exists():
        raise OutputError(f"{target}: exists already; choose another name")
    if not target.parent.is_dir():
        raise OutputError(f"{target}: no such folder: {target.parent}")
    with _beside(source, target) as part:
        part.replace(target)


@contextmanager
def _beside(source: Path, target: Path) -> Iterator[Path]:
    """Give a checked copy of a backup beside its target."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        copy_of(source, part)
        require_sound(part)
        yield part
    except OSError as error:
        raise OutputError(f"{target}: {error.strerror or 'the system refuses to write it'}") from error
    finally:
        part.unlink(missing_ok=True)


def _over(path: Path, source: Path) -> Path:
    """Write a backup over a project in one transaction: whoever comes meanwhile, or after a failure, finds the one or the other."""
    with told(path), closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as target:
        _require_alone(target, path)
        kept = keep(path, "before-restore")
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as found:
            found.backup(target)
        as_single_file(target)
    return kept


def _require_alone(target: sqlite3.Connection, path: Path) -> None:
    """Refuse if somebody else has the project open; a log that somebody left who was killed is brought home."""
    try:
        as_single_file(target)
        target.execute("BEGIN EXCLUSIVE")
        target.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise Locked(f"{path}: is open elsewhere; close it there first") from None
        raise


def _instead(path: Path, source: Path) -> Path:
    """Put a backup in the place of a file that is damaged; the damaged one is set aside, with what lies beside it."""
    folder = shelf.shelf_of(path)
    with _beside(source, path) as part:
        folder.mkdir(exist_ok=True)
        aside = folder / f"{shelf.new_name(folder).stem}.{DAMAGED}"
        for tail in _BESIDE:
            with suppress(FileNotFoundError):
                shutil.move(path.with_name(path.name + tail), aside.with_name(aside.name + tail))
        shutil.copy2(path, aside)
        part.replace(path)
    return aside
