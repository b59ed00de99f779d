"""How a matrix came about, in words, for the *Method* sheet and a method section."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from qda.matrix import CASE_WEIGHT, SUPPORT, Matrix
from qda.statements import describe

if TYPE_CHECKING:
    from qda.project.project import Project


def method_of(project: "Project", matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """Say how the matrix came about, for a method section."""
    book = project.book
    documents = project.documents
    inherits = "; ".join(f"{a.id} from {' then '.join(a.inherit)}" for a in book.axes if a.inherit) or "nothing"
    weights = ", ".join(f"{name} {weight:g}" for name, weight in CASE_WEIGHT.items())
    lines = [
        ("Research question", book.research_question),
        ("Technique", book.technique),
        ("Codebook", f"{book.title}, version {book.codebook_version}, state {book.state}"),
        ("Coding unit", book.unit),
        ("Context unit", book.context_unit),
        (
            "Documents",
            f"{len(documents)}; sha256 of their texts: {', '.join(f'{i} {r[:12]}' for i, r in zip(documents['id'], documents['revision'], strict=True))}",
        ),
        ("Units", f"{len(project.segments)} segments"),
        ("Readings that count", describe(matrix.used)),
        ("One reading per unit", "settled before people, people before machines; never their sum"),
        ("Inheritance", f"{inherits}; inherited values are marked and never count as codings"),
        ("Crossing", f"rows {', '.join(matrix.rows)}; columns {matrix.columns}; cells {matrix.cell}"),
        ("Statements", f"{len(matrix.statements)}; left out because they lack an axis: {_counts(matrix.left_out)}"),
        ("Listed are", f"findings that reach {matrix.least:g} of the best score in their cell"),
        (
            "Score",
            f"1 - product of (1 - w) over statements; w = {SUPPORT:g} x scores of the codes x weight of the case ({weights})",
        ),
        (
            "Software",
            f"qda {_version()}; Python {platform.python_version()}; spaCy {version('spacy')}; pandas {version('pandas')}",
        ),
    ]
    return tuple((topic, text) for topic, text in lines if text)


def _counts(left_out: Mapping[str, int]) -> str:
    return ", ".join(f"{axis} {n}" for axis, n in sorted(left_out.items())) or "none"


def _version() -> str:
    from qda import __version__

    return __version__
