"""Hits of one segment -> what is claimed about it: scores, implied codes, and statements where both valences show.

A code's score is the noisy-or of its hits: each hit is an independent reason, and the score is the chance that not all of them fail.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from qda.model import Axis
from qda.rules.hits import Hit

IMPLIED_FACTOR = 0.3
"""A code that another one implies gets this share of that one's score, where its axis shows nothing of its own."""

GATE_FLOOR = 0.5
"""A code of the matrix' cell keeps this share of its score where no valence shows at all, and all of it where one is certain."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A code on a segment, with its score and the hits (or the implying code) behind it."""

    axis: str
    code: str
    score: float
    evidence: str
    hits: tuple[Hit, ...] = ()
    split: str = ""


def noisy_or(scores: Iterable[float]) -> float:
    """Return the chance that at least one reason holds.

    Examples
    --------
    >>> noisy_or([0.5, 0.5])
    0.75
    """
    return 1.0 - prod(1.0 - s for s in scores)


def claims(hits: Sequence[Hit], axes: Sequence[Axis], *, split: str = "", cell: str = "") -> list[Claim]:
    """Return what the hits of one segment claim, best codes of single axes only, one set per statement.

    Parameters
    ----------
    hits
        The hits of the segment; dropped ones do not count.
    axes
        The axes of the codebook.
    split
        The axis whose codes part a segment into statements, or ``""``.
    cell
        The axis whose codes go to the nearest evidence of `split`, or ``""``.
    """
    by_code: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        if hit.effect != "dropped":
            by_code.setdefault((hit.axis, hit.code), []).append(hit)
    own = [claim for axis in axes for claim in _own(axis, by_code, keep_all=axis.id == split)]
    shown = [c for c in own if c.axis == split]
    if len(shown) > 1:
        return _parted(own, shown, cell, axes)
    return _gated(_with_implied(own, axes, split), split, cell)


def _own(axis: Axis, by_code: Mapping[tuple[str, str], list[Hit]], *, keep_all: bool) -> list[Claim]:
    found = [_claim(axis.id, code, by_code[axis.id, code]) for code in axis.code_ids if (axis.id, code) in by_code]
    if axis.kind == "multi" or keep_all:
        return found
    return [max(found, key=lambda c: c.score)] if found else []


def _claim(axis: str, code: str, hits: Sequence[Hit]) -> Claim:
    counted = _apart(hits)
    return Claim(
        axis=axis,
        code=code,
        score=noisy_or(h.score for h in counted),
        evidence=" | ".join(h.evidence for h in counted),
        hits=counted,
    )


def _apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Keep the strongest of hits that share words: several rules about the same words are one reason."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-h.score, h.first - h.last, h.start, h.rule)):
        if not any(_share(hit, other) for other in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda h: (h.start, h.end, h.rule)))


def _share(a: Hit, b: Hit) -> bool:
    return any(s < e2 and s2 < e for s, e in a.spans for s2, e2 in b.spans)


def _with_implied(own: Sequence[Claim], axes: Sequence[Axis], split: str) -> list[Claim]:
    """Add what the codes imply on axes that show nothing of their own."""
    shown = {c.axis for c in own}
    implies = {(code.axis, code.id): code.implies for axis in axes for code in axis.codes}
    split_of = next((c.code for c in own if c.axis == split), "")
    sources: dict[tuple[str, str], list[Claim]] = {}
    for claim in own:
        for axis_id, codes in implies[claim.axis, claim.code].items():
            for code in codes if axis_id not in shown else ():
                sources.setdefault((axis_id, code), []).append(claim)
    added: list[Claim] = []
    for axis in axes:
        found = [_implied(axis.id, code, sources[axis.id, code]) for code in axis.code_ids if (axis.id, code) in sources]
        added += found if axis.kind == "multi" else [max(found, key=lambda c: c.score)] if found else []
    implied_split = next((c.code for c in added if c.axis == split), split_of)
    order = {axis.id: n for n, axis in enumerate(axes)}
    return sorted((_of(c, implied_split) for c in (*own, *added)), key=lambda c: order[c.axis])


def _implied(axis: str, code: str, sources: Sequence[Claim]) -> Claim:
    score = noisy_or(IMPLIED_FACTOR * c.score for c in sources)
    return Claim(axis=axis, code=code, score=score, evidence="implied: " + ", ".join(f"{c.axis}/{c.code}" for c in sources))


def _of(claim: Claim, split: str, score: float | None = None) -> Claim:
    found = claim.score if score is None else score
    return Claim(axis=claim.axis, code=claim.code, score=found, evidence=claim.evidence, hits=claim.hits, split=split)


def _gated(found: Sequence[Claim], split: str, cell: str) -> list[Claim]:
    """Lower the codes of the cell where the split axis shows little; none is dropped here."""
    if not (split and cell):
        return list(found)
    valence = max((c.score for c in found if c.axis == split), default=0.0)
    return [_of(c, c.split, c.score * (GATE_FLOOR + (1 - GATE_FLOOR) * valence)) if c.axis == cell else c for c in found]


def _parted(own: Sequence[Claim], shown: Sequence[Claim], cell: str, axes: Sequence[Axis]) -> list[Claim]:
    """Return a set of claims per code of the split axis: hits of the cell go to the nearest, everything else to both."""
    out: list[Claim] = []
    for side in shown:
        mine: list[Claim] = []
        for claim in own:
            if claim.axis == side.axis:
                mine += [claim] if claim.code == side.code else []
            elif claim.axis == cell:
                hits = [hit for hit in claim.hits if side.code in _sides(hit, shown)]
                mine += [_claim(claim.axis, claim.code, hits)] if hits else []
            else:
                mine.append(claim)
        out += _gated(_with_implied(mine, axes, side.axis), side.axis, cell)
    return out


def _sides(hit: Hit, shown: Sequence[Claim]) -> set[str]:
    """Return the codes of the split axis whose evidence lies nearest to a hit: in the same clause first, then by words between."""
    away = {side.code: min((other.clause != hit.clause, _between(hit, other)) for other in side.hits) for side in shown}
    best = min(away.values())
    return {code for code, distance in away.items() if distance == best}


def _between(a: Hit, b: Hit) -> int:
    return max(0, b.first - a.last, a.first - b.last)
