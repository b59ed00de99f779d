"""How a matrix came about: what the tables themselves do not say, for the *Method* sheet and a method section."""

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from qda.matrix import CASE_WEIGHT, SUPPORT, Matrix
from qda.statements import describe

if TYPE_CHECKING:
    from qda.project.project import Project


def method_of(project: "Project", matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """Return topics and texts; `qda.export` adds what follows from the tables (codebook, crossing, statements, inheritance)."""
    book, documents = project.book, project.documents
    weights = ", ".join(f"{name} {weight:g}" for name, weight in CASE_WEIGHT.items())
    hashes = ", ".join(f"{i} {r[:12]}" for i, r in zip(documents["id"], documents["revision"], strict=True))
    parts = {name: version(name) for name in ("spacy", "simplemma", "pandas", "pypdfium2")}
    lines = [
        ("Coding unit", f"{book.unit}; {len(project.segments)} units"),
        ("Context unit", book.context_unit),
        ("Recording unit", book.recording_unit),
        ("Documents", f"{len(documents)}; sha256 of their texts: {hashes}"),
        (
            "Readings that count",
            f"{describe(matrix.used)}. One reading counts per unit: settled, else people, else machines; never their sum.",
        ),
        ("Suggestions", _suggestions(project)),
        ("Listed are", f"findings that reach {matrix.least:g} of the best score in their cell"),
        (
            "Score",
            f"1 - product of (1 - w) over statements; w = {SUPPORT:g} x scores of the codes x weight of the case ({weights})",
        ),
        ("Software", f"qda {_version()}, Python {platform.python_version()}, {', '.join(f'{n} {v}' for n, v in parts.items())}"),
    ]
    return tuple((topic, text) for topic, text in lines if text)


def _suggestions(project: "Project") -> str:
    """Say how many suggestions machines made, and from which score on."""
    made = project.codings.query("origin in ['rule', 'model']").groupby(["coder", "round"])["score"].agg(["size", "min", "max"])
    return "; ".join(
        f"{coder}, round {round_}: {n} with scores {low:.2f} to {high:.2f}" for (coder, round_), n, low, high in made.itertuples()
    )


def _version() -> str:
    from qda import __version__

    return __version__
