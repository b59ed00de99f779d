"""What to read next in a project, or in tables; and how much is probably still unseen."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qda.codebook import Codebook
from qda.errors import BadInput
from qda.frames import Frame, check
from qda.project.evaluating import read_tables
from qda.project.hybrid import HybridTagger
from qda.project.learning import of_people
from qda.tagger import Tagger

if TYPE_CHECKING:
    from qda.learn.queueing import Waiting
    from qda.learn.stopping import Past
    from qda.project.tables import Tables


class Reading:
    """Segments that are being read: what comes next, and when to stop.

    Parameters
    ----------
    segments, codings, readings
        The tables of these names; of codings and readings those of people. None: segments without codings were not read.
    book
        The codebook.
    tagger
        Orders the segments; None: a `HybridTagger` that learnt from the codings, or starts from rules and example bank where there are none.
    coder
        Who reads; empty: anybody, so what one has read is read.
    """

    def __init__(
        self,
        segments: Frame,
        codings: Frame,
        readings: Frame | None,
        book: Codebook,
        *,
        tagger: Tagger | None = None,
        coder: str = "",
    ) -> None:
        from qda.learn.material import in_order

        every = in_order(check("segments", segments))
        self.segments = every[~every["role"].isin(book.skip_roles)].reset_index(drop=True)
        if self.segments.empty:
            raise BadInput("there are no segments to read; add documents and segment them first")
        self.book = book
        self._codings, self._readings = codings, check("readings", _where_coded(codings) if readings is None else readings)
        self._coder = coder
        self.tagger = self._taught() if tagger is None else tagger

    def _taught(self) -> Tagger:
        made = HybridTagger(self.book, threshold=None)
        return made if self._codings.empty else made.fit(self.segments, self._codings, self._readings)

    def queue(self, *, by: str = "mixed", code: str | None = None, n: int = 50, seed: int = 1) -> Frame:
        """Return the segments to read next, see `qda.learn.queueing.queue`."""
        from qda.learn.queueing import queue

        return queue(self._waiting(code)[0], by=by, n=n, seed=seed)

    def stopping(self, *, code: str | None = None, seed: int = 1) -> Frame:
        """Say how much of each code is probably still unseen, see `qda.learn.stopping.stopping`."""
        from qda.learn.stopping import stopping

        return stopping(*self._waiting(code), seed=seed)

    def _waiting(self, code: str | None) -> "tuple[Waiting, Past]":
        from qda.learn.labels import labels_of
        from qda.learn.predicting import predict
        from qda.learn.queueing import Waiting, columns_asked
        from qda.learn.stopping import Past
        from qda.rules import RuleTagger

        columns = columns_asked(self.book, code)
        codings, readings = (t if not self._coder else t[t["coder"] == self._coder] for t in (self._codings, self._readings))
        labels = labels_of(self.segments, codings, self.book, readings)
        found = predict(self.tagger, self.segments, self.book)
        waiting = Waiting(
            book=self.book, segments=self.segments, unread=np.asarray(~labels.judged[:, columns].any(axis=1), bool), found=found,
            rules=predict(RuleTagger(self.book, threshold=None), self.segments, self.book), codes=columns,
        )  # fmt: skip
        return waiting, Past(labels=labels, expected=self._expected(found.scores))

    def _expected(self, scores: "np.typing.NDArray[np.float64]") -> "np.typing.NDArray[np.float64]":
        """Return what the tagger expected of each segment without having seen it: of those it learnt from, what it said when they were left out."""
        from qda.learn import LearnedTagger
        from qda.learn.labels import slices
        from qda.learn.seen import row_hashes

        out = scores.copy()
        if isinstance(self.tagger, LearnedTagger) and self.tagger.learnt_ is not None:
            taught = {found: n for n, found in enumerate(self.tagger.card_.get("rows", ()))}
            own = [(n, taught[found]) for n, found in enumerate(row_hashes(self.segments)) if found in taught]
            rows, learnt = (np.array(part, np.int64) for part in zip(*own, strict=True)) if own else (np.zeros(0, np.int64),) * 2
            for axis, unseen in self.tagger.learnt_.unseen.items():
                out[rows, slices(self.book)[axis]] = unseen[learnt]
        return out


def _where_coded(codings: Frame) -> Frame:
    """Return readings that say: whoever coded a segment has read it on every axis this coder uses."""
    axes = codings[["coder", "round", "axis"]].drop_duplicates()
    spans = codings[["doc_id", "start", "end", "coder", "round"]].drop_duplicates()
    return spans.merge(axes[axes["axis"] != ""], on=["coder", "round"])


def reading_of(project: "Tables", tagger: Tagger | None = None, coder: str = "") -> Reading:
    """Return the reading of a project."""
    codings, readings = (of_people(frame, None) for frame in (project.codings, project.readings))
    return Reading(project.segments, codings, readings, project.book, tagger=tagger, coder=coder)


def reading_of_tables(
    segments: Sequence[str | Path],
    codings: Sequence[str | Path],
    book: Codebook,
    *,
    tagger: Tagger | None = None,
    coder: str = "",
) -> Reading:
    """Return the reading of tables; segments without codings were not read."""
    units, said = read_tables(segments, codings)
    return Reading(units, of_people(said, None), None, book, tagger=tagger, coder=coder)
