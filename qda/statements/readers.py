"""Which reading of a unit counts: one, never the sum of several."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qda.errors import UnknownName, nearest
from qda.frames import Frame

RANK = {"settled": 0, "human": 1, "import": 2, "model": 3, "rule": 4}
MACHINES = ("model", "rule")
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One coder's pass through the material in one round."""

    coder: str
    round: int
    origin: str
    units: int

    @property
    def by_machine(self) -> bool:
        """Whether no person made it."""
        return self.origin in MACHINES


def list_readings(codings: Frame, readings: Frame, coders: Sequence[str] | None = None) -> tuple[Reading, ...]:
    """Return the readings there are, in the order in which they count.

    Settled codings come first, then people, imported codings, models and rules; a coder's later round comes before the earlier one, and among people
    who read equally much the name decides. `coders` names those that count, in order, instead.
    """
    origins = codings.groupby(["coder", "round"])["origin"].agg(lambda found: min(found, key=RANK.__getitem__)).to_dict()
    every = pd.concat([codings, readings])[["doc_id", "start", "end", "coder", "round"]].drop_duplicates()
    units = Counter(zip(every["coder"], every["round"], strict=True))
    found = [Reading(coder=c, round=r, origin=origins.get((c, r), "import"), units=n) for (c, r), n in units.items()]
    if coders is None:
        return tuple(
            sorted(found, key=lambda f: (RANK[f.origin], -f.round if f.origin in MACHINES else 0, -f.units, f.coder, -f.round))
        )
    for name in coders:
        if name not in {f.coder for f in found}:
            raise UnknownName(f"no codings of coder {name!r}; {nearest(name, {f.coder for f in found})}")
    order = {name: i for i, name in enumerate(coders)}
    return tuple(sorted((f for f in found if f.coder in order), key=lambda f: (order[f.coder], -f.round)))


def choose(
    codings: Frame, readings: Frame, *, axes: Sequence[str] = (), coders: Sequence[str] | None = None
) -> tuple[Frame, tuple[Reading, ...]]:
    """Keep, for every stretch of text, the codings of the one reading that counts there.

    A coder's codings fall away where more than half of their span was read by a coder who comes before (see `list_readings`). "Read" means coded, or
    listed in ``readings``.

    Parameters
    ----------
    codings
        The table ``codings``; rejected rows fall away first.
    readings
        The table ``readings``.
    axes
        A reading counts only where it covers one of these axes; empty: any axis.
    coders
        Names in the order in which they count; None: people before machines.

    Returns
    -------
    tuple of DataFrame and tuple of Reading
        The codings that count, and the readings that contributed.
    """
    alive = codings[codings["status"] != "rejected"]
    covering = readings[readings["axis"].isin(axes)] if axes else readings
    read_spans = pd.concat([alive[alive["axis"].isin(axes)] if axes else alive, covering])[
        ["doc_id", "start", "end", "coder", "round"]
    ].drop_duplicates()
    taken: dict[str, list[tuple[int, int]]] = {}
    parts, used = [], []
    for reading in list_readings(alive, covering, coders):
        mine = alive[(alive["coder"] == reading.coder) & (alive["round"] == reading.round)]
        free = [
            not _covered(taken.get(d, ()), s, e)
            for d, s, e in mine[["doc_id", "start", "end"]].itertuples(index=False, name=None)
        ]
        kept = mine[free]
        if len(kept):
            parts.append(kept)
            used.append(reading)
        spans = read_spans[(read_spans["coder"] == reading.coder) & (read_spans["round"] == reading.round)]
        _take(taken, spans)
    return (pd.concat(parts) if parts else alive.iloc[:0]).reset_index(drop=True), tuple(used)


def _take(taken: dict[str, list[tuple[int, int]]], spans: Frame) -> None:
    """Merge spans into the stretches that have been read."""
    for doc_id, rows in spans.groupby("doc_id", sort=False):
        merged: list[tuple[int, int]] = []
        for start, end in sorted([*taken.get(str(doc_id), ()), *zip(rows["start"], rows["end"], strict=True)]):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        taken[str(doc_id)] = merged


def _covered(spans: Spans, start: int, end: int) -> bool:
    """Say whether more than half of [start, end) lies in the spans (sorted, disjoint)."""
    i = max(0, bisect_right(spans, (start, start)) - 1)
    length = 0
    while i < len(spans) and spans[i][0] < end:
        length += max(0, min(end, spans[i][1]) - max(start, spans[i][0]))
        i += 1
    return 2 * length > end - start


def describe(used: Sequence[Reading]) -> str:
    """Say in one line which readings count, for a method section."""
    return "; ".join(f"{r.coder} (round {r.round}, {r.origin}, {r.units} units)" for r in used) or "none"
