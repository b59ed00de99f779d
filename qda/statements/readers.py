"""Which reading of a unit counts: one, never the sum of several."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from qda.errors import UnknownName, nearest
from qda.frames import Frame
from qda.model import MACHINES
from qda.statements.units import Units

RANK = {"settled": 0, "human": 1, "import": 2, "model": 3, "rule": 4}
PASS = ["coder", "round"]
Spans = Sequence[tuple[int, int]]
Covered = dict[str, list[tuple[int, int]]]


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

    Settled codings come first, then people, imported codings, models and rules. Among people the one who read more comes first, then the name decides; a
    coder's later round comes before the earlier one. `coders` names those that count, in order, instead.
    """
    every = pd.concat([codings, readings])
    told = every[every["origin"].isin(RANK)]
    origins = told.groupby(PASS)["origin"].agg(lambda found: min(found, key=RANK.__getitem__)).to_dict()
    spans = every[["doc_id", "start", "end", *PASS]].drop_duplicates()
    units = Counter(zip(spans["coder"], spans["round"], strict=True))
    found = [Reading(coder=c, round=r, origin=origins.get((c, r), "import"), units=n) for (c, r), n in units.items()]
    total = Counter(spans["coder"])
    if coders is None:
        return tuple(sorted(found, key=lambda f: (RANK[f.origin], -total[f.coder], f.coder, -f.round)))
    for name in coders:
        if name not in total:
            raise UnknownName(f"no codings of coder {name!r}; {nearest(name, total)}")
    order = {name: i for i, name in enumerate(coders)}
    return tuple(sorted((f for f in found if f.coder in order), key=lambda f: (order[f.coder], -f.round)))


def choose(
    codings: Frame,
    readings: Frame,
    *,
    axes: Sequence[str] = (),
    coders: Sequence[str] | None = None,
    segments: Frame | None = None,
) -> tuple[Frame, tuple[Reading, ...]]:
    """Keep, for every stretch of text, the codings of the one reading that counts there.

    A coder's codings fall away where more than half of their span was read by a coder who comes before (see `list_readings`). A stretch is read where it is
    coded or listed in ``readings`` on every one of `axes`: who judged one code of a sentence has not read the sentence. What a person rejected falls out of
    a machine's reading, on any axis.

    Parameters
    ----------
    codings
        The table ``codings``.
    readings
        The table ``readings``.
    axes
        The axes that a reading must cover; empty: any one.
    coders
        Names in the order in which they count; None: people before machines.
    segments
        The grid: who coded a part of a unit has read the unit. None: only the span itself.

    Returns
    -------
    tuple of DataFrame and tuple of Reading
        The codings that count, and the readings that contributed.
    """
    alive = _without_rejected(codings)
    units = Units.of(segments)
    taken: Covered = {}
    parts, used = [], []
    for reading in list_readings(alive, readings, coders):
        mine, read = (t[(t["coder"] == reading.coder) & (t["round"] == reading.round)] for t in (alive, readings))
        free = [
            not covered(taken.get(d, ()), s, e) for d, s, e in mine[["doc_id", "start", "end"]].itertuples(index=False, name=None)
        ]
        if any(free):
            parts.append(mine[free])
            used.append(reading)
        for doc_id, spans in _read_in_full(mine, read, axes, units).items():
            taken[doc_id] = merged([*taken.get(doc_id, ()), *spans])
    return (pd.concat(parts) if parts else alive.iloc[:0]).reset_index(drop=True), tuple(used)


def _without_rejected(codings: Frame) -> Frame:
    """Leave out rejected rows, and the machines' codings that a person rejected."""
    claim = ["doc_id", "start", "end", "axis", "code"]
    rejected = codings["status"] == "rejected"
    alive = codings[~rejected]
    denied = pd.MultiIndex.from_frame(alive[claim]).isin(pd.MultiIndex.from_frame(codings.loc[rejected, claim]))
    return alive[~(denied & alive["origin"].isin(MACHINES))]


def _read_in_full(codings: Frame, readings: Frame, axes: Sequence[str], units: Units) -> Covered:
    """Return the stretches that a reading covers on every one of the axes."""
    every = pd.concat([codings, readings])[["doc_id", "start", "end", "axis"]].drop_duplicates()
    per_axis = [every[every["axis"] == axis] for axis in axes] if axes else [every]
    found = [_stretches(part, units) for part in per_axis]
    documents = set.intersection(*(set(part) for part in found))
    out: Covered = {}
    for doc_id in documents:
        shared = found[0][doc_id]
        for part in found[1:]:
            shared = common(shared, part[doc_id])
        out[doc_id] = shared
    return out


def _stretches(frame: Frame, units: Units) -> Covered:
    spans: Covered = {}
    for doc_id, start, end in frame[["doc_id", "start", "end"]].itertuples(index=False, name=None):
        spans.setdefault(doc_id, []).append(units.around(doc_id, start, end))
    return {doc_id: merged(found) for doc_id, found in spans.items()}


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch.

    Examples
    --------
    >>> merged([(5, 9), (0, 3), (2, 4)])
    [(0, 4), (5, 9)]
    """
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def common(one: Spans, two: Spans) -> list[tuple[int, int]]:
    """Return what two sorted, disjoint lists of spans share.

    Examples
    --------
    >>> common([(0, 4), (6, 9)], [(2, 7)])
    [(2, 4), (6, 7)]
    """
    out, i, j = [], 0, 0
    while i < len(one) and j < len(two):
        start, end = max(one[i][0], two[j][0]), min(one[i][1], two[j][1])
        if start < end:
            out.append((start, end))
        if one[i][1] <= two[j][1]:
            i += 1
        else:
            j += 1
    return out


def covered(spans: Spans, start: int, end: int) -> bool:
    """Say whether more than half of [start, end) lies in the spans (sorted, disjoint).

    Examples
    --------
    >>> covered([(0, 6)], 0, 10), covered([(0, 5)], 0, 10)
    (True, False)
    """
    i = max(0, bisect_right(spans, (start, start)) - 1)
    length = 0
    while i < len(spans) and spans[i][0] < end:
        length += max(0, min(end, spans[i][1]) - max(start, spans[i][0]))
        i += 1
    return 2 * length > end - start


def describe(used: Sequence[Reading]) -> str:
    """Say in one line which readings count, for a method section."""
    return "; ".join(f"{r.coder} (round {r.round}, {r.origin}, {r.units} units)" for r in used) or "none"
