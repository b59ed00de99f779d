"""Codebooks wherever they are: a file, a shipped name, a workbook that came back, a version that a project keeps."""

from collections.abc import Sequence
from pathlib import Path

from qda.codebook import Codebook, parse_codebook, read_codebook
from qda.codebook.diff import BookDiff, compare_books
from qda.errors import UnknownName, nearest
from qda.frames import Frame
from qda.project.project import Project
from qda.project.tables import Tables

VERSION_SIGN = "#"
"""Parts a project from the version of its codebook: ``study.qda#1.0``."""

AFFECTED = (
    "id",
    "doc_id",
    "start",
    "end",
    "axis",
    "code",
    "coder",
    "round",
    "origin",
    "status",
    "quote",
    "codebook_version",
    "why",
)


def find_codebook(name: str | Path, *, lenient: bool = False) -> Codebook:
    """Return a codebook by what a person calls it.

    Parameters
    ----------
    name
        A shipped name; the path of a YAML file or of a workbook (.xlsx); a project (``study.qda``, or its address), whose present codebook is meant, or with
        ``#`` and a version, the beginning of a hash or a whole codebook version, one that it had: ``study.qda#1.0``.
    lenient
        Whether patterns that cannot be read are left out of a file and named, see `qda.read_codebook`.

    Raises
    ------
    FileNotThere, UnreadableFile, CodebookError, UnknownName
        There is none, it says what a codebook cannot say, or the project had no such version.
    """
    place, _, version = str(name).partition(VERSION_SIGN)
    if is_project(place):
        with Project.open(place, backups=False) as project:
            return _version(project, version)
    return read_codebook(name, lenient=lenient)


def is_project(place: str) -> bool:
    """Say whether a name means a project: a file ``*.qda``, or an address."""
    return place.startswith("postgresql:") or Path(place).suffix.lower() == ".qda"


def _version(project: Project, version: str) -> Codebook:
    if not version:
        return project.book
    kept = project.codebooks
    names = kept["codebook_version"].tolist()
    found = [at for at, name in enumerate(names) if _is_version(name, version)]
    if len(found) != 1:
        why = "several versions" if found else "no version"
        raise UnknownName(f"{project.name}: {why} {version!r} of the codebook; {nearest(version, names)}")
    return parse_codebook(kept["text"][found[0]], file=f"{project.name}: {names[found[0]]}")


def _is_version(name: str, asked: str) -> bool:
    number, _, hash_ = name.partition("@")[2].partition("+")
    return asked in {name, number} or (len(asked) >= 4 and hash_.startswith(asked))


def affected_codings(project: Tables, difference: BookDiff) -> Frame:
    """Return the codings of a project that were made under an older text of a category that changed.

    What counts is the text that people code by: label, definition, anchor examples, coding rule; and that a category was taken out or renamed. Each coding is
    compared with the version it names, if the project keeps it or it is the old one of the difference; else the difference itself decides.

    Parameters
    ----------
    difference
        What changed, see `qda.Codebook.diff`; its new version is the one to be coded by.

    Returns
    -------
    DataFrame
        Columns of the table ``codings``, and ``why``: what changed, in words.
    """
    new = difference.new
    kept = {str(row.codebook_version): str(row.text) for row in project.codebooks.itertuples()}
    frame = project.codings
    frame = frame[(frame["code"] != "") & (frame["codebook_version"] != new.codebook_version)]
    parts = []
    for version, rows in frame.groupby("codebook_version", sort=True):
        known = difference if str(version) not in kept else compare_books(parse_codebook(kept[str(version)], lenient=True), new)
        why = {name: "; ".join(change.in_words for change in changes) for name, changes in known.codes.items()}
        told = [why.get(name, "") for name in zip(rows["axis"], rows["code"], strict=True)]
        parts.append(rows.assign(why=told))
    return _joined(parts, frame)


def _joined(parts: Sequence[Frame], empty: Frame) -> Frame:
    import pandas as pd

    found = pd.concat(parts) if parts else empty.assign(why="")
    return (
        found[found["why"] != ""][list(AFFECTED)]
        .sort_values(["doc_id", "start", "end", "axis", "code", "id"])
        .reset_index(drop=True)
    )
