"""The project file as an object."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

import sqlalchemy as sa

from qda.codebook import Codebook, parse_codebook
from qda.errors import ProjectError
from qda.frames import Frame
from qda.model import Document
from qda.store import (
    acts,
    checking,
    codings,
    copying,
    documents,
    faults,
    judging,
    lookups,
    machine,
    readings,
    reverting,
    schema,
    segments,
)
from qda.store.acts import Act
from qda.store.codings import CodingReport
from qda.store.creating import create_file
from qda.store.documents import DocumentReport
from qda.store.failures import told
from qda.store.folders import travels
from qda.store.history import History
from qda.store.opening import engine_for, leave_single_file, require_project, require_schema, use_log

T = TypeVar("T")


class Store:
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

    # ------------------------------------------------------------------ acts

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

    def add_documents(self, found: Iterable[Document], *, coder: str = "", kind: str = "add") -> DocumentReport:
        """Add documents, or new texts and descriptions of known ones; what people coded on a changed text goes along where its quote is found."""
        with self._act(kind, coder, batch=True) as act:
            return documents.add_documents(act, found)

    def set_segments(self, frame: Frame, *, coder: str = "", source: str = "", kind: str = "segment") -> int:
        """Store the units of the documents that a table ``segments`` names, in place of their former ones; return how many rows were written."""
        with self._act(kind, coder, batch=True) as act:
            return segments.set_segments(act, frame, source=source)

    def add_codings(self, frame: Frame, *, coder: str, kind: str = "code", source: str = "") -> CodingReport:
        """Add codings.

        Parameters
        ----------
        frame
            The table ``codings``. Rows with an empty code say: read, nothing found. Rows that the project holds already are left alone; rows whose evidence
            begins with ``inherited:`` are not stored.
        coder
            Who coded, where the table does not say; stands in the journal.
        kind
            ``code`` for what a person does in the project, ``import`` for a table that a person brings, ``folder`` for the table that lies beside the
            documents and comes again with them. Rows of tables have ids that follow from what they say, and are known by it: one that was ever
            written is not written again, even if it was retracted, noted on or moved meanwhile.
        source
            The file the table came from, for messages.

        Raises
        ------
        UnknownName
            A document, axis or code does not exist.
        OffsetError
            A span does not lie in its text, or its quote is another.
        BadInput
            Nobody is named as coder; or a statement has several codes on an axis of which it has one.
        """
        if kind == "code" and "origin" not in frame.columns:
            frame = frame.assign(origin="human")
        book = self.book
        with self._act(kind, coder, batch=kind != "code") as act:
            return codings.add_codings(act, frame, book=book, coder=coder, source=source)

    def faults(self, frame: Frame, *, coder: str, kind: str = "folder", source: str = "") -> dict[int, str]:
        """Return what is wrong with codings, per row (from 0): what `add_codings` would refuse, and spans of a text that is no longer the one they meant."""
        book = self.book
        return self._read(lambda connection: faults.faults(connection, frame, book=book, coder=coder, kind=kind, source=source))

    def add_machine(self, found: Frame, read: Frame, *, coder: str, round_: int = 1, origin: str = "rule") -> int:
        """Store a machine's run: what it found in the units it read.

        Earlier codings and readings of the same machine and round that touch these units are taken back, unless they say the same; nobody else's
        are touched.

        Parameters
        ----------
        found
            The table ``codings``.
        read
            Columns ``doc_id``, ``start``, ``end``: what was read, on every axis of the codebook.
        origin
            ``rule`` or ``model``, for a machine that found nothing; else its codings say.

        Returns
        -------
        int
            The number of suggestions of this run.
        """
        book = self.book
        with self._act("tag", coder, batch=True) as act:
            return machine.add_machine(act, found, read, book=book, coder=coder, round_=round_, origin=origin)

    def accept(self, ids: Sequence[str], *, coder: str, certainty: int | None = None) -> list[str]:
        """Accept suggestions: each gets a row of the person's own; return their ids."""
        with self._act("accept", coder) as act:
            return judging.judge(act, ids, coder=coder, status="accepted", certainty=certainty)

    def reject(self, ids: Sequence[str], *, coder: str) -> list[str]:
        """Reject suggestions: each gets a row of the person's own that says so; return their ids."""
        with self._act("reject", coder) as act:
            return judging.judge(act, ids, coder=coder, status="rejected")

    def retract(self, ids: Sequence[str], *, coder: str) -> int:
        """Take codings back; return how many."""
        with self._act("retract", coder) as act:
            return judging.retract(act, ids)

    def note(self, id_: str, memo: str, *, coder: str) -> None:
        """Give a coding a memo."""
        with self._act("memo", coder) as act:
            judging.note(act, id_, memo)

    def add_cases(self, frame: Frame, *, coder: str = "", kind: str = "cases") -> int:
        """Add cases, or new descriptions of known ones; return how many are new or changed."""
        with self._act(kind, coder) as act:
            return lookups.add_cases(act, frame)

    def add_speakers(self, frame: Frame, *, coder: str = "") -> int:
        """Add speakers, or what is now known of them; return how many are new or changed."""
        with self._act("speakers", coder) as act:
            return lookups.add_speakers(act, frame)

    def add_mentions(self, frame: Frame, *, coder: str = "", source: str = "") -> int:
        """Add which cases a span speaks about; return how many are new."""
        with self._act("mentions", coder, batch=True) as act:
            return lookups.add_mentions(act, frame, source=source)

    def undo(self, coder: str | None = None) -> str:
        """Undo the last act of `coder` (or of anybody) that was done through this object and is in force; return what was undone.

        Raises
        ------
        ProjectError
            There is none, or a later act builds on it; that one is named.
        """
        done = self._history.last(coder)
        with self._act("undo", done.coder) as act:
            reverting.revert(act, done.n)
        self._history.undid(act, done)
        return act.what

    def redo(self, coder: str | None = None) -> str:
        """Redo what was undone last, as long as this coder did nothing else since; return what was redone."""
        undoing = self._history.last_undoing(coder)
        with self._act("redo", undoing.coder) as act:
            reverting.revert(act, undoing.n)
        self._history.redid(undoing)
        return act.what

    # --------------------------------------------------------------- reading

    def _read(self, question: Callable[[sa.Connection], T]) -> T:
        with told(self.path), self._engine.connect() as connection, connection.begin():
            return question(connection)

    @cached_property
    def book(self) -> Codebook:
        """The codebook of the project."""
        c = schema.codebooks.c
        text = self._read(lambda connection: connection.execute(sa.select(c.text).order_by(c.n.desc())).scalar())
        if text is None:
            raise ProjectError(f"{self.path}: holds no codebook; go back to a backup")
        return parse_codebook(text, file=f"{self.path.name}: codebook")

    def documents(self, *, text: bool = True) -> Frame:
        """Return the table ``documents``; without `text`, that column is empty."""
        return self._read(lambda connection: documents.documents_frame(connection, text=text))

    def document(self, doc_id: str) -> Document:
        """Return a document with its marks."""
        return self._read(lambda connection: documents.document(connection, doc_id))

    def document_ids(self) -> list[str]:
        """Return the ids of the documents, in order."""
        return list(self._read(documents.document_ids))

    def marks(self, doc_id: str | None = None) -> Frame:
        """Return the table ``marks``, of one document or of all."""
        return self._read(lambda connection: documents.marks_frame(connection, doc_id))

    def segments(self, *doc_ids: str) -> Frame:
        """Return the table ``segments``, of these documents or of all."""
        return self._read(lambda connection: segments.segments_frame(connection, doc_ids or None))

    def codings(self, doc_id: str | None = None) -> Frame:
        """Return the table ``codings``, of one document or of all: what is not retracted."""
        return self._read(lambda connection: codings.codings_frame(connection, doc_id))

    def readings(self, doc_id: str | None = None) -> Frame:
        """Return the table ``readings``, of one document or of all."""
        return self._read(lambda connection: readings.readings_frame(connection, self.book.axis_ids, doc_id))

    def cases(self) -> Frame:
        """Return the table ``cases``."""
        return self._read(lookups.cases_frame)

    def speakers(self) -> Frame:
        """Return the table ``speakers``."""
        return self._read(lookups.speakers_frame)

    def mentions(self) -> Frame:
        """Return the table ``mentions``."""
        return self._read(lookups.mentions_frame)

    def journal(self) -> Frame:
        """Return the journal: ``id, time, coder, kind, what, details, batch, added, retracted, undone_by``."""
        return self._read(acts.journal)

    def human_acts(self) -> int:
        """Count the acts in force that would be lost if the project were made again from its folder: all but those of the folder and of the rules."""
        return self._read(acts.human_acts)

    def check(self) -> Frame:
        """Check every quote, hash and reference and the file itself; return what does not fit: ``table, where, problem``."""
        damage = checking.damage(self._engine)
        return damage if len(damage) else self._read(checking.problems)

    def backup(self, path: str | Path, *, replace: bool = False) -> Path:
        """Write a sound copy, checked before it gets its name; return where it is.

        Raises
        ------
        OutputError
            The copy exists and `replace` is not set, or it cannot be written.
        """
        return copying.backup(self._engine, Path(path), replace=replace)
