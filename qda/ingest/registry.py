"""The readers, in the order in which they are asked: the most specific first, by content and not by suffix alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from qda.ingest.draft import Draft

HEAD = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """One kind of file and how it is read.

    Attributes
    ----------
    name, version
        Written into every document that this reader makes; a change of its output needs a new version.
    suffixes
        The usual suffixes, lower case with dot; they help `recognises` and are shown to users.
    what
        One line for users.
    recognises
        Told the path and the first `HEAD` bytes, says whether this reader takes the file.
    module, function
        Where its ``(path, data) -> Draft`` lives; loaded when the first file of the kind is met.
    """

    name: str
    version: str
    suffixes: tuple[str, ...]
    what: str
    recognises: Callable[[Path, bytes], bool] = field(repr=False)
    module: str
    function: str = "read"

    def read(self, path: Path, data: bytes) -> Draft:
        """Read a file's bytes and sign the draft."""
        draft: Draft = getattr(import_module(self.module), self.function)(path, data)
        return draft if draft.importer else draft.by(self.name, self.version)


def _suffix(*suffixes: str) -> Callable[[Path, bytes], bool]:
    return lambda path, _head: path.suffix.lower() in suffixes


def _pdf(path: Path, head: bytes) -> bool:
    return b"%PDF-" in head[:1024] or (path.suffix.lower() == ".pdf" and not head.startswith(b"PK"))


READERS: tuple[Reader, ...] = (
    Reader(
        name="pdf",
        version="1",
        suffixes=(".pdf",),
        what="PDF with text: columns, headings, notes, tables, page numbers",
        recognises=_pdf,
        module="qda.ingest.pdf",
        function="read_pdf",
    ),
)


def reader_of(path: Path, head: bytes) -> Reader | None:
    """Return the first reader that recognises a file, or ``None``."""
    return next((reader for reader in READERS if reader.recognises(path, head)), None)
