"""Mayring's procedure in a project: its coding guide goes from version to version, and its categories are formed from the material."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qda.codebook import Codebook
from qda.frames import Frame
from qda.project import explicating, forming, reshaping, revising, saturating, summarising
from qda.project.memoing import Place
from qda.project.team import Team

if TYPE_CHECKING:
    from qda.formation.saturation import Saturation


class Procedure(Team):
    """What qualitative content analysis does with a project beyond coding it."""

    def use(self, book: Codebook, *, coder: str, became: Mapping[str, str] | None = None) -> revising.BookReport:
        """Give the project another version of its codebook, in one act that `undo` takes back.

        From then on every coding names the new version. Codings of categories that became others go on under these, with their coders and rounds; suggestions
        of categories that are no more are taken back. After a final version a change opens a new round: the codings to look at again are assigned in it to
        the people who made them.

        Parameters
        ----------
        book
            The new version; a version that the project had before is allowed, too.
        coder
            Who changes it.
        became
            ``{"factor/old": "new"}``: under which category the codings of one that went go on. Plain renamings are found without being told.

        Returns
        -------
        BookReport
            What changed, the codings to look at again, the round, and what the method would have had otherwise: where categories are formed inductively, a
            revision before 10 % of the material is warned of.

        Raises
        ------
        BadInput, ProjectError, UnknownName
            It holds already, or is another codebook; or people's codings carry categories that it lacks, and nothing says what became of them.
        """
        return revising.revise(self, self._store, book, coder=coder, became=became)

    def outdated(self) -> Frame:
        """Return the codings of people that rest on an older text of their category and that their coder has not looked at since: with ``why``."""
        return revising.outdated(self)

    def form(self, axis: str = "", *, coder: str, documents: Sequence[str] | None = None, round_: int = 1) -> forming.Formation:
        r"""Begin, or go on with, inductive category formation on an axis: passage by passage, with the nearest categories.

        Parameters
        ----------
        axis
            Its id; may be left out where there is only one.
        coder
            Who reads.
        documents
            The documents in the order in which they are to be read; default: all.

        Examples
        --------
        >>> import tempfile, qda
        >>> from pathlib import Path
        >>> folder = tempfile.TemporaryDirectory()
        >>> _ = Path(folder.name, "talk.txt").write_text("We trust the board. Money is short. We trust each other.")
        >>> text = "codebook: b\nmatrix: {rows: [v], cell: f}\naxes: [{id: v, codes: [{id: x}]}, {id: f, codes: [{id: y}]}]"
        >>> project = qda.Project.create(f"{folder.name}/study.qda", qda.codebook.parse_codebook(text))
        >>> _ = project.add(f"{folder.name}/talk.txt"), project.segment()
        >>> forming = project.form("f", coder="AB")
        >>> print(forming.next())
        [1/3] talk
        We trust the board.
        >>> passage = forming.found("trust", definition="People rely on each other.")
        >>> passage = forming.found("money")
        >>> print(passage)
        [3/3] talk
        We trust each other.
          1  trust 0.68: trust (definition)
        >>> forming.subsume("trust")
        >>> forming.growth["categories"].tolist(), project.book.version
        ([1, 2, 2], '0.3')
        >>> project.close(); folder.cleanup()
        """
        from qda.store.coding.people import person

        return forming.Formation(self, self._store, axis=axis, coder=person(coder), documents=documents, round_=round_)

    def growth(self, axis: str = "", *, coder: str = "", documents: Sequence[str] = ()) -> Frame:
        """Return the growth curve of the categories of an axis: a row per passage that people (or one coder) read, see `qda.formation.growth`.

        Parameters
        ----------
        documents
            Documents in the order in which they shall count; by default passages count in the order in which they were read.
        """
        return forming.growth_of(self, reshaping.require_axis(self.book, axis), coder, documents)

    def category_history(self, axis: str = "") -> Frame:
        """Return what became of categories, in order: founded, added, renamed, merged, split, changed or taken out, and which came from which."""
        return forming.history_of(self, axis)

    # ---------------------------------------------------------------- summarising

    def summarise(
        self,
        segment: Place | Sequence[Place],
        *,
        coder: str,
        paraphrase: str | None = None,
        generalisation: str | None = None,
        reduction: str | None = None,
    ) -> bool:
        """Write down a paraphrase, generalisation or reduction of a passage; return whether that is new.

        Parameters
        ----------
        segment
            Document, start and end; or several of them, which get the same: one reduction may stand for many passages.
        coder
            Who summarises; everybody's own stand beside each other.
        paraphrase, generalisation, reduction
            What is not given stays as it is; an empty text takes it away.
        """
        steps = {"paraphrase": paraphrase, "generalisation": generalisation, "reduction": reduction}
        places = [segment] if isinstance(segment, tuple) and len(segment) == 3 and isinstance(segment[0], str) else list(segment)
        texts = {kind: text for kind, text in steps.items() if text is not None}
        return bool(self._store.summarise([(str(d), int(s), int(e)) for d, s, e in places], texts, coder=coder))

    @property
    def summaries(self) -> Frame:
        """Mayring's table: case, page, line, time, number, quote, paraphrase, generalisation, reduction; see `qda.project.summarising`."""
        return summarising.summary_table(self, self._store.summaries())

    def export_summary(self, path: str | Path, *, coder: str = "") -> int:
        """Write Mayring's table of all coders, or of one, as ``.xlsx``, ``.docx`` or ``.csv``; return how many passages it has."""
        from qda.export.summary import write_summary

        found = self.summaries
        found = found[found["coder"] == coder].reset_index(drop=True) if coder else found
        write_summary(path, found)
        return len(found)

    # ---------------------------------------------------------------- explication

    def explicate(self, document: str, start: int, end: int, *, around: int = 3, most: int = 10) -> explicating.Explication:
        """Gather what helps to understand a passage.

        Parameters
        ----------
        around
            How many units before and after it are its narrow context.
        most
            How many places of the broad context at most: units elsewhere in the material that share its rare words (in their dictionary forms), those first
            that share the most and the rarest.

        Returns
        -------
        Explication
            Two tables, and what the passage stands under; printed, it is a text to be read.

        Raises
        ------
        UnknownName, OffsetError, ProjectError
            No such document, or no such span in it; it has no units yet.
        """
        return explicating.explicate(self, (document, start, end), around=around, most=most)

    # ---------------------------------------------------------------- saturation

    def saturation(
        self,
        axis: str = "",
        *,
        coder: str = "",
        order: Sequence[str] = (),
        by: str = "document",
        base: int = 4,
        run: int = 2,
        threshold: float = 0.05,
        times: int = 0,
        seed: int = 1,
    ) -> "Saturation":
        """Assess saturation after Guest, Namey & Chen (2020), from what people read and coded.

        Parameters
        ----------
        coder
            Only this one's reading.
        order
            Documents (or cases) in the order in which they shall count; default: as they were read.
        by
            ``document`` or ``case``: what counts as one.
        base, run, threshold
            Base size, run length, new information threshold.
        times, seed
            How many random orders are drawn beside, and from which seed: saturation should not hang on who was read first.

        Returns
        -------
        Saturation
            Frames of documents, runs and random orders; printed, a sentence for the method section. `qda.project.saturating.write_saturation` draws it.

        Raises
        ------
        BadInput, UnknownName
            A size below 1 or a threshold that is no share; no such axis or document.
        """
        from qda.formation.saturation import assess

        on = reshaping.require_axis(self.book, axis)
        found = saturating.coded_documents(self, on, coder=coder, order=order, unit=by)
        return assess(found, base=base, run=run, threshold=threshold, times=times, seed=seed, unit=by)
