"""How wide and how high text is: Excel computes no row height for cells that are merged or linked to from outside."""

from collections.abc import Iterable
from math import ceil

from qda.export.workbook.styles import SIZE

MAX_HEIGHT = 409.0
"""Points; the highest row there is."""

_HINTED = 0.97
"""The widths are those of Calibri 11 on a screen, rounded to pixels; in print, and at other sizes, it runs a little narrower."""

_PADDING = 8
"""Pixels that a cell keeps free at its sides."""


def line_width(text: str, *, bold: bool = False) -> int:
    """Return how many pixels a text takes on one line."""
    from xlsxwriter.utility import xl_pixel_width

    return ceil(float(xl_pixel_width(text)) * (1.07 if bold else 1.0))


def wrapped(text: str, width: int, size: float = SIZE, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a column of `width` pixels."""
    from xlsxwriter.utility import xl_pixel_width

    scale = size / 11 * _HINTED * (1.07 if bold else 1.0)
    room = max(20.0, width - _PADDING)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            length = xl_pixel_width(word) * scale
            if used and used + length > room:
                lines, used = lines + 1, 0.0
            lines += int(length // room)
            used = (used + length) % room if length > room else used + length + 3 * scale
    return lines


def height(cells: Iterable[tuple[str, int]], size: float = SIZE, *, padding: float = 7.0, bold: bool = False) -> float:
    """Return the height of a row in points, for texts with the widths (pixels) they are wrapped to."""
    lines = max((wrapped(text, width, size, bold=bold) for text, width in cells), default=1)
    return min(MAX_HEIGHT, round(max(1, lines) * size * 1.28 + padding, 1))
