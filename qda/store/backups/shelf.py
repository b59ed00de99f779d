"""The backups of a project: in a folder beside its file, named by when and why they were made.

This module only looks. It asks SQLite without any layer between, so that it also helps where a project cannot be opened.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

KEPT = 5
"""How many backups of one kind are kept."""

SUFFIX = ".backups"

OPENING = "opening"
"""Why most backups are made: a project was opened, and somebody began to work."""

HAND = "by-hand"
"""Somebody asked for it; these are never taken away."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)(?:-(\d+))?(?:\.(before-[a-z]+|by-hand))?\.qda")


class State(NamedTuple):
    """Which acts a project holds: two files with the same state hold the same.

    Attributes
    ----------
    project
        The project's own id.
    acts, staged
        How many acts there are, and how many of them are batches that are still being written.
    last
        The id of the act that was written last.
    when, what
        When that was, and what it did.
    """

    project: str
    acts: int
    staged: int
    last: str
    when: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """A backup on the shelf.

    Attributes
    ----------
    path
        The file.
    made
        When it was made: the time in UTC.
    why
        ``opening``, ``by-hand``, or what it was made before: ``before-migration``, ``before-merge``, ``before-restore``, ``before-repair``.
    state
        What it holds; None if it cannot be read.
    """

    path: Path
    made: str
    why: str
    state: State | None


def shelf_of(path: Path) -> Path:
    """Return the folder of the backups of a project file; it need not exist.

    Examples
    --------
    >>> shelf_of(Path("study.qda")).name
    'study.qda.backups'
    """
    return path.parent / (path.name + SUFFIX)  # also of a folder, whose path may end without a name


def new_name(shelf: Path, why: str = OPENING) -> Path:
    """Return the path of a backup that is made now."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S")
    numbers = [int(found[5] or 1) for found in _named(shelf).values() if found[0].startswith(stamp)]
    number = f"-{max(numbers) + 1}" if numbers else ""
    return shelf / f"{stamp}{number}{_tail(why)}"


def renamed(backup: Backup, why: str) -> Path:
    """Return the path of a backup that was made for one reason and is wanted for another."""
    return backup.path.with_name(backup.path.name.removesuffix(_tail(backup.why)) + _tail(why))


def _tail(why: str) -> str:
    return ".qda" if why == OPENING else f".{why}.qda"


def _named(shelf: Path) -> dict[Path, re.Match[str]]:
    if not shelf.is_dir():
        return {}
    named = ((path, _NAME.fullmatch(path.name)) for path in shelf.iterdir())
    return {path: found for path, found in named if found}


def backups(shelf: Path) -> list[Backup]:
    """Return what lies on a shelf, the newest first."""
    ordered = sorted(_named(shelf).items(), key=lambda item: (*item[1].group(1, 2, 3, 4), int(item[1][5] or 1)), reverse=True)
    return [
        Backup(path=path, made=f"{m[1]} {m[2]}:{m[3]}:{m[4]}", why=m[6] or OPENING, state=state_in(path)) for path, m in ordered
    ]


def state_in(path: Path) -> State | None:
    """Return what a closed file holds; None if it cannot be read. The file is left as it is, to the byte."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return state_of(connection)
    except sqlite3.Error:
        return None


def state_of(connection: sqlite3.Connection) -> State:
    """Return what a project holds, of whatever schema."""
    named = {str(row[1]) for row in connection.execute("PRAGMA table_info(acts)")}
    staged = "COALESCE(SUM(staged), 0)" if "staged" in named else "0"
    acts, waiting = connection.execute(f"SELECT COUNT(*), {staged} FROM acts").fetchone()  # noqa: S608  one of the two above
    last = connection.execute("SELECT id, time, what FROM acts ORDER BY n DESC LIMIT 1").fetchone() or ("", "", "")
    project = connection.execute("SELECT value FROM meta WHERE key = 'project'").fetchone() or ("",)
    return State(str(project[0]), int(acts), int(waiting), *map(str, last))


def unsoundness(path: Path) -> str:
    """Return what is wrong with a closed file, in a line; empty if it is sound."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            said = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            state_of(connection)
    except sqlite3.Error as error:
        said = str(error)
    return "" if said == "ok" else said.replace("\n", " ")


def last_sound(path: Path) -> Backup | None:
    """Return the newest sound backup of a project file."""
    return next((kept for kept in backups(shelf_of(path)) if not unsoundness(kept.path)), None)


def advice(path: Path) -> str:
    """Say in a few words how to go back to the newest sound backup of a file, or that there is none."""
    found = last_sound(path)
    if found is None:
        return f"no backup of it lies in {shelf_of(path).name}"
    return f"its newest sound backup is of {found.made} UTC: qda restore {path} {found.path.name}"
