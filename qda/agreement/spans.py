"""Precision, recall and F1 of one coder's spans against another's: what readers from machine learning expect.

Spans are matched one to one, within a document and a code. Two pairs that compete for a span are decided greedily: the pair with the larger
overlap share (intersection over union, Jaccard) goes first, and among equal ones the pair that lies further to the front. The result does not
depend on the order of the rows, nor on which coder is called gold (precision and recall then change places).
Partial credit counts a matched pair by how much of the span it covers: of the other's span for precision, of gold's span for recall; in the
sense of Johansson & Moschitti (2010, Syntactic and semantic structure for opinion expression detection, CoNLL), but one to one.
"""

from typing import Literal

import numpy as np
import pandas as pd

from qda.agreement.by_document import remark
from qda.agreement.continuum import Floats, Ints, intersections, span_table
from qda.errors import BadInput
from qda.frames import Frame

ALL = "(all)"
"""What the row over all codes has in the column ``code``."""

_KEY = ["doc_id", "code", "start", "end"]


def span_scores(spans: Frame, *, gold: str, other: str, match: Literal["exact", "overlap"] = "exact") -> Frame:
    """Return precision, recall and F1 of the spans of `other` against those of `gold`, per code and over all codes.

    Parameters
    ----------
    spans
        A row per span: ``doc_id, start, end, code, coder``, half-open, in code points. Spans that a coder has twice with one code count once.
    gold, other
        Two coders; F1 is the same whoever is gold.
    match
        ``exact``: both ends agree. ``overlap``: the spans share a character at least.

    Returns
    -------
    DataFrame
        ``code, n_gold, n_other, matched, precision, recall, f1, precision_share, recall_share, f1_share, reason``: a row per code, sorted,
        then the row ``(all)`` over the spans of all codes together. The columns ``_share`` give partial credit by overlap.
        NaN with a reason where a coder has no such span.

    Raises
    ------
    BadInput
        `match` is another word, or `gold` and `other` are one.

    Examples
    --------
    >>> spans = pd.DataFrame({"doc_id": "d", "start": [0, 20, 5], "end": [10, 30, 10], "code": "x", "coder": ["A", "A", "B"]})
    >>> span_scores(spans, gold="A", other="B", match="overlap").loc[0, ["precision", "recall", "recall_share"]].tolist()
    [1.0, 0.5, 0.25]
    """
    if match not in {"exact", "overlap"}:
        raise BadInput(f"match={match!r}: spans are matched 'exact' or by 'overlap'")
    if gold == other:
        raise BadInput(f"coder {gold!r} is compared with themselves; gold and other are two coders")
    table = span_table(spans)
    ours, theirs = (_spans_of(table, coder) for coder in (gold, other))
    pairs = matched_pairs(ours, theirs, exact=match == "exact")
    columns = _counts(ours, theirs, pairs)
    everything = columns.sum().to_frame().T.set_axis([ALL], axis="index")
    return _scores(pd.concat([columns, everything]), gold, other)


def matched_pairs(gold: Frame, other: Frame, *, exact: bool) -> Frame:
    """Match spans one to one.

    Parameters
    ----------
    gold, other
        ``doc_id, code, start, end``, without duplicates.
    exact
        Whether both ends must agree.

    Returns
    -------
    DataFrame
        ``gold, other`` (the positions of the two spans in their tables) and ``shared`` (how many characters they share), in the order of matching.
    """
    start, end, other_start, other_end = _lanes(gold, other)
    order = np.argsort(other_start, kind="stable")
    here, there = intersections(start, end, other_start[order], other_end[order])
    there = order[there]
    shared = np.minimum(end[here], other_end[there]) - np.maximum(start[here], other_start[there])
    union = np.maximum(end[here], other_end[there]) - np.minimum(start[here], other_start[there])
    if exact:
        here, there, shared, union = (values[shared == union] for values in (here, there, shared, union))
    first = np.lexsort((end[here] + other_end[there], start[here] + other_start[there], -shared / np.maximum(union, 1)))
    kept = _greedy(here[first], there[first])
    return pd.DataFrame({"gold": here[first][kept], "other": there[first][kept], "shared": shared[first][kept]})


def _spans_of(table: Frame, coder: str) -> Frame:
    return table.loc[table["coder"] == coder, _KEY].drop_duplicates().sort_values(_KEY, ignore_index=True)


def _lanes(gold: Frame, other: Frame) -> tuple[Ints, Ints, Ints, Ints]:
    """Lay each document and code on a stretch of its own, and return the starts and ends there."""
    both = pd.concat([gold, other], ignore_index=True)
    stretch = int(both["end"].max()) + 1 if len(both) else 1
    lane: Ints = both.groupby(["doc_id", "code"], sort=True).ngroup().to_numpy().astype(np.int64) * stretch
    ends: Ints = both[["start", "end"]].to_numpy().astype(np.int64) + lane[:, None]
    n = len(gold)
    return ends[:n, 0], ends[:n, 1], ends[n:, 0], ends[n:, 1]


def _greedy(here: Ints, there: Ints) -> list[int]:
    """Return the numbers of the pairs that are kept when each span is given to the first pair that asks for it."""
    taken_here: set[int] = set()
    taken_there: set[int] = set()
    kept = []
    for number, (one, two) in enumerate(zip(here.tolist(), there.tolist(), strict=True)):
        if one not in taken_here and two not in taken_there:
            taken_here.add(one)
            taken_there.add(two)
            kept.append(number)
    return kept


def _counts(gold: Frame, other: Frame, pairs: Frame) -> Frame:
    """Return per code how many spans there are, how many are matched, and the partial credit of these."""
    codes = pd.Index(sorted({*gold["code"], *other["code"]}), dtype="str")
    ours, theirs = gold.loc[pairs["gold"]], other.loc[pairs["other"]]
    shared = pairs["shared"].to_numpy()

    def tally(frame: Frame, values: Floats | None = None) -> Floats:
        return np.bincount(codes.get_indexer(pd.Index(frame["code"])), values, minlength=len(codes)).astype(float)

    return pd.DataFrame(
        {
            "n_gold": tally(gold),
            "n_other": tally(other),
            "matched": tally(ours),
            "of_gold": tally(ours, shared / (ours["end"] - ours["start"]).to_numpy()),
            "of_other": tally(theirs, shared / (theirs["end"] - theirs["start"]).to_numpy()),
        },
        index=codes,
    )


def _scores(counts: Frame, gold: str, other: str) -> Frame:
    n_gold, n_other = counts["n_gold"].to_numpy(), counts["n_other"].to_numpy()
    out = pd.DataFrame({"code": counts.index.astype("str")})
    out[["n_gold", "n_other", "matched"]] = counts[["n_gold", "n_other", "matched"]].to_numpy().astype(np.int64)
    for suffix, of_other, of_gold in (("", "matched", "matched"), ("_share", "of_other", "of_gold")):
        hits, found = counts[of_other].to_numpy(), counts[of_gold].to_numpy()
        with np.errstate(invalid="ignore"):
            precision, recall = (np.where(n > 0, share / n, np.nan) for share, n in ((hits, n_other), (found, n_gold)))
            # 2PR / (P + R), with the counts put in so that it is 0, and not undefined, where one side has no span or nothing matches
            f1 = np.where(n_gold + n_other > 0, 2 * hits * found / np.maximum(hits * n_gold + found * n_other, 1e-300), np.nan)
        out[f"precision{suffix}"], out[f"recall{suffix}"], out[f"f1{suffix}"] = precision, recall, f1
    silent = [f"no span by {coder!r}" for coder in (gold, other)]
    gaps = zip(n_gold, n_other, strict=True)
    out["reason"] = pd.Series(
        [remark(*(why for why, n in zip(silent, both, strict=True) if not n)) for both in gaps], dtype="str"
    )
    return out
