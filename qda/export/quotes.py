"""The table of quotes: one row per cell of the matrix and statement behind it, a cell's quotes together."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from qda.export.grid import Grid, Place, lay_out
from qda.export.places import Places, Whereabouts
from qda.export.tables import CASE, Tables
from qda.frames import Frame

_BELOW = "evidence below the limit"
_ABOUT = ["doc_id", "title", "kind", "page", "time", "role", "organisation_kind"]
_ORIGIN = [
    "score",
    "coder",
    "round",
    "origin",
    "inherited",
    "case_evidence",
    "statement",
    "start",
    "end",
    "heading",
    "question",
    "lacks",
]


def quotes_table(tables: Tables) -> Frame:
    """Return every quote with its place in the matrix and its attribution.

    A statement on two dimensions, or on several cases, stands in several cells and has a row in each. Within a cell the quotes of the best supported
    finding come first, the strongest first. Statements that have no place in the matrix come last; ``lacks`` says why.

    Returns
    -------
    DataFrame
        The crossing's column and rows, a tuple of codes for every other axis (those of the cell's axis first), ``quote``, the document (``doc_id,
        title, kind``), ``page``, ``time`` (hh:mm:ss), ``role`` and ``organisation_kind`` of the speaker, ``score`` (how much the statement supports its
        cell), ``coder, round, origin``, ``inherited`` (axis -> source), ``case_evidence``, ``statement, start, end, heading, question`` and ``lacks``.
        Codes appear by id.
    """
    return quotes_of(tables, lay_out(tables))


def quotes_of(tables: Tables, grid: Grid) -> Frame:
    """Return the table of quotes of a crossing that is laid out already."""
    matrix, book = tables.matrix, tables.codebook
    keys = [matrix.columns, *matrix.rows]
    further = [axis for axis in book.axis_ids if axis not in (*keys, matrix.cell)]
    case = [] if CASE in keys else [CASE]
    columns = [*keys, matrix.cell, *case, "quote", *_ABOUT, *further, *_ORIGIN]
    rows = [*_placed(tables, grid, further), *_unplaced(tables, keys, further)]
    return pd.DataFrame(rows, columns=columns)


def _placed(tables: Tables, grid: Grid, further: list[str]) -> Iterator[dict[str, Any]]:
    matrix = tables.matrix
    keys = [matrix.columns, *matrix.rows]
    about = _About(tables, further)
    weights = _weights(tables, keys)
    for cell in grid.cells():
        rank = {finding.code: i for i, finding in enumerate(cell.findings)}
        for statement in _best_first(weights.get(cell.place, {}), rank):
            by_code = weights[cell.place][statement]
            codes = tuple(sorted(by_code, key=rank.__getitem__))
            own = {matrix.cell: codes, "score": max(by_code.values()), "lacks": ""}
            yield about.of(statement) | dict(zip(keys, cell.place, strict=True)) | own


def _best_first(found: Mapping[str, Mapping[str, float]], rank: Mapping[str, int]) -> list[str]:
    return sorted(found, key=lambda s: (min(rank[c] for c in found[s]), -max(found[s].values()), s))


def _weights(tables: Tables, keys: list[str]) -> Mapping[Place, Mapping[str, Mapping[str, float]]]:
    """Return place -> statement -> code -> weight."""
    matrix = tables.matrix
    out: dict[Place, dict[str, dict[str, float]]] = {}
    for *place, code, statement, weight in matrix.evidence[[*keys, matrix.cell, "statement", "weight"]].itertuples(
        index=False, name=None
    ):
        out.setdefault(tuple(place), {}).setdefault(statement, {})[code] = weight
    return out


def _unplaced(tables: Tables, keys: list[str], further: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the statements the matrix does not show, with the reason."""
    matrix = tables.matrix
    about = _About(tables, further)
    shown = set(matrix.evidence["statement"])
    for row in tables.statements.to_dict("records"):
        if row["statement"] in shown:
            continue
        values = {key: _codes(row[key]) for key in [*keys, matrix.cell]}
        missing = [key for key in values if not values[key]]
        single = {key: "; ".join(codes) for key, codes in values.items() if key != matrix.cell}
        own = {matrix.cell: values[matrix.cell], "score": float("nan"), "lacks": ", ".join(missing) or _BELOW}
        yield about.of(row["statement"]) | single | own


def _codes(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value)


class _About:
    """What is known of a statement, whatever cell it stands in."""

    def __init__(self, tables: Tables, further: list[str]) -> None:
        self._rows = {row["statement"]: row for row in tables.statements.to_dict("records")}
        self._documents = {row["id"]: row for row in tables.documents[["id", "title", "kind"]].to_dict("records")}
        self._places = Places(tables)
        self._further = further

    def of(self, statement: str) -> dict[str, Any]:
        row = self._rows[statement]
        where = self._places.of(row["doc_id"], int(row["start"]), int(row["end"]))
        document = self._documents.get(row["doc_id"], {})
        same = ("statement", "doc_id", "start", "end", "quote", "coder", "round", "origin", "inherited", "case_evidence")
        out = {key: row[key] for key in same} | {"title": document.get("title", ""), "kind": document.get("kind", "")}
        return out | {CASE: "; ".join(row["case"])} | _spread(where) | {axis: _codes(row[axis]) for axis in self._further}


def _spread(where: Whereabouts) -> dict[str, str]:
    return {name: getattr(where, name) for name in Whereabouts.__slots__}
