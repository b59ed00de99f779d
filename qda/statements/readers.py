"""Which reading of a unit counts: one, never the sum of several."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qda.errors import UnknownName, nearest
from qda.frames import Frame
from qda.model import MACHINES
from qda.statements.settled import SETTLED, lay_over
from qda.statements.stretches import Covered, common, covered, merged
from qda.statements.units import Units

RANK = {"settled": 0, "human": 1, "import": 2, "model": 3, "rule": 4}
PASS = ["coder", "round"]


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
    a machine's reading, on any axis. What was settled on some of `axes` only takes the place of what the reading that counts says on these.

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
    units = Units.of(segments)
    alive = _settled(_without_rejected(codings), readings, axes, units)
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


def _settled(codings: Frame, readings: Frame, axes: Sequence[str], units: Units) -> Frame:
    """Lay over the other readings what was settled on some axes, but not on all that a reading must cover to count by itself."""
    coded, read = codings[codings["origin"] == SETTLED], readings[readings["origin"] == SETTLED]
    whole = {
        coder: _read_in_full(coded[coded["coder"] == coder], read[read["coder"] == coder], axes, units)
        for coder in {*coded["coder"], *read["coder"]}
    }
    return lay_over(codings, readings, whole) if whole else codings


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


def describe(used: Sequence[Reading]) -> str:
    """Say in one line which readings count, for a method section."""
    return "; ".join(f"{r.coder} (round {r.round}, {r.origin}, {r.units} units)" for r in used) or "none"
