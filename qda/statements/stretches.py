"""Stretches of texts: joined, shared, covered."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Spans = Sequence[tuple[int, int]]
Covered = dict[str, list[tuple[int, int]]]
"""Per document, spans in order and apart from each other."""


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch.

    Examples
    --------
    >>> merged([(5, 9), (0, 3), (2, 4)])
    [(0, 4), (5, 9)]
    """
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def common(one: Spans, two: Spans) -> list[tuple[int, int]]:
    """Return what two sorted, disjoint lists of spans share.

    Examples
    --------
    >>> common([(0, 4), (6, 9)], [(2, 7)])
    [(2, 4), (6, 7)]
    """
    out, i, j = [], 0, 0
    while i < len(one) and j < len(two):
        start, end = max(one[i][0], two[j][0]), min(one[i][1], two[j][1])
        if start < end:
            out.append((start, end))
        if one[i][1] <= two[j][1]:
            i += 1
        else:
            j += 1
    return out


def covered(spans: Spans, start: int, end: int) -> bool:
    """Say whether more than half of [start, end) lies in the spans (sorted, disjoint).

    Examples
    --------
    >>> covered([(0, 6)], 0, 10), covered([(0, 5)], 0, 10)
    (True, False)
    """
    i = max(0, bisect_right(spans, (start, start)) - 1)
    length = 0
    while i < len(spans) and spans[i][0] < end:
        length += max(0, min(end, spans[i][1]) - max(start, spans[i][0]))
        i += 1
    return 2 * length > end - start
