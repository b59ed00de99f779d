"""The readers, in the order in which they are asked: the most specific first, by content and not by suffix alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.times import UnalignedTimes

HEAD = 4096
_ODT = b"application/vnd.oasis.opendocument.text"
_CONTAINERS = (b"word/", b"xl/", _ODT)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta|title)\b", re.IGNORECASE)
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_JSON = re.compile(rb"^(?:\{\s*\"|\[\s*\{\s*\")")
_SRT = re.compile(
    rb"^(?:\d{1,6}[ \t]*\r?\n\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->|\d{1,2}:\d{2}:\d{2}\.\d{3}[ \t]*-->[^\n]{0,100}\n<v )",
    re.MULTILINE,
)


_ANSWERS = "answers of a survey, a row an answer, columns by name"


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
    sign
        By what a file is known, for users.
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
    sign: str
    recognises: Callable[[Path, bytes], bool] = field(repr=False)
    module: str
    function: str = "read"
    table: bool = False

    def read(self, path: Path, data: bytes, columns: Mapping[str, str] | None = None) -> Draft:
        """Read a file's bytes and sign the draft."""
        function = getattr(import_module(self.module), self.function)
        try:
            draft: Draft = function(path, data, columns) if self.table else function(path, data)
        except UnalignedTimes as error:
            raise UnreadableFile(path, f"its times cannot be aligned: {error}", "mend the time, or take all times out") from error
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
    """Take a zip container by what its first parts are called, by its suffix where they say nothing; and a file that is plainly nothing else."""
    return lambda path, head: (
        _container(path, head, inside, suffixes) if head.startswith(b"PK\x03\x04") else _named(path, head, suffixes)
    )


def _container(path: Path, head: bytes, inside: bytes, suffixes: tuple[str, ...]) -> bool:
    places = sorted((head.find(sign), sign) for sign in _CONTAINERS if sign in head)
    return places[0][1] == inside if places else path.suffix.lower() in suffixes


def _named(path: Path, head: bytes, suffixes: tuple[str, ...]) -> bool:
    return (
        path.suffix.lower() in suffixes
        and not _bare(head).startswith((b"{\\rtf", b"WEBVTT"))
        and _HTML.match(_bare(head)) is None
    )


def _html(path: Path, head: bytes) -> bool:
    return _HTML.match(_bare(head)) is not None or (path.suffix.lower() in _HTML_SUFFIXES and not _tells(head))


def _tells(head: bytes) -> bool:
    """Say whether a beginning tells plainly what its file is."""
    return _bare(head).lower().startswith((b"%pdf-", b"pk\x03\x04", b"{\\rtf", b"webvtt"))


def _noscribe(path: Path, head: bytes) -> bool:
    return _html(path, head) and b"qrichtext" in head and (b"noScribe" in head or b'name="ts_' in head)


def _json(path: Path, head: bytes) -> bool:
    return _JSON.match(_bare(head)) is not None or (path.suffix.lower() in (".json", ".otr") and not _tells(head))


def _otr(path: Path, head: bytes) -> bool:
    said = _bare(head).startswith(b"{") and (b'"media"' in head or b"data-timestamp" in head or b'class=\\"timestamp' in head)
    return _json(path, head) and (path.suffix.lower() == ".otr" or (said and b'"segments"' not in head))


def _fodt(path: Path, head: bytes) -> bool:
    return b"<office:document " in head or (path.suffix.lower() == ".fodt" and not _tells(head))


def _srt(path: Path, head: bytes) -> bool:
    """Take cues that are numbered or have voices, wherever the first stands: of WebVTT without its head, too."""
    bare = _bare(head)
    return (_SRT.search(bare) is not None and _HTML.match(bare) is None) or path.suffix.lower() == ".srt"


def _pdf(path: Path, head: bytes) -> bool:
    return b"%PDF-" in head[:1024] or (path.suffix.lower() == ".pdf" and not head.startswith(b"PK"))


READERS: tuple[Reader, ...] = (
    Reader(
        name="pdf",
        version="3",
        suffixes=(".pdf",),
        what="PDF with text: columns, headings, notes, tables, page numbers",
        sign="%PDF- within the first KB",
        recognises=_pdf,
        module="qda.ingest.pdf",
        function="read_pdf",
    ),
    Reader(
        name="docx",
        version="3",
        suffixes=(".docx", ".docm"),
        what="Word document: transcript or prose with headings, tables, notes",
        sign="zip with a folder word/",
        recognises=_zip(b"word/", (".docx", ".docm")),
        module="qda.ingest.word",
    ),
    Reader(
        name="odt",
        version="2",
        suffixes=(".odt", ".ott"),
        what="OpenDocument text: transcript or prose with headings, tables, notes",
        sign="zip that names its type first: application/vnd.oasis.opendocument.text",
        recognises=_zip(_ODT, (".odt", ".ott")),
        module="qda.ingest.opendoc",
    ),
    Reader(
        name="fodt",
        version="2",
        suffixes=(".fodt",),
        what="OpenDocument text in one XML file: as odt",
        sign="<office:document near its beginning",
        recognises=_fodt,
        module="qda.ingest.opendoc",
        function="read_flat",
    ),
    Reader(
        name="rtf",
        version="3",
        suffixes=(".rtf",),
        what="rich text: transcript or prose",
        sign="begins with {\\rtf",
        recognises=_begins(b"{\\rtf", suffixes=(".rtf",)),
        module="qda.ingest.rich",
    ),
    Reader(
        name="vtt",
        version="3",
        suffixes=(".vtt",),
        what="WebVTT transcript (Teams, Zoom and others)",
        sign="begins with WEBVTT",
        recognises=_begins(b"WEBVTT", suffixes=(".vtt",)),
        module="qda.ingest.cues",
        function="read_vtt",
    ),
    Reader(
        name="srt",
        version="3",
        suffixes=(".srt",),
        what="SubRip transcript, speakers as prefix",
        sign="cues: a number, below it two times and -->",
        recognises=_srt,
        module="qda.ingest.cues",
        function="read_srt",
    ),
    Reader(
        name="xlsx",
        version="3",
        suffixes=(".xlsx", ".xlsm"),
        what=_ANSWERS,
        sign="zip with a folder xl/",
        recognises=_zip(b"xl/", (".xlsx", ".xlsm")),
        module="qda.ingest.answers",
        function="read_xlsx",
        table=True,
    ),
    Reader(
        name="csv",
        version="2",
        suffixes=(".csv", ".tsv"),
        what=_ANSWERS,
        sign="suffix",
        recognises=_suffix(".csv", ".tsv"),
        module="qda.ingest.answers",
        function="read_csv",
        table=True,
    ),
    Reader(
        name="noscribe",
        version="3",
        suffixes=(".html", ".htm"),
        what="transcript of noScribe, with the time of every stretch",
        sign="html of a Qt editor that names noScribe or holds anchors ts_<begin>_<end>_<speaker>",
        recognises=_noscribe,
        module="qda.ingest.noscribe",
    ),
    Reader(
        name="html",
        version="3",
        suffixes=_HTML_SUFFIXES,
        what="web page: transcript or prose with headings and tables",
        sign="begins with <!doctype html>, <html> or their kin",
        recognises=_html,
        module="qda.ingest.web",
    ),
    Reader(
        name="otr",
        version="1",
        suffixes=(".otr",),
        what="transcript of oTranscribe, with its times",
        sign="JSON with 'text' in html and 'media'",
        recognises=_otr,
        module="qda.ingest.otranscribe",
    ),
    Reader(
        name="json",
        version="1",
        suffixes=(".json",),
        what="transcript of Whisper, WhisperX, aTrain or whisper.cpp, or an array of stretches with text and time",
        sign="JSON with a list 'segments', 'chunks' or 'transcription', or an array of objects with 'text'",
        recognises=_json,
        module="qda.ingest.whisper",
    ),
    Reader(
        name="markdown",
        version="2",
        suffixes=(".md", ".markdown"),
        what="Markdown: transcript or prose with headings",
        sign="suffix",
        recognises=_suffix(".md", ".markdown"),
        module="qda.ingest.plain",
        function="read_markdown",
    ),
    Reader(
        name="txt",
        version="3",
        suffixes=(".txt", ".text"),
        what="plain text: transcript or prose, clean or extracted from a PDF",
        sign="suffix, and nothing above",
        recognises=_suffix(".txt", ".text"),
        module="qda.ingest.plain",
    ),
)


def reader_of(path: Path, head: bytes) -> Reader | None:
    """Return the first reader that recognises a file, or ``None``."""
    return next((reader for reader in READERS if reader.recognises(path, head)), None)
