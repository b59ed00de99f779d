"""Statements -> matrices: any axes as rows and columns, ranked codes of an axis in the cells, every cell with its evidence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from qda._wording import many
from qda.codebook import Codebook
from qda.errors import BadInput, UnknownName, nearest
from qda.frames import Frame
from qda.statements import Reading

CASE = "case"
ALL = "ALL"
COUNTS = ["n_statements", "n_documents", "score"]

SUPPORT = 0.6
"""What one certain statement supports a finding with: one voice is not yet a proof; two make 0.84, three 0.94 (noisy-or)."""

CASE_WEIGHT: Mapping[str, float] = {
    "document": 1.0,
    "mention": 1.0,
    "explicit_all": 0.9,
    "heading": 0.9,
    "carried": 0.8,
    "default": 0.5,
}
"""How much a statement counts for a case, by how the case is known."""


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """A crossing of axes with its evidence.

    Attributes
    ----------
    rows, columns, cell
        The axes: what makes a row, what makes a column (``case`` or an axis), whose codes stand in the cells.
    frame
        Long form: `columns`, `rows`, `cell`, ``n_statements``, ``n_documents``, ``score``, ``share`` (of the statements of the cell),
        ``by_machine`` (no person behind it), ``by_default`` (no statement names the case). Ordered by column, row, and falling score.
    evidence
        One row per finding and statement: `columns`, `rows`, `cell`, ``statement``, ``weight``; falling weight within a finding.
    statements
        The table ``statements`` the matrix was made of.
    order
        The values of every axis (and ``case``) in their order.
    left_out
        How many statements have no place in it, by the first axis they lack.
    used
        The readings it rests on.
    least
        The share of the best score of its cell that a finding must reach to be listed.
    """

    rows: tuple[str, ...]
    columns: str
    cell: str
    frame: Frame
    evidence: Frame
    statements: Frame
    order: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, int]
    used: tuple[Reading, ...] = ()
    least: float = 0.0

    @property
    def keys(self) -> list[str]:
        """The columns that identify a finding."""
        return [self.columns, *self.rows, self.cell]

    def table(self) -> Frame:
        """Return the long form as ``matrix.csv`` holds it: the crossing's columns and the counts."""
        return self.frame[[*self.keys, *COUNTS]]

    def findings(self, **where: str) -> Frame:
        """Return the findings of one cell, best first: ``findings(case="leeds", valence="barrier")``.

        Raises
        ------
        UnknownName
            A key is no axis of this matrix.
        """
        return self._where(self.frame, where).sort_values(["score", self.cell], ascending=[False, True])

    def quotes(self, **where: str) -> Frame:
        """Return the statements behind findings, best first, with their quotes."""
        best = self._where(self.evidence, where).groupby("statement", sort=False)["weight"].max().reset_index()
        out = best.merge(self.statements, on="statement", how="left")
        return out.sort_values(["weight", "doc_id", "start"], ascending=[False, True, True], ignore_index=True)

    def wide(self, value: str = "codes", *, most: int = 8) -> Frame:
        """Return the published form: a row per combination of `rows`, a column per value of `columns`.

        Parameters
        ----------
        value
            ``codes`` (ranked codes with their number of statements), or a numeric column of `frame` to be summed (``n_statements`` counts distinct statements).
        most
            How many codes a cell lists.
        """
        combinations = [*product(*(self.order[r] for r in self.rows))]
        shown = {
            (str(key[0]), tuple(map(str, key[1:]))): self._cell(found, key, value, most)
            for key, found in self.frame.groupby([self.columns, *self.rows], sort=False)
            if isinstance(key, tuple)
        }
        columns = {c: [shown.get((c, combination), "") for combination in combinations] for c in self.order[self.columns]}
        index = pd.MultiIndex.from_tuples(combinations, names=self.rows)
        return pd.DataFrame(columns, index=index if len(self.rows) > 1 else index.get_level_values(0), dtype=object)

    def _cell(self, found: Frame, key: tuple[Any, ...], value: str, most: int) -> Any:
        if value == "codes":
            ranked = found.sort_values(["score", self.cell], ascending=[False, True])
            return "; ".join(f"{c} ({n})" for c, n in zip(ranked[self.cell][:most], ranked["n_statements"], strict=False))
        if value == "n_statements":
            return self.count(**{k: str(v) for k, v in zip([self.columns, *self.rows], key, strict=True)})
        return found[value].sum()

    def count(self, **where: str) -> int:
        """Count the distinct statements behind findings; a margin is not the sum of its cells."""
        return int(self._where(self.evidence, where)["statement"].nunique())

    def _where(self, frame: Frame, where: Mapping[str, str]) -> Frame:
        for key, value in where.items():
            if key not in self.keys:
                raise UnknownName(f"the matrix has no {key!r}; {nearest(key, self.keys)}")
            if value not in self.order[key]:
                raise UnknownName(f"{key} {value!r} does not exist; {nearest(value, self.order[key])}")
            frame = frame[frame[key] == value]
        return frame

    def __repr__(self) -> str:
        said = f"{many(len(self.frame), 'finding')} from {many(self.count(), 'statement')}"
        return f"Matrix({said}; rows {', '.join(self.rows)}; columns {self.columns}; cells {self.cell})"


def build_matrix(
    statements: Frame,
    book: Codebook,
    *,
    rows: Sequence[str] | None = None,
    columns: str | None = None,
    cell: str | None = None,
    cases: Sequence[str] = (),
    used: Sequence[Reading] = (),
    least: float | None = None,
    min_score: float = 0.0,
    min_statements: int = 1,
    min_documents: int = 1,
) -> Matrix:
    """Cross statements.

    Parameters
    ----------
    statements
        The table ``statements`` (`qda.statements.cross`), of one reading per unit.
    rows, columns, cell
        Axes; ``columns`` may be ``case``. What is not given comes from the codebook.
    cases
        The known cases, in order. A statement that names none counts for each of them, with less weight; without known cases it stands under ``ALL``.
    used
        The readings the statements come from; they tell the machines.
    least
        The share of the best score of its cell that a finding must reach to be listed; None: what the codebook says. A cut by cell keeps the weak findings of
        cells that have no strong ones.
    min_score, min_statements, min_documents
        The least evidence a finding must have to be listed.

    Raises
    ------
    UnknownName
        An axis the codebook does not have.
    """
    if isinstance(rows, str):
        rows = [rows]
    axes = tuple(rows if rows is not None else book.matrix["rows"])
    columns = columns or book.matrix["columns"]
    cell = cell or book.matrix["cell"]
    _require_axes((*axes, columns, cell), book)
    order = {a: book.axis(a).code_ids for a in (*axes, columns, cell) if a != CASE}
    order[CASE] = (*cases, *(c for c in _cases_in(statements) if c not in cases)) or (ALL,)
    keys = [columns, *axes, cell]
    evidence, left_out = _explode(statements, keys, order[CASE], frozenset(r.coder for r in used if r.by_machine))
    frame = _aggregate(evidence, keys, order)
    share = float(book.matrix.get("least", 0.0)) if least is None else least
    best = frame.groupby(keys[:-1])["score"].transform("max")
    enough = (
        (frame["score"] >= share * best)
        & (frame["score"] >= min_score)
        & (frame["n_statements"] >= min_statements)
        & (frame["n_documents"] >= min_documents)
    )
    frame = frame[enough].reset_index(drop=True)
    evidence = evidence.merge(frame[keys], on=keys)
    return Matrix(
        rows=axes,
        columns=columns,
        cell=cell,
        frame=frame,
        evidence=evidence,
        statements=statements,
        order=order,
        left_out=left_out,
        used=tuple(used),
        least=share,
    )


def _require_axes(axes: Sequence[str], book: Codebook) -> None:
    """Refuse axes that do not exist or stand twice, and cases as cells."""
    known = (*book.axis_ids, CASE)
    for axis in axes:
        if axis not in known:
            raise UnknownName(f"codebook {book.id!r} has no axis {axis!r}; {nearest(axis, known)}")
    twice = [axis for axis, n in Counter(axes).items() if n > 1]
    if twice:
        raise BadInput(
            f"{twice[0]!r} stands twice in the crossing {', '.join(axes)}; name every axis once among rows, columns and cell"
        )
    if axes[-1] == CASE:
        raise BadInput(f"cells hold codes of an axis, not cases; allowed: {', '.join(book.axis_ids)}")


def _cases_in(statements: Frame) -> list[str]:
    return sorted({c for named in statements["case"] for c in named if c != ALL})


def _explode(
    statements: Frame, keys: Sequence[str], cases: Sequence[str], machines: frozenset[str]
) -> tuple[Frame, Mapping[str, int]]:
    """Return a row per statement and combination of codes, with its weight, and the number of statements that lack an axis."""
    out: list[dict[str, Any]] = []
    left_out: dict[str, int] = {}
    for record in statements.to_dict("records"):
        row = {str(k): v for k, v in record.items()}
        values = {k: _values(row, k, cases) for k in keys}
        if lacking := next((k for k in keys if not values[k]), None):
            left_out[lacking] = left_out.get(lacking, 0) + 1
            continue
        place = 1.0 if CASE not in keys else CASE_WEIGHT[row["case_evidence"]]
        fixed = {
            "statement": row["statement"],
            "doc_id": row["doc_id"],
            "by_machine": row["coder"] in machines,
            "by_default": row["case_evidence"] == "default",
        }
        for combination in product(*(values[k] for k in keys)):
            weight = SUPPORT * place
            for axis, code in zip(keys, combination, strict=True):
                weight *= row["scores"].get((axis, code), 1.0)
            out.append({**dict(zip(keys, combination, strict=True)), **fixed, "weight": weight})
    columns = [*keys, "statement", "doc_id", "by_machine", "by_default", "weight"]
    frame = pd.DataFrame(out, columns=columns)
    return frame.sort_values(
        [*keys, "weight", "statement"], ascending=[*[True] * len(keys), False, True], ignore_index=True
    ), left_out


def _values(row: Mapping[str, Any], key: str, cases: Sequence[str]) -> tuple[str, ...]:
    found = row[key]
    if key == CASE and ALL in found:
        return tuple(cases)
    if isinstance(found, str):
        return (found,) if found else ()
    return tuple(found)


def _aggregate(evidence: Frame, keys: Sequence[str], order: Mapping[str, Sequence[str]]) -> Frame:
    """Return the long form, ordered by the axes' own order and falling score."""
    columns = [*keys, *COUNTS, "share", "by_machine", "by_default"]
    if evidence.empty:
        return pd.DataFrame(columns=columns)
    grouped = evidence.assign(doubt=1.0 - evidence["weight"]).groupby(list(keys), sort=True)
    frame = grouped.agg(
        n_statements=("statement", "nunique"),
        n_documents=("doc_id", "nunique"),
        score=("doubt", "prod"),
        by_machine=("by_machine", "all"),
        by_default=("by_default", "all"),
    ).reset_index()
    frame["score"] = (1.0 - frame["score"]).round(6)
    totals = evidence.groupby(list(keys[:-1]))["statement"].nunique().rename("_total").reset_index()
    frame = frame.merge(totals, on=list(keys[:-1]))
    frame["share"] = frame["n_statements"] / frame["_total"]
    rank = {k: {v: i for i, v in enumerate(order[k])} for k in keys}
    by = {f"_{k}": frame[k].map(rank[k]) for k in keys}
    frame = frame.assign(**by, _score=-frame["score"])
    frame = frame.sort_values([*(f"_{k}" for k in keys[:-1]), "_score", f"_{keys[-1]}"], ignore_index=True)
    return frame[columns]
