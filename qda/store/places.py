"""From what a user names to the database it means."""

from pathlib import Path

from qda.store.database import Database
from qda.store.file import File


def database_at(place: str | Path) -> Database:
    """Return the database that a path or an address means; nothing is opened yet."""
    return File(Path(place))
