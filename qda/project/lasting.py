"""What makes a study last: checking, repairing, backups, and what can be done where a project cannot be opened any more."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from qda.errors import Damaged, FileNotThere, ProjectError
from qda.frames import Frame

if TYPE_CHECKING:
    from qda.store.backups.shelf import Backup

COLUMNS = ["name", "made", "why", "acts", "last_act", "what", "bytes"]
PROBLEMS = ["table", "where", "problem", "remedy"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckReport:
    """What a check found, and what was repaired.

    Attributes
    ----------
    problems
        What does not fit (after the repair, if one was asked for): ``table, where, problem, remedy``.
    mended
        What was repaired.
    backup
        Where the state before the repair is kept; empty if nothing was.
    """

    problems: Frame
    mended: Frame
    backup: str = ""


def check_file(path: str | Path, *, repair: bool = False, coder: str = "") -> CheckReport:
    """Check a project file, sound or not; with `repair`, repair what can be.

    Of a file that is too damaged to be opened, the report says what can still be read, and names the newest sound backup.

    Raises
    ------
    FileNotThere, ProjectError
        There is none, or the file is something else.
    """
    from qda.store import Store

    try:
        with Store.open(path) as store:
            if not repair:
                return CheckReport(problems=store.check(), mended=_problems([]))
            done = store.repair(coder=coder)
            return CheckReport(problems=done.left, mended=done.mended, backup=done.backup)
    except Damaged as error:
        return CheckReport(problems=_problems(_of_damaged(Path(path), str(error))), mended=_problems([]))


def _problems(found: list[tuple[str, str, str, str]]) -> Frame:
    return pd.DataFrame(found, columns=PROBLEMS).astype("str")


def _of_damaged(path: Path, said: str) -> list[tuple[str, str, str, str]]:
    from qda.store.backups.salvage import readable

    rows = {table: n for table, n in readable(path).items() if n}
    found = [("file", "", said.removeprefix(f"{path}: "), "qda restore")]
    listed = ", ".join(f"{n} {table}" for table, n in rows.items())
    left = f"can still be read: {listed}; whether that is all there was cannot be told" if rows else "nothing in it can be read"
    return [*found, ("file", "", left, "qda restore")]


def backups_of(path: str | Path) -> Frame:
    """Return the backups that lie beside a project file, the newest first: ``name, made, why, acts, last_act, what, bytes``.

    The project itself need not be there, nor sound. Times are in UTC; a backup that cannot be read has -1 acts.

    Raises
    ------
    FileNotThere, ProjectError
        There is neither a project nor a folder of backups beside it; or it is a folder.
    """
    from qda.store.backups import shelf
    from qda.store.databases.address import is_address

    if is_address(path):
        return no_backups()
    file = Path(path)
    if file.is_dir():
        raise ProjectError(f"{path}: is a folder; name the project file")
    if not file.is_file() and not shelf.shelf_of(file).is_dir():
        raise FileNotThere(path, "no such project file, and no backups beside it")
    return pd.DataFrame([_line(kept) for kept in shelf.backups(shelf.shelf_of(file))], columns=COLUMNS)


def without_backups(path: str | Path) -> str:
    """Say why there are no backups of a project, and how some are made."""
    from qda.store.databases.address import is_address

    if is_address(path):
        return "lies on a server, which keeps the backups: `pg_dump` makes one, and `qda copy` makes a project file of it"
    return "no backups; they are made before people go on with their work, and by `qda backup`"


def no_backups() -> Frame:
    """Return a table without rows."""
    return pd.DataFrame([], columns=COLUMNS)


def _line(kept: "Backup") -> tuple[str, str, str, int, str, str, int]:
    state, size = kept.state, kept.path.stat().st_size
    if state is None:
        return kept.path.name, kept.made, kept.why, -1, "", "cannot be read", size
    return kept.path.name, kept.made, kept.why, state.acts, state.when, state.what, size


def restore(path: str | Path, backup: str | Path, *, to: str | Path | None = None) -> Path | None:
    """Make a project file what it was when a backup was made; its state before is kept.

    Parameters
    ----------
    path
        The project file; it need not be there any more, nor sound.
    backup
        The name of a backup (see `backups_of`), or the path of any project file.
    to
        Write the backup to this new file instead, and leave `path` alone.

    Returns
    -------
    Path or None
        Where the state before is kept; None if there was none, or with `to`.

    Raises
    ------
    FileNotThere, Damaged
        There is no such backup, or it is not sound; others are named.
    Locked
        Somebody has the project open.
    OutputError
        It cannot be written; the project is as it was before.
    """
    from qda.store.backups.restoring import restore as go_back
    from qda.store.databases.address import require_file

    file = require_file(path, "go back with its own tools, or `qda copy` a backup to a new database")
    return go_back(file, backup, to=None if to is None else Path(to))
