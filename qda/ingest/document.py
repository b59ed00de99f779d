"""One file becomes one document."""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from qda.errors import FileNotThere, UnreadableFile, UnsupportedFormat
from qda.ingest.draft import Draft
from qda.ingest.language import guess_language, with_languages
from qda.ingest.limits import check_size
from qda.ingest.questions import with_questions
from qda.ingest.registry import HEAD, READERS, reader_of
from qda.ingest.times import astray
from qda.model import Document

_INSTEAD = {
    "save it as docx": ".doc .dot .pages .wpd .wps",
    "save it as xlsx": ".xls .ods .numbers",
    "save it as PDF": ".ppt .pptx .odp .jpg .jpeg .png .tif .tiff",
    "save it as html": ".epub .mht .mhtml",
    "unpack it first": ".zip .7z .rar .gz .tar",
    "transcribe it first": ".mp3 .m4a .wav .ogg .wma .mp4 .mov",
}
_WITHOUT_TIMES = frozenset({"pdf", "csv", "xlsx"})


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
    """Read a file as a document; one that holds several is refused, `read_all` reads it.

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


def read_all(path: str | Path, *, case: str = "", kind: str = "", language: str = "") -> tuple[Document, ...]:
    """Read a file that may hold several documents, as the structured text of MAXQDA does.

    Parameters
    ----------
    path
        The file.
    case, kind, language
        What is known of all its documents.

    Returns
    -------
    tuple of Document
        In the order of the file, each called ``<file without suffix>#<its name in the file>``; any other file gives the one document of `read`.

    Raises
    ------
    FileNotThere, UnreadableFile, PasswordRequired, UnsupportedFormat, HostileFile, NeedsOcr
        As `read`.
    """
    path = Path(path)
    given = Given(id=path.stem, case=case, kind=kind, language=language)
    drafts = drafts_of(path, bytes_of(path))
    return tuple(document_from(path, replace(given, id=part_id(path.stem, name)), draft) for name, draft in drafts.items())


def part_id(file_id: str, name: str) -> str:
    """Return the id of a document within a file.

    >>> part_id("talks", "Ana"), part_id("talks", "")
    ('talks#Ana', 'talks')
    """
    return f"{file_id}#{name}" if name else file_id


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file that is there, readable and not too large."""
    try:
        if not path.exists():
            raise FileNotThere(path, "no such file")
        if not path.is_file():
            raise UnreadableFile(path, "this is no file")
        check_size(path, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "the system refuses to read it", "check its permissions") from error


def document_of(path: Path, given: Given, data: bytes, *, source: str = "") -> Document:
    """Make a document of a file's bytes and of what is known of it beside them; a file of several documents is refused."""
    drafts = drafts_of(path, data, given.columns)
    if len(drafts) > 1:
        names = ", ".join(repr(name) for name in list(drafts)[:3])
        raise UnreadableFile(
            path,
            f"it holds {len(drafts)} documents ({names}{' ...' if len(drafts) > 3 else ''})",
            "read it with qda.read_all, or put it into a folder and read that",
        )
    return document_from(path, given, next(iter(drafts.values())), source=source)


def drafts_of(path: Path, data: bytes, columns: Mapping[str, str] | None = None) -> dict[str, Draft]:
    """Return the drafts of a file by name: one called ``""``, or those of structured text by what they are called in it."""
    draft = _draft(path, data, columns)
    drafts: dict[str, Draft] = {} if draft.parts else {"": draft}
    often: Counter[str] = Counter()
    for part in draft.parts:
        name = " ".join(part.title.replace("/", "-").replace("\\", "-").split())
        often[name] += 1
        drafts[_free(name, often[name], drafts)] = part
    for one in drafts.values():
        if not one.text.strip():
            raise UnreadableFile(
                path, "it holds no text", "scanned pages need OCR first" if path.suffix.lower() == ".pdf" else ""
            )
        if one.importer not in _WITHOUT_TIMES and (mark := astray(one.text)):
            raise UnreadableFile(
                path, f"its times cannot be aligned: {mark[:40]!r} is left over", "mend the time, or take all times out"
            )
    return drafts


def _free(name: str, number: int, taken: Container[str]) -> str:
    """Return the name of the document that is the `number`-th of its name, and not taken by another."""
    numbered = (f"{name} ({n})" for n in count(max(number, 2)))
    return next(one for one in chain([name] if number == 1 else [], numbered) if one not in taken)


def document_from(path: Path, given: Given, draft: Draft, *, source: str = "") -> Document:
    """Give a draft its place in a corpus."""
    asked = any(mark.kind == "question" for mark in draft.marks)
    marks = draft.marks if asked and not given.roles else with_questions(draft.text, draft.marks, given.roles)
    language = given.language or draft.language or guess_language(draft.text)
    signed: dict[str, object] = {"importer": draft.importer, "importer_version": draft.version}
    signed |= {"importer_options": dict(draft.options)} if draft.options else {}
    return Document(
        id=given.id,
        case=given.case,
        title=given.title or draft.title,
        kind=given.kind or draft.kind,
        language=language,
        text=draft.text,
        source=source or path.name,
        marks=with_languages(draft.text, marks, language),
        attributes={**draft.attributes, **signed, **(given.attributes or {})},
    )


def _instead(path: Path) -> str:
    """Return what to do about a file that no reader knows."""
    known = sorted({suffix for r in READERS for suffix in r.suffixes})
    return next(
        (what for what, kinds in _INSTEAD.items() if path.suffix.lower() in kinds.split()), f"read are {', '.join(known)}"
    )


def _draft(path: Path, data: bytes, columns: Mapping[str, str] | None) -> Draft:
    if not data:
        raise UnreadableFile(path, "the file is empty")
    reader = reader_of(path, data[:HEAD])
    if reader is None:
        raise UnsupportedFormat(path, f"no reader knows this kind of file ({path.suffix or 'no suffix'})", _instead(path))
    return reader.read(path, data, columns)
