"""The drawn lines of a page, in the same upright coordinates as its words."""

import ctypes
import itertools
from collections.abc import Iterator
from typing import Any

from qda.ingest.pdf.native import CURVE, MOVE, PATH, Handle, Matrix, functions, items_of, matrix_of
from qda.ingest.pdf.records import Rule
from qda.ingest.pdf.words import turn

MAX_PATHS = 4000
"""A page with more paths than this is a drawing; its lines are no table."""
_MAX_SEGMENTS = 200
_THICK = 3.0
_SHORT = 4.0
_DEEP = 3
_SIDES = (4, 5)
_BOX = 4

Point = tuple[float, float]


def rules_of(page: Any, quarter: int, shift: Point) -> tuple[Rule, ...]:
    """Return the horizontal and vertical lines of a page.

    Parameters
    ----------
    page
        An open page of pypdfium2.
    quarter, shift
        How its words were turned upright.

    Returns
    -------
    tuple of Rule
        Sorted; thin filled rectangles count as lines, outlines as their sides.
    """
    found: set[Rule] = set()
    drawing = Drawing(page)
    for count, (path, outer) in enumerate(drawing.paths()):
        if count >= MAX_PATHS:
            return ()
        for start, end in _strokes(drawing.corners(path, outer)):
            across, along = abs(start[0] - end[0]), abs(start[1] - end[1])
            if min(across, along) < 1 and max(across, along) > _SHORT - 1:  # most lines of a picture fail, and rounding is slow
                rule = _rule(turn(*start, quarter), turn(*end, quarter), shift)
                found |= {rule} if rule is not None else set()
    return tuple(sorted(found, key=lambda r: (r.top, r.x0, r.bottom, r.x1)))


class Drawing:
    """The paths of one open page of pypdfium2."""

    def __init__(self, page: Any) -> None:
        self._pdfium = functions()
        self._page = page.raw
        self._x, self._y, self._fill, self._stroke = ctypes.c_float(), ctypes.c_float(), ctypes.c_int(), ctypes.c_int()

    def paths(self) -> Iterator[tuple[Handle, Matrix | None]]:
        """Yield the visible paths, each with the matrix of the form it stands in."""
        fill, stroke = ctypes.byref(self._fill), ctypes.byref(self._stroke)
        for path, outer in items_of(self._pdfium, self._page, PATH, _DEEP):
            if self._pdfium.draw_mode(path, fill, stroke) and (self._fill.value or self._stroke.value):
                yield path, outer

    def corners(self, path: Handle, outer: Matrix | None) -> list[list[Point]]:
        """Return the corner points of each subpath; one with curves is left out, as is a path of very many segments."""
        pdfium = self._pdfium
        count = pdfium.count_segments(path)
        if not 2 <= count <= _MAX_SEGMENTS:
            return []
        a, b, c, d, e, f = matrix_of(pdfium, path, outer)
        h, v, across, down = self._x, self._y, ctypes.byref(self._x), ctypes.byref(self._y)
        subpaths: list[list[Point]] = []
        for index in range(count):
            segment = pdfium.segment(path, index)
            kind = pdfium.segment_kind(segment) if index else MOVE
            if kind == CURVE:
                return []
            pdfium.segment_point(segment, across, down)
            x, y = h.value, v.value
            point = (x * a + y * c + e, x * b + y * d + f)
            if kind == MOVE or not subpaths:
                subpaths.append([point])
            else:
                subpaths[-1].append(point)
                if index == 1 and count in _SIDES and _slants(*subpaths[0]):
                    return []
            if pdfium.segment_closes(segment):
                subpaths[-1].append(subpaths[-1][0])
        return subpaths


def _slants(start: Point, end: Point) -> bool:
    """Say whether a line is neither horizontal nor vertical; a box that begins with one is a facet of a drawing."""
    return abs(start[0] - end[0]) > 1 and abs(start[1] - end[1]) > 1


def _strokes(subpaths: list[list[Point]]) -> Iterator[tuple[Point, Point]]:
    """Yield the lines of each subpath, a thin box as its middle line."""
    for points in subpaths:
        if len(points) >= _BOX:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            left, right, low, high = min(xs), max(xs), min(ys), max(ys)
            if min(right - left, high - low) < _THICK:
                x, y = (left + right) / 2, (low + high) / 2
                yield ((left, y), (right, y)) if right - left >= high - low else ((x, low), (x, high))
                continue
        yield from itertools.pairwise(points)


def _rule(start: Point, end: Point, shift: Point) -> Rule | None:
    x0, x1 = sorted((round(start[0] - shift[0], 1), round(end[0] - shift[0], 1)))
    top, bottom = sorted((round(start[1] - shift[1], 1), round(end[1] - shift[1], 1)))
    if x1 - x0 >= _SHORT and bottom - top <= 0.5:
        return Rule(x0, top, x1, top)
    if bottom - top >= _SHORT and x1 - x0 <= 0.5:
        return Rule(x0, top, x0, bottom)
    return None
