"""From the tables of a project to statements and matrices."""

from collections.abc import Sequence
from typing import Protocol

from qda.codebook import Codebook
from qda.frames import Frame, cases_of
from qda.matrix import Matrix, build_matrix
from qda.statements import Reading, choose, cross


class Source(Protocol):
    """The tables that statements and matrices are made of: a project, or what a coder may see of one."""

    @property
    def book(self) -> Codebook:
        """The codebook."""

    @property
    def segments(self) -> Frame:
        """The table ``segments``."""

    @property
    def codings(self) -> Frame:
        """The table ``codings``."""

    @property
    def readings(self) -> Frame:
        """The table ``readings``."""

    @property
    def mentions(self) -> Frame:
        """The table ``mentions``."""

    @property
    def cases(self) -> Frame:
        """The table ``cases``."""


def own_axes(book: Codebook) -> list[str]:
    """Return the axes a reading must cover to count: the cell's, and the one that splits; other values may be inherited."""
    return [axis for axis in (book.matrix.get("cell", ""), book.split) if axis]


def cross_project(project: Source, coders: Sequence[str] | None = None) -> tuple[Frame, tuple[Reading, ...]]:
    """Return the statements of a project, one reading per stretch of text, and the readings they come from."""
    from qda.rules import context_codes

    segments = project.segments
    codings, used = choose(project.codings, project.readings, axes=own_axes(project.book), coders=coders, segments=segments)
    context = context_codes(project.book, segments)
    mentions = project.mentions
    known = mentions if len(mentions) else None
    return cross(codings, segments, context, project.book, cases=cases_of(project.cases), mentions=known), used


def matrix_of(
    project: Source,
    *,
    rows: Sequence[str] | None = None,
    columns: str | None = None,
    cell: str | None = None,
    coders: Sequence[str] | None = None,
    least: float | None = None,
    min_score: float = 0.0,
) -> Matrix:
    """Build a matrix; what is not given comes from the codebook."""
    statements, used = cross_project(project, coders)
    book = project.book
    cases = [case.id for case in cases_of(project.cases)]
    return build_matrix(
        statements, book, rows=rows, columns=columns, cell=cell, cases=cases, used=used, least=least, min_score=min_score
    )
