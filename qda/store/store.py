"""The project file as an object."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from qda.errors import BadInput
from qda.frames import Frame
from qda.model import Document
from qda.store.backups import keeping
from qda.store.backups.shelf import HAND
from qda.store.checks import checking, mending
from qda.store.checks.mending import Repair
from qda.store.coding import codings, faults, judging, machine, people, staging
from qda.store.coding.codings import CodingReport
from qda.store.databases.places import database_at
from qda.store.databases.transfer import copy_rows
from qda.store.journal import reverting, undoing
from qda.store.journal.history import Done
from qda.store.material import documents, lookups, segments
from qda.store.material.documents import DocumentReport
from qda.store.team import Team


class Store(Team):
    """A project file that is open; use it as a context manager, or call `close`.

    Every verb is one transaction that writes the change and its line in the journal. Reading never waits for writers.
    """

    def add_documents(self, found: Iterable[Document], *, coder: str = "", kind: str = "add", folder: str = "") -> DocumentReport:
        """Add documents, or new texts and descriptions of known ones; what people coded on a changed text goes along where its quote is found.

        The journal keeps the `folder` in which they lay, seen from the project, if one is named.
        """
        with self._act(kind, coder, batch=True) as act:
            return documents.add_documents(act, found, folder=folder)

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
        coder, book = people.same_name(coder), self.book
        if kind == "code":
            frame = frame if "origin" in frame.columns else frame.assign(origin="human")
            self._warn_of_twins(coder)
        with self._act(kind, coder, batch=kind != "code") as act:
            return codings.add_codings(act, frame, book=book, coder=coder, source=source)

    def faults(self, frame: Frame, *, coder: str, kind: str = "folder", source: str = "") -> dict[int, str]:
        """Return what is wrong with codings, per row (from 0): what `add_codings` would refuse, and spans of a text that is no longer the one they meant."""
        book = self.book
        return self._read(lambda connection: faults.faults(connection, frame, book=book, coder=coder, kind=kind, source=source))

    def add_machine(
        self,
        found: Frame,
        read: Frame,
        *,
        coder: str,
        round_: int = 1,
        origin: str = "rule",
        progress: staging.Progress | None = None,
    ) -> int:
        """Store a machine's run: what it found in the units it read.

        Earlier codings and readings of the same machine and round that touch these units are taken back, unless they say the same; nobody else's
        are touched. The rows are written piece by piece, while others may write, too, and come into force at once.

        Parameters
        ----------
        found
            The table ``codings``.
        read
            Columns ``doc_id``, ``start``, ``end``: what was read, on every axis of the codebook.
        origin
            ``rule`` or ``model``, for a machine that found nothing; else its codings say.
        progress
            Called with the number of rows written, and of all rows.

        Returns
        -------
        int
            The number of suggestions of this run.
        """
        run = machine.checked(found, read, book=self.book, coder=coder, round_=round_, origin=origin)
        planned = self._read(lambda connection: machine.change(connection, run))
        if not planned.is_empty(run):
            with self._database.told(), staging.batch(self._database, "tag", coder=coder, wait=self.wait) as batch:
                act = machine.write(batch, run, planned, progress)
            self._committed(act)
        return len(run.table)

    def accept(self, ids: Sequence[str], *, coder: str, certainty: int | None = None) -> list[str]:
        """Accept suggestions: each gets a row of the person's own; return their ids."""
        with self._act_of_person("accept", coder) as act:
            return judging.judge(act, ids, coder=act.coder, status="accepted", certainty=certainty)

    def reject(self, ids: Sequence[str], *, coder: str) -> list[str]:
        """Reject suggestions: each gets a row of the person's own that says so; return their ids."""
        with self._act_of_person("reject", coder) as act:
            return judging.judge(act, ids, coder=act.coder, status="rejected")

    def retract(self, ids: Sequence[str], *, coder: str) -> int:
        """Take codings back; return how many."""
        with self._act_of_person("retract", coder) as act:
            return judging.retract(act, ids)

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

    def undo(self, coder: str | None = None, *, act: str = "", session: bool = True, by: str = "") -> str:
        """Undo the last act of `coder` (or of anybody) that is in force; return what was undone.

        Parameters
        ----------
        act
            The id of the act that is meant, or the beginning of it.
        session
            Whether only acts that were done through this object are meant; else the journal says which was the last.
        by
            Who undoes; by default `coder`, if that is a person. Where nobody is named, the act is unsigned.

        Raises
        ------
        ProjectError
            There is none, or a later act builds on it; that one is named.
        """
        own = None if coder is None else people.same_name(coder)
        done = self._meant(own, act, session=session)
        with self._act("undo", people.signature(by, own)) as undoing:
            reverting.revert(undoing, done.n)
        self._history.undid(undoing, done)
        return undoing.what

    def _meant(self, coder: str | None, act: str, *, session: bool) -> Done:
        if act:
            return self._read(lambda connection: undoing.named(connection, act, coder))
        return self._history.last(coder) if session else self._read(lambda connection: undoing.last_done(connection, coder))

    def redo(self, coder: str | None = None, *, act: str = "", session: bool = True, by: str = "") -> str:
        """Redo what was undone last of what `coder` (or anybody) did, as long as the same did nothing else since, or the `act` that is named.

        `session` and `by` are as in `undo`. Return what was redone.
        """
        own = None if coder is None else people.same_name(coder)
        undone = self._meant_again(own, act, session=session)
        with self._act("redo", people.signature(by, own)) as redoing:
            reverting.revert(redoing, undone.n)
        self._history.redid(undone)
        return redoing.what

    def _meant_again(self, coder: str | None, act: str, *, session: bool) -> Done:
        if act:
            return self._read(lambda connection: undoing.undoing_of(connection, act, coder))
        if session:
            return self._history.last_undoing(coder)
        return self._read(lambda connection: undoing.last_undone(connection, coder))

    def check(self) -> Frame:
        """Check every quote, hash and reference, the journal and the file itself; return what does not fit: ``table, where, problem, remedy``."""
        damage = checking.damage(self._database)
        return damage if len(damage) else self._read(lambda connection: checking.problems(connection, self._database))

    def repair(self, *, coder: str) -> Repair:
        """Repair what follows from the rest, after a backup, as an act of `coder`; say what was mended and what is left.

        Indexes are made anew, marks of undone acts worked out again, batches that a stopped program left taken away, and quotes that do not fit their text
        looked for in it.

        Raises
        ------
        Damaged
            The file itself is damaged; its newest sound backup is named.
        OutputError
            The backup, or the file, cannot be written.
        """
        wrong = self.check()
        if wrong.empty:
            return Repair(mended=wrong, left=wrong, backup="")
        mending.require_mendable(wrong, self._database)
        kept = self._database.keep("before-repair")
        alone = self._database.alone()
        with self._act("repair", coder) as act:
            mending.mend(act, wrong, alone=alone, kept=kept)
        left = mending.left_over(self.check())
        return Repair(mended=mending.gone(wrong, left), left=left, backup=kept)

    def backup(self, path: str | Path | None = None, *, replace: bool = False) -> Path:
        """Write a sound copy, checked before it gets its name; return where it is.

        Parameters
        ----------
        path
            The copy; by default, a file in the folder of backups beside the project, which is never taken away.
        replace
            Whether it may take the place of another file.

        Raises
        ------
        OutputError
            The copy exists and `replace` is not set, or it cannot be written.
        BadInput
            A project on a server has no folder beside it: name a file.
        """
        if path is not None:
            return self._database.backup(Path(path), replace=replace)
        if self.path is None:
            raise BadInput(f"{self.name}: is no file; name one for the backup")
        return keeping.keep(self.path, HAND)

    def copy(self, place: str | Path) -> str:
        """Copy the whole project to a file or server; see `qda.project.Project.copy`."""
        target = database_at(place)
        with self._database.told(), self._database.reading() as source:
            target.make(lambda connection: copy_rows(source, connection), overwrite=False)
        return target.name
