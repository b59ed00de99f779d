"""A project file that is open: its life, the acts that write to it, the questions that read it."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

import sqlalchemy as sa

from qda.codebook import Codebook, parse_codebook
from qda.errors import ProjectError
from qda.store import acts, migrating
from qda.store.acts import Act
from qda.store.creating import create_file
from qda.store.failures import told
from qda.store.folders import travels
from qda.store.history import History
from qda.store.opening import engine_for, leave_single_file, require_project, require_schema, use_log
from qda.store.views import codebook_in_force

T = TypeVar("T")


class Base:
    """A project file that is open; use it as a context manager, or call `close`.

    Every verb is one transaction that writes the change and its line in the journal. Reading never waits for writers.

    Attributes
    ----------
    path
        The file.
    wait
        For how many seconds a writer tries again while somebody else writes, beyond the five that SQLite waits itself.
    """

    def __init__(self, path: str | Path, *, wait: float = 60.0) -> None:
        self.path = Path(path)
        self.wait = wait
        require_project(self.path)
        self._opened: sa.Engine | None = engine_for(self.path)
        self._history = History()
        with ExitStack() as refusing:
            refusing.callback(self._engine.dispose)
            require_schema(self._engine, self.path)
            self._choose_log()
            with told(self.path):
                migrating.migrate(self._engine, self.path, wait=wait)
            refusing.pop_all()

    @classmethod
    def create(cls, path: str | Path, *, book: Codebook, coder: str = "", overwrite: bool = False) -> Self:
        """Make an empty project and open it.

        Raises
        ------
        ProjectError
            The file exists and `overwrite` is not set, or is no project.
        OutputError
            It cannot be written.
        """
        create_file(Path(path), book, coder=coder, overwrite=overwrite)
        made = cls(path)
        made.__dict__["book"] = book  # reading it from the file takes as long as reading the codebook did
        return made

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a project.

        Raises
        ------
        FileNotThere, ProjectError
            There is none, or the file is something else, damaged, or from a newer version.
        """
        return cls(path)

    def _choose_log(self) -> None:
        reason = travels(self.path.resolve())
        with told(self.path):
            use_log(self._engine, allowed=not reason)
        if reason:
            advice = "only one person at a time should have it open, and backups should lie elsewhere"
            warnings.warn(f"{self.path.name}: {reason}; writing is slower and {advice}", UserWarning, stacklevel=4)

    def close(self) -> None:
        """Close the file; a single file is left. Closing twice does no harm."""
        if self._opened is not None:
            engine, self._opened = self._opened, None
            with told(self.path):
                leave_single_file(engine)

    @property
    def _engine(self) -> sa.Engine:
        if self._opened is None:
            raise ProjectError(f"{self.path}: was closed; open it again")
        return self._opened

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _act(self, kind: str, coder: str, *, batch: bool = False) -> Iterator[Act]:
        with told(self.path):
            with (
                acts.writing(self._engine, self.path, wait=self.wait) as connection,
                acts.acting(connection, kind, coder=coder, batch=batch) as act,
            ):
                yield act
            if act.happened and kind not in {"undo", "redo"}:  # it is committed by now
                self._history.did(act)

    def _read(self, question: Callable[[sa.Connection], T]) -> T:
        with told(self.path), self._engine.connect() as connection, connection.begin():
            return question(connection)

    @cached_property
    def book(self) -> Codebook:
        """The codebook of the project."""
        text = self._read(lambda connection: connection.execute(codebook_in_force("text")).scalar())
        if text is None:
            raise ProjectError(f"{self.path}: holds no codebook; go back to a backup")
        return parse_codebook(text, file=f"{self.path.name}: codebook")
