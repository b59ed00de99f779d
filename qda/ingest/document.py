"""One file becomes one document."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qda.errors import FileNotThere, UnreadableFile, UnsupportedFormat
from qda.ingest.draft import Draft
from qda.ingest.language import guess_language
from qda.ingest.limits import check_size
from qda.ingest.questions import with_questions
from qda.ingest.registry import HEAD, READERS, reader_of
from qda.model import Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What is known of a document beside its file; empty fields are filled from the file."""

    id: str = ""
    case: str = ""
    title: str = ""
    kind: str = ""
    language: str = ""
    attributes: Mapping[str, object] | None = None
    columns: Mapping[str, str] | None = None
    roles: Mapping[str, str] | None = None


def read(
    path: str | Path,
    *,
    doc_id: str | None = None,
    case: str = "",
    title: str = "",
    kind: str = "",
    language: str = "",
    attributes: Mapping[str, object] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Document:
    """Read a file as a document.

    Parameters
    ----------
    path
        The file; its format is recognised by its content.
    doc_id
        The name of the document; by default the file's name without suffix.
    case, title, kind, language, attributes
        What is known of it; they win over what the file says. A language not given is guessed.
    columns
        For tables of answers: which columns hold `text`, `question`, `speaker`, `case`; by default they are recognised by their names.

    Returns
    -------
    Document
        Canonical text with its marks; its attributes say which reader made it, in which version.

    Raises
    ------
    FileNotThere, UnreadableFile, PasswordRequired, UnsupportedFormat, HostileFile, NeedsOcr
        The message names the file and what can be done.
    """
    path = Path(path)
    given = Given(
        id=doc_id or path.stem, case=case, title=title, kind=kind, language=language, attributes=attributes, columns=columns
    )
    return document_of(path, given, bytes_of(path))


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file that is there, readable and not too large."""
    if not path.exists():
        raise FileNotThere(path, "no such file")
    if not path.is_file():
        raise UnreadableFile(path, "this is no file")
    try:
        check_size(path, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "the system refuses to read it", "check its permissions") from error


def document_of(path: Path, given: Given, data: bytes, *, source: str = "") -> Document:
    """Make a document of a file's bytes and of what is known of it beside them."""
    draft = _draft(path, data, given.columns)
    if not draft.text.strip():
        raise UnreadableFile(path, "it holds no text", "scanned pages need OCR first" if path.suffix.lower() == ".pdf" else "")
    asked = any(mark.kind == "question" for mark in draft.marks)
    marks = draft.marks if asked and not given.roles else with_questions(draft.text, draft.marks, given.roles)
    signed: dict[str, object] = {"importer": draft.importer, "importer_version": draft.version}
    signed |= {"importer_options": dict(draft.options)} if draft.options else {}
    return Document(
        id=given.id,
        case=given.case,
        title=given.title or draft.title,
        kind=given.kind or draft.kind,
        language=given.language or draft.language or guess_language(draft.text),
        text=draft.text,
        source=source or path.name,
        marks=marks,
        attributes={**draft.attributes, **signed, **(given.attributes or {})},
    )


def _draft(path: Path, data: bytes, columns: Mapping[str, str] | None) -> Draft:
    if not data:
        raise UnreadableFile(path, "the file is empty")
    reader = reader_of(path, data[:HEAD])
    if reader is None:
        known = sorted({suffix for r in READERS for suffix in r.suffixes})
        raise UnsupportedFormat(
            path, f"no reader knows this kind of file ({path.suffix or 'no suffix'})", f"read are {', '.join(known)}"
        )
    return reader.read(path, data, columns)
