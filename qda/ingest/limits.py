"""What a file may cost: checked before anything is parsed, and counted while it is inflated, for headers lie."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from qda.errors import HostileFile, PasswordRequired, ReadError, UnreadableFile

MB = 1_000_000
MOST_BYTES = 200 * MB
MOST_ENTRIES = 5_000
MOST_PART = 64 * MB
MOST_INFLATED = 256 * MB
MOST_RATIO = 200
MOST_TAGS = 1_500_000
_RATIO_FROM = MB  # small parts of blanks compress better than any limit and do no harm
_CHUNK = 1 << 16
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,40})")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
_LIKE_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\x00?\s{0,100}<")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_size(path: Path, size: int) -> None:
    """Refuse a file that is larger than anything people write."""
    if size > MOST_BYTES:
        raise HostileFile(path, f"{size // MB} MB; at most {MOST_BYTES // MB} MB are read", "split the file")


def parts_of(path: Path, data: bytes) -> dict[str, bytes]:
    """Unpack a zip container within the limits.

    Returns
    -------
    dict
        Name -> bytes of every part.

    Raises
    ------
    UnreadableFile, PasswordRequired, HostileFile
        It is no zip file or is broken; it is encrypted; it exceeds a limit or hides something.
    """
    if data.startswith(_COMPOUND):
        raise PasswordRequired(
            path, "the file is encrypted, or of a format older than 2007", "save it without a password as docx or xlsx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(path, entries)
            return _inflate(path, archive, entries)
    except ReadError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFile(path, "the file is damaged", "open it in its program and save it again") from error


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise HostileFile(path, f"{len(entries)} parts; at most {MOST_ENTRIES} are read")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise HostileFile(path, "two of its parts have the same name")
    for entry in entries:
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in entry.filename[:3]:
            raise HostileFile(path, f"its part {entry.filename!r} points outside the file")
        if entry.flag_bits & 1:
            raise PasswordRequired(path, "the file is encrypted", "save it without a password")


def _inflate(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if entry.is_dir():
            continue
        chunks, size = [], 0
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                _check_part(path, entry, size, total + size)
                chunks.append(chunk)
        total += size
        parts[entry.filename] = b"".join(chunks)
        if entry.filename.endswith((".xml", ".rels")) or _LIKE_XML.match(parts[entry.filename]):
            refuse_doctype(path, parts[entry.filename])
    return parts


def _check_part(path: Path, entry: zipfile.ZipInfo, size: int, total: int) -> None:
    if size > MOST_PART or total > MOST_INFLATED:
        raise HostileFile(path, f"it unpacks to more than {MOST_PART // MB} MB a part or {MOST_INFLATED // MB} MB in all")
    if size > _RATIO_FROM and size > MOST_RATIO * max(1, entry.compress_size):
        raise HostileFile(path, f"its part {entry.filename!r} unpacks to more than {MOST_RATIO} times its size")


def refuse_doctype(path: Path, xml: bytes) -> None:
    """Refuse XML that declares a DOCTYPE, for parsers drop the text of its entities without a word, or that may hide one by its encoding."""
    head = xml.replace(b"\x00", b"") if b"\x00" in xml[:100] else xml
    if _DOCTYPE.search(head):
        raise HostileFile(path, "its XML declares a DOCTYPE, which no office program writes", "save it again in its program")
    encoding = _ENCODING.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if encoding is not None and encoding[1].lower() not in _ENCODINGS:
        name = encoding[1].decode("ascii", "backslashreplace")
        raise HostileFile(path, f"its XML is written in {name!r}, as no office program does", "save it again in its program")


def check_tags(path: Path, parts: Iterable[bytes]) -> None:
    """Refuse XML of more tags than a document of thousands of pages has: each takes some hundred times its size in memory."""
    if sum(xml.count(b"<") for xml in parts) > MOST_TAGS:
        raise HostileFile(path, f"its text is made of more than {MOST_TAGS:,} tags", "split the file")
