"""What the outputs say about themselves: the rows of *Method* that follow from the tables."""

from collections import Counter
from collections.abc import Iterator

from qda._wording import many
from qda.codebook import Codebook
from qda.export.grid import LEGEND
from qda.export.labels import Labels
from qda.export.tables import Tables


def method_rows(tables: Tables) -> tuple[tuple[str, str], ...]:
    """Return topic and text: what the caller gave, then what follows from the tables and is not among it."""
    given = {topic for topic, _ in tables.method}
    return (*tables.method, *((topic, text) for topic, text in _derived(tables) if topic not in given))


def _derived(tables: Tables) -> tuple[tuple[str, str], ...]:
    book, matrix, labels = tables.codebook, tables.matrix, Labels(tables)
    rows = ", ".join(labels.axis(axis) for axis in matrix.rows)
    return (
        ("Codebook", f"{book.title or book.id}, version {book.version}, state {book.state}, {book.codebook_version}"),
        ("Research question", book.research_question),
        ("Technique", book.technique),
        *_of_technique(book),
        ("Crossing", f"Rows: {rows}. Columns: {labels.axis(matrix.columns)}. In the cells: {labels.axis(matrix.cell)}."),
        ("Statements", _statements(tables, labels)),
        ("Inheritance", _inheritance(tables, labels)),
        ("How cases are known", _evidence(tables)),
        ("Reading the matrix", LEGEND),
    )


def _of_technique(book: Codebook) -> Iterator[tuple[str, str]]:
    """Yield what a technique fixes before coding, as far as the codebook says it."""
    said = (("Selection criterion", book.selection_criterion), ("Level of abstraction", book.abstraction))
    yield from ((topic, text) for topic, text in said if text)


def _statements(tables: Tables, labels: Labels) -> str:
    matrix = tables.matrix
    shown, documents = matrix.evidence["statement"].nunique(), matrix.evidence["doc_id"].nunique()
    text = f"{many(len(tables.statements), 'statement')}; {shown} of them, from {documents} of {len(tables.documents)} documents, stand in the matrix."
    if matrix.left_out:
        lacking = ", ".join(f"{n} without {labels.axis(axis).lower()}" for axis, n in matrix.left_out.items())
        text += f" Not in it: {lacking} (each counted under the first it lacks); they close the list of quotes."
    return text + " Every number counts distinct statements, so totals are not sums of cells."


def _inheritance(tables: Tables, labels: Labels) -> str:
    book = tables.codebook
    decided = [f"{labels.axis(axis.id)}: from the {', then the '.join(axis.inherit)}" for axis in book.axes if axis.inherit]
    if not decided:
        return "No axis takes a value from its context."
    taken = Counter((axis, source) for found in tables.statements["inherited"] for axis, source in found.items())
    counts = ", ".join(
        f"{labels.axis(axis)} from {source} in {many(n, 'statement')}" for (axis, source), n in sorted(taken.items())
    )
    return (
        f"Where a passage shows no value of its own: {'; '.join(decided)}. Taken over: {counts or 'nothing'}. "
        "Taken values are marked and never count as codings."
    )


def _evidence(tables: Tables) -> str:
    counts = Counter(tables.statements["case_evidence"])
    return ", ".join(f"{kind} {n}" for kind, n in counts.most_common()) or "no statements"
