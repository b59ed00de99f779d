"""What of a damaged file can still be read; nothing is written."""

import sqlite3
from contextlib import closing
from pathlib import Path

from qda.model import revision_of

MISSES = 64
"""How often reading is tried beyond a place that cannot be read, each time twice as far."""

_SCHEMA = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


def readable(path: Path) -> dict[str, int]:
    """Return how many whole rows of each table can still be read; of texts, only those that are what they were. How many there were, nobody can tell."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA writable_schema = ON")  # else SQLite refuses a file that is shorter than it says
            names = [str(name) for (name,) in connection.execute(_SCHEMA)]
            return {name: _rows(connection, name) for name in names}
    except sqlite3.DatabaseError:
        return {}


def _rows(connection: sqlite3.Connection, table: str) -> int:
    found, at, step = 0, -1, 1
    for _ in range(MISSES):
        try:
            for number, *row in connection.execute(f'SELECT rowid, * FROM "{table}" WHERE rowid > ? ORDER BY rowid', (at,)):  # noqa: S608  our own names
                found += table != "texts" or _is_whole(row)
                at, step = number, 1
        except (sqlite3.DatabaseError, OverflowError):
            at, step = at + step, step * 2
        else:
            break
    return found


def _is_whole(text: list[str]) -> bool:
    _, _, revision, body = text
    return revision_of(body) == revision
