"""A project: what a researcher opens, adds to, has coded, and asks."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from qda.codebook import Codebook
from qda.frames import Frame
from qda.project import adding, coding, crossing, gridding, importing, lasting, learning, outputs, tagging
from qda.project.agreeing import Agreeing
from qda.project.judging import Judging
from qda.project.learning import Learner
from qda.project.teamwork import Teamwork
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.agreement import Agreement, SpanAgreement
    from qda.matrix import Matrix
    from qda.store import CodingReport
    from qda.store.checks.mending import Repair


class Project(Agreeing, Judging, Teamwork):
    """A study in one file: documents, units, codings, cases, and the journal of what was done.

    Every act is saved as it happens. Use it as a context manager, or call `close`.

    Examples
    --------
    >>> import tempfile, qda
    >>> with tempfile.TemporaryDirectory() as folder, Project.create(f"{folder}/study.qda", qda.read_codebook("integration")) as project:
    ...     project.journal["kind"].tolist()
    ['create']
    """

    @classmethod
    def create(cls, path: str | Path, book: Codebook, *, coder: str = "", overwrite: bool = False) -> Self:
        """Make an empty project.

        Parameters
        ----------
        path
            The file; by custom its name ends in ``.qda``. Or an empty database on a server: ``postgresql://user@host/database``.
        book
            The codebook; the project keeps its text.
        coder
            Who makes it, for the journal.
        overwrite
            Replace a project that is there, in one step.

        Raises
        ------
        ProjectError, OutputError
            The file exists, or cannot be written; the server does not answer, or refuses.
        """
        from qda.store import Store

        return cls(Store.create(path, book=book, coder=coder, overwrite=overwrite))

    @classmethod
    def open(cls, path: str | Path, *, backups: bool = True, migrate: bool = False) -> Self:
        """Open a project.

        Before the first act of a session changes a file in which people worked, it is kept as it is in a folder beside it (``study.qda.backups``, the last
        five).

        Parameters
        ----------
        path
            The file, or the address of a database on a server: ``postgresql://user@host/database``. A password that does not stand in it is taken
            from the environment variable ``PGPASSWORD``.
        backups
            False: nothing is kept; for a copy that somebody works on instead of the file.
        migrate
            Lift a project on a server that an older version made; first have `pg_dump` make a backup. Files are lifted without being asked, after a
            backup.

        Raises
        ------
        FileNotThere, ProjectError
            There is none, or the file is something else, damaged, or made by a newer version; the server does not answer, or refuses.
        """
        from qda.store import Store

        return cls(Store.open(path, backups=backups, migrate=migrate))

    def close(self) -> None:
        """Close the file; a single file is left."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---------------------------------------------------------------- verbs

    def add(
        self,
        path: str | Path,
        *,
        cases: str | Path | Frame | None = None,
        coder: str = "",
        case: str = "",
        doc_id: str = "",
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
        case, doc_id
            Of a single file: its case, and its name in the project, by default the file's name without suffix. A file whose name another file
            has in the project is refused, see `qda.project.namesakes`; with `doc_id` it becomes a new text of that document, if there is one.
        progress
            Called with the number of files done, of all files, and the file's name.

        Returns
        -------
        AddReport
            What was added, what changed, and what was refused and why. One bad file does not hinder the others.

        Raises
        ------
        FileNotThere, UnreadableFile, BadTable, BadInput
            There is nothing at `path`, or a table beside the documents does not fit; a folder was given a case or a name. Rows of ``codings.csv``
            that name what does not exist are refused one by one, see `AddReport.problems`.
        """
        return adding.add(self._store, Path(path), cases=cases, coder=coder, case=case, doc_id=doc_id, progress=progress)

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

        Raises
        ------
        FileNotThere, UnreadableFile, BadTable
            A table is not there or does not fit; nothing is stored then.
        UnknownName, OffsetError, BadInput
            A case, axis or code does not exist, a text does not fill its span, a quote says something else than the text, or a statement has several
            codes on an axis of which it has one.
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

    def train(self, tagger: Learner, *, coders: Sequence[str] | None = None) -> Learner:
        """Have a tagger learn from what people coded, accepted, rejected and read; return it, ready for `tag`.

        Parameters
        ----------
        tagger
            One that learns, such as ``qda.HybridTagger(project.book)``.
        coders
            Whose codings count; None: all people's. Where they differ, what was settled counts, else the majority, and nothing is learnt from a tie.

        Raises
        ------
        BadInput, UnknownName
            Nobody coded anything, or nobody of such a name did.
        """
        return learning.train(self, tagger, coders)

    def add_codings(self, frame: coding.Given, *, coder: str) -> "CodingReport":
        """Add what a person coded, in one act: all rows, or none.

        Parameters
        ----------
        frame
            A row per code, as a frame, a list of dicts or a dict of lists, with the columns ``doc_id``, ``start``, ``end`` (code points, half-open),
            ``axis`` and ``code``. A row with an empty code says: read, and nothing found on this axis; with an empty axis, too, on no axis. Optional
            are ``statement`` (rows with the same one belong together, by default all of a span), ``round``, ``certainty`` (1 to 3), ``memo``,
            ``status``, ``quote``, ``coder`` and what else the table ``codings`` has, see `qda.frames.TABLES`. The columns of units may stay, so
            ``project.assigned("AB").assign(axis="factor", code="")`` is a table to be filled in; of others that are not kept one is warned.
        coder
            Who coded, where the table does not say; stands in the journal.

        Returns
        -------
        CodingReport
            The ids of the rows that were added, how many were there already, and how many spans are now known to have been read.

        Raises
        ------
        UnknownName
            A document, axis or code does not exist; the nearest one is named.
        OffsetError
            A span does not lie in its text, or its ``quote`` is another than what stands there.
        BadInput
            Nobody is named as coder; or a statement has several codes on an axis of kind ``single`` or ``ordinal``.
        BadTable
            A column is missing or misspelt, or a value is not of its type.

        Examples
        --------
        >>> import qda, tempfile
        >>> from pathlib import Path
        >>> folder = tempfile.TemporaryDirectory()
        >>> _ = Path(folder.name, "talk.txt").write_text("We trust the board.")
        >>> project = Project.create(f"{folder.name}/study.qda", qda.read_codebook("integration"))
        >>> _ = project.add(f"{folder.name}/talk.txt")
        >>> row = {"doc_id": "talk", "start": 0, "end": 19, "axis": "valence", "code": "enabler", "quote": "We trust the board."}
        >>> print(project.add_codings([row], coder="AB"))
        1 coding added, 1 reading
        >>> project.undo("AB")
        'undo: 1 coding added, 1 reading'
        >>> project.close(); folder.cleanup()
        """
        return self._store.add_codings(coding.codings_given(frame), coder=coder)

    def accept(self, ids: Sequence[str], *, coder: str, certainty: int | None = None) -> list[str]:
        """Accept suggestions by their ids: each gets a row of the person's own; return the new ids."""
        return self._store.accept(ids, coder=coder, certainty=certainty)

    def reject(self, ids: Sequence[str], *, coder: str) -> list[str]:
        """Reject suggestions by their ids: each gets a row of the person's own that says so; return the new ids."""
        return self._store.reject(ids, coder=coder)

    def retract(self, ids: Sequence[str], *, coder: str) -> int:
        """Take codings back; return how many."""
        return self._store.retract(ids, coder=coder)

    def backup(self, path: str | Path | None = None, *, replace: bool = False) -> Path:
        """Write a sound copy of the project, by default into the folder of backups beside it; see `qda.store.Store.backup`."""
        return self._store.backup(path, replace=replace)

    def copy(self, target: str | Path) -> str:
        """Copy the whole project, with its journal, from a file to a server, back, or to another file; both remain copies of one project and can be merged.

        Parameters
        ----------
        target
            A path, or the address of an empty database: ``postgresql://user@host/database``.

        Returns
        -------
        str
            How messages call the copy; never with a password.

        Raises
        ------
        ProjectError, OutputError
            There is something already, or it cannot be written.
        """
        return self._store.copy(target)

    @property
    def backups(self) -> Frame:
        """The backups beside the file, the newest first; see `qda.project.lasting.backups_of`."""
        return lasting.backups_of(self._store.path) if self._store.path else lasting.no_backups()

    @staticmethod
    def restore(path: str | Path, backup: str | Path, *, to: str | Path | None = None) -> Path | None:
        """Make a project file, which nobody may have open, what it was when a backup was made; see `qda.project.lasting.restore`."""
        return lasting.restore(path, backup, to=to)

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

    def export(self, path: str | Path, matrix: "Matrix | Agreement | SpanAgreement | Codebook | None" = None) -> tuple[Path, ...]:
        """Write a matrix (the codebook's own, if none is given) with its evidence, a comparison of coders, or a coding guide; return what was written.

        Parameters
        ----------
        path
            ``.xlsx``: the workbook; ``.html``: the report; ``.csv``: the long form; a folder: all of them, with codings and segments. Of a comparison also
            ``.docx``: the report with the list of disagreements, to be printed.
        matrix
            A matrix, what `agreement` or `span_agreement` returned, or a codebook: as workbook, page, file or ``.docx``, see `qda.write_codebook`.

        Raises
        ------
        BadInput, OutputError
            No such kind of output, or it cannot be written; what stood there before is untouched.
        """
        from qda.matrix import Matrix

        if isinstance(matrix, Codebook):
            return outputs.export_codebook(Path(path), matrix)
        if matrix is None or isinstance(matrix, Matrix):
            return outputs.export_project(self, Path(path), self.matrix() if matrix is None else matrix)
        from qda.project.comparisons import export_agreement

        return export_agreement(self, Path(path), matrix)

    def check(self) -> Frame:
        """Check every quote, hash and reference, and the journal; return what does not fit: ``table, where, problem, remedy``."""
        return self._store.check()

    def repair(self, *, coder: str) -> "Repair":
        """Repair what follows from the rest, after a backup; return what was mended and what is left, see `qda.store.Store.repair`.

        Raises
        ------
        Damaged, OutputError
            The file itself is damaged; or the backup cannot be written.
        """
        return self._store.repair(coder=coder)

    def human_acts(self) -> int:
        """Count the acts in force that would be lost if the project were made again from its folder.

        What people code, judge, note, take back and import counts, and what a tagger other than the rules found; the folder's own documents and
        tables and what the rules found do not.
        """
        return self._store.human_acts()
