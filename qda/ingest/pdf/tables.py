"""Ruled tables: drawn lines and words -> rows of cells.

The grid is found by pdfplumber's own steps (merge the lines, intersect them, close the cells, join the cells), fed with the lines that pdfium reports:
a page without drawn lines costs nothing, and no page is parsed a second time by the slower library.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from qda.ingest.pdf.narrow import NARROW
from qda.ingest.pdf.records import Rule, Table, Word
from qda.ingest.pdf.runs import join_words

MAX_CROSSINGS = 200_000
"""More pairs of lines than this are a drawing."""
_LONG = 60.0
_NEAR = 3.0
_BAND = 300.0
_LEAST_CLOSED = 2
_LEAST_OPEN = 3
_MOST_OPEN = 400

Box = tuple[float, float, float, float]
Cell = list[list[Word]]
Stack = list[tuple[float, float, float]]
"""Left end, height and right end of horizontal lines of one width, from top to bottom."""


class Grid(NamedTuple):
    """Where the rows and columns of a table begin, and which cells are closed; `loose` grids have ruled rows but no ruled columns."""

    box: Box
    rows: list[list[Box | None]]
    loose: bool = False


def tables_of(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[tuple[Table, ...], list[Word]]:
    """Return the ruled tables of a page and the words that stand outside them.

    Parameters
    ----------
    words
        All words of the page.
    rules
        Its drawn lines.
    """
    tables: list[Table] = []
    rest = list(words)
    for grid in _grids(words, rules):
        inside = [w for w in rest if _holds(grid.box, w)]
        rows = _rows(grid, inside)
        if rows and not any(_overlap(grid.box, (t.x0, t.top, t.x1, t.bottom)) for t in tables):
            tables.append(Table(*grid.box, rows))
            taken = {id(w) for w in inside if any(box and _holds(box, w) for row in grid.rows for box in row)}
            rest = [w for w in rest if id(w) not in taken]
    return tuple(sorted(tables, key=lambda t: (t.top, t.x0))), rest


def _grids(words: Sequence[Word], rules: Sequence[Rule]) -> list[Grid]:
    """Return what may be tables, closed ones first; a drawing of very many lines is none."""
    across, down = [r for r in rules if r.top == r.bottom], [r for r in rules if r.x0 == r.x1]
    closed = len(across) >= _LEAST_CLOSED and len(down) > 0 and len(across) * len(down) <= MAX_CROSSINGS
    ruled = _LEAST_OPEN <= len(across) <= _MOST_OPEN
    stacks = _stacks(across) if closed or ruled else []
    grids = _closed(rules, down, stacks) if closed else []
    return grids + (_open(words, stacks) if ruled else [])


def _closed(rules: Sequence[Rule], down: Sequence[Rule], stacks: Sequence[Stack]) -> list[Grid]:
    """Return grids whose cells are closed by lines on all sides."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

    cells = intersections_to_cells(edges_to_intersections(_merged([*rules, *_missing_sides(down, stacks)]), _NEAR, _NEAR))
    grids = []
    for group in cells_to_tables(cells):
        tops = sorted({c[1] for c in group})
        lefts = sorted({c[0] for c in group})
        at = {(c[1], c[0]): c for c in group}
        rows: list[list[Box | None]] = [[at.get((top, left)) for left in lefts] for top in tops]
        box = (lefts[0], tops[0], max(c[2] for c in group), max(c[3] for c in group))
        grids.append(Grid(box, rows))
    return grids


def _missing_sides(down: Sequence[Rule], stacks: Sequence[Stack]) -> list[Rule]:
    """Return the outer sides that many tables leave open, and the last line of one that goes on on the next page."""
    sides = []
    whole = [Rule(float(e["x0"]), float(e["top"]), float(e["x1"]), float(e["bottom"])) for e in _merged(down)]
    for lines in stacks:
        x0, x1 = lines[0][0], lines[0][2]
        inner = [r for r in whole if x0 + 5 < r.x0 < x1 - 5 and lines[0][1] - 4 < r.top and r.top < lines[-1][1]]
        if inner:
            top, bottom = min(r.top for r in inner), max(r.bottom for r in inner)
            sides += [Rule(x, top, x, bottom) for x in (x0, x1)]
            sides += [Rule(x0, bottom, x1, bottom)] if bottom > lines[-1][1] + 6 else []
    return sides


def _stacks(across: Sequence[Rule]) -> list[Stack]:
    """Return (left, height, right) of horizontal lines of one width, each stack from top to bottom."""
    stacks: list[Stack] = []
    lines = ((float(e["x0"]), float(e["top"]), float(e["x1"])) for e in _merged(across))
    for line in sorted((x for x in lines if x[2] - x[0] >= _LONG), key=lambda x: (x[1], x[0])):
        for stack in stacks:
            last = stack[-1]
            if abs(last[0] - line[0]) < 6 and abs(last[2] - line[2]) < 6 and line[1] - last[1] < _BAND:
                if line[1] - last[1] > 6:
                    stack.append(line)
                break
        else:
            stacks.append([line])
    return stacks


def _merged(rules: Iterable[Rule]) -> list[dict[str, float | str]]:
    from pdfplumber.table import merge_edges

    edges = [
        {
            "x0": r.x0, "x1": r.x1, "top": r.top, "bottom": r.bottom, "width": r.x1 - r.x0, "height": r.bottom - r.top,
            "orientation": "h" if r.top == r.bottom else "v", "object_type": "line",
        }
        for r in rules
    ]  # fmt: skip
    merged: list[dict[str, float | str]] = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    return merged


def _open(words: Sequence[Word], stacks: Sequence[Stack]) -> list[Grid]:
    """Return tables that have lines between rows only; their columns are the white rivers through all their rows."""
    grids = []
    for stack in stacks:
        candidates = (_river_grid(words, stack[first:]) for first in range(len(stack) - 2))
        grids += [next((grid for grid in candidates if grid is not None), None)]
    return [grid for grid in grids if grid is not None]


def _river_grid(words: Sequence[Word], lines: Stack) -> Grid | None:
    x0, x1 = lines[0][0], max(line[2] for line in lines)
    box = (x0 - 2, lines[0][1], x1 + 2, lines[-1][1])
    inside = [w for w in words if _holds(box, w)]
    bands = [[w for w in inside if top <= (w.top + w.bottom) / 2 < bottom] for (_, top, _), (_, bottom, _) in pairwise(lines)]
    if not all(bands) or len(_baselines(bands[0])) > 4:
        return None
    lefts = _rivers(inside)
    if len(lefts) < 2:
        return None
    edges = [box[0], *lefts[1:], box[2]]
    tops = [line[1] for line in lines]
    rows: list[list[Box | None]] = [[(a, top, b, bottom) for a, b in pairwise(edges)] for top, bottom in pairwise(tops)]
    return Grid(box, rows, loose=True)


def _rivers(words: Sequence[Word]) -> list[float]:
    """Return the left edges of the columns that white rivers leave."""
    if not words:
        return []
    wide = 0.55 * Counter(w.size for w in words).most_common(1)[0][0]
    edges: list[float] = []
    right = float("-inf")
    for word in sorted(words, key=lambda w: w.x0):
        if word.x0 - right >= wide:
            edges.append(word.x0 - 0.2)
        right = max(right, word.x1)
    return edges


def _rows(grid: Grid, words: Sequence[Word]) -> tuple[tuple[str, ...], ...]:
    """Fill a grid; the result is empty where it is no table after all."""
    filled = [[_cell_lines(_within(box, words)) if box else [] for box in row] for row in grid.rows]
    rows = [split for row in filled for split in _split_rows(row, grid.loose and len(grid.rows) == 2)]
    texts = [tuple("\n".join(join_words(line).text.replace(NARROW, " ") for line in cell) for cell in row) for row in rows]
    full = [[bool(text.strip()) for text in row] for row in texts]
    columns = sum(any(column) for column in zip(*full, strict=True))
    cells = sum(map(sum, full))
    straddling = sum(1 for w in words if not any(box and _holds(box, w) for row in grid.rows for box in row))
    open_cells = sum(box is not None for row in grid.rows for box in row) + (len(texts) - len(grid.rows)) * columns
    if len(texts) < 2 or columns < 2 or cells < 4 or cells < 0.5 * open_cells or straddling > 0.05 * len(words):
        return ()
    return tuple(row for row, marks in zip(texts, full, strict=True) if any(marks))


def _within(box: Box, words: Sequence[Word]) -> list[Word]:
    return [w for w in words if _holds(box, w)]


def _cell_lines(words: Sequence[Word]) -> Cell:
    """Return the words of a cell line by line."""
    bases = _baselines(words)
    lines: Cell = [[] for _ in bases]
    for word in words:
        lines[max(bisect_right(bases, word.base + 0.35 * word.size) - 1, 0)].append(word)
    return [sorted(line, key=lambda w: w.x0) for line in lines if line]


def _baselines(words: Sequence[Word]) -> list[float]:
    bases: list[float] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        if not bases or word.base - bases[-1] > 0.6 * word.size:
            bases.append(word.base)
    return bases


def _split_rows(row: list[Cell], first_column_leads: bool) -> list[list[Cell]]:  # noqa: FBT001 - one private caller
    """Split a ruled row that holds several printed rows: its cells share their base lines, or its first column begins each."""
    starts = [[round(line[0].base) for line in cell] for cell in row if cell]
    counts = Counter(map(tuple, starts))
    if not counts:
        return [row]
    common, times = counts.most_common(1)[0]
    wraps = any(len(own) > len(common) and set(common) <= set(own) for own in starts)
    if len(common) >= (2 if wraps else 3) and times >= 0.6 * len(starts) and len(starts) >= 2:
        return _cut(row, [base - 1.5 for base in common])
    if first_column_leads and row[0] and len(row[0]) >= 2 and max(map(len, starts)) <= 1.5 * len(row[0]):
        return _cut(row, [line[0].base - 1.5 for line in row[0]])
    return [row]


def _cut(row: list[Cell], tops: list[float]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[[] for _ in row] for _ in tops]
    for column, cell in enumerate(row):
        for line in cell:
            rows[max(bisect_right(tops, line[0].base) - 1, 0)][column].append(line)
    return rows


def _holds(box: Box, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
