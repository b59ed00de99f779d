"""A codebook -> a file of the kind its name says."""

from collections.abc import Callable, Mapping
from pathlib import Path

from qda.codebook import Codebook, parse_codebook
from qda.codebook.dumping import dump
from qda.codebook.rewriting import rewritten
from qda.errors import BadInput, CodebookError, nearest
from qda.export.atomic import replacing
from qda.export.guide.document import guide_document_bytes
from qda.export.guide.page import guide_page_text
from qda.export.guide.workbook import guide_workbook_bytes


def _file(book: Codebook) -> bytes:
    return (book.text or dump(book.data) + "\n").encode("utf-8")


def _kept(path: Path, book: Codebook) -> bytes:
    """Return what a file that is there becomes: where it is this codebook, what it says besides the values stays, comments and layout."""
    try:
        text = path.read_text(encoding="utf-8")
        other = parse_codebook(text, file=str(path), lenient=True).id
        made = rewritten(text, book.data).encode("utf-8")
    except (CodebookError, UnicodeDecodeError):
        return _file(book)
    if other != book.id:
        raise BadInput(
            f"{path}: holds the codebook {other!r}, and this is {book.id!r}; give another name, or remove the file first"
        )
    return made


def _page(book: Codebook) -> bytes:
    return guide_page_text(book).encode("utf-8")


def _table(book: Codebook) -> bytes:
    from qda.frames import csv_text

    frame = book.codes_frame()
    return csv_text(frame, list(frame.columns)).encode("utf-8")


GUIDES: Mapping[str, Callable[[Codebook], bytes]] = {
    ".xlsx": guide_workbook_bytes,
    ".docx": guide_document_bytes,
    ".html": _page,
    ".yaml": _file,
    ".yml": _file,
    ".csv": _table,
}
"""Suffix -> what makes the file. A workbook can be edited and read back; text document and page are made to be printed."""


def write_codebook(path: str | Path, book: Codebook) -> None:
    """Write a coding guide: ``.xlsx``, ``.docx``, ``.html``, ``.yaml`` or ``.csv``, as the name of the file says.

    The same codebook gives the same bytes; a codebook file that is there keeps its own comments and layout wherever its values stay as they are.

    Raises
    ------
    BadInput
        No such kind of file, or the file holds another codebook.
    OutputError
        It cannot be written; what stood there is untouched.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in GUIDES:
        raise BadInput(f"{path}: no coding guide of kind {suffix!r}; {nearest(suffix, GUIDES)}")
    kept = GUIDES[suffix] is _file and Path(path).is_file()
    made = _kept(Path(path), book) if kept else GUIDES[suffix](book)
    with replacing(path) as beside:
        beside.write_bytes(made)
