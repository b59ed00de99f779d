"""A PDF's bytes -> what it says, page by page. Runs in the worker process; raises our exceptions only."""

from collections.abc import Callable
from typing import Any

from qda.errors import NeedsOcr
from qda.ingest.pdf import ocr
from qda.ingest.pdf.blocks import blocks_of
from qda.ingest.pdf.bounds import Step
from qda.ingest.pdf.furniture import cleared
from qda.ingest.pdf.margins import without_margins
from qda.ingest.pdf.narrow import without_narrow
from qda.ingest.pdf.pages import open_pdf, pages_of
from qda.ingest.pdf.records import Page, Reading, Sheet

_SCANT = 60


def parse(name: str, data: bytes, tick: Callable[[int, Step], None] = lambda _page, _step: None) -> Reading:
    """Read a PDF.

    Parameters
    ----------
    name
        The file as the user named it, for messages.
    data
        Its bytes.
    tick
        Told how many pages have been read, and what is done next; the worker gives it as much time and memory as that may take.

    Raises
    ------
    UnreadableFile, PasswordRequired, HostileFile
        The file is broken, encrypted, or exceeds a limit.
    NeedsOcr
        None of its pages holds text.
    """
    document = open_pdf(name, data)
    try:
        title = str(document.get_metadata_value("Title") or "").strip()
        pages: list[Page] = []
        for page in pages_of(name, document):
            pages.append(page)
            tick(page.number, "page")
        pages, engine = _read_scans(document, pages, lambda: tick(len(pages), "scan"))
    finally:
        document.close()
    if not any(page.runs or page.asides or page.tables for page in pages):
        remedy = ocr.missing() or "OCR finds no text on them either"
        raise NeedsOcr(name, "none of its pages holds text", remedy)
    tick(len(pages), "text")
    clean = cleared(without_margins(without_narrow(pages)))
    blocks = blocks_of(clean, lambda: tick(len(pages), "text"))
    sheets = tuple(Sheet(c.page.number, c.label, c.taken, _needs_ocr(c.page), c.page.read_by_ocr) for c in clean)
    return Reading(tuple(blocks), sheets, title, engine)


def _read_scans(document: Any, pages: list[Page], alive: Callable[[], None]) -> tuple[list[Page], str]:
    """Read the pages that need OCR where that can be done; return all pages, and the program if it read any."""
    scanned = [page.number for page in pages if _needs_ocr(page)]
    if not scanned or ocr.missing():
        return pages, ""
    alive()
    engine = ocr.engine_of(pages)
    read = ocr.read_pages(document, pages, scanned, engine, alive)
    return read, engine if any(page.read_by_ocr for page in read) else ""


def _needs_ocr(page: Page) -> bool:
    """Say whether a page holds no text, or next to none beside a large picture."""
    if page.read_by_ocr:
        return False
    size = sum(len(run.text) for run in (*page.runs, *page.asides)) + 100 * len(page.tables)
    return size == 0 or (page.pictured and size < _SCANT)
