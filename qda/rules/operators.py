"""What a pattern finds, given where its phrases occur."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from qda.codebook.patterns import Pattern
from qda.codebook.phrases import Phrase
from qda.rules.index import Occurrences

Span = tuple[int, int]
Match = tuple[tuple[Span, ...], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern whose phrases are numbers of an index."""

    any: frozenset[int]
    all: tuple[int, ...]
    needed: frozenset[int]
    near: frozenset[int]
    unless: frozenset[int]
    within: int | None
    in_order: bool
    simple: bool

    @property
    def phrases(self) -> frozenset[int]:
        """All of its phrases."""
        return self.any | self.needed | self.near | self.unless


def compiled(pattern: Pattern, ids: Mapping[Phrase, int]) -> Compiled:
    """Return a pattern with the numbers of its phrases."""
    return Compiled(
        any=frozenset(ids[p] for p in pattern.any),
        all=tuple(ids[p] for p in pattern.all),
        needed=frozenset(ids[p] for p in pattern.all),
        near=frozenset(ids[p] for p in pattern.near),
        unless=frozenset(ids[p] for p in pattern.unless),
        within=pattern.within,
        in_order=pattern.in_order,
        simple=not (pattern.all or pattern.near or pattern.unless),
    )


def matches(pattern: Compiled, heads: Sequence[int], found: Occurrences) -> list[Match]:
    """Return the matches of a pattern: the words that make the hit, and those that had to stand near it.

    Parameters
    ----------
    pattern
        What is looked for.
    heads
        The phrases of its `any` that occur.
    found
        Where each phrase occurs.
    """
    if pattern.simple and len(heads) == 1:
        spans = found[heads[0]]
        return [((span,), ()) for span in (spans if len(spans) == 1 else _widest(spans))]
    if pattern.near and pattern.near.isdisjoint(found):
        return []
    hits = _together(pattern, found) if pattern.all else [(span,) for span in _widest([s for p in heads for s in found[p]])]
    if not (pattern.near or pattern.unless):
        return [(hit, ()) for hit in hits]
    near, unless = _spans(pattern.near, found), _spans(pattern.unless, found)
    away = None if pattern.near or pattern.all else pattern.within
    beside = [(hit, _beside(hit, near, pattern.within)) for hit in hits if not _excluded(hit, unless, away)]
    return [(hit, close) for hit, close in beside if close or not pattern.near]


def matches_in(pattern: Compiled, parts: Sequence[Span], found: Occurrences) -> list[Match]:
    """Return the matches of a pattern that lie wholly in one of the parts of a text, each given by its first word and the word after its last."""
    return [match for part in parts for match in _matches_in(pattern, part, found)]


def _matches_in(pattern: Compiled, part: Span, found: Occurrences) -> list[Match]:
    here: Occurrences = defaultdict(list)
    for phrase in pattern.phrases & found.keys():
        if inside := [span for span in found[phrase] if part[0] <= span[0] and span[1] <= part[1]]:
            here[phrase] = inside
    heads = sorted(pattern.any & here.keys())
    return matches(pattern, heads, here) if heads or pattern.all else []


def _spans(phrases: frozenset[int], found: Occurrences) -> list[Span]:
    return [span for phrase in phrases & found.keys() for span in found[phrase]]


def _widest(spans: list[Span]) -> list[Span]:
    """Leave out spans that lie within a wider one, and put the others in order."""
    if len(spans) < 2:
        return spans
    kept: list[Span] = []
    reached = -1
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if span[1] > reached:
            kept.append(span)
            reached = span[1]
    return kept


def _together(pattern: Compiled, found: Occurrences) -> list[tuple[Span, ...]]:
    """Return the tightest sets of one span per item that do not overlap, none sharing a word with another."""
    if not found.keys() >= pattern.needed:
        return []
    items = [sorted(found[item]) for item in pattern.all]
    orders = [items] if pattern.in_order else list(permutations(items))
    chains = {
        chain
        for order in orders
        for chain in _chains(order)
        if pattern.within is None or apart(chain[0], chain[-1]) <= pattern.within
    }
    taken: list[tuple[Span, ...]] = []
    for chain in sorted(chains, key=lambda c: (c[-1][1] - c[0][0], c)):
        if not any(_overlap(a, b) for kept in taken for a in kept for b in chain):
            taken.append(chain)
    return sorted(taken)


def _chains(items: Sequence[list[Span]]) -> Iterator[tuple[Span, ...]]:
    """Yield, for each place of the first item, the nearest places of the following ones in that order."""
    for first in items[0]:
        chain = [first]
        for later in items[1:]:
            after = [span for span in later if span[0] >= chain[-1][1]]
            if not after:
                break
            chain.append(min(after, key=lambda s: (s[1], s[0])))
        else:
            yield tuple(chain)


def _beside(hit: tuple[Span, ...], near: list[Span], within: int | None) -> tuple[Span, ...]:
    """Return the nearest of the spans that stand close enough and share no word with the hit."""
    best: tuple[int, Span] | None = None
    for span in near:
        away = min([apart(span, part) for part in hit])
        if away > 0 and (within is None or away <= within) and (best is None or (away, span) < best):
            best = away, span
    return (best[1],) if best else ()


def _excluded(hit: tuple[Span, ...], unless: list[Span], within: int | None) -> bool:
    return any(_overlap(s, part) or (within is not None and apart(s, part) <= within) for s in unless for part in hit)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def apart(a: Span, b: Span) -> int:
    """Return how many words later the second begins than the first ends; neighbours are 1 apart, overlapping spans 0 or less."""
    after, before = b[0] - a[1], a[0] - b[1]
    return after + 1 if after > before else before + 1
