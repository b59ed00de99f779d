"""The files that a project is exported to."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qda.codebook import Codebook
from qda.errors import BadInput, OutputError
from qda.matrix import Matrix
from qda.project.leaving import all_codings
from qda.project.method import method_of

if TYPE_CHECKING:
    from qda.export import Tables
    from qda.project.project import Project

CODINGS = [
    "doc_id", "start", "end", "axis", "code", "id", "statement", "coder", "round", "origin", "score", "certainty", "status", "quote", "memo", "evidence",
    "codebook_version",
]  # fmt: skip
SEGMENTS = [
    "doc_id", "start", "end", "unit", "context_start", "context_end", "case", "page", "speaker", "role", "time", "heading", "question", "language", "text",
]  # fmt: skip
SUFFIXES = (".xlsx", ".html", ".csv")


def tables_of(project: "Project", matrix: Matrix) -> "Tables":
    """Gather what the outputs show."""
    from qda.export import Tables

    return Tables(
        matrix=matrix,
        codebook=project.book,
        codings=all_codings(project),
        segments=project.segments,
        documents=project.documents.drop(columns="text"),
        cases=project.cases,
        speakers=project.speakers,
        memos=project.memos,
        journal=project.history(),
        method=method_of(project, matrix),
    )


def write_outputs(tables: "Tables", beside: Mapping[str, Path]) -> None:
    """Write the outputs named in `beside` (name -> where to write)."""
    from qda.export import write_csv, write_report, write_workbook

    writers: Mapping[str, Callable[[Path], object]] = {
        "matrix.xlsx": lambda path: write_workbook(path, tables),
        "report.html": lambda path: write_report(path, tables),
        "matrix.csv": lambda path: write_csv(path, tables.matrix.frame, _matrix_columns(tables)),
        "codings.csv": lambda path: write_csv(path, tables.codings, CODINGS),
        "segments.csv": lambda path: write_csv(path, tables.segments, SEGMENTS),
    }
    for name, path in beside.items():
        writers[name](path)


def _matrix_columns(tables: "Tables") -> list[str]:
    matrix = tables.matrix
    return [matrix.columns, *matrix.rows, matrix.cell, "n_statements", "n_documents", "score"]


OUTPUTS = ("matrix.xlsx", "matrix.csv", "codings.csv", "segments.csv", "report.html")


def export_project(project: "Project", out: Path, matrix: Matrix) -> tuple[Path, ...]:
    """Write one output (by its suffix), or all of them into a folder.

    Raises
    ------
    BadInput
        No such kind of output.
    OutputError
        It cannot be written; nothing was changed.
    """
    from qda.export.atomic import make_folder, replacing_all

    tables = tables_of(project, matrix)
    if out.suffix in SUFFIXES:
        name = {".xlsx": "matrix.xlsx", ".html": "report.html", ".csv": "matrix.csv"}[out.suffix]
        if not out.parent.is_dir():
            raise OutputError(f"{out}: no such folder: {out.parent}")
        names, targets = [name], [out]
    elif out.suffix and not out.is_dir():
        raise BadInput(f"{out}: no output of kind {out.suffix!r}; allowed: {', '.join(SUFFIXES)}, or a folder")
    else:
        folder = make_folder(out)
        names, targets = list(OUTPUTS), [folder / name for name in OUTPUTS]
    with replacing_all(targets) as beside:
        write_outputs(tables, dict(zip(names, beside, strict=True)))
    return tuple(targets)


def export_codebook(out: Path, book: Codebook) -> tuple[Path, ...]:
    """Write a coding guide, as the suffix says.

    Raises
    ------
    BadInput, OutputError
        No such kind of file, or it cannot be written.
    """
    from qda.export import write_codebook

    write_codebook(out, book)
    return (out,)
