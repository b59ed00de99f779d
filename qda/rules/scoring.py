"""Hits of one segment -> what is claimed about it: scores, implied codes, and statements where both valences show.

A code's score is the noisy-or of its hits: each hit is an independent reason, and the score is the chance that not all of them fail.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, groupby
from math import prod
from typing import NamedTuple

from qda.model import Axis
from qda.rules.hits import Hit

IMPLIED_FACTOR = 0.45
"""A code that another one implies gets this share of that one's score: besides what shows on an axis of several codes, else where its axis shows nothing."""

GATE_FLOOR = 0.45
"""A code of the matrix' cell keeps this share of its score where no valence shows at all, and all of it where one is certain."""


SPLIT_RATIO = 0.7
"""A second code of the split axis makes a statement of its own if it scores at least this share of the first."""


RIVAL_FLOOR = 0.15
"""A statement is about few codes of the matrix' cell: a code far below the best one keeps as little as this share of its score, the best one all of it."""


class Claim(NamedTuple):
    """A code on a segment, with its score and the hits (or the codes that imply it) behind it."""

    axis: str
    code: str
    score: float
    hits: tuple[Hit, ...] = ()
    implied_by: tuple[str, ...] = ()
    split: str = ""

    @property
    def evidence(self) -> str:
        """What speaks for the claim, in one line."""
        implied = ["implied: " + ", ".join(self.implied_by)] if self.implied_by else []
        return " | ".join([*(h.evidence for h in self.hits), *implied])


def noisy_or(scores: Iterable[float]) -> float:
    """Return the chance that at least one reason holds.

    Examples
    --------
    >>> noisy_or([0.5, 0.5])
    0.75
    """
    return 1.0 - prod([1.0 - s for s in scores])


class Weigher:
    """Weighs the hits of a segment by what the codebook says of its axes.

    Parameters
    ----------
    axes
        The axes of the codebook.
    split
        The axis whose codes part a segment into statements, or ``""``.
    cell
        The axis whose codes go to the nearest evidence of `split`, or ``""``.
    """

    def __init__(self, axes: Sequence[Axis], *, split: str = "", cell: str = "") -> None:
        self.axes = tuple(axes)
        self.split = split
        self.cell = cell
        self._codes = {axis.id: axis.code_ids for axis in axes}
        self._open = {axis.id for axis in axes if axis.kind == "multi" and axis.id != split}
        self._implies = {(code.axis, code.id): code.implies for axis in axes for code in axis.codes if code.implies}
        self._order = {axis.id: n for n, axis in enumerate(axes)}

    def claims(self, hits: Sequence[Hit]) -> list[Claim]:
        """Return what the hits of one segment claim: the best code of single axes, and one set of claims per statement."""
        by_axis: dict[str, dict[str, list[Hit]]] = {}
        for hit in hits:
            if hit.effect != "dropped":
                by_axis.setdefault(hit.axis, {}).setdefault(hit.code, []).append(hit)
        own = [claim for axis in self.axes if axis.id in by_axis for claim in self._own(axis, by_axis[axis.id])]
        shown = _level([c for c in own if c.axis == self.split])
        own = [c for c in own if c.axis != self.split or c in shown]
        sides = self._sides(own, shown) if len(shown) > 1 else [own]
        return [claim for side in sides for claim in self._settled(self._with_implied(side))]

    def _own(self, axis: Axis, by_code: Mapping[str, list[Hit]]) -> list[Claim]:
        found = [_claim(axis.id, code, by_code[code]) for code in self._codes[axis.id] if code in by_code]
        if axis.kind == "multi" or axis.id == self.split:
            return found
        return [max(found, key=lambda c: c.score)]

    def _sides(self, own: Sequence[Claim], shown: Sequence[Claim]) -> list[list[Claim]]:
        """Return the claims of each code of the split axis: hits of the cell go to the nearest, everything else to all."""
        lines = [_Side(claim) for claim in shown]
        nearest = {id(hit): _nearest(hit, lines) for claim in own if claim.axis == self.cell for hit in claim.hits}
        return [self._side(own, side, nearest) for side in shown]

    def _side(self, own: Sequence[Claim], side: Claim, nearest: Mapping[int, set[str]]) -> list[Claim]:
        mine: list[Claim] = []
        for claim in own:
            if claim.axis == self.split:
                mine += [claim] if claim.code == side.code else []
            elif claim.axis == self.cell:
                hits = [hit for hit in claim.hits if side.code in nearest[id(hit)]]
                mine += [_claim(claim.axis, claim.code, hits)] if hits else []
            else:
                mine.append(claim)
        return mine

    def _with_implied(self, own: Sequence[Claim]) -> list[Claim]:
        """Add what the codes imply: one more reason on axes of several codes, the only one on axes that show nothing of their own."""
        shown = {(c.axis, c.code): c for c in own}
        closed = {c.axis for c in own if c.axis not in self._open}
        sources: dict[tuple[str, str], list[Claim]] = {}
        for claim in own:
            for axis_id, codes in self._implies.get((claim.axis, claim.code), {}).items():
                for code in codes if axis_id not in closed else ():
                    sources.setdefault((axis_id, code), []).append(claim)
        added: list[Claim] = []
        for axis in self.axes if sources else ():
            wanted = [(axis.id, code) for code in self._codes[axis.id] if (axis.id, code) in sources]
            found = [_implied(shown.pop(key, Claim(*key, 0.0)), sources[key]) for key in wanted]
            added += found if axis.kind == "multi" else [max(found, key=lambda c: c.score)] if found else []
        return sorted((*shown.values(), *added), key=lambda c: self._order[c.axis])

    def _settled(self, found: Sequence[Claim]) -> list[Claim]:
        """Name the statement, and lower the codes of the cell where the split axis shows little or another code shows more; none is dropped here."""
        side = next((c for c in found if c.axis == self.split), None)
        split = side.code if side else ""
        gate = GATE_FLOOR + (1 - GATE_FLOOR) * (side.score if side else 0.0) if self.split else 1.0
        best = max([c.score for c in found if c.axis == self.cell], default=1.0)
        return [Claim(c.axis, c.code, self._lowered(c, gate, best), c.hits, c.implied_by, split) for c in found]

    def _lowered(self, claim: Claim, gate: float, best: float) -> float:
        if claim.axis != self.cell:
            return claim.score
        return claim.score * gate * (RIVAL_FLOOR + (1 - RIVAL_FLOOR) * claim.score / best)


def _claim(axis: str, code: str, hits: Sequence[Hit]) -> Claim:
    counted = _apart(hits)
    return Claim(axis, code, noisy_or([h.score for h in counted]), counted)


def _implied(shown: Claim, sources: Sequence[Claim]) -> Claim:
    score = noisy_or([shown.score, *(IMPLIED_FACTOR * c.score for c in sources)])
    return shown._replace(score=score, implied_by=tuple(f"{c.axis}/{c.code}" for c in sources))


def _apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Keep the strongest of hits that share words: several rules about the same words are one reason."""
    if len(hits) == 1:
        return tuple(hits)
    kept: list[Hit] = []
    taken = 0
    for hit in sorted(hits, key=_strongest_first):
        characters = 0  # a bit for each character
        for start, end in hit.spans:
            characters |= (1 << end) - (1 << start)
        if not taken & characters:
            kept.append(hit)
            taken |= characters
    return tuple(sorted(kept, key=_in_text_order)) if len(kept) > 1 else tuple(kept)


def _strongest_first(hit: Hit) -> tuple[float, int, int, str]:
    return -hit.score, hit.first - hit.last, hit.spans[0][0], hit.rule


def _in_text_order(hit: Hit) -> tuple[int, int, str]:
    return hit.spans[0][0], hit.spans[-1][1], hit.rule


def _level(shown: Sequence[Claim]) -> list[Claim]:
    """Leave out codes of the split axis that another one outweighs."""
    best = max((c.score for c in shown), default=0.0)
    return [c for c in shown if c.score >= SPLIT_RATIO * best]


class _Side:
    """The evidence for one code of the split axis, asked how near it stands."""

    def __init__(self, claim: Claim) -> None:
        self.code = claim.code
        hits = sorted(claim.hits, key=lambda h: h.first)
        self._all = _Line(hits)
        self._of_clause = {number: _Line(list(group)) for number, group in groupby(hits, key=lambda h: h.clause)}

    def away(self, hit: Hit) -> tuple[bool, int]:
        """Return whether the nearest evidence stands in another clause, and how many words away it is."""
        same = self._of_clause.get(hit.clause)
        return (False, same.away(hit)) if same else (True, self._all.away(hit))


class _Line:
    """Hits in the order of their first words."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._firsts = [h.first for h in hits]
        self._lasts = list(accumulate((h.last for h in hits), max))

    def away(self, hit: Hit) -> int:
        """Return how many words the nearest of them stands away; 0 if it overlaps."""
        after = bisect_left(self._firsts, hit.first)
        before = [hit.first - self._lasts[after - 1]] if after else []
        behind = [self._firsts[after] - hit.last] if after < len(self._firsts) else []
        return max(0, min(before + behind))


def _nearest(hit: Hit, sides: Sequence[_Side]) -> set[str]:
    """Return the codes of the split axis whose evidence lies nearest to a hit: in the same clause first, then by words between."""
    away = {side.code: side.away(hit) for side in sides}
    best = min(away.values())
    return {code for code, distance in away.items() if distance == best}
