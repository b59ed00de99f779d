"""The readers, in the order in which they are asked: the most specific first, by content and not by suffix alone."""

from collections.abc import Callable, Mapping
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
    table
        Its function takes a third argument: which columns hold what.
    """

    name: str
    version: str
    suffixes: tuple[str, ...]
    what: str
    recognises: Callable[[Path, bytes], bool] = field(repr=False)
    module: str
    function: str = "read"
    table: bool = False

    def read(self, path: Path, data: bytes, columns: Mapping[str, str] | None = None) -> Draft:
        """Read a file's bytes and sign the draft."""
        function = getattr(import_module(self.module), self.function)
        draft: Draft = function(path, data, columns) if self.table else function(path, data)
        return draft if draft.importer else draft.by(self.name, self.version)


def _suffix(*suffixes: str) -> Callable[[Path, bytes], bool]:
    return lambda path, _head: path.suffix.lower() in suffixes


def _begins(*signs: bytes, suffixes: tuple[str, ...]) -> Callable[[Path, bytes], bool]:
    """Take a file by how it begins (after a byte order mark and blanks), or by its suffix where its beginning says nothing."""
    return lambda path, head: (
        _bare(head).startswith(signs) or (path.suffix.lower() in suffixes and not head.startswith((b"%PDF-", b"PK\x03\x04")))
    )


def _bare(head: bytes) -> bytes:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _zip(inside: bytes, suffixes: tuple[str, ...]) -> Callable[[Path, bytes], bool]:
    """Take a zip container by what its first parts are called, and a file by its suffix unless it is plainly something else."""
    return lambda path, head: (
        inside in head if head.startswith(b"PK\x03\x04") and path.suffix.lower() not in suffixes else _named(path, head, suffixes)
    )


def _named(path: Path, head: bytes, suffixes: tuple[str, ...]) -> bool:
    return path.suffix.lower() in suffixes and not _bare(head).startswith((b"{\\rtf", b"WEBVTT"))


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
    Reader(
        name="docx",
        version="1",
        suffixes=(".docx", ".docm"),
        what="Word document: transcript (labels, f4, Teams) or prose with headings, tables, notes",
        recognises=_zip(b"word/", (".docx", ".docm")),
        module="qda.ingest.word",
    ),
    Reader(
        name="rtf",
        version="1",
        suffixes=(".rtf",),
        what="rich text: transcript (labels, f4) or prose",
        recognises=_begins(b"{\\rtf", suffixes=(".rtf",)),
        module="qda.ingest.rich",
    ),
    Reader(
        name="vtt",
        version="1",
        suffixes=(".vtt",),
        what="WebVTT transcript (Teams, Zoom and others)",
        recognises=_begins(b"WEBVTT", suffixes=(".vtt",)),
        module="qda.ingest.cues",
        function="read_vtt",
    ),
    Reader(
        name="srt",
        version="1",
        suffixes=(".srt",),
        what="SubRip transcript, speakers as prefix",
        recognises=_suffix(".srt"),
        module="qda.ingest.cues",
        function="read_srt",
    ),
    Reader(
        name="xlsx",
        version="1",
        suffixes=(".xlsx", ".xlsm"),
        what="answers of a survey, a row an answer, columns by name",
        recognises=_zip(b"xl/", (".xlsx", ".xlsm")),
        module="qda.ingest.answers",
        function="read_xlsx",
        table=True,
    ),
    Reader(
        name="csv",
        version="1",
        suffixes=(".csv", ".tsv"),
        what="answers of a survey, a row an answer, columns by name",
        recognises=_suffix(".csv", ".tsv"),
        module="qda.ingest.answers",
        function="read_csv",
        table=True,
    ),
    Reader(
        name="noscribe",
        version="1",
        suffixes=(".html", ".htm"),
        what="noScribe transcript",
        recognises=lambda path, head: path.suffix.lower() in (".html", ".htm") and b"qrichtext" in head,
        module="qda.ingest.noscribe",
    ),
    Reader(
        name="markdown",
        version="1",
        suffixes=(".md", ".markdown"),
        what="Markdown: transcript or prose with headings",
        recognises=_suffix(".md", ".markdown"),
        module="qda.ingest.plain",
        function="read_markdown",
    ),
    Reader(
        name="txt",
        version="1",
        suffixes=(".txt", ".text"),
        what="plain text: transcript (labels, f4, Otter) or prose, clean or extracted from a PDF",
        recognises=_suffix(".txt", ".text"),
        module="qda.ingest.plain",
    ),
)


def reader_of(path: Path, head: bytes) -> Reader | None:
    """Return the first reader that recognises a file, or ``None``."""
    return next((reader for reader in READERS if reader.recognises(path, head)), None)
