"""A project: what a researcher opens, adds to, has coded, and asks."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from qda.codebook import Codebook
from qda.frames import Frame
from qda.model import Document
from qda.project import adding, crossing, gridding, importing, outputs, tagging
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.matrix import Matrix
    from qda.store import CodingReport, Store


class Project:
    """A study in one file: documents, units, codings, cases, and the journal of what was done.

    Every act is saved as it happens. Use it as a context manager, or call `close`.

    Examples
    --------
    >>> import tempfile, qda
    >>> with tempfile.TemporaryDirectory() as folder, Project.create(f"{folder}/study.qda", qda.read_codebook("integration")) as project:
    ...     project.journal["kind"].tolist()
    ['create']
    """

    def __init__(self, store: "Store") -> None:
        self._store = store

    @classmethod
    def create(cls, path: str | Path, book: Codebook, *, coder: str = "", overwrite: bool = False) -> Self:
        """Make an empty project.

        Parameters
        ----------
        path
            The file; by custom its name ends in ``.qda``.
        book
            The codebook; the project keeps its text.
        coder
            Who makes it, for the journal.
        overwrite
            Replace a project that is there, in one step.

        Raises
        ------
        ProjectError, OutputError
            The file exists, or cannot be written.
        """
        from qda.store import Store

        return cls(Store.create(path, book=book, coder=coder, overwrite=overwrite))

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a project.

        Raises
        ------
        FileNotThere, ProjectError
            There is none, or the file is something else, damaged, or made by a newer version.
        """
        from qda.store import Store

        return cls(Store.open(path))

    def close(self) -> None:
        """Close the file; a single file is left."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The project file."""
        return self._store.path

    @property
    def book(self) -> Codebook:
        """The codebook."""
        return self._store.book

    # ---------------------------------------------------------------- verbs

    def add(
        self,
        path: str | Path,
        *,
        cases: str | Path | Frame | None = None,
        coder: str = "",
        progress: adding.Progress | None = None,
    ) -> adding.AddReport:
        """Add a document or a folder of them, with the cases, speakers and codings that lie beside.

        Parameters
        ----------
        path
            A file, or a folder as `qda.ingest.read_folder` reads it.
        cases
            A table of cases, or its file; comes before the ``cases.csv`` of the folder.
        coder
            Who adds, for the journal; and whose the folder's codings are, where they do not say.
        progress
            Called with the number of files done, of all files, and the file's name.

        Returns
        -------
        AddReport
            What was added, what changed, and what was refused and why. One bad file does not hinder the others.

        Raises
        ------
        FileNotThere, UnreadableFile, BadTable, BadInput
            There is nothing at `path`, or a table beside the documents does not fit.
        """
        return adding.add(self._store, Path(path), cases=cases, coder=coder, progress=progress)

    def import_tables(
        self,
        segments: str | Path,
        codings: str | Path,
        *,
        cases: str | Path | None = None,
        mentions: str | Path | None = None,
        coder: str = "",
    ) -> importing.ImportReport:
        """Import documents and codings from tables.

        Parameters
        ----------
        segments
            ``doc_id, start, end, text``, optional ``case, heading, question, speaker, role, language``. A document's text is its segments in order; gaps
            are filled with blanks.
        codings
            ``doc_id, start, end, axis, code``, and what else the table ``codings`` has.
        cases, mentions
            Tables of cases, and of the cases that a span speaks about (``doc_id, start, end, case``).
        coder
            Whose codings these are, where the table does not say.
        """
        return importing.import_tables(self._store, segments, codings, cases=cases, mentions=mentions, coder=coder)

    def segment(self, unit: str | None = None, *, coder: str = "") -> int:
        """Cut the documents into units (the codebook's, if none is named); return their number."""
        return gridding.cut(self._store, unit, coder=coder)

    def tag(self, tagger: Tagger, *, progress: Callable[[int, int], None] | None = None) -> int:
        """Have a tagger read all units and keep what it suggests, in place of what it suggested before; return the number of suggestions.

        Parameters
        ----------
        tagger
            It must use the project's own codebook.
        progress
            Called with the number of documents done, and of all documents.

        Raises
        ------
        ProjectError
            There are no units yet, or the tagger has another codebook.
        """
        return tagging.tag(self._store, tagger, progress=progress)

    def add_codings(self, frame: Frame, *, coder: str) -> "CodingReport":
        """Add what a person coded; see `qda.store.Store.add_codings`."""
        return self._store.add_codings(frame, coder=coder)

    def accept(self, ids: Sequence[str], *, coder: str, certainty: int | None = None) -> list[str]:
        """Accept suggestions by their ids: each gets a row of the person's own; return the new ids."""
        return self._store.accept(ids, coder=coder, certainty=certainty)

    def reject(self, ids: Sequence[str], *, coder: str) -> list[str]:
        """Reject suggestions by their ids: each gets a row of the person's own that says so; return the new ids."""
        return self._store.reject(ids, coder=coder)

    def retract(self, ids: Sequence[str], *, coder: str) -> int:
        """Take codings back; return how many."""
        return self._store.retract(ids, coder=coder)

    def note(self, coding: str, memo: str, *, coder: str) -> None:
        """Give a coding a memo."""
        self._store.note(coding, memo, coder=coder)

    def undo(self, coder: str | None = None) -> str:
        """Undo the last act of a coder (or of anybody) since the project was opened; say what it was."""
        return self._store.undo(coder)

    def redo(self, coder: str | None = None) -> str:
        """Redo what was undone last; say what it was."""
        return self._store.redo(coder)

    def backup(self, path: str | Path, *, replace: bool = False) -> Path:
        """Write a sound copy of the file; see `qda.store.Store.backup`."""
        return self._store.backup(path, replace=replace)

    def statements(self, coders: Sequence[str] | None = None) -> Frame:
        """Return the table ``statements``: what one reading per stretch of text says, with a column per axis.

        Parameters
        ----------
        coders
            Whose readings count, in order; None: settled ones, then people, then machines.
        """
        return crossing.cross_project(self, coders)[0]

    def matrix(
        self,
        rows: Sequence[str] | None = None,
        columns: str | None = None,
        cell: str | None = None,
        *,
        coders: Sequence[str] | None = None,
        least: float | None = None,
        min_score: float = 0.0,
    ) -> "Matrix":
        """Cross the statements; what is not given comes from the codebook.

        Parameters
        ----------
        rows, columns, cell
            Axes of the codebook; ``columns`` may be ``case``.
        coders
            As in `statements`.
        least
            The share of the best score of its cell that a finding must reach to be listed; None: what the codebook says under ``matrix: least``.
        min_score
            The least score of a finding.

        Raises
        ------
        UnknownName
            No such axis, or no codings of such a coder.
        """
        return crossing.matrix_of(self, rows=rows, columns=columns, cell=cell, coders=coders, least=least, min_score=min_score)

    def export(self, path: str | Path, matrix: "Matrix | None" = None) -> tuple[Path, ...]:
        """Write a matrix (the codebook's own, if none is given) with its evidence; return what was written.

        Parameters
        ----------
        path
            ``.xlsx``: the workbook; ``.html``: the report; ``.csv``: the long form; a folder: all of them, with codings and segments.

        Raises
        ------
        BadInput, OutputError
            No such kind of output, or it cannot be written; what stood there before is untouched.
        """
        return outputs.export_project(self, Path(path), self.matrix() if matrix is None else matrix)

    def check(self) -> Frame:
        """Check every quote, hash and reference; return what does not fit: ``table, where, problem``."""
        return self._store.check()

    def human_acts(self) -> int:
        """Count the acts in force that people did in the project itself; what was imported does not count."""
        return self._store.human_acts()

    # --------------------------------------------------------------- tables

    def document(self, doc_id: str) -> Document:
        """Return a document with its marks."""
        return self._store.document(doc_id)

    @property
    def documents(self) -> Frame:
        """The table ``documents``."""
        return self._store.documents()

    @property
    def marks(self) -> Frame:
        """The table ``marks``."""
        return self._store.marks()

    @property
    def segments(self) -> Frame:
        """The table ``segments``."""
        return self._store.segments()

    @property
    def codings(self) -> Frame:
        """The table ``codings``: what is not retracted."""
        return self._store.codings()

    @property
    def readings(self) -> Frame:
        """The table ``readings``."""
        return self._store.readings()

    @property
    def cases(self) -> Frame:
        """The table ``cases``."""
        return self._store.cases()

    @property
    def speakers(self) -> Frame:
        """The table ``speakers``."""
        return self._store.speakers()

    @property
    def mentions(self) -> Frame:
        """The table ``mentions``: which cases a span speaks about."""
        return self._store.mentions()

    @property
    def journal(self) -> Frame:
        """The journal: who did what, when, and whether it was undone."""
        return self._store.journal()
