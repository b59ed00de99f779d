"""``qda matrix`` and ``qda export``: crossings of a project, with the options they share."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qda._wording import many
from qda.cli import show
from qda.cli.tables import parted

if TYPE_CHECKING:
    from qda.matrix import Matrix
    from qda.project import Project

ProjectFile = Annotated[
    str, typer.Argument(metavar="FILE.qda", help="The project: a file, or postgresql://user@host/database.", show_default=False)
]
Rows = Annotated[str, typer.Option(help="Axes, separated by commas; default: the codebook's, without those named elsewhere.")]
Columns = Annotated[str, typer.Option(help="case, or an axis.")]
Cell = Annotated[str, typer.Option(help="The axis whose codes stand in the cells.")]
Coders = Annotated[str, typer.Option(help="Whose codings count, in order, separated by commas.")]
Least = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="The share of the best score of its cell a finding must reach; default: the codebook's."),
]
MinScore = Annotated[float, typer.Option(min=0, max=1, help="The least score of a finding.")]


def matrix(
    path: ProjectFile,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the long form to this csv file; else print it.")] = None,
    rows: Rows = "",
    columns: Columns = "",
    cell: Cell = "",
    coders: Coders = "",
    least: Least = None,
    min_score: MinScore = 0.0,
) -> None:
    """Print or write a matrix."""
    from qda import Project

    with Project.open(path) as project:
        found = project.matrix(
            rows=parted(rows) or _free_rows(project.book.matrix["rows"], columns, cell),
            columns=columns or None,
            cell=cell or None,
            coders=parted(coders) or None,
            least=least,
            min_score=min_score,
        )
        if out is not None:
            project.export(out, found)
            show.say(f"{out}: {many(len(found.frame), 'finding')}")
        elif len(found.frame):
            show.table(found.table(), list(found.table().columns))
        if found.frame.empty:
            show.say(why_empty(project, found))


def export(
    path: ProjectFile,
    out: Annotated[Path, typer.Argument(help="A file (.xlsx, .html, .csv) or a folder for all of them.")],
    coders: Coders = "",
    least: Least = None,
    min_score: MinScore = 0.0,
) -> None:
    """Write the matrix as workbook, report or table; into a folder: all of them."""
    from qda import Project

    with Project.open(path) as project:
        found = project.matrix(coders=parted(coders) or None, least=least, min_score=min_score)
        for written in project.export(out, found):
            show.say(str(written))
        if found.frame.empty:
            show.say(why_empty(project, found))


def why_empty(project: "Project", found: "Matrix") -> str:
    """Say in one line why a matrix holds no finding."""
    if project.documents.empty:
        return "no findings: the project holds no documents; `qda add` brings them"
    if project.segments.empty:
        return "no findings: no segments; `qda segment` cuts the documents into them"
    if found.statements.empty:
        return "no findings: no statements; nothing is coded, or what is coded is no reading that counts"
    n = len(found.statements)
    lacking = ", ".join(f"{many} without {axis}" for axis, many in found.left_out.items() if many)
    counted = many(n, "statement")
    if sum(found.left_out.values()) >= n:
        return f"no findings: {counted}, {lacking}"
    return (
        f"no findings: {counted}" + (f", {lacking}" if lacking else "") + "; what is left does not reach --least or --min-score"
    )


def _free_rows(usual: Sequence[str], columns: str, cell: str) -> list[str] | None:
    """Return the rows of the codebook without the axes that stand in columns or cells; None where nothing is named."""
    if not columns and not cell:
        return None
    rows = [axis for axis in usual if axis not in (columns, cell)]
    if not rows:
        raise typer.BadParameter("this leaves no axis for the rows; name them with --rows")
    return rows
