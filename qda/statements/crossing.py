"""Codings -> the table ``statements``."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame
from qda.model import Case
from qda.statements.cases import ALL, EVIDENCE, resolve_cases
from qda.statements.grouping import assign
from qda.statements.inheritance import allowed_context, is_inherited

CERTAINTY = {1: 0.5, 2: 0.8, 3: 1.0}
"""What a person's own certainty counts; no certainty given counts 1."""

HEAD = ["statement", "doc_id", "start", "end", "coder", "round", "origin", "cases", "case_evidence"]


def cross(
    codings: Frame, segments: Frame, context: Frame, book: Codebook, *, cases: Sequence[Case] = (), mentions: Frame | None = None
) -> Frame:
    """Return one row per statement, a column per axis.

    Parameters
    ----------
    codings
        The table ``codings`` of the readings that count; inherited rows are left out and made anew from `context`.
    segments
        The grid: gives every statement its place, case, heading and question. A statement need not follow it.
    context
        The table ``context``: what headings and questions say.
    cases, mentions
        As in `resolve_cases`.

    Returns
    -------
    DataFrame
        ``statement, doc_id, start, end, coder, round, origin, cases, case_evidence``, then a column per axis (a tuple on multi axes, else a text),
        ``inherited`` (axis -> source), ``scores`` ((axis, code) -> [0, 1]) and ``quote``, ordered by place.
    """
    own = assign(codings[~is_inherited(codings)], book)
    places = _Places(resolve_cases(segments, cases, mentions))
    taken = allowed_context(context, book)
    rows = []
    for name, group in own.groupby("statement", sort=False):
        first = group.iloc[0]
        spans = places.at(first["doc_id"], int(first["start"]), int(first["end"]))
        known = places.cases(spans)
        row: dict[str, Any] = {"statement": name, "quote": first["quote"], "cases": known[0], "case_evidence": known[1]}
        row |= {k: first[k] for k in ("doc_id", "start", "end", "coder", "round", "origin")}
        rows.append(row | _values(group, book, taken.get(spans[0], {}) if spans else {}))
    columns = [*HEAD, *book.axis_ids, "inherited", "scores", "quote"]
    out = pd.DataFrame(rows, columns=columns)
    return out.sort_values(["doc_id", "start", "end", "statement"], ignore_index=True) if rows else out


def _values(group: Frame, book: Codebook, taken: Mapping[str, Sequence[tuple[str, str, str]]]) -> dict[str, Any]:
    """Return the axis columns of one statement, what of it is inherited, and the scores."""
    codes: dict[str, dict[str, float]] = {}
    for axis, code, score, certainty in group[["axis", "code", "score", "certainty"]].itertuples(index=False, name=None):
        weight = CERTAINTY.get(certainty, 1.0) if score != score else score  # noqa: PLR0124  NaN differs from itself
        codes.setdefault(axis, {})[code] = max(weight, codes.get(axis, {}).get(code, 0.0))
    inherited: dict[str, str] = {}
    for axis, found in taken.items():
        if axis not in codes:
            codes[axis] = dict.fromkeys((code for code, _, _ in found), 1.0)
            inherited[axis] = found[0][1]
    row: dict[str, Any] = {"inherited": inherited, "scores": {(a, c): s for a, by in codes.items() for c, s in by.items()}}
    for axis_ in book.axes:
        found_here = codes.get(axis_.id, {})
        ordered = tuple(c for c in axis_.code_ids if c in found_here)
        row[axis_.id] = ordered if axis_.kind == "multi" else max(ordered, key=lambda c: found_here[c], default="")
    return row


class _Places:
    """Finds the segments under a span, and the cases they speak about."""

    def __init__(self, resolved: Frame) -> None:
        self._known = {
            (d, s, e): (c, v)
            for d, s, e, c, v in resolved[["doc_id", "start", "end", "cases", "case_evidence"]].itertuples(index=False, name=None)
        }
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for doc_id, start, end in sorted(self._known):
            self._spans.setdefault(doc_id, []).append((start, end))

    def at(self, doc_id: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """Return the keys of the segments that overlap a span, in order."""
        spans = self._spans.get(doc_id, [])
        i = max(0, bisect_right(spans, (start, end)) - 1)
        while i > 0 and spans[i - 1][1] > start:
            i -= 1
        out = []
        while i < len(spans) and spans[i][0] < end:
            if spans[i][1] > start:
                out.append((doc_id, *spans[i]))
            i += 1
        return out

    def cases(self, keys: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, ...], str]:
        """Return the cases of segments by the strongest evidence among them."""
        known = [self._known[k] for k in keys]
        if not known:
            return (ALL,), "default"
        best = min((v for _, v in known), key=EVIDENCE.index)
        return tuple(dict.fromkeys(c for cases, v in known if v == best for c in cases)), best
