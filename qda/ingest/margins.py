"""Numbers at the margin of a transcript, of its lines or of its paragraphs: they rise one by one and are no part of what is said."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qda.ingest.lines import Line

_NUMBER = re.compile(r"^(\d{1,5})(?:[.)]?[\s]+(?=\S)|$)")
_SHARE = 0.6
_LEAST = 4


def without_numbers(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Take the numbers at the margin off; return the lines and how many had one, 0 where there are none.

    Numbers count the lines one by one, begin anew on a page, or stand at every fifth line only; lists in a text are counted far more rarely.

    >>> lines, n = without_numbers([Line(text=f"{i} So it is.") for i in range(1, 6)])
    >>> lines[0].text, n
    ('So it is.', 5)
    """
    hits = [(i, m) for i, line in enumerate(lines) if (m := _NUMBER.match(line.text))]
    counted = _counted([(i, int(m[1])) for i, m in hits])
    fifth = len(counted) >= _LEAST and all(int(_match(lines[i])[1]) % 5 == 0 for i in counted)
    if len(counted) < _LEAST or len(counted) < (0.15 if fifth else _SHARE) * len(lines):
        return list(lines), 0
    if fifth and not _lie_five_apart(counted):
        return list(lines), 0
    out = [replace(line, text=line.text[_match(line).end() :]) if i in counted else line for i, line in enumerate(lines)]
    return [line for line in out if line.text], len(counted)


def _match(line: Line) -> re.Match[str]:
    match = _NUMBER.match(line.text)
    if match is None:
        raise ValueError(line.text)
    return match


def _counted(hits: Sequence[tuple[int, int]]) -> set[int]:
    """Return the lines whose number follows on that of the line before, by one or five, or begins anew."""
    found: set[int] = set()
    for (i, a), (j, b) in pairwise(hits):
        if b - a == 1 or (b - a == 5 and a % 5 == 0) or (b in (1, 5) and i in found):
            found |= {i, j}
    return found


def _lie_five_apart(places: set[int]) -> bool:
    order = sorted(places)
    return sum(b - a == 5 for a, b in pairwise(order)) >= 0.8 * (len(order) - 1)
