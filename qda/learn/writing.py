"""From scores to the table ``codings``: which codes are suggested, and in which statements."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame, check, empty
from qda.learn.labels import Bools, slices
from qda.learn.signals import Numbers
from qda.model import Code, machine_id, statement_id

DIGITS = 6
"""Scores are rounded as tables hold them, so that what leaves and comes back is the same."""

Place = tuple[str, int, int, str]
Sides = Mapping[tuple[int, int], frozenset[str]]
"""(Segment, code) -> the statements in which the rules see the code, where they see several in a segment."""

_COLUMNS = ("doc_id", "start", "end", "axis", "code", "statement", "id", "score", "quote", "evidence")


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A score per segment and code, which of them are kept, and why.

    Attributes
    ----------
    least
        From which score on a code is kept.
    sides
        In which statements of a segment a code belongs, where not in all.
    tell
        Says why, for a segment and a code.
    """

    scores: Numbers
    kept: Bools
    least: Numbers
    sides: Sides
    tell: Callable[[int, int], str]


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes codings for a tagger."""

    book: Codebook
    coder: str
    round: int

    @cached_property
    def _codes(self) -> Sequence[Code]:
        return list(self.book.codes())

    @cached_property
    def _version(self) -> str:
        return self.book.codebook_version

    @cached_property
    def _where(self) -> Mapping[str, slice]:
        return slices(self.book)

    def table(self, segments: Frame, found: Suggested) -> Frame:
        """Return the codes that are kept, as codings."""
        places = list(segments[["doc_id", "start", "end", "text"]].itertuples(index=False, name=None))
        rows = [row for n in np.flatnonzero(found.kept.any(axis=1)) for row in self._rows(int(n), places[n], found)]
        if not rows:
            return empty("codings")
        made = pd.DataFrame(rows, columns=list(_COLUMNS))
        made["coder"], made["round"], made["codebook_version"] = self.coder, self.round, self.book.codebook_version
        made["origin"], made["status"] = "model", "suggested"
        return check("codings", made)

    def _rows(self, n: int, place: Place, found: Suggested) -> Iterator[tuple[object, ...]]:
        """Yield the codings of a segment: a statement for each code of the axis that splits, and all else in each."""
        codes, scores = self._codes, found.scores[n]
        chosen = [int(c) for c in np.flatnonzero(self._single(scores, found.kept[n]))]
        told = {c: found.tell(n, c) for c in chosen}
        for side in [codes[c].id for c in chosen if codes[c].axis == self.book.split] or [""]:
            for c in chosen:
                axis, code = codes[c].axis, codes[c].id
                if code == side if axis == self.book.split else side in found.sides.get((n, c), (side,)):
                    yield *place[:3], axis, code, *self._ids(place, axis, code, side), _rounded(scores[c]), place[3], told[c]

    def _single(self, scores: Numbers, kept: Bools) -> Bools:
        """Keep the best code of axes that allow one in a statement."""
        out = kept.copy()
        for axis in self.book.axes:
            where = self._where[axis.id]
            if axis.kind != "multi" and axis.id != self.book.split and out[where].sum() > 1:
                best = int(np.where(out[where], scores[where], -1).argmax())
                out[where] = np.arange(where.stop - where.start) == best
        return out

    def _ids(self, place: Place, axis: str, code: str, side: str) -> Sequence[str]:
        doc_id, start, end, _ = place
        statement = statement_id(doc_id=doc_id, start=start, end=end, coder=self.coder, round_=self.round, split=side)
        coding = machine_id(
            doc_id=doc_id, start=start, end=end, axis=axis, code=code, statement=statement, coder=self.coder, round_=self.round,
            codebook_version=self._version,
        )  # fmt: skip
        return statement, coding


def _rounded(score: float) -> float:
    return round(min(max(float(score), 0.0), 1.0), DIGITS)
