"""From the tables of a project to statements and matrices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qda.codebook import Codebook
from qda.frames import Frame, cases_of
from qda.matrix import Matrix, build_matrix
from qda.statements import Reading, choose, cross

if TYPE_CHECKING:
    from qda.project.project import Project


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """Statements, and the readings they come from."""

    statements: Frame
    used: tuple[Reading, ...]

    @property
    def machines(self) -> list[str]:
        """The coders that are machines."""
        return sorted({r.coder for r in self.used if r.by_machine})


def own_axes(book: Codebook) -> list[str]:
    """Return the axes a reading must cover to count: the cell's, and the one that splits; other values may be inherited."""
    return [axis for axis in (book.matrix.get("cell", ""), book.split) if axis]


def cross_project(project: "Project", coders: Sequence[str] | None = None) -> Crossed:
    """Make the statements of a project, one reading per stretch of text."""
    from qda.rules import context_codes

    codings, used = choose(project.codings, project.readings, axes=own_axes(project.book), coders=coders)
    segments = project.segments
    context = context_codes(project.book, segments)
    mentions = project.mentions
    statements = cross(
        codings, segments, context, project.book, cases=cases_of(project.cases), mentions=mentions if len(mentions) else None
    )
    return Crossed(statements=statements, used=used)


def matrix_of(
    project: "Project",
    *,
    rows: Sequence[str] | None = None,
    columns: str | None = None,
    cell: str | None = None,
    coders: Sequence[str] | None = None,
    min_score: float | None = None,
) -> tuple[Matrix, Crossed]:
    """Build a matrix; what is not given comes from the codebook."""
    crossed = cross_project(project, coders)
    book = project.book
    least = float(book.matrix.get("least", 0.0)) if min_score is None else min_score
    cases = [case.id for case in cases_of(project.cases)]
    matrix = build_matrix(
        crossed.statements, book, rows=rows, columns=columns, cell=cell, cases=cases, machines=crossed.machines, min_score=least
    )
    return matrix, crossed
