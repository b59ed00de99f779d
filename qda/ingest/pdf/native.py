"""The functions of pdfium that are called once a word or once a line, without the checks of `pypdfium2.raw`.

`pypdfium2.raw` makes an object of every pointer it returns and checks every argument it takes. Over the thousands of calls a page needs, that costs
more than pdfium itself. So these functions take what ctypes passes on as it is: handles, references and small whole numbers.
"""

import ctypes
import struct
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

_INT = ctypes.c_int

PATH, IMAGE, FORM = 2, 3, 5
"""Kinds of things on a page, as pdfium numbers them."""
CURVE, MOVE = 1, 2
"""Kinds of segments of a path; all others are lines."""
_MATRIX = struct.Struct("6f")
_ROOM = ctypes.create_string_buffer(_MATRIX.size)  # one is enough: pdfium works for one thread at a time

Matrix = tuple[float, ...]
Call = Callable[..., int]


class Handle(ctypes.c_void_p):
    """Something that pdfium knows; being of a class of its own, ctypes returns it as it is and not as a number."""


Find = Callable[..., Handle]


class Functions(NamedTuple):
    """Functions of pdfium; what they write they write to references, and no whole number may be an address."""

    loose_box: Call
    origin: Call
    text_matrix: Call
    font_size: Callable[..., float]
    text_object: Callable[..., int | None]
    font: Callable[..., int | None]
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
        loose_box=_function("FPDFText_GetLooseCharBox", _INT),
        origin=_function("FPDFText_GetCharOrigin", _INT),
        text_matrix=_function("FPDFText_GetMatrix", _INT),
        font_size=_function("FPDFText_GetFontSize", ctypes.c_double),
        text_object=_function("FPDFText_GetTextObject", ctypes.c_void_p),
        font=_function("FPDFTextObj_GetFont", ctypes.c_void_p),
        render_mode=_function("FPDFTextObj_GetTextRenderMode", _INT),
        count_objects=_function("FPDFPage_CountObjects", _INT),
        get_object=_function("FPDFPage_GetObject", Handle),
        count_inner=_function("FPDFFormObj_CountObjects", _INT),
        get_inner=_function("FPDFFormObj_GetObject", Handle),
        kind=_function("FPDFPageObj_GetType", _INT),
        matrix=_function("FPDFPageObj_GetMatrix", _INT),
        bounds=_function("FPDFPageObj_GetBounds", _INT),
        draw_mode=_function("FPDFPath_GetDrawMode", _INT),
        count_segments=_function("FPDFPath_CountSegments", _INT),
        segment=_function("FPDFPath_GetPathSegment", Handle),
        segment_kind=_function("FPDFPathSegment_GetType", _INT),
        segment_point=_function("FPDFPathSegment_GetPoint", _INT),
        segment_closes=_function("FPDFPathSegment_GetClose", _INT),
    )


def _function(name: str, result: Any) -> Any:
    from pypdfium2 import raw

    return ctypes.PYFUNCTYPE(result)(address(getattr(raw, name)))


def address(pointer: Any) -> int:
    """Return where a pointer of `pypdfium2.raw` points to."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def items_of(pdfium: Functions, page: Any, kind: int, deep: int) -> Iterator[tuple[Handle, Matrix | None]]:
    """Yield the things of one kind on a page, those inside forms too, each with the matrix of the form it stands in."""
    yield from _listed(pdfium, (pdfium.get_object(page, i) for i in range(pdfium.count_objects(page))), None, kind, deep)


def _listed(
    pdfium: Functions, items: Iterable[Handle], outer: Matrix | None, kind: int, deep: int
) -> Iterator[tuple[Handle, Matrix | None]]:
    for item in items:
        own = pdfium.kind(item)
        if own == kind:
            yield item, outer
        elif own == FORM and deep:
            inner = (pdfium.get_inner(item, i) for i in range(pdfium.count_inner(item)))
            yield from _listed(pdfium, inner, matrix_of(pdfium, item, outer), kind, deep - 1)


def matrix_of(pdfium: Functions, item: Handle, outer: Matrix | None) -> Matrix:
    """Return the matrix that brings a thing into the page."""
    pdfium.matrix(item, _ROOM)
    a, b, c, d, e, f = own = _MATRIX.unpack(_ROOM)
    if outer is None:
        return own
    oa, ob, oc, od, oe, of = outer
    return a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of
