"""Saturation: how much new a further document brings, measured against what the first ones brought.

Guest, G., Namey, E. & Chen, M. (2020): A simple method to assess and report thematic saturation in qualitative research. PLoS ONE 15(5), e0232076.
The *base* is the first documents; a *run* is the documents that are looked at together next, and moves on by one; where the new categories of a run are no
more than a *threshold* of those of the base, saturation is reached at the documents before that run, written ``6+2``: six, and two that showed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qda._wording import many
from qda.errors import BadInput
from qda.frames import Frame

Codes = Sequence[str]

RUNS = ("first", "last", "new", "base", "ratio", "reached")
CURVE = ("number", "mean", "low", "high", "reached")
CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Saturation:
    """An assessment with all the numbers behind it.

    Attributes
    ----------
    documents
        A row per document in order: ``number, document, codes, new, n_new, categories`` (how many there are by then).
    runs
        A row per run: the numbers of its ``first`` and ``last`` document, how many categories are ``new`` in it and how many the ``base`` has, their ``ratio``,
        and whether the threshold is ``reached``.
    curve
        Over random orders of the documents: per number of documents the ``mean``, and the ``low`` and ``high`` end of the middle 95 %, of the number of
        categories, and the share of the orders in which saturation is ``reached`` by then; empty where none were drawn.
    base, run, threshold, times, seed
        What was asked.
    unit
        What counts as one: ``document`` or ``case``.
    """

    documents: Frame
    runs: Frame
    curve: Frame
    base: int
    run: int
    threshold: float
    times: int
    seed: int
    unit: str = "document"

    @property
    def reached_at(self) -> int | None:
        """The number of documents at which saturation is reached, without the run that showed it; None where it is not."""
        reached = self.runs[self.runs["reached"]]
        return int(reached["first"].iloc[0]) - 1 if len(reached) else None

    @property
    def notation(self) -> str:
        """How it is reported: ``6+2``; empty where it is not reached."""
        return f"{self.reached_at}+{self.run}" if self.reached_at is not None else ""

    def __str__(self) -> str:
        found = f"{many(len(self.documents), self.unit)}, {many(int(self.documents['n_new'].sum()), 'category', 'categories')}"
        asked = f"base size {self.base}, run length {self.run}, new information threshold {100 * self.threshold:g} %"
        lines = [f"{found}; {asked}: {self._verdict()}."]
        if len(self.curve):
            last = self.curve.iloc[-1]
            lines.append(f"In {100 * last['reached']:.0f} % of {self.times} random orders it is reached with what there is.")
        return "\n".join(lines)

    def _verdict(self) -> str:
        if self.runs.empty:
            return f"not assessed, {self.base + self.run} are needed at least"
        said = self.runs[self.runs["reached"]]
        if said.empty:
            last = self.runs.iloc[-1]
            return f"not reached; the last run still brought {_share(last)}"
        return f"reached at {self.notation}, where a run brought {_share(said.iloc[0])}"


def _share(run: Any) -> str:
    return f"{int(run['new'])} new to the {int(run['base'])} of the base" + (
        f" ({100 * run['ratio']:.0f} %)" if run["base"] else ""
    )


def assess(
    documents: Sequence[tuple[str, Codes]],
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    times: int = 0,
    seed: int = 1,
    unit: str = "document",
) -> Saturation:
    """Assess saturation.

    Parameters
    ----------
    documents
        The documents in order, each with the codes it has.
    base, run, threshold
        Base size (4 to 6 are usual), run length (2 or 3), and new information threshold (0.05, or 0).
    times, seed
        How many random orders are drawn, and from which seed.

    Raises
    ------
    BadInput
        A size below 1, or a threshold that is no share.

    Examples
    --------
    >>> found = assess([("a", ["x", "y"]), ("b", ["y"]), ("c", ["z"]), ("d", []), ("e", ["x"])], base=2, run=2)
    >>> print(found)
    5 documents, 3 categories; base size 2, run length 2, new information threshold 5 %: reached at 3+2, where a run brought 0 new to the 2 of the base (0 %).
    >>> found.runs["ratio"].tolist()
    [0.5, 0.0]
    """
    if base < 1 or run < 1 or not 0 <= threshold < 1 or times < 0:
        raise BadInput(
            f"base {base}, run {run}, threshold {threshold:g}, times {times}; base and run are at least 1, the threshold lies in [0, 1)"
        )
    table = _documents(documents)
    n_new = table["n_new"].tolist()
    return Saturation(
        documents=table,
        runs=_runs(n_new, base, run, threshold),
        curve=_curve([set(codes) for _, codes in documents], base, run, threshold, times=times, seed=seed),
        base=base,
        run=run,
        threshold=threshold,
        times=times,
        seed=seed,
        unit=unit,
    )


def _documents(documents: Sequence[tuple[str, Codes]]) -> Frame:
    seen: set[str] = set()
    rows = []
    for number, (name, codes) in enumerate(documents, start=1):
        mine = tuple(sorted(set(codes)))
        new = tuple(code for code in mine if code not in seen)
        seen.update(new)
        rows.append((number, name, mine, new, len(new), len(seen)))
    return pd.DataFrame(rows, columns=["number", "document", "codes", "new", "n_new", "categories"])


def _runs(n_new: Sequence[int], base: int, run: int, threshold: float) -> Frame:
    first = sum(n_new[:base])
    rows = []
    for start in range(base, len(n_new) - run + 1):
        new = sum(n_new[start : start + run])
        ratio = new / first if first else float("nan")
        rows.append((start + 1, start + run, new, first, ratio, bool(first and ratio <= threshold)))
    return pd.DataFrame(rows, columns=list(RUNS)).astype({"reached": bool, "ratio": float})


def _curve(codes: Sequence[set[str]], base: int, run: int, threshold: float, *, times: int, seed: int) -> Frame:
    """Return what random orders of the documents show."""
    import numpy as np

    if not times or not codes:
        return pd.DataFrame(columns=list(CURVE))
    random = np.random.default_rng(seed)
    grown = np.zeros((times, len(codes)), dtype=int)
    reached = np.zeros((times, len(codes)), dtype=bool)
    for row in range(times):
        seen: set[str] = set()
        n_new = []
        for at in random.permutation(len(codes)):
            n_new.append(len(codes[at] - seen))
            seen |= codes[at]
        grown[row] = np.cumsum(n_new)
        runs = _first_reached(n_new, base, run, threshold)
        if runs:
            reached[row, runs - 1 :] = True
    low, high = np.quantile(grown, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    said = {
        "number": range(1, len(codes) + 1),
        "mean": grown.mean(axis=0),
        "low": low,
        "high": high,
        "reached": reached.mean(axis=0),
    }
    return pd.DataFrame(said)


def _first_reached(n_new: Sequence[int], base: int, run: int, threshold: float) -> int:
    """Return the number of the last document of the first run that reaches the threshold; 0 if none does."""
    first = sum(n_new[:base])
    for start in range(base, len(n_new) - run + 1):
        if first and sum(n_new[start : start + run]) <= threshold * first:
            return start + run
    return 0
