"""Codings -> the table ``statements``."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame
from qda.model import Case
from qda.statements.cases import ALL, EVIDENCE, resolve_cases
from qda.statements.grouping import assign
from qda.statements.inheritance import allowed_context, is_inherited
from qda.statements.units import Key, Units

CERTAINTY = {1: 0.5, 2: 0.8, 3: 1.0}
"""What a person's own certainty counts; no certainty given counts 1."""

HEAD = ["statement", "doc_id", "start", "end", "coder", "round", "origin", "case", "case_evidence"]
NEEDED = ["doc_id", "start", "end", "coder", "round", "origin", "statement", "axis", "code", "score", "certainty", "quote"]
Row = dict[Any, Any]


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
        ``statement, doc_id, start, end, coder, round, origin, case`` (a tuple), ``case_evidence``, then a column per axis (a tuple on multi axes, else a text),
        ``inherited`` (axis -> source), ``scores`` ((axis, code) -> [0, 1]) and ``quote``, ordered by place.
    """
    own = assign(codings[~is_inherited(codings)], book)
    places = _Places(resolve_cases(segments, cases, mentions))
    taken = allowed_context(context, book)
    rows = []
    for name, group in _statements(own):
        first = group[0]
        spans = places.at(first["doc_id"], first["start"], first["end"])
        known = places.cases(spans)
        row: dict[str, Any] = {"statement": name, "quote": first["quote"], "case": known[0], "case_evidence": known[1]}
        row |= {k: first[k] for k in ("doc_id", "start", "end", "coder", "round", "origin")}
        rows.append(row | _values(group, book, taken.get(spans[0], {}) if spans else {}))
    columns = [*HEAD, *book.axis_ids, "inherited", "scores", "quote"]
    out = pd.DataFrame(rows, columns=columns)
    return out.sort_values(["doc_id", "start", "end", "statement"], ignore_index=True) if rows else out


def _statements(own: Frame) -> list[tuple[str, list[Row]]]:
    """Return the codings of every statement with its name; a name that several coders or documents use is told apart."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in own[NEEDED].to_dict("records"):
        groups.setdefault((row["doc_id"], row["coder"], row["round"], row["statement"]), []).append(row)
    uses = Counter(key[3] for key in groups)
    return [(str(key[3]) if uses[key[3]] == 1 else ":".join(map(str, key)), group) for key, group in groups.items()]


def _values(group: Sequence[Row], book: Codebook, taken: Mapping[str, Sequence[tuple[str, str, str]]]) -> dict[str, Any]:
    """Return the axis columns of one statement, what of it is inherited, and the scores."""
    codes: dict[str, dict[str, float]] = {}
    for axis, code, score, certainty in ((row["axis"], row["code"], row["score"], row["certainty"]) for row in group):
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
    """Knows which cases the units under a span speak about."""

    def __init__(self, resolved: Frame) -> None:
        self._units = Units.of(resolved)
        columns = ["doc_id", "start", "end", "case", "case_evidence"]
        self._known = {(d, s, e): (c, v) for d, s, e, c, v in resolved[columns].itertuples(index=False, name=None)}

    def at(self, doc_id: str, start: int, end: int) -> list[Key]:
        """Return the units that overlap a span, in order."""
        return self._units.touched(doc_id, start, end)

    def cases(self, keys: Sequence[Key]) -> tuple[tuple[str, ...], str]:
        """Return the cases of units by the strongest evidence among them."""
        known = [self._known[k] for k in keys]
        if not known:
            return (ALL,), "default"
        best = min((v for _, v in known), key=EVIDENCE.index)
        return tuple(dict.fromkeys(c for cases, v in known if v == best for c in cases)), best
