"""An open PDF -> its pages, one after the other, each closed before the next is opened."""

import ctypes
from collections.abc import Iterator
from typing import Any

from qda.errors import HostileFile, PasswordRequired, UnreadableFile
from qda.ingest.pdf.narrow import NARROW
from qda.ingest.pdf.native import IMAGE, functions, items_of
from qda.ingest.pdf.records import Page, Run
from qda.ingest.pdf.rules import rules_of
from qda.ingest.pdf.runs import closed_up, runs_of
from qda.ingest.pdf.tables import tables_of
from qda.ingest.pdf.words import LONGEST_LINE, PageText, Placed, reading_quarter, turn, upright, without_overprints

MAX_PAGES = 5_000
MAX_CHARACTERS = 400_000
"""On one page; a page of a newspaper has 40,000."""
_LITTLE = 1000
_PASSWORD, _SECURITY = 4, 5


def open_pdf(name: str, data: bytes) -> Any:
    """Open a PDF with pypdfium2.

    Raises
    ------
    PasswordRequired
        If it is encrypted and does not open without a password.
    UnreadableFile
        If it is empty, truncated or broken.
    HostileFile
        If it has more pages than allowed.
    """
    import pypdfium2

    if not data.strip():
        raise UnreadableFile(name, "the file is empty")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY) or "password" in str(error).lower():
            raise PasswordRequired(name, "the PDF is encrypted", "save a copy without its password") from None
        raise UnreadableFile(name, "the PDF is broken or cut short", "open it in a PDF viewer and save a copy") from None
    if len(document) > MAX_PAGES:
        raise HostileFile(name, f"{len(document):,} pages, at most {MAX_PAGES:,} are read", "split the file")
    if not len(document):
        raise UnreadableFile(name, "the PDF has no pages")
    return document


def pages_of(name: str, document: Any) -> Iterator[Page]:
    """Yield the pages of an open PDF."""
    import pypdfium2

    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            raise UnreadableFile(name, f"page {index + 1} is broken", "open it in a PDF viewer and save a copy") from None
        try:
            yield _read(name, page, index + 1, document.get_page_label(index))
        finally:
            page.close()


def _read(name: str, page: Any, number: int, label: str) -> Page:
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > MAX_CHARACTERS:
            raise HostileFile(name, f"page {number} holds more than {MAX_CHARACTERS:,} characters")
        text = PageText(textpage)
        if text.is_cut():
            raise HostileFile(
                name,
                f"page {number} holds a line of more than {LONGEST_LINE:,} letters, of which the rest would be lost",
                f"open it in a PDF viewer and print it into a new PDF, or leave page {number} out",
            )
        placed = text.words()
    finally:
        textpage.close()
    quarter = reading_quarter(placed)
    left, low, right, high = page.get_bbox()
    corners = [turn(x, y, quarter) for x, y in ((left, low), (right, high))]
    shift = (min(c[0] for c in corners), min(c[1] for c in corners))
    width, height = (abs(corners[0][i] - corners[1][i]) for i in (0, 1))
    straight: list[Placed] = []
    across: list[Placed] = []
    for word in placed:
        (straight if word.style.quarter == quarter and not word.style.skewed else across).append(word)
    words = without_overprints(upright(straight, shift))
    rules = rules_of(page, quarter, shift) if words else ()
    tables, words = tables_of(words, rules)
    runs = runs_of(closed_up(words))
    return Page(
        number=number,
        label=label,
        width=width,
        height=height,
        runs=tuple(runs),
        asides=tuple(_asides(across)),
        tables=tables,
        rules=rules,
        pictured=sum(len(w.text) for w in placed) < _LITTLE and _pictured(page),
    )


def _asides(words: list[Placed]) -> list[Run]:
    """Return what is written across the reading direction, or aslant."""
    runs = []
    for quarter in range(4) if words else ():
        turned = upright([w for w in words if w.style.quarter == quarter], (0.0, 0.0))
        runs += runs_of(without_overprints(turned))
    return [run._replace(text=run.text.replace(NARROW, " ")) for run in runs]


def _pictured(page: Any) -> bool:
    """Say whether a picture covers most of a page, as in a scan."""
    pdfium = functions()
    left, low, right, high = page.get_bbox()
    area = (right - left) * (high - low)
    edges = [ctypes.c_float() for _ in range(4)]
    for item, _ in items_of(pdfium, page.raw, IMAGE, 2):
        if pdfium.bounds(item, *map(ctypes.byref, edges)):
            x0, y0, x1, y1 = (edge.value for edge in edges)
            if (x1 - x0) * (y1 - y0) > 0.5 * area:
                return True
    return False
