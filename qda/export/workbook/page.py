"""How a sheet is printed: A4 landscape, as wide as the page, names of columns on every page, page numbers below."""

from typing import Any

A4 = 9
PRINTED_WIDTH = 1026
"""Pixels between the margins of A4 landscape, at full size."""


_PRINTED_HEIGHT = 495.0


def printed_height(width: int) -> float:
    """Return how many points of rows a page holds when a sheet of this width (pixels) is made to fit it."""
    return _PRINTED_HEIGHT * max(1.0, width / PRINTED_WIDTH)


def set_page(sheet: Any, title: str, *, header: int, labels: int = 0, pages_wide: int = 1) -> None:
    """Set a sheet up.

    Parameters
    ----------
    title
        Stands in the footer, with the sheet's name and the page.
    header
        The row of column names, repeated on every page; the rows above it are frozen with it.
    labels
        How many columns name the rows; they are frozen, and repeated where the sheet is wider than a page.
    """
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.55, bottom=0.7)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.repeat_rows(header)
    if labels and pages_wide > 1:
        sheet.repeat_columns(0, labels - 1)
    shown = title.replace("&", "&&")[:120]
    sheet.set_footer(f"&L&8{' ' if shown[:1].isdigit() else ''}{shown}&C&8&A&R&8&P / &N", {"margin": 0.3})
    sheet.hide_gridlines(2)
    sheet.freeze_panes(header + 1, labels)
