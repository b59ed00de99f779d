"""The grid, asked which of its units a span touches."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qda.frames import Frame

Key = tuple[str, int, int]


@dataclass(frozen=True, kw_only=True)
class Units:
    """The units of every document, sorted; units do not overlap."""

    spans: Mapping[str, Sequence[tuple[int, int]]]

    @classmethod
    def of(cls, segments: Frame | None) -> "Units":
        """Take the units of a table ``segments``; None gives an empty grid."""
        spans: dict[str, list[tuple[int, int]]] = {}
        if segments is not None:
            for doc_id, start, end in segments[["doc_id", "start", "end"]].itertuples(index=False, name=None):
                spans.setdefault(doc_id, []).append((start, end))
        return cls(spans={doc_id: sorted(set(found)) for doc_id, found in spans.items()})

    def touched(self, doc_id: str, start: int, end: int) -> list[Key]:
        """Return the units that overlap a span, in order."""
        spans = self.spans.get(doc_id, ())
        i = max(0, bisect_right(spans, (start, end)) - 1)
        while i > 0 and spans[i - 1][1] > start:
            i -= 1
        out = []
        while i < len(spans) and spans[i][0] < end:
            if spans[i][1] > start:
                out.append((doc_id, *spans[i]))
            i += 1
        return out

    def around(self, doc_id: str, start: int, end: int) -> tuple[int, int]:
        """Return a span widened to the units it touches."""
        touched = self.touched(doc_id, start, end)
        return (min(start, touched[0][1]), max(end, touched[-1][2])) if touched else (start, end)

    def meant(self, doc_id: str, start: int, end: int) -> list[Key]:
        """Return the units that a span covers by more than half, or that hold more than half of it, in order.

        Examples
        --------
        >>> Units(spans={"a": [(0, 10), (10, 20), (20, 30)]}).meant("a", 8, 26)
        [('a', 10, 20), ('a', 20, 30)]
        """
        return [
            unit
            for unit in self.touched(doc_id, start, end)
            if 2 * (min(end, unit[2]) - max(start, unit[1])) > min(unit[2] - unit[1], end - start)
        ]
