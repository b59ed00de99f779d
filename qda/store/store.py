"""The project file as an object."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from qda.frames import Frame
from qda.model import Document
from qda.store import checking, codings, documents, faults, judging, lookups, machine, reverting, segments
from qda.store.codings import CodingReport
from qda.store.documents import DocumentReport
from qda.store.team import Team


class Store(Team):
    """A project file that is open; use it as a context manager, or call `close`.

    Every verb is one transaction that writes the change and its line in the journal. Reading never waits for writers.
    """

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

    def check(self) -> Frame:
        """Check every quote, hash and reference and the file itself; return what does not fit: ``table, where, problem``."""
        damage = checking.damage(self._database)
        return damage if len(damage) else self._read(lambda connection: checking.problems(connection, self._database))

    def backup(self, path: str | Path, *, replace: bool = False) -> Path:
        """Write a sound copy, checked before it gets its name; return where it is.

        Raises
        ------
        OutputError
            The copy exists and `replace` is not set, or it cannot be written.
        """
        return self._database.backup(Path(path), replace=replace)
