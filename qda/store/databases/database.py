"""Where a project may live: what is each kind's own, behind one interface."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

import sqlalchemy as sa

Fill = Callable[[sa.Connection], None]
"""Writes the first rows of a project that is being made; the tables are there."""


class Loose(NamedTuple):
    """A row that points to one which is not there."""

    table: str
    row: int
    target: str


class Database(Protocol):
    """A place of a project: a file of its own, or a database on a server.

    Everything here may raise the errors that `told` turns into ours.
    """

    @property
    def name(self) -> str:
        """How messages call it; never with a password."""

    @property
    def path(self) -> Path | None:
        """The file; None for a project on a server."""

    @property
    def folder(self) -> Path:
        """Where the sources of documents are looked at from."""

    @property
    def engine(self) -> sa.Engine:
        """What runs the questions; a `ProjectError` if the project was closed."""

    def make(self, fill: Fill, *, overwrite: bool) -> None:
        """Make the tables and have them filled, as a whole or not at all; it is not open then.

        Raises
        ------
        ProjectError
            There is a project and `overwrite` is not set, or something that is none.
        OutputError
            It cannot be written.
        """

    def open(self) -> None:
        """Open what is there; refuse what is no project, or one of a newer version."""

    def close(self) -> None:
        """Let go of it; closing twice does no harm."""

    def told(self) -> AbstractContextManager[None]:
        """Turn errors of the database that a user can do something about into ours."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Begin a transaction that sees one state of the project throughout, and never waits for writers."""

    def writing(self, *, wait: float) -> AbstractContextManager[sa.Connection]:
        """Begin a transaction that may write; while somebody else does, wait up to `wait` seconds beyond the usual, and say so."""

    def schema_number(self, connection: sa.Connection) -> int:
        """Return the number of the schema that the project has."""

    def set_schema(self, connection: sa.Connection, number: int) -> None:
        """Write it down."""

    def before_migrating(self, found: int) -> str:
        """Make a backup of a project of schema `found`, or refuse; return what the journal says of it."""

    def alone(self) -> bool:
        """Say whether nobody else has the project open, as far as can be known; if not, others may."""

    def keep(self, why: str) -> str:
        """Make a backup (`why`: see `qda.store.backups.shelf.Backup`); return what the journal says of it, empty where backups are the server's."""

    def damage(self) -> list[str]:
        """Return what is wrong below the tables, a line each; asked outside of any transaction, which a damaged file could not end."""

    def loose(self, connection: sa.Connection) -> Iterator[Loose]:
        """Yield the rows that point nowhere."""

    def backup(self, path: Path, *, replace: bool) -> Path:
        """Write a sound copy into a file; see `qda.store.Store.backup`."""
