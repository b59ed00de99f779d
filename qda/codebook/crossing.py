"""The default crossing of a codebook: what may stand under ``matrix``, and what holds where nothing does."""

from collections import Counter
from collections.abc import Iterator

from qda.codebook.load import Loaded
from qda.codebook.schema import BookFile, MatrixFile
from qda.errors import nearest

CASE = "case"


def crossing(raw: BookFile) -> MatrixFile:
    """Return the crossing the file gives; where it gives none, axes of one code a row, the cases a column, the first axis of many codes in the cells."""
    if "matrix" in raw.model_fields_set:
        return raw.matrix
    return MatrixFile(rows=_of_kind(raw, "single"), cell=next(iter(_of_kind(raw, "multi")), ""))


def crossing_problems(raw: BookFile, loaded: Loaded) -> Iterator[str]:
    """Yield what keeps the crossing from being made, a line each."""
    if "matrix" not in raw.model_fields_set:
        yield from _no_default(raw, loaded)
        return
    names = [axis.id for axis in raw.axes]
    for key, name in _named(raw.matrix):
        if name != CASE and name not in names:
            yield loaded.problem(["matrix", key], f"no axis {name!r}; {nearest(name, [*names, CASE])}")
    if not raw.matrix.rows:
        yield loaded.problem(["matrix", "rows"], f"names no axis; {nearest('', names)}")
    if not raw.matrix.cell:
        yield loaded.problem(["matrix", "cell"], f"is missing: the axis whose codes stand in the cells; {nearest('', names)}")
    if raw.matrix.cell == CASE:
        yield loaded.problem(["matrix", "cell"], f"codes stand in the cells, and 'case' is no axis of them; {nearest('', names)}")
    yield from _repeated(raw.matrix, loaded)


def _no_default(raw: BookFile, loaded: Loaded) -> Iterator[str]:
    for kind, part in (("single", "rows"), ("multi", "cell")):
        if not _of_kind(raw, kind):
            yield loaded.problem(
                ["matrix"], f"is missing, and without an axis of kind {kind} nothing says what its `{part}` are; name them"
            )


def _repeated(matrix: MatrixFile, loaded: Loaded) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for key, name in _named(matrix):
        seen[name] += 1
        if seen[name] == 2:
            yield loaded.problem(["matrix", key], f"{name!r} stands twice; rows, columns and cell are different axes")


def _named(matrix: MatrixFile) -> Iterator[tuple[str, str]]:
    yield from (("rows", name) for name in matrix.rows)
    yield from ((key, name) for key, name in (("columns", matrix.columns), ("cell", matrix.cell)) if name)


def _of_kind(raw: BookFile, kind: str) -> list[str]:
    return [axis.id for axis in raw.axes if axis.kind == kind]
