"""Who gave which code how often, and how often together: the counts beside the coefficients."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from qda.agreement.figures import presence
from qda.agreement.grid import Answers
from qda.codebook import Codebook
from qda.frames import Frame

COUNTS = ["axis", "code", "coder_a", "coder_b", "n", "both", "only_a", "only_b", "neither", "precision", "recall", "f1"]
NAN = float("nan")


def code_counts(found: Answers, book: Codebook) -> Frame:
    """Return a row per code and pair of coders.

    Returns
    -------
    DataFrame
        ``axis, code, coder_a, coder_b``; ``n`` units that both rated, of which ``both`` gave the code, ``only_a``, ``only_b`` and ``neither``; and what readers
        of machine learning expect: ``precision, recall, f1`` of `coder_b` taken against `coder_a`, NaN where nobody of them gave the code.
    """
    rows = [row for axis in book.axes for code in axis.code_ids for row in _pairs(found, axis.id, code)]
    return pd.DataFrame(rows, columns=COUNTS)


def _pairs(found: Answers, axis: str, code: str) -> Iterator[dict[str, Any]]:
    present = presence(found.said[axis], code)
    for a, b in combinations(found.names, 2):
        rated = present[[a, b]].dropna().astype(bool)
        both, only_a, only_b = (int(s.sum()) for s in (rated[a] & rated[b], rated[a] & ~rated[b], ~rated[a] & rated[b]))
        counts = {
            "n": len(rated),
            "both": both,
            "only_a": only_a,
            "only_b": only_b,
            "neither": len(rated) - both - only_a - only_b,
        }
        yield {"axis": axis, "code": code, "coder_a": a, "coder_b": b, **counts, **scores(both, only_a, only_b)}


def scores(both: int, only_a: int, only_b: int) -> dict[str, float]:
    """Return precision, recall and F1 of the second coder against the first."""
    return {
        "precision": both / (both + only_b) if both + only_b else NAN,
        "recall": both / (both + only_a) if both + only_a else NAN,
        "f1": 2 * both / (2 * both + only_a + only_b) if both + only_a + only_b else NAN,
    }


def set_counts(ratings: Frame, coders: Sequence[str]) -> dict[str, float]:
    """Return, over all units that two coders rated with sets, how many members both have, and only one of them; with the scores."""
    a, b = coders
    rated = ratings[[a, b]].dropna()
    both = sum(len(x & y) for x, y in rated.itertuples(index=False, name=None))
    only_a, only_b = (sum(len(x) for x in rated[name]) - both for name in (a, b))
    return {"n": len(rated), "both": both, "only_a": only_a, "only_b": only_b, **scores(both, only_a, only_b)}


def member_counts(ratings: Frame, coders: Sequence[str], members: Sequence[str]) -> Frame:
    """Return a row per member of the sets that two coders gave: in how many units both have it, and only one of them.

    Parameters
    ----------
    members
        The names of the columns for what a member (a tuple) consists of.

    Returns
    -------
    DataFrame
        These columns, then ``coder_a, coder_b, both, only_a, only_b``; what is most in dispute comes first.
    """
    a, b = coders
    tally: dict[tuple[str, ...], list[int]] = {}
    for x, y in ratings[[a, b]].dropna().itertuples(index=False, name=None):
        for member in x | y:
            tally.setdefault(member, [0, 0, 0])[0 if member in x and member in y else 1 if member in x else 2] += 1
    order = sorted(tally, key=lambda member: (-tally[member][1] - tally[member][2], -tally[member][0], member))
    rows = [(*member, a, b, *tally[member]) for member in order]
    return pd.DataFrame(rows, columns=[*members, "coder_a", "coder_b", "both", "only_a", "only_b"])
