"""The list of spans on which coders differ, for the talk between them."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from qda.agreement.spans import matched_pairs
from qda.frames import Frame

COLUMNS = ["doc_id", "start", "end", "axis", "code", "what", "coder_a", "start_a", "end_a", "coder_b", "start_b", "end_b"]
NOWHERE = -1
"""Start and end where a coder has no such span."""
ENDS = "the ends differ"

_SPAN = ["doc_id", "code", "start", "end"]


def span_disagreements(spans: Frame, coders: Sequence[str]) -> Frame:
    """Return a row per span that not both of two coders have, in the order of the text.

    Parameters
    ----------
    spans
        ``axis, doc_id, start, end, code, coder``.
    coders
        Two or more; every pair is compared.

    Returns
    -------
    DataFrame
        ``doc_id, start, end`` (the stretch both spans lie in), ``axis, code``, ``what``: only one coder has it, or the ends differ; and each coder's own span,
        -1 where there is none. Spans are matched as in `span_scores` by overlap.
    """
    rows = [
        row
        for axis, mine in spans.groupby("axis", sort=True)
        for a, b in combinations(coders, 2)
        for row in _pair(mine, a, b, str(axis))
    ]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["doc_id", "start", "end", "axis", "code"], ignore_index=True)


def _pair(spans: Frame, a: str, b: str, axis: str) -> Iterator[dict[str, Any]]:
    ours, theirs = (_of(spans, name) for name in (a, b))
    pairs = matched_pairs(ours, theirs, exact=False)
    for one, other in pairs[["gold", "other"]].itertuples(index=False, name=None):
        first, second = _ends(ours, one), _ends(theirs, other)
        if first != second:
            yield _row(ours.loc[one], axis, (a, first), (b, second), ENDS)
    for one in ours.index.difference(pd.Index(pairs["gold"])):
        yield _row(ours.loc[one], axis, (a, _ends(ours, one)), (b, None), f"only {a}")
    for other in theirs.index.difference(pd.Index(pairs["other"])):
        yield _row(theirs.loc[other], axis, (a, None), (b, _ends(theirs, other)), f"only {b}")


def _of(spans: Frame, coder: str) -> Frame:
    return spans.loc[spans["coder"] == coder, _SPAN].drop_duplicates().sort_values(_SPAN, ignore_index=True)


def _ends(spans: Frame, row: Any) -> tuple[int, int]:
    start, end = spans.loc[row, ["start", "end"]]
    return int(start), int(end)


Side = tuple[str, tuple[int, int] | None]


def _row(span: "pd.Series[Any]", axis: str, first: Side, second: Side, what: str) -> dict[str, Any]:
    (a, own), (b, other) = first, second
    there = [ends for ends in (own, other) if ends]
    stretch = {"start": min(start for start, _ in there), "end": max(end for _, end in there)}
    (start_a, end_a), (start_b, end_b) = own or (NOWHERE, NOWHERE), other or (NOWHERE, NOWHERE)
    told = {"doc_id": span["doc_id"], **stretch, "axis": axis, "code": span["code"], "what": what}
    return {**told, "coder_a": a, "start_a": start_a, "end_a": end_a, "coder_b": b, "start_b": start_b, "end_b": end_b}
