"""Rich text (rtf), by striprtf; then read as plain text."""

from pathlib import Path

from qda.errors import UnreadableFile
from qda.ingest.draft import Draft
from qda.ingest.plain import from_text

_BEGIN = b"{\\rtf"


def read(path: Path, data: bytes) -> Draft:
    """Read an rtf file."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(_BEGIN):
        raise UnreadableFile(path, "this is no rtf file", "save it again as rtf")
    if b"\x00" in data.rstrip(b"\x00") and b"\\bin" not in data:
        raise UnreadableFile(path, "it holds NUL bytes, which cut its words", "open it in its program and save it again")
    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="strict"))  # type: ignore[no-untyped-call]  # striprtf has no types
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")  # it leaves the two halves of an emoji apart
    except (UnicodeDecodeError, UnicodeEncodeError, LookupError, ValueError, TypeError, IndexError) as error:
        raise UnreadableFile(path, "the rtf is damaged", "open it in its program and save it again") from error
    return from_text(text)
