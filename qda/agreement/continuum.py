"""Free-hand units on a continuum: the tables of spans and documents are checked and laid end to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from qda.errors import BadTable
from qda.frames import Frame

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_SPANS = ("doc_id", "start", "end", "code", "coder")
_DOCUMENTS = ("doc_id", "length")
_NUMBERS = ("start", "end", "length")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Continuum:
    """The units of all coders on the texts of all documents, laid end to end.

    No unit and no gap reaches across the seam of two documents, so the order of the documents does not matter.
    The units of one coder with one code do not overlap; those that touch stay two units.

    Attributes
    ----------
    coders, codes, documents
        The names that the numbers below stand for, sorted.
    seams
        Where each document starts, and where the last one ends: (documents + 1,).
    coder, code, document, start, end
        A unit each, sorted by coder, code and start; `start` and `end` count from the start of the first document.
    merged
        How many spans went into another one because they overlapped it with the same code by the same coder.
    """

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    documents: tuple[str, ...]
    seams: Ints
    coder: Ints
    code: Ints
    document: Ints
    start: Ints
    end: Ints
    merged: int

    @property
    def lengths(self) -> Ints:
        """The length of each document."""
        return np.diff(self.seams)

    @property
    def sizes(self) -> Floats:
        """The length of each unit, as floats: their cubes exceed whole numbers."""
        return (self.end - self.start).astype(float)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader of any coefficient of this continuum should know."""
        silent = [name for number, name in enumerate(self.coders) if number not in self.coder]
        merged = f"spans merged with others of the same coder that they overlap: {self.merged:,}" if self.merged else ""
        return tuple(filter(None, (merged, *(f"coder {name!r} coded nothing" for name in silent))))

    @property
    def undefined(self) -> str:
        """Why no coefficient exists on this continuum, or ``""``."""
        if len(self.coders) < 2:
            return f"agreement needs two coders, and there is {len(self.coders) or 'none'}"
        return "" if len(self.start) else "nobody coded anything"


def lay(spans: Frame, documents: Frame, *, coders: Sequence[str] | None = None, code: str | None = None) -> Continuum:
    """Check the two tables and lay the documents end to end.

    Parameters
    ----------
    spans
        Columns ``doc_id, start, end, code, coder``; half-open, in code points of the document. Further columns do not matter.
    documents
        Columns ``doc_id, length``: every document that all coders read, also where nobody coded anything.
    coders
        Who is compared; who coded nothing must be named here. All coders of `spans` if None.
    code
        Only the units of this code; all if None.

    Raises
    ------
    BadTable
        A column is missing, a value does not fit, or a span does not lie in its document.
    """
    extent = _lengths(documents)
    table = span_table(spans)
    _check_places(table, extent)
    names = tuple(sorted(set(table["coder"] if coders is None else coders)))
    wanted = table["coder"].isin(names) & ((table["code"] == code) if code is not None else True)
    return _laid(table[wanted], names, extent)


def span_table(spans: Frame) -> Frame:
    """Return the columns of a table of spans, typed, or say in one line why it is none."""
    table = _typed("spans", spans, _SPANS)
    wrong = ((table["start"] < 0) | (table["end"] <= table["start"])).to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        start, end = table["start"].iloc[row], table["end"].iloc[row]
        raise BadTable(f"spans: row {row + 1}: [{start}, {end}) is no span; start and end are code points with 0 <= start < end")
    return table


def intersections(start: Ints, end: Ints, other_start: Ints, other_end: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of all pairs of a span here and a span there that share a position.

    The other spans are sorted by their start. Only neighbours are looked at, so the cost grows with the spans and the pairs, not with their product.
    """
    low = np.searchsorted(np.maximum.accumulate(other_end), start, side="right")
    high = np.searchsorted(other_start, end, side="left")
    count = np.maximum(high - low, 0)
    first = np.repeat(np.arange(len(start)), count)
    second = np.arange(len(first)) + np.repeat(low - np.cumsum(count) + count, count)
    share = (other_end[second] > start[first]) & (other_start[second] < end[first])
    return first[share], second[share]


def _lengths(documents: Frame) -> "pd.Series[Any]":
    table = _typed("documents", documents, _DOCUMENTS)
    for wrong, what in ((table["doc_id"].duplicated(), "stands there twice"), (table["length"] < 0, "has a length below 0")):
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            raise BadTable(f"documents: row {row + 1}: {table['doc_id'].iloc[row]!r} {what}")
    return table.set_index("doc_id")["length"].sort_index()


def _typed(name: str, frame: Frame, columns: Sequence[str]) -> Frame:
    lost = [c for c in columns if c not in frame.columns]
    if lost:
        found = ", ".join(map(repr, frame.columns)) or "none"
        raise BadTable(f"{name}: column {lost[0]!r} is missing; found {found}; needed {', '.join(columns)}")
    return pd.DataFrame({c: _column(name, frame[c].reset_index(drop=True), c) for c in columns})


def _column(name: str, values: "pd.Series[Any]", column: str) -> "pd.Series[Any]":
    if column not in _NUMBERS:
        wrong, what = values.isna(), "is missing"
    else:
        numbers = pd.to_numeric(values, errors="coerce")
        wrong, what = numbers.isna() | (numbers != numbers.round()) | (numbers.abs() > 2**53), "is not a whole number"
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise BadTable(f"{name}: row {row + 1}: {column} {values.iloc[row]} {what}")
    return values.astype("str") if column not in _NUMBERS else numbers.astype("int64")


def _check_places(table: Frame, extent: "pd.Series[Any]") -> None:
    room = table["doc_id"].map(extent)
    wrong = (room.isna() | (table["end"] > room)).to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        doc_id, start, end = (table[c].iloc[row] for c in ("doc_id", "start", "end"))
        why = "which is not among the documents" if doc_id not in extent.index else f"which has {extent[doc_id]:,} characters"
        raise BadTable(f"spans: row {row + 1}: [{start}, {end}) lies in {doc_id!r}, {why}")


def _laid(table: Frame, coders: tuple[str, ...], extent: "pd.Series[Any]") -> Continuum:
    seams = np.concatenate([[0], np.cumsum(extent.to_numpy(dtype=np.int64))]).astype(np.int64)
    codes = tuple(sorted(set(table["code"])))
    document = _numbers(table["doc_id"], tuple(extent.index))
    coder, code = _numbers(table["coder"], coders), _numbers(table["code"], codes)
    start = table["start"].to_numpy() + seams[document]
    end = table["end"].to_numpy() + seams[document]
    order = np.lexsort((end, start, code, coder))
    kept, end = merge(start[order], end[order], (coder * max(len(codes), 1) + code)[order])
    first = order[kept]
    return Continuum(
        coders=coders,
        codes=codes,
        documents=tuple(extent.index),
        seams=seams,
        coder=coder[first],
        code=code[first],
        document=document[first],
        start=start[first],
        end=end,
        merged=len(order) - len(first),
    )


def _numbers(values: "pd.Series[Any]", names: tuple[str, ...]) -> Ints:
    return pd.Index(names, dtype="str").get_indexer(pd.Index(values)).astype(np.int64)


def merge(start: Ints, end: Ints, group: Ints) -> tuple[Ints, Ints]:
    """Merge the spans of a group that overlap; those that only touch stay apart.

    Parameters
    ----------
    start, end, group
        Sorted by group, then by start.

    Returns
    -------
    kept
        The numbers of the spans with which a merged one begins.
    end
        Where each merged one ends.
    """
    if not len(start):
        return np.arange(0), end
    lane = (group - group[0]) * (
        int(end.max()) + 1
    )  # a stretch of its own for every group, so that one running maximum serves all
    reached = np.maximum.accumulate(end + lane)
    kept = np.flatnonzero(np.concatenate([[True], (start + lane)[1:] >= reached[:-1]]))
    last = np.concatenate([kept[1:], [len(start)]]) - 1
    return kept, reached[last] - lane[last]
