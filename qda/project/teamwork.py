"""Working together on a project: memos, assignments, blind rounds, settling, merging, agreement."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qda.frames import Frame
from qda.project.exampling import ExamplesReport, add_examples
from qda.project.procedure import Procedure

if TYPE_CHECKING:
    from qda.store import MergeReport


class Teamwork(Procedure):
    """What a team does with a project."""

    def merge(self, path: str | Path, *, coder: str) -> "MergeReport":
        """Take over what was done in another copy of this project.

        The result is the union of what was done in both: the same tables whichever copy takes from which, in any order, and however often. What both
        wrote down independently (the rules run in both, a text imported in both) is shown once, as the later act has it; of units and titles the later act
        counts, as within one copy. Where both changed the same coding, both stay and are listed as a `conflicts` row; of memos, cases, speakers and
        assignments that both wrote otherwise the later one counts, and both are listed, too. A merge is one act: `undo` takes all it brought out of force,
        and acts that are known are not taken over again.

        Coders are known by their names: the same name in two copies is the same person, and two people need two names.

        Parameters
        ----------
        path
            The other copy, a project file. It is only read, even while somebody has it open.
        coder
            Who merges, for the journal.

        Returns
        -------
        MergeReport
            What came, what conflicts, and what lost its place; its text is one line.

        Raises
        ------
        FileNotThere, ProjectError
            There is no such file; it is damaged, no copy of this project, or this project itself; or both copies gave a document a new text. Nothing is
            changed then.

        Examples
        --------
        >>> import pandas as pd, qda, tempfile
        >>> from pathlib import Path
        >>> folder = tempfile.TemporaryDirectory()
        >>> _ = Path(folder.name, "talk.txt").write_text("We trust the board.")
        >>> project = qda.Project.create(f"{folder.name}/study.qda", qda.read_codebook("integration"))
        >>> _ = project.add(f"{folder.name}/talk.txt")
        >>> copy = qda.Project.open(project.backup(f"{folder.name}/copy.qda"))
        >>> row = {"doc_id": "talk", "start": 0, "end": 19, "axis": "valence", "code": "enabler"}
        >>> _ = copy.add_codings(pd.DataFrame([row]), coder="CD")
        >>> copy.close()
        >>> print(project.merge(f"{folder.name}/copy.qda", coder="AB"))
        1 act by CD: 1 coding
        >>> print(project.merge(f"{folder.name}/copy.qda", coder="AB"))
        nothing new: every act of the other copy is known here
        >>> project.close(); folder.cleanup()
        """
        return self._store.merge(path, coder=coder)

    @property
    def conflicts(self) -> Frame:
        """Where merged copies went apart on the same coding or other thing, or settled the same place in two ways, and nobody has resolved it yet.

        A row per pair of acts that did not know each other: ``coding, doc_id, start, end, quote, axis, code, what, kind, target``, and of either side (``_a``,
        ``_b``) ``coder, act, time``, and ``replacement, code, start`` and ``end`` of what stands there now (empty and -1 where the coding was taken back).
        Both sides stay in force. A conflict is resolved by retracting one of the replacements, by settling, or, where one side took the coding back, by any
        further act on what the other made of it.

        `kind` is ``coding``, or ``memo``, ``case``, ``speaker`` or ``assignment``: then `target` says which, and ``text_a`` and ``text_b`` what either
        wrote (an empty one took the memo away). The later one (``_b``) counts until it is resolved: by writing the memo, adding the case or speaker, or
        assigning once more, in the words that shall hold, or by undoing one of the acts.
        """
        return self._store.conflicts()

    def add_examples(
        self, bank: str | Path, *, coders: Sequence[str] = (), codes: Sequence[str] = (), confirm: bool = False
    ) -> ExamplesReport:
        """Add the units that people coded to an example bank; see `qda.project.add_examples`. The project and its journal stay as they are."""
        return add_examples(self, bank, coders=coders, codes=codes, confirm=confirm)
