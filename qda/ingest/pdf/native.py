"""The functions of pdfium that are called once a word or once a line, with plain addresses in place of objects.

`pypdfium2.raw` makes an object of every pointer it returns and checks every one it takes. Over the thousands of calls a page needs, that costs
more than pdfium itself.
"""

import ctypes
import struct
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

_INT, _ADDRESS, _FLOAT = ctypes.c_int, ctypes.c_void_p, ctypes.c_float

PATH, IMAGE, FORM = 2, 3, 5
"""Kinds of things on a page, as pdfium numbers them."""
CURVE, MOVE = 1, 2
"""Kinds of segments of a path; all others are lines."""
_MATRIX = struct.Struct("6f")

Matrix = tuple[float, ...]
Call = Callable[..., int]
Find = Callable[..., int | None]


class Functions(NamedTuple):
    """Functions of pdfium; handles and places to write to are addresses, nothing is ``None``."""

    loose_box: Call
    origin: Call
    text_matrix: Call
    font_size: Callable[[int, int], float]
    text_object: Find
    font: Find
    render_mode: Call
    count_objects: Call
    get_object: Find
    count_inner: Call
    get_inner: Find
    kind: Call
    matrix: Call
    bounds: Call
    draw_mode: Call
    count_segments: Call
    segment: Find
    segment_kind: Call
    segment_point: Call
    segment_closes: Call


@cache
def functions() -> Functions:
    """Return the functions of pdfium, which is loaded with the first call."""
    return Functions(
        loose_box=_function("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS),
        origin=_function("FPDFText_GetCharOrigin", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS),
        text_matrix=_function("FPDFText_GetMatrix", _INT, _ADDRESS, _INT, _ADDRESS),
        font_size=_function("FPDFText_GetFontSize", ctypes.c_double, _ADDRESS, _INT),
        text_object=_function("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT),
        font=_function("FPDFTextObj_GetFont", _ADDRESS, _ADDRESS),
        render_mode=_function("FPDFTextObj_GetTextRenderMode", _INT, _ADDRESS),
        count_objects=_function("FPDFPage_CountObjects", _INT, _ADDRESS),
        get_object=_function("FPDFPage_GetObject", _ADDRESS, _ADDRESS, _INT),
        count_inner=_function("FPDFFormObj_CountObjects", _INT, _ADDRESS),
        get_inner=_function("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong),
        kind=_function("FPDFPageObj_GetType", _INT, _ADDRESS),
        matrix=_function("FPDFPageObj_GetMatrix", _INT, _ADDRESS, _ADDRESS),
        bounds=_function("FPDFPageObj_GetBounds", _INT, _ADDRESS, *(_ADDRESS,) * 4),
        draw_mode=_function("FPDFPath_GetDrawMode", _INT, _ADDRESS, _ADDRESS, _ADDRESS),
        count_segments=_function("FPDFPath_CountSegments", _INT, _ADDRESS),
        segment=_function("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT),
        segment_kind=_function("FPDFPathSegment_GetType", _INT, _ADDRESS),
        segment_point=_function("FPDFPathSegment_GetPoint", _INT, _ADDRESS, _ADDRESS, _ADDRESS),
        segment_closes=_function("FPDFPathSegment_GetClose", _INT, _ADDRESS),
    )


def _function(name: str, result: Any, *arguments: Any) -> Any:
    from pypdfium2 import raw

    return ctypes.PYFUNCTYPE(result, *arguments)(address(getattr(raw, name)))


def address(pointer: Any) -> int:
    """Return where a pointer of `pypdfium2.raw` points to."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def items_of(pdfium: Functions, page: int, kind: int, deep: int) -> Iterator[tuple[int, Matrix | None]]:
    """Yield the things of one kind on a page, those inside forms too, each with the matrix of the form it stands in."""
    yield from _listed(pdfium, [pdfium.get_object(page, i) or 0 for i in range(pdfium.count_objects(page))], None, kind, deep)


def _listed(
    pdfium: Functions, items: list[int], outer: Matrix | None, kind: int, deep: int
) -> Iterator[tuple[int, Matrix | None]]:
    for item in items:
        own = pdfium.kind(item)
        if own == kind:
            yield item, outer
        elif own == FORM and deep:
            inner = [pdfium.get_inner(item, i) or 0 for i in range(pdfium.count_inner(item))]
            yield from _listed(pdfium, inner, matrix_of(pdfium, item, outer), kind, deep - 1)


def matrix_of(pdfium: Functions, item: int, outer: Matrix | None) -> Matrix:
    """Return the matrix that brings a thing into the page."""
    room = ctypes.create_string_buffer(_MATRIX.size)
    pdfium.matrix(item, ctypes.addressof(room))
    a, b, c, d, e, f = own = _MATRIX.unpack(room)
    if outer is None:
        return own
    oa, ob, oc, od, oe, of = outer
    return a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of
