"""From what a user names to the database it means."""

from pathlib import Path

from qda.store.databases import address
from qda.store.databases.database import Database
from qda.store.databases.file import File
from qda.store.databases.server import Server


def database_at(place: str | Path, *, backups: bool = True, lift: bool = False) -> Database:
    """Return the database that a path or an address means; nothing is opened yet.

    Parameters
    ----------
    place
        A path, or ``postgresql://user@host/database``.
    backups
        Keep the state of a file before it is changed; backups of a server are the server's.
    lift
        Lift a project on a server, if its schema is older; a file is always lifted, after a backup.
    """
    if isinstance(place, str) and address.is_address(place):
        return Server(address.parse(place), lift=lift)
    return File(Path(place), backups=backups)
