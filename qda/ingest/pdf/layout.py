"""The runs of a page -> columns in reading order, each a list of lines.

A column edge is a place where many lines begin and few lines cross; the lines that cross it (titles, wide figures, full-width notes)
cut the page into bands, and within a band the left side is read before the right. Each side is cut again the same way.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qda.ingest.pdf.records import TABLE_SIGN, Line, Rule, Run, overlap
from qda.ingest.pdf.runs import main_size

_CANDIDATES = 12
_MAX_DEPTH = 6
_MIN_LINES = 2
_LEAST = 5
_MIN_CHARACTERS = 14
_PROSE = 20
_TABLE = 0.7
_WHITE = 4.5
_NARROWEST = 30.0
_OFTEN = 3
_FEW = 5


class Band(NamedTuple):
    """A stretch of the page from top to bottom: either whole (`right` is empty) or two sides."""

    left: list[Run]
    right: list[Run]


def columns_of(runs: Sequence[Run], rules: Sequence[Rule] = ()) -> list[list[Run]]:
    """Return the runs of a page in groups that hold one column each, in reading order.

    Parameters
    ----------
    runs
        What stands on the page.
    rules
        Its drawn lines: one that crosses a page of several columns parts what is above it from what is below.
    """
    stretches = _stretches(runs, ())
    columns = [column for stretch in stretches for column in _ordered(stretch, 0, ())]
    across = _crossing(runs, rules) if len(columns) > len(stretches) else []
    if across:
        columns = [column for stretch in _stretches(runs, across) for column in _ordered(stretch, 0, ())]
    return columns


def recut(columns: Sequence[list[Run]], known: Sequence[float]) -> list[list[Run]]:
    """Cut columns again that hold text at two places where columns begin on other pages: there, a line or two beside each other are columns."""
    cut: list[list[Run]] = []
    for column in columns:
        at = [edge for edge in known if any(abs(run.x0 - edge) <= 4 for run in column)]
        cut += _ordered(column, 0, known) if at and max(at) - min(at) > _NARROWEST else [column]
    return cut


def edges_of(pages: Sequence[Sequence[list[Run]]]) -> list[float]:
    """Return where columns begin on a good part of the pages, from the columns of each page."""
    seen = Counter(place for columns in pages if len(columns) > 1 for place in {_edge(column) for column in columns})
    often = max(_OFTEN, 0.3 * len(pages))
    return sorted(3.0 * place for place in seen if seen[place - 1] + seen[place] + seen[place + 1] >= often)


def _edge(column: Sequence[Run]) -> int:
    """Return where most of a column's runs begin, in steps of three points; the leftmost of such places."""
    begins = Counter(round(run.x0 / 3) for run in column)
    often = max(begins.values())
    return min(place for place, count in begins.items() if 2 * count >= often)


def _crossing(runs: Sequence[Run], rules: Sequence[Rule]) -> list[float]:
    """Return the heights of the drawn lines that reach from one side of the text to the other."""
    left, right = min(r.x0 for r in runs), max(r.x1 for r in runs)
    return sorted({r.top for r in rules if r.top == r.bottom and r.x0 < left + 6 and r.x1 > right - 6})


def _stretches(runs: Sequence[Run], across: Sequence[float]) -> list[list[Run]]:
    """Cut a page where it is white from edge to edge, as around a picture: what stands above is read before what stands below."""
    stretches: list[list[Run]] = []
    bottom = float("-inf")
    for run in sorted(runs, key=lambda r: r.top):
        parted = any(bottom - 1 <= height <= run.top + 1 for height in across)
        if parted or run.top - bottom > _WHITE * max(run.size if run.size < 40 else 10.0, 6.0):
            stretches.append([])
        if not stretches:
            stretches.append([])
        stretches[-1].append(run)
        bottom = max(bottom, run.bottom)
    return stretches


def _ordered(runs: list[Run], depth: int, known: Sequence[float]) -> list[list[Run]]:
    bands = _best_bands(runs, known) if len(runs) >= (2 if known else 2 * _MIN_LINES) and depth < _MAX_DEPTH else []
    if not any(band.right for band in bands):
        return [runs] if runs else []
    groups: list[list[Run]] = []
    for band in bands:
        groups += _ordered(band.left, depth + 1, known)
        groups += _ordered(band.right, depth + 1, known)
    return groups


def _best_bands(runs: list[Run], known: Sequence[float]) -> list[Band]:
    """Cut at the edge that puts the most text beside each other."""
    begins = Counter(round(run.x0 / 2) for run in runs)
    first, last = min(run.x0 for run in runs) + _NARROWEST, max(run.x1 for run in runs) - _NARROWEST
    edges = sorted(begins, key=lambda x: (-2 * begins[x] - begins[x - 1] - begins[x + 1], x))[:_CANDIDATES]
    edges = [edge for edge in edges if first < 2 * edge < last]
    edges += [edge for edge in begins if edge not in edges and _at(2.0 * edge, known)]
    gains = [(_gain(runs, 2 * edge - 2.0, sure=_at(2.0 * edge, known)), edge) for edge in edges]
    best, gain = None, 0.0
    for height, edge in gains:
        if height > gain + 1:
            best, gain = edge, height
    return [] if best is None else _bands(runs, 2 * best - 2.0, sure=_at(2.0 * best, known))


def _at(x: float, known: Sequence[float]) -> bool:
    return any(abs(x - edge) <= 4 for edge in known)


def _gain(runs: list[Run], x: float, *, sure: bool) -> float:
    """Return the height over which text stands beside text if the page is cut at an edge."""
    least = 1 if sure else _MIN_LINES
    right = [r for r in runs if r.x0 >= x - 1]
    if len(right) < least:
        return 0.0
    bases = _crossed(runs, x)
    rights = {at: side for at, side in _slots(right, bases).items() if len(side) >= least}
    lefts = _slots([r for r in runs if r.x0 < x - 1 and r.x1 <= x + 1], bases) if rights else {}
    bands = [Band(lefts[at], rights[at]) for at in sorted(rights) if at in lefts]
    return sum(_beside(band) for band in bands if _are_columns(*band, sure=sure))


def _crossed(runs: list[Run], x: float) -> list[float]:
    """Return the base lines of what crosses an edge."""
    return sorted(r.base for r in runs if r.x0 < x - 1 and r.x1 > x + 1)


def _slots(runs: list[Run], bases: list[float]) -> dict[int, list[Run]]:
    """Sort runs by how many of these base lines stand above them; what stands on one of them is left out."""
    slots: dict[int, list[Run]] = {}
    for run in runs:
        at = bisect_left(bases, run.base - 2)
        if at == len(bases) or bases[at] - run.base > 2:
            slots.setdefault(at, []).append(run)
    return slots


def _bands(runs: list[Run], x: float, *, sure: bool) -> list[Band]:
    bases = _crossed(runs, x)
    slots = _slots(runs, bases)
    spanning: dict[int, list[Run]] = {}
    for run in runs:
        at = bisect_left(bases, run.base - 2)
        if at < len(bases) and bases[at] - run.base <= 2:
            spanning.setdefault(at, []).append(run)
    bands: list[Band] = []
    for at in range(len(bases) + 1):
        inside = slots.get(at, [])
        left, right = [r for r in inside if r.x0 < x - 1], [r for r in inside if r.x0 >= x - 1]
        if _are_columns(left, right, sure=sure):
            bands.append(Band(left, right))
        else:
            _append_whole(bands, inside)
        _append_whole(bands, spanning.get(at, []))
    return bands


def _append_whole(bands: list[Band], runs: list[Run]) -> None:
    if runs and bands and not bands[-1].right:
        bands[-1].left.extend(runs)
    elif runs:
        bands.append(Band(list(runs), []))


def _are_columns(left: list[Run], right: list[Run], *, sure: bool) -> bool:
    """Tell columns of prose from numbers before paragraphs and from tables without lines; `sure` where a column begins on other pages."""
    least, total = (1, 2) if sure else (_MIN_LINES, _LEAST)
    if min(len(left), len(right)) < least or len(left) + len(right) < total or _beside(Band(left, right)) <= 0:
        return False
    rows = _rows_of(left)
    if len(rows) < least or _mean(rows) < _MIN_CHARACTERS:
        return False
    others = _rows_of(right)
    if len(others) < least or len(rows) + len(others) < total or _mean(others) < _MIN_CHARACTERS:
        return False
    return min(_mean(rows), _mean(others)) >= _PROSE or _level_rows(rows, others) <= _TABLE


def _mean(rows: Sequence[Sequence[Run]]) -> float:
    """Return how many characters a row has, its runs joined by blanks."""
    return sum(len(run.text) + 1 for row in rows for run in row) / len(rows) - 1


def _level_rows(rows: Sequence[Sequence[Run]], others: Sequence[Sequence[Run]]) -> float:
    """Return the share of the right rows that stand on a base line with a left one."""
    bases = {round(joined(row).base) for row in rows}
    return sum(round(joined(row).base) in bases for row in others) / len(others)


def _beside(band: Band) -> float:
    """Return the height over which both sides hold text."""
    top = max(min(r.top for r in side) for side in band)
    bottom = min(max(r.bottom for r in side) for side in band)
    return bottom - top


def lines_of(runs: Sequence[Run]) -> list[Run]:
    """Join the runs of one column that stand on one base line, from top to bottom."""
    return [joined(row) for row in _rows_of(runs)]


def _rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.base, r.x0)):
        for row in rows[:-4:-1]:
            if _level(row[0], run):
                row.append(run)
                break
        else:
            rows.append([run])
    return rows


def _level(first: Run, run: Run) -> bool:
    if TABLE_SIGN in (first.text[:1], run.text[:1]):
        return False  # a table has rows of its own
    if first.base == run.base and first.size == run.size:
        return True
    return overlap(first, run) > 0.6 * min(first.size, run.size)


def joined(runs: Sequence[Run]) -> Run:
    """Make one run of those that stand beside each other."""
    if len(runs) == 1:
        return runs[0]
    ordered = sorted(runs, key=lambda r: (r.x0, r.base))
    weights: Counter[float] = Counter()
    for run in ordered:
        weights[run.size] += len(run.text)
    size = main_size(weights)
    main = max((r for r in ordered if r.size == size), key=lambda r: len(r.text))
    total = sum(len(r.text) for r in ordered)
    raised: list[tuple[int, int]] = []
    length = 0
    for run in ordered:
        small = run.size <= 0.8 * main.size and run.base <= main.base + 0.03 * main.size
        raised += [(length, length + len(run.text))] if small else [(length + a, length + b) for a, b in run.raised]
        length += len(run.text) + 1
    return Run(
        " ".join(r.text for r in ordered),
        ordered[0].x0,
        max(r.x1 for r in ordered),
        main.base,
        main.size,
        sum(r.bold * len(r.text) for r in ordered) / total,
        sum(r.italic * len(r.text) for r in ordered) / total,
        tuple(raised),
    )


def column_lines(runs: Sequence[Run], page: int, column: int) -> list[Line]:
    """Return the lines of one column with the edges between which its text is set."""
    rows = lines_of(runs)
    begins = Counter(round(r.x0) for r in rows)
    often = [r.x0 for r in rows if begins[round(r.x0)] > 1] or [r.x0 for r in rows]
    ends = sorted(r.x1 for r in rows)
    right = ends[-1] if len(ends) < 12 else ends[-1 - len(ends) // 20]
    return [Line(r, page, column, min(often), right) for r in rows]


def with_common_edges(columns: Sequence[list[Line]]) -> list[list[Line]]:
    """Give columns that begin at one edge one width: a column of a line or two does not show how wide it is."""
    edges = [(column[0].left, column[0].right) for column in columns]
    widest = [max(right for left, right in edges if abs(left - column[0].left) < 4) for column in columns]
    return [
        [line._replace(right=right) for line in column] if len(column) < _FEW else column
        for column, right in zip(columns, widest, strict=True)
    ]
