"""What a person should know of a document that was read: letters, pages and columns that may be missing or others than those written."""

from collections.abc import Iterator, Sequence

from qda._wording import many
from qda.model import Document

_SURE = 0.5


def doubts(document: Document) -> Iterator[str]:
    """Yield a line about each doubt, as a warning about the file."""
    about = document.attributes
    halves, sure = about.get("half_characters"), about.get("encoding_confidence", 1.0)
    if isinstance(halves, int):
        yield f"half of a character was left out at {many(halves, 'place')}"
    if isinstance(sure, float) and sure < _SURE:
        yield f"read as {about['encoding']}, which hardly fits; save it as UTF-8 if letters are wrong"
    if blind := _list(about.get("needs_ocr")):
        yield f"no text on {_pages(blind)}; what is scanned there is read only by OCR (the extra [ocr] and the program tesseract)"
    if scanned := _list(about.get("ocr")):
        yield f"{_pages(scanned)} read by OCR; compare quotes with the scan"
    if columns := _list(about.get("columns_left_out")):
        yield f"not read: {', '.join(map(repr, columns))}; the columns may be named in `qda.read(..., columns=...)`"


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _pages(numbers: Sequence[object]) -> str:
    """Return page numbers in words, the first ten of them.

    >>> _pages([3]), _pages([1, 2])
    ('page 3', 'pages 1, 2')
    """
    shown = ", ".join(map(str, numbers[:10]))
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"
