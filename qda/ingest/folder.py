"""A folder becomes a corpus: every file that can be read, with what the tables beside the files say about them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from qda import frames
from qda.errors import BadTable, FileNotThere, ReadError, UnreadableFile, nearest
from qda.frames import Frame
from qda.ingest.codings import read_codings
from qda.ingest.copies import Copies
from qda.ingest.document import Given, bytes_of, document_from, drafts_of, part_id
from qda.ingest.doubts import doubts
from qda.ingest.registry import READERS
from qda.ingest.twins import best_first, say_the_same
from qda.model import Document

RESERVED = ("documents.csv", "cases.csv", "speakers.csv", "codings.csv")
_OWN = ("file", "case", "title", "kind", "language")
_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_ABOUT = re.compile(r"(?:readme|licen[cs]e|sources?)(?:\.[^.]*)?", re.IGNORECASE)
_RESULTS = "project.qda"
_SHOWN = 5
_BACKUPS = ".qda.backups"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """What a folder held.

    Attributes
    ----------
    documents
        In the order of their files. A file of several documents (structured text of MAXQDA) gives each the id ``<file>#<name>``.
    refused
        Columns ``file``, ``reason``, ``remedy``: files that could not be read, and rows of codings.csv whose values are not of their type.
    warnings
        One line each: files that no table lists, files that are the same or say the same.
    cases, speakers, codings
        The tables beside the files, or ``None``.
    """

    documents: tuple[Document, ...]
    refused: Frame
    warnings: tuple[str, ...] = ()
    cases: Frame | None = None
    speakers: Frame | None = None
    codings: Frame | None = None


def read_folder(folder: str | Path, *, progress: Progress | None = None) -> Corpus:
    """Read a folder: ``corpus/<case>/<file>``, or files in any order of folders.

    Parameters
    ----------
    folder
        At its top, ``documents.csv``, ``cases.csv``, ``speakers.csv`` and ``codings.csv`` tell about the files, and files called README,
        LICENSE or SOURCES, with any suffix or none, describe the folder: they are no documents unless ``documents.csv`` lists them. Further
        down all names are alike. Passed over everywhere: hidden files, what office programs leave behind while a file is open, and folders
        of results, known by their ``project.qda``.
    progress
        Called before each file with the number of files done, of all files, and the file's name; at the end with an empty name.

    Returns
    -------
    Corpus
        What could be read, and what could not and why. One bad file never hides the others. Of files that have one name and say the same in
        several formats, one is read (what documents.csv lists, else the format that tells most), and a warning names the others.

    Raises
    ------
    FileNotThere, UnreadableFile
        There is no such folder, or nothing in it.
    BadTable
        A table names a file that is not there or gives it another case than its folder does.
    """
    folder = Path(folder)
    found, unread = _files(folder)
    listed = _listed(folder, found)
    files = [name for name in found if not _describes(name) or _key(name) in listed]
    files = best_first(files, id_of, {name for name in files if _key(name) in listed})
    speakers = _speakers(folder, files)
    reading = _Reading(folder=folder, listed=listed, speakers=speakers)
    for done, name in enumerate(files):
        if progress is not None:
            progress(done, len(files), name)
        reading.take(name)
    if progress is not None:
        progress(len(files), len(files), "")
    codings, wrong = read_codings(folder / "codings.csv")
    return Corpus(
        documents=tuple(reading.documents),
        refused=pd.DataFrame([*unread, *reading.refused, *wrong], columns=["file", "reason", "remedy"]).astype(str),
        warnings=(
            *_unlisted(folder, reading.documents, listed),
            *reading.beside.values(),
            *reading.copies.warnings(),
            *_doubtful(reading.documents),
            *_silent(speakers, reading.documents),
        ),
        cases=_table(folder, "cases", {"case": "id"}),
        speakers=speakers,
        codings=codings,
    )


class _Reading:
    """The state of one pass over the files."""

    def __init__(self, *, folder: Path, listed: Mapping[str, Mapping[str, str]], speakers: Frame | None) -> None:
        self.folder = folder
        self.listed = listed
        self.speakers = speakers
        self.documents: list[Document] = []
        self.refused: list[dict[str, str]] = []
        self.copies = Copies()
        self.beside: dict[str, str] = {}
        self._read: dict[str, tuple[str, str]] = {}

    def take(self, name: str) -> None:
        """Read one file, or note why it cannot be read."""
        path = self.folder / name
        try:
            data = bytes_of(path)
            drafts = drafts_of(path, data)
        except ReadError as error:
            self.refused.append({"file": name, "reason": error.reason, "remedy": error.remedy})
            return
        said = "\n".join(draft.text for draft in drafts.values())
        better, text = self._read.setdefault(id_of(name), (name, said))
        if better != name:
            self._leave(name, better, same=say_the_same(said, text))
            return
        for part, draft in drafts.items():
            self.documents.append(document_from(path, self._given(name, part), draft, source=name))
        self.copies.add(name, data, [document.text for document in self.documents[-len(drafts) :]])

    def _leave(self, name: str, better: str, *, same: bool) -> None:
        """Note a file whose document has been read from another file."""
        if same:
            self.beside[name] = (
                f"{name}: says what {better} says, which is read; list it in documents.csv to have it read instead"
            )
        else:
            reason = f"it would be document {id_of(name)!r}, as {better} is, and says something else"
            self.refused.append({"file": name, "reason": reason, "remedy": "rename one of them"})

    def _given(self, name: str, part: str) -> Given:
        row = self.listed.get(_key(name), {})
        extra = {k: v for k, v in row.items() if k not in _OWN and v != ""}
        doc_id = part_id(id_of(name), part)
        roles = None
        if self.speakers is not None:
            own = self.speakers[self.speakers["doc_id"].isin([doc_id, id_of(name)])]
            roles = dict(zip(own["speaker"], own["role"], strict=True)) or None
        return Given(
            id=doc_id,
            case=row.get("case", "") or case_of(name),
            title=row.get("title", "") if not part else "",
            kind=row.get("kind", ""),
            language=row.get("language", ""),
            attributes=extra,
            roles=roles,
        )


def id_of(name: str) -> str:
    """Return the document id of a file of the corpus: its path without suffix.

    >>> id_of("leeds/interview-03.docx")
    'leeds/interview-03'
    """
    return unicodedata.normalize("NFC", str(PurePosixPath(name).with_suffix("")))


def case_of(name: str) -> str:
    """Return the case that a file's folder gives it, or ``""`` at the top.

    >>> case_of("leeds/interview-03.docx"), case_of("report.txt")
    ('leeds', '')
    """
    parts = PurePosixPath(name).parts
    return unicodedata.normalize("NFC", parts[0]) if len(parts) > 1 else ""


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/")).removeprefix("./")


def _files(folder: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the files of a folder by their names within it, sorted, and what cannot be read: names that are no text, folders that the system refuses."""
    if not folder.exists():
        raise FileNotThere(folder, "no such folder")
    if not folder.is_dir():
        raise UnreadableFile(folder, "this is a file, not a folder", "name the folder it lies in")
    refused: list[dict[str, str]] = []
    names = [name for name in sorted(_names(folder, folder, refused)) if name not in RESERVED]
    if all(_describes(name) for name in names):
        kinds = ", ".join(sorted({s for reader in READERS for s in reader.suffixes}))
        raise UnreadableFile(folder, "the folder holds no documents", f"read are {kinds}")
    shown = {name: name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for name in names}
    remedy = "rename the file, or the folder it lies in"
    refused += [
        {"file": text, "reason": "its name is no text in UTF-8", "remedy": remedy} for name, text in shown.items() if name != text
    ]
    return [name for name, text in shown.items() if name == text], refused


def _names(folder: Path, top: Path, refused: list[dict[str, str]]) -> Iterator[str]:
    """Yield the names of the files below a folder; a folder below that the system refuses is noted, and the others are read."""
    try:
        results = folder != top and (folder / _RESULTS).is_file()
        entries = [] if results else [(entry, entry.is_dir(), entry.is_symlink()) for entry in sorted(folder.iterdir())]
    except OSError as error:
        reason, remedy = error.strerror or "the system refuses to read it", "check its permissions"
        if folder == top:
            raise UnreadableFile(folder, reason, remedy) from error
        refused.append({"file": f"{folder.relative_to(top).as_posix()}/", "reason": reason, "remedy": remedy})
        return
    for entry, is_folder, is_link in entries:
        if entry.name.startswith((".", "~$", "~lock")) or entry.name.casefold() in _PASSED_OVER:
            continue
        if is_folder and not is_link:
            if not entry.name.endswith(_BACKUPS):
                yield from _names(entry, top, refused)
        elif not is_folder:
            yield entry.relative_to(top).as_posix()


def _listed(folder: Path, files: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the rows of documents.csv by file, each checked against the files and their folders."""
    path = folder / "documents.csv"
    if not path.exists():
        return {}
    table = frames.read_rows(path)
    if "file" not in table.columns:
        raise BadTable(f"{path}: column 'file' is missing; found {', '.join(map(repr, table.columns))}")
    rows: dict[str, dict[str, str]] = {}
    there = {_key(name): name for name in files}
    for number, row in enumerate(table.to_dict("records"), start=2):
        values = {str(k): str(v).strip() for k, v in row.items()}
        file = _key(values["file"])
        where = f"{path}: line {number}"
        if file not in there:
            raise BadTable(f"{where}: file {values['file']!r} is not in the folder; {nearest(file, there)}")
        if file in rows:
            raise BadTable(f"{where}: file {values['file']!r} is listed twice")
        own, given = case_of(file), values.get("case", "")
        if own and given and own != given:
            raise BadTable(f"{where}: {file} has case {given!r} here but lies in the folder of case {own!r}; make them the same")
        rows[file] = values
    return rows


def _speakers(folder: Path, files: Sequence[str]) -> Frame | None:
    """Return speakers.csv with the documents' ids in place of the files."""
    path = folder / "speakers.csv"
    if not path.exists():
        return None
    table = frames.read_rows(path)
    if "file" in table.columns:
        there = {_key(name) for name in files}
        keys = [_key(file) for file in table["file"]]
        for number, file in enumerate(keys, start=2):
            if file not in there:
                raise BadTable(f"{path}: line {number}: file {file!r} is not in the folder; {nearest(file, there)}")
        table = table.assign(doc_id=[id_of(file) for file in keys]).drop(columns="file")
    elif "doc_id" not in table.columns:
        raise BadTable(f"{path}: column 'file' is missing; found {', '.join(map(repr, table.columns))}")
    return frames.check("speakers", table, source=str(path))


def _table(folder: Path, name: str, rename: Mapping[str, str]) -> Frame | None:
    path = folder / f"{name}.csv"
    return frames.read_csv(path, name, rename=rename) if path.exists() else None


def _describes(name: str) -> bool:
    """Say whether a file at the top describes the folder, as a README does."""
    return _ABOUT.fullmatch(name) is not None


def _unlisted(folder: Path, documents: Sequence[Document], listed: Mapping[str, object]) -> Iterator[str]:
    """Yield one warning for the files that were read and that documents.csv does not list."""
    names = list(dict.fromkeys(document.source for document in documents if _key(document.source) not in listed))
    if listed and names:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"{', '.join(names[:_SHOWN])}{more}: not listed in {folder / 'documents.csv'}; read all the same"


def _doubtful(documents: Sequence[Document]) -> Iterator[str]:
    """Yield a warning for each doubt about a file."""
    for document in {document.source: document for document in documents}.values():
        for doubt in doubts(document):
            yield f"{document.source}: {doubt}"


def _silent(speakers: Frame | None, documents: Sequence[Document]) -> list[str]:
    """Return a warning for speakers of the table who say nothing in their document."""
    if speakers is None:
        return []
    heard = {d.id: {m.value for m in d.marks if m.kind == "turn"} for d in documents}
    rows = speakers.to_dict("records")
    return [
        f"speakers.csv: {row['speaker']!r} does not speak in {row['doc_id']}; {nearest(row['speaker'], heard[row['doc_id']])}"
        for row in rows
        if heard.get(row["doc_id"]) and row["speaker"] not in heard[row["doc_id"]]
    ]
