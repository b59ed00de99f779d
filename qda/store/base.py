"""A project file that is open: its life, the acts that write to it, the questions that read it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self, TypeVar

import sqlalchemy as sa

from qda.codebook import Codebook, parse_codebook
from qda.errors import ProjectError
from qda.store.databases import migrating
from qda.store.databases.places import database_at
from qda.store.journal import acts
from qda.store.journal.acts import Act
from qda.store.journal.creating import create
from qda.store.journal.history import History
from qda.store.views import codebook_in_force

T = TypeVar("T")


class Base:
    """A project that is open; use it as a context manager, or call `close`.

    Every verb is one transaction that writes the change and its line in the journal. Reading never waits for writers.

    Attributes
    ----------
    wait
        For how many seconds a writer tries again while somebody else writes, beyond the five that the database waits itself.
    """

    def __init__(self, place: str | Path, *, wait: float = 60.0, backups: bool = True, migrate: bool = False) -> None:
        self.wait = wait
        self._database = database_at(place, backups=backups, lift=migrate)
        self._history = History()
        self._database.open()
        with ExitStack() as refusing:
            refusing.callback(self._database.close)
            with self._database.told():
                migrating.migrate(self._database, wait=wait)
            refusing.pop_all()

    @property
    def name(self) -> str:
        """How messages call the project: the path of its file, or its address without a password."""
        return self._database.name

    @property
    def path(self) -> Path | None:
        """The file; None for a project on a server."""
        return self._database.path

    @property
    def folder(self) -> Path:
        """Where the sources of documents are looked at from: the folder of the file, or the working directory."""
        return self._database.folder

    @classmethod
    def create(cls, place: str | Path, *, book: Codebook, coder: str = "", overwrite: bool = False) -> Self:
        """Make an empty project and open it.

        Raises
        ------
        ProjectError
            The file exists and `overwrite` is not set, or is no project.
        OutputError
            It cannot be written.
        """
        create(database_at(place), book, coder=coder, overwrite=overwrite)
        made = cls(place)
        made.__dict__["book"] = book  # reading it from the file takes as long as reading the codebook did
        return made

    @classmethod
    def open(cls, place: str | Path, *, backups: bool = True, migrate: bool = False) -> Self:
        """Open a project.

        Before the first act of a session, the state of a file in which people worked is kept beside it, unless `backups` is not set: that is for a copy
        which somebody works on instead of the file. A project of an older schema is lifted after a backup; one on a server only if `migrate` says so, since
        its backup is made with the server's own tools.

        Raises
        ------
        FileNotThere, ProjectError
            There is none, or the file is something else, damaged, or from a newer version.
        """
        return cls(place, backups=backups, migrate=migrate)

    def close(self) -> None:
        """Close it; of a file, a single file is left. Closing twice does no harm."""
        self._database.close()

    @property
    def _engine(self) -> sa.Engine:
        return self._database.engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _act(self, kind: str, coder: str, *, batch: bool = False) -> Iterator[Act]:
        with self._database.told():
            with (
                self._database.writing(wait=self.wait) as connection,
                acts.acting(connection, kind, coder=coder, batch=batch) as act,
            ):
                yield act
            if act.happened:  # it is committed by now
                self._committed(act)

    def _committed(self, act: Act) -> None:
        acts.tell_committed(self.name, act.kind)
        if act.kind not in {"undo", "redo"}:
            self._history.did(act)

    def _read(self, question: Callable[[sa.Connection], T]) -> T:
        with self._database.told(), self._database.reading() as connection:
            return question(connection)

    @property
    def book(self) -> Codebook:
        """The codebook of the project: the version that holds now, whoever made it hold."""
        known: Codebook | None = self.__dict__.get("book")
        holding = self._read(lambda connection: connection.execute(codebook_in_force("hash")).scalar())
        if known is None or known.hash != holding:
            known = self.__dict__["book"] = self._read_book()
        return known

    def _read_book(self) -> Codebook:
        text = self._read(lambda connection: connection.execute(codebook_in_force("text")).scalar())
        if text is None:
            raise ProjectError(f"{self.name}: holds no codebook; go back to a backup")
        return parse_codebook(text, file=f"{self.path.name if self.path else self.name}: codebook", lenient=True)
