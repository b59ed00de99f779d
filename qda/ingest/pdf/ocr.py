"""Pages that are pictures, read by tesseract: only where the extra ``qda-coding[ocr]`` is installed, and marked as read that way.

The words come back with their places, so that columns, headings, notes and running heads are found as on any other page.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from importlib.util import find_spec
from statistics import median
from typing import Any

from qda.ingest.language import guess_language
from qda.ingest.pdf.narrow import NARROW
from qda.ingest.pdf.records import HYPHEN, Page, Word
from qda.ingest.pdf.runs import runs_of

_DOTS = 300 / 72
_MOST_DOTS = 30_000_000
_SECONDS = 120
_SIGN = 5
_LEAST_SURE = 30
_SURE = 70
_LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "it": "ita", "es": "spa", "nl": "nld"}
NOT_INSTALLED = "run OCR over it first, for example with OCRmyPDF, or install qda-coding[ocr] and tesseract"
NO_PROGRAM = (
    "qda-coding[ocr] is installed, the program tesseract is not: apt install tesseract-ocr, and the language as tesseract-ocr-deu"
)


def missing() -> str:
    """Return what must be done before pages can be read by OCR, or nothing if they can."""
    if find_spec("pytesseract") is None:
        return NOT_INSTALLED
    return "" if shutil.which("tesseract") else NO_PROGRAM


def engine_of(pages: Sequence[Page]) -> str:
    """Return the program with its version and the languages it is told: that of the other pages, or all it has of ours."""
    import pytesseract

    there = set(pytesseract.get_languages())
    text = " ".join(run.text for page in pages for run in page.runs)[:20_000]
    own = _LANGUAGES.get(guess_language(text), "")
    languages = [own] if own in there else [name for name in _LANGUAGES.values() if name in there]
    return f"tesseract {pytesseract.get_tesseract_version()}, {'+'.join(languages)}"


def read_pages(
    document: Any, pages: Sequence[Page], scanned: Sequence[int], engine: str, alive: Callable[[], None]
) -> list[Page]:
    """Read the scanned pages of an open document of pypdfium2; pages on which nothing is found stay as they are."""
    read = list(pages)
    for number in scanned:
        alive()
        read[number - 1] = _read(document, pages[number - 1], engine, alive)
    return read


def _read(document: Any, page: Page, engine: str, alive: Callable[[], None]) -> Page:
    import pytesseract

    sheet = document[page.number - 1]
    try:
        width, height = sheet.get_size()
        scale = min(_DOTS, (_MOST_DOTS / max(width * height, 1)) ** 0.5)
        picture = sheet.render(scale=scale, grayscale=True).to_pil()
    finally:
        sheet.close()
    low, high = picture.getextrema()
    if low == high:
        return page  # nothing is drawn on it
    languages = engine.rpartition(", ")[2]
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # several threads of one page wait for each other more than they help
    try:
        with ThreadPoolExecutor(1) as pool:
            work = pool.submit(pytesseract.image_to_data, picture, lang=languages or None, output_type="dict", timeout=_SECONDS)
            while wait([work], timeout=_SIGN).not_done:
                alive()
        table = work.result()
    except (RuntimeError, OSError):  # tesseract gave up on this picture: the page stays marked as one that needs OCR
        return page
    if _sureness(table) < _SURE:
        return page
    words = list(_words(table, scale))
    runs = tuple(run._replace(text=run.text.replace(NARROW, " ")) for run in runs_of(words))
    return page._replace(width=width, height=height, runs=runs, asides=(), tables=(), rules=(), read_by_ocr=True)


def _sureness(table: dict[str, list[Any]]) -> float:
    """Return how sure tesseract is of the words, from 0 to 100; in a language it does not know it is not."""
    found = [(len(text.strip()), float(sure)) for text, sure in zip(table["text"], table["conf"], strict=True) if text.strip()]
    return sum(size * sure for size, sure in found) / max(sum(size for size, _ in found), 1)


def _words(table: dict[str, list[Any]], scale: float) -> Iterator[Word]:
    """Yield the words of tesseract's table; those of a line share base line and size."""
    lines: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for i, text in enumerate(table["text"]):
        if text.strip() and float(table["conf"][i]) >= _LEAST_SURE:
            lines[table["block_num"][i], table["par_num"][i], table["line_num"][i]].append(i)
    heights = {key: _extent(table, own) for key, own in lines.items()}
    usual = median(heights.values()) if heights else 0.0
    for key, own in lines.items():
        high = usual if 0.7 * usual < heights[key] < 1.35 * usual else heights[key]
        bottoms = sorted(table["top"][i] + table["height"][i] for i in own)
        base = bottoms[len(bottoms) // 4] / scale
        size = max(round(2 * high / scale) / 2, 1.0)
        for i in own:
            left, right = table["left"][i] / scale, (table["left"][i] + table["width"][i]) / scale
            text = table["text"][i]
            broken = i == own[-1] and len(text) > 1 and text[-1] in "-¬‐"
            yield Word(text[:-1] + HYPHEN if broken else text, left, right, base, size, bold=False, italic=False, glued=False)


def _extent(table: dict[str, list[Any]], own: Sequence[int]) -> float:
    tops, bottoms = [table["top"][i] for i in own], [table["top"][i] + table["height"][i] for i in own]
    return float(max(bottoms) - min(tops))
