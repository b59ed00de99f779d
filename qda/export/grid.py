"""The published form as values: blocks, lines, cells and findings, the same for every kind of output."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

from qda.export.labels import Labels
from qda.export.tables import Tables

MACHINE, DEFAULT = "°", "*"
LEGEND = (
    f"Numbers in brackets count statements; the best supported finding stands first. {MACHINE} found by machine only; "
    f"{DEFAULT} no statement behind it names the case."
)

Place = tuple[str, ...]
"""A cell's column value and row codes."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A code in a cell."""

    code: str
    label: str
    statements: int
    documents: int
    score: float
    by_machine: bool
    by_default: bool

    @property
    def marks(self) -> str:
        """The marks of the legend."""
        return MACHINE * self.by_machine + DEFAULT * self.by_default

    @property
    def text(self) -> str:
        """Label, number of statements, marks."""
        return f"{self.label} ({self.statements}){self.marks}"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One place of the crossing: its findings, best first, and the statements they rest on."""

    place: Place
    findings: tuple[Finding, ...]
    proofs: frozenset[tuple[str, str]]
    """Code and statement of all that supports the cell."""
    documents: int

    @property
    def statements(self) -> int:
        """The number of distinct statements."""
        return len({statement for _, statement in self.proofs})

    def lines(self, most: int) -> list[str]:
        """Return the list as it is shown, one finding a line; what is not listed is counted."""
        shown = [f.text for f in self.findings[:most]]
        more = len(self.findings) - len(shown)
        return [*shown, f"and {more} more"] if more else shown


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the crossing; `code` is what its block does not say, `split` the code that decides its colour."""

    codes: Place
    code: str
    label: str
    split: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """The rows that share all axes but the last (or the one that splits)."""

    codes: Place
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A crossing laid out; `outer` are the axes that make blocks, `inner` the one that makes the lines within them."""

    outer: tuple[str, ...]
    inner: str
    columns: tuple[tuple[str, str], ...]
    """Value and label of every column."""
    blocks: tuple[Block, ...]
    labels: Labels

    def lines(self) -> Iterator[Line]:
        """Yield every line, block by block."""
        for block in self.blocks:
            yield from block.lines

    def cells(self) -> Iterator[Cell]:
        """Yield every cell, line by line."""
        for line in self.lines():
            yield from line.cells


def lay_out(tables: Tables) -> Grid:
    """Lay a crossing out: one block per dimension and phase, its lines the barriers and the enablers, a column per case.

    The axis that splits makes the lines; without it, the last of the axes that make rows.
    """
    matrix, labels = tables.matrix, Labels(tables)
    inner = tables.codebook.split if tables.codebook.split in matrix.rows else matrix.rows[-1]
    outer = tuple(axis for axis in matrix.rows if axis != inner)
    made = _cells(tables, labels)
    blocks = []
    for codes in product(*(matrix.order[axis] for axis in outer)):
        title = " · ".join(labels.of(axis, code) for axis, code in zip(outer, codes, strict=True))
        lines = tuple(
            _line(tables, labels, dict(zip(outer, codes, strict=True)) | {inner: c}, inner, made) for c in matrix.order[inner]
        )
        blocks.append(Block(codes=codes, title=title or labels.axis(inner), lines=lines))
    columns = tuple((value, labels.of(matrix.columns, value)) for value in matrix.order[matrix.columns])
    return Grid(outer=outer, inner=inner, columns=columns, blocks=tuple(blocks), labels=labels)


def _line(tables: Tables, labels: Labels, codes: Mapping[str, str], inner: str, made: Mapping[Place, Cell]) -> Line:
    matrix, split = tables.matrix, tables.codebook.split
    place = tuple(codes[axis] for axis in matrix.rows)
    nothing = frozenset[tuple[str, str]]()
    cells = tuple(
        made.get((value, *place)) or Cell(place=(value, *place), findings=(), proofs=nothing, documents=0)
        for value in matrix.order[matrix.columns]
    )
    label = labels.plural(inner, codes[inner]) if inner == split else labels.of(inner, codes[inner])
    return Line(codes=place, code=codes[inner], label=label, split=codes.get(split, ""), cells=cells)


def _cells(tables: Tables, labels: Labels) -> Mapping[Place, Cell]:
    matrix = tables.matrix
    keys = [matrix.columns, *matrix.rows]
    if matrix.frame.empty:
        return {}
    proofs = {
        place: (frozenset(zip(group[matrix.cell], group["statement"], strict=True)), int(group["doc_id"].nunique()))
        for place, group in matrix.evidence.groupby(keys, sort=False)
    }
    out = {}
    for key, group in matrix.frame.groupby(keys, sort=False):
        ranked = group.sort_values(["score", matrix.cell], ascending=[False, True])
        found = tuple(_finding(row, matrix.cell, labels) for row in ranked.to_dict("records"))
        proof, documents = proofs[key]
        place = tuple(map(str, key))
        out[place] = Cell(place=place, findings=found, proofs=proof, documents=documents)
    return out


def _finding(row: Mapping[Any, Any], cell: str, labels: Labels) -> Finding:
    code = str(row[cell])
    return Finding(
        code=code,
        label=labels.of(cell, code),
        statements=int(row["n_statements"]),
        documents=int(row["n_documents"]),
        score=float(row["score"]),
        by_machine=bool(row["by_machine"]),
        by_default=bool(row["by_default"]),
    )


def merged(cells: Sequence[Cell]) -> list[tuple[Cell, int]]:
    """Return the cells of a line with their width: neighbours that rest on the very same statements are one.

    Equal lists are not enough: two cities with "Trust (2)" each, said by other people, stay two cells.
    """
    out = []
    numbered = enumerate(cells)
    for _, run in groupby(numbered, key=lambda item: (item[1].proofs, item[1].findings) if item[1].findings else item[0]):
        same = [cell for _, cell in run]
        out.append((same[0], len(same)))
    return out
