"""The drawn lines of a page, in the same upright coordinates as its words."""

import ctypes
import itertools
from collections.abc import Iterator
from typing import Any

from qda.ingest.pdf.records import Rule
from qda.ingest.pdf.words import turn

MAX_PATHS = 4000
"""A page with more paths than this is a drawing; its lines are no table."""
_MAX_SEGMENTS = 200
_THICK = 3.0
_SHORT = 4.0
_DEEP = 3

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
    from pypdfium2 import raw

    found: set[Rule] = set()
    for count, (path, matrix) in enumerate(_paths(raw, page.raw, None, 0)):
        if count >= MAX_PATHS:
            return ()
        for start, end in _strokes(_corners(raw, path, matrix)):
            rule = _rule(turn(*start, quarter), turn(*end, quarter), shift)
            if rule is not None:
                found.add(rule)
    return tuple(sorted(found, key=lambda r: (r.top, r.x0, r.bottom, r.x1)))


def _paths(raw: Any, holder: Any, outer: Any, depth: int) -> Iterator[tuple[Any, Any]]:
    """Yield the visible paths of a page, those inside forms too, each with the matrix that brings it into the page."""
    if depth:
        count, get = raw.FPDFFormObj_CountObjects(holder), raw.FPDFFormObj_GetObject
    else:
        count, get = raw.FPDFPage_CountObjects(holder), raw.FPDFPage_GetObject
    for index in range(max(count, 0)):
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEP:
            yield from _paths(raw, item, _matrix(raw, item, outer), depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_PATH and _visible(raw, item):
            yield item, _matrix(raw, item, outer)


def _visible(raw: Any, path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, fill, stroke)) and bool(fill.value or stroke.value)


def _matrix(raw: Any, item: Any, outer: tuple[float, ...] | None) -> tuple[float, ...]:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, m)
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    if outer is None:
        return a, b, c, d, e, f
    oa, ob, oc, od, oe, of = outer
    return a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of


def _corners(raw: Any, path: Any, matrix: tuple[float, ...]) -> list[list[Point]]:
    """Return the corner points of each subpath; one with curves is left out, as is a path of very many segments."""
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MAX_SEGMENTS:
        return []
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    subpaths: list[list[Point]] = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value * a + y.value * c + e, x.value * b + y.value * d + f)
        if kind == raw.FPDF_SEGMENT_MOVETO or not subpaths:
            subpaths.append([point])
        else:
            subpaths[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            subpaths[-1].append(subpaths[-1][0])
    return subpaths


def _strokes(subpaths: list[list[Point]]) -> Iterator[tuple[Point, Point]]:
    """Yield the lines of each subpath, a thin box as its middle line."""
    for points in subpaths:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if len(points) >= 4 and min(wide, high) < _THICK:
            middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
            yield ((min(xs), middle[1]), (max(xs), middle[1])) if wide >= high else ((middle[0], min(ys)), (middle[0], max(ys)))
        else:
            yield from itertools.pairwise(points)


def _rule(start: Point, end: Point, shift: Point) -> Rule | None:
    x0, x1 = sorted((round(start[0] - shift[0], 1), round(end[0] - shift[0], 1)))
    top, bottom = sorted((round(start[1] - shift[1], 1), round(end[1] - shift[1], 1)))
    if x1 - x0 >= _SHORT and bottom - top <= 0.5:
        return Rule(x0, top, x1, top)
    if bottom - top >= _SHORT and x1 - x0 <= 0.5:
        return Rule(x0, top, x0, bottom)
    return None
