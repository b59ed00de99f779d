"""Which mark holds a place: the innermost one of a kind, found by bisection."""

import heapq
from bisect import bisect_right
from collections.abc import Iterable

from qda.model import Mark


class Cover:
    """Marks, laid out so that the innermost one at any place is found at once.

    Parameters
    ----------
    marks
        Marks of one kind; they may nest and overlap. Empty stretches hold no place.

    Examples
    --------
    >>> pages = Cover([Mark(kind="page", start=0, end=10, value="iv"), Mark(kind="page", start=10, end=30, value="1")])
    >>> pages.at(10).value
    '1'
    >>> pages.at(30) is None
    True
    """

    def __init__(self, marks: Iterable[Mark]) -> None:
        held = sorted((m for m in marks if m.start < m.end), key=lambda m: m.start)
        self._edges = sorted({edge for m in held for edge in (m.start, m.end)})
        self._held: list[Mark | None] = []
        active: list[tuple[int, int, int]] = []
        following = 0
        for edge in self._edges:
            while following < len(held) and held[following].start == edge:
                heapq.heappush(active, (-edge, held[following].end, following))
                following += 1
            while active and active[0][1] <= edge:
                heapq.heappop(active)
            self._held.append(held[active[0][2]] if active else None)

    def at(self, place: int) -> Mark | None:
        """Return the innermost mark that holds a place, if any: the one that starts last, then the shortest."""
        i = bisect_right(self._edges, place) - 1
        return self._held[i] if i >= 0 else None
