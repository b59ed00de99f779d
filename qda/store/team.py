"""What a team does in a project file: memos, changes of mind, assignments, settling, merging."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from qda.errors import BadInput, ProjectError
from qda.frames import Frame
from qda.store.coding import changing, people, settling
from qda.store.coding.claims import Place
from qda.store.coding.settling import Decision, Settled
from qda.store.databases.address import require_file
from qda.store.journal import audit
from qda.store.journal.acts import Act
from qda.store.journal.audit import Asked
from qda.store.material import adopting, assigning, memos, summaries
from qda.store.material.adopting import Adoption
from qda.store.material.memos import Target
from qda.store.merging import union
from qda.store.merging.conflicts import conflicts_frame
from qda.store.merging.reading_copies import copy_to_read
from qda.store.merging.union import MergeReport
from qda.store.tables import Tables


class Team(Tables):
    """The acts of people who work together."""

    _known: frozenset[str] = frozenset()
    """The people whose names were compared with those of others."""

    @contextmanager
    def _act_of_person(self, kind: str, coder: str) -> Iterator[Act]:
        """Begin an act of a person: the name gets its one form, and who is new under nearly a known name is warned."""
        name = people.person(coder)
        self._warn_of_twins(name)
        with self._act(kind, name) as act:
            yield act

    def _warn_of_twins(self, name: str) -> None:
        if name and name not in self._known:
            self._read(lambda connection: people.warn_of_twins(connection, name, self.name))
            self._known = self._known | {name}

    def memos(self) -> Frame:
        """Return the table ``memos``: what counts of every coder's notes."""
        return self._read(lambda connection: memos.memos_frame(connection, self.book))

    def note(self, target: Target | str, text: str, *, coder: str) -> bool:
        """Write a memo, on a coding where only an id is given; an empty one takes the coder's memo away. Return whether that is new."""
        book, on = self.book, Target(kind="coding", id=target) if isinstance(target, str) else target
        with self._act_of_person("memo", coder) as act:
            return memos.note(act, on, text, book=book)

    def summarise(self, places: Sequence[Place], texts: Mapping[str, str], *, coder: str) -> int:
        """Write down a coder's paraphrase, generalisation or reduction of stretches of text; return how many texts are new."""
        with self._act_of_person("summarise", coder) as act:
            return summaries.summarise(act, places, texts)

    def summaries(self) -> Frame:
        """Return the table ``summaries``: a row per stretch and coder."""
        return self._read(summaries.summaries_frame)

    def recode(self, ids: Sequence[str], codes: changing.Codes, *, coder: str, axis: str = "") -> list[str]:
        """Give codings other codes: they are retracted, and rows of this coder with new ids stand for them; suggestions stay and are rejected.

        Parameters
        ----------
        codes
            A code or several, each coding on its own axis or on `axis`; or codes per axis for codings of one statement: what is on other axes stays, an
            axis without codes is emptied.

        Returns
        -------
        list of str
            The new ids. What somebody says already is not said again.
        """
        book = self.book
        with self._act_of_person("recode", coder) as act:
            return changing.recode(act, ids, codes, book=book, axis=axis)

    def move(self, ids: Sequence[str], start: int, end: int, *, coder: str) -> list[str]:
        """Give codings another span of their text, as `recode` gives them another code; return the new ids."""
        book = self.book
        with self._act_of_person("move", coder) as act:
            return changing.move(act, ids, start, end, book=book)

    def coders(self) -> Frame:
        """Return the table ``coders``."""
        return self._read(people.coders_frame)

    def assign(
        self, coders: Sequence[str], units: Frame, *, by: str = "", round_: int = 1, blind: bool = True, drawn: str = ""
    ) -> int:
        """Give units (``doc_id, start, end``; whole documents have -1) to coders; `by` is who assigns. Return how many rows are new."""
        names = list(dict.fromkeys(people.person(coder) for coder in coders))
        if not names:
            raise BadInput("nobody is named to code this")
        for name in names:
            self._warn_of_twins(name)
        with self._act("assign", people.same_name(by)) as act:
            return assigning.assign(act, names, units, round_=round_, blind=blind, drawn=drawn)

    def assigned_units(self) -> Frame:
        """Return what is assigned, a row per document or unit."""
        return self._read(assigning.assigned_units)

    def settle(self, place: Place, codes: Mapping[str, str | Sequence[str]], *, coder: str, reason: str) -> list[str]:
        """Settle what a stretch says on some axes: settled codings stand beside what was said; an axis without codes says that none holds.

        What was settled on the same stretch and axes before is replaced. Return the new ids.
        """
        book = self.book
        with self._act_of_person("settle", coder) as act:
            return settling.settle(act, place, codes, reason=reason, book=book)

    def settle_all(self, decisions: Mapping[int, Decision], *, coder: str) -> Settled:
        """Settle many places in one act; return what is wrong with some, and which this coder had settled so already. The others are settled."""
        book = self.book
        with self._act_of_person("settle", coder) as act:
            return settling.settle_all(act, decisions, book=book)

    def adopt(self, change: Adoption, *, coder: str) -> tuple[int, int]:
        """Give the project another version of its codebook; return how many codings go on under another category, how many suggestions were taken back."""
        with self._act_of_person("codebook", coder) as act:
            return adopting.adopt(act, change)

    def dispute(self, ids: Sequence[str], *, span: tuple[int, int] | None = None) -> tuple[Place, tuple[str, ...]]:
        """Return the stretch that codings are about, and their axes."""
        return self._read(lambda connection: settling.place_of(connection, ids, span=span))

    def settlements(self) -> Frame:
        """Return the table ``settlements``."""
        return self._read(settling.settlements_frame)

    def history(self, asked: Asked) -> Frame:
        """Return the table ``journal`` of the acts that are asked for."""
        return self._read(lambda connection: audit.history(connection, asked))

    def history_lines(self, asked: Asked, *, text: bool = False) -> list[dict[str, object]]:
        """Return these acts with the rows that each added and took back; quotes, memos and reasons only with `text`."""
        return self._read(lambda connection: list(audit.lines_in_full(connection, asked, text=text)))

    def merge(self, path: str | Path, *, coder: str) -> MergeReport:
        """Take over what was done in another copy of this project; see `qda.project.Project.merge`."""
        people.person(coder)
        other = require_file(path, "`qda copy` makes a file of it that can be merged")
        if self.path is not None and other.exists() and self.path.samefile(other):
            raise ProjectError(f"{other}: is this project itself; name the copy that is to be merged into it")
        with copy_to_read(other) as there:
            report = self._read(lambda here: union.look(here, there, name=self.name, path=other))
            if not report.acts:
                return report
            kept = self._database.keep("before-merge")
            with self._act_of_person("merge", coder) as act:
                report = union.merge(act, there, name=self.name, path=other, kept=kept)
        return report

    def conflicts(self) -> Frame:
        """Return where merged copies went apart on the same coding and nobody has resolved it yet; see `qda.project.Project.conflicts`."""
        return self._read(conflicts_frame)
