"""What a project says of the agreement between its coders."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qda.project.tables import Tables

if TYPE_CHECKING:
    from qda.agreement import Agreement, SpanAgreement
    from qda.agreement.grid import Basis


class Agreeing(Tables):
    """Coders compared, on units or on free spans."""

    def agreement(
        self,
        *coders: str,
        basis: "Basis" = "documents",
        documents: Sequence[str] | None = None,
        by: str = "units",
        times: int = 1000,
        seed: int = 1,
        confidence: float = 0.95,
    ) -> "Agreement":
        """Compare two coders or more on the units of the grid.

        Parameters
        ----------
        coders
            Their names; ``AB#1`` and ``AB#2`` are two rounds of one coder, a name alone means its last round. Taggers are coders like people.
        basis
            Which units count. ``documents``: all of the documents in which every coder worked; ``read``: those that a coder coded or marked as read;
            ``coded``: those that somebody coded on the axis.
        documents
            Only these, by id.
        by
            Intervals are drawn by ``units`` or by whole ``documents``: units of one interview are not independent of each other.
        times, seed, confidence
            How often, from which seed, and how much the interval holds; 0 times: only the intervals that a formula gives.

        Returns
        -------
        Agreement
            Frames of figures, counts and disagreements; printed, it reads them out in plain words. Where units were drawn for all coders in a document (see
        `assign`), only these count there.

        Raises
        ------
        ProjectError, UnknownName, BadInput
            There are no units; nobody of such a name coded anything; fewer than two coders; or they have no document in common.
        """
        from qda.agreement import Resampling
        from qda.project.comparing import compare_on_units

        drawn = Resampling(times=times, seed=seed, by=by, confidence=confidence)
        assigned = self._store.assigned_units()
        return compare_on_units(self, coders, basis=basis, documents=documents, assigned=assigned, resampling=drawn)

    def span_agreement(
        self, *coders: str, documents: Sequence[str] | None = None, times: int = 1000, seed: int = 1, confidence: float = 0.95
    ) -> "SpanAgreement":
        """Compare two coders or more on the spans they drew, whatever the units; what nobody coded is part of it.

        Parameters
        ----------
        coders, documents, seed, confidence
            As in `agreement`.
        times
            How often documents are drawn again for the intervals.

        Raises
        ------
        UnknownName, BadInput
            Nobody of such a name coded anything; fewer than two coders; or they have no document in common.
        """
        from qda.agreement import Resampling
        from qda.project.comparing import compare_on_spans

        drawn = Resampling(times=times, seed=seed, by="documents", confidence=confidence)
        return compare_on_spans(self, coders, documents=documents, resampling=drawn)
