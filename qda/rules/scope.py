"""Which words of a text are denied or softened, and by what.

A cue reaches the words after it (or before it) until its clause ends: at punctuation, at a conjunction, or after a number of words. A hit that holds the cue
itself (*lack of*) is not touched by it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Literal, NamedTuple

from qda.codebook.phrases import Phrase, fold, phrase
from qda.rules.cues import CUES, Cues
from qda.rules.index import Occurrences, PhraseIndex
from qda.rules.words import CLAUSE_GAP, Words

HEDGE = "hedge"
REACH_AFTER: Mapping[str, int] = {"not": 8, "without": 4, "lack": 4, "spoil": 6, "undo": 6, HEDGE: 8}
"""How many words later a hit may begin than a cue of the group ends."""

REACH_BEFORE = 5
"""How many words earlier a hit may end than a cue begins."""

AGREEING = frozenset({"lack", "spoil"})
"""Groups whose cues speak against something themselves."""

Direction = Literal["after", "before"]
Span = tuple[int, int]


class Cue(NamedTuple):
    """An occurrence of a cue: its words, its group (`HEDGE` for hedges), and where it reaches."""

    first: int
    end: int
    group: str
    direction: Direction


class CueIndex:
    """The cues of a language, as an index of phrases finds them.

    Parameters
    ----------
    language
        A language; one without any cues has none.
    index
        An index that holds `cue_phrases` of the language as they are written.
    """

    def __init__(self, language: str, index: PhraseIndex) -> None:
        cues = CUES.get(language, Cues())
        self._kinds = {index.written_ids[p]: kinds for p, kinds in _kinds(cues).items()}
        self._innocent = frozenset(index.written_ids[p] for p in _innocent(cues))
        self._ends = frozenset(map(fold, cues.ends))

    def scopes(self, words: Words, found: Occurrences) -> "Scopes":
        """Return the cues and clauses of a text, given what the index found in it."""
        return Scopes(self._cues(found), words, self._ends)

    def _cues(self, found: Occurrences) -> tuple[Cue, ...]:
        innocent = [span for number in self._innocent.intersection(found) for span in found[number]]
        cues = [
            Cue(first, end, group, direction)
            for number in self._kinds.keys() & found.keys()
            for group, direction in self._kinds[number]
            for first, end in found[number]
            if not any(a < end and first < b for a, b in innocent)
        ]
        return tuple(sorted(set(cues)))


def cue_phrases(language: str) -> list[Phrase]:
    """Return the cues of a language, and what only looks like one."""
    cues = CUES.get(language, Cues())
    return [*_kinds(cues), *_innocent(cues)]


def _kinds(cues: Cues) -> dict[Phrase, list[tuple[str, Direction]]]:
    """Return the groups that each cue belongs to, and where it reaches as one of them."""
    reaches: list[tuple[Mapping[str, tuple[str, ...]], Direction]] = [(cues.denies, "after"), (cues.denied, "before")]
    reaches += [({HEDGE: cues.hedges}, "after"), ({HEDGE: cues.hedges}, "before")]
    kinds: dict[Phrase, list[tuple[str, Direction]]] = {}
    for groups, direction in reaches:
        for group, phrases in groups.items():
            for written in phrases:
                kinds.setdefault(phrase(written), []).append((group, direction))
    return kinds


def _innocent(cues: Cues) -> list[Phrase]:
    return [phrase(written) for written in cues.innocent]


class Scopes:
    """The cues of one text, asked hit by hit.

    Attributes
    ----------
    cues
        The cues, in order.
    clauses
        The number of the clause that each word stands in; a conjunction begins one.
    """

    def __init__(self, cues: tuple[Cue, ...], words: Words, ends: frozenset[str]) -> None:
        self.cues = cues
        begins = [gap == CLAUSE_GAP or form in ends for form, gap in zip(map(str.lower, words.forms), words.gaps, strict=True)]
        self.clauses = list(accumulate(map(int, begins)))
        self._firsts = [cue.first for cue in cues]
        self._after: defaultdict[int, list[Cue]] = defaultdict(list)
        self._before: defaultdict[int, list[Cue]] = defaultdict(list)
        for cue in cues:
            onto = self._after if cue.direction == "after" else self._before
            for at in self._reached(cue):
                onto[at].append(cue)

    def on(self, first: int, end: int, parts: tuple[Span, ...], allies: Iterable[Span] = ()) -> tuple[tuple[Cue, ...], bool]:
        """Return the cues that deny a hit, one per group, and whether it is softened.

        Cues of two groups cancel out, so a hit is denied if their number is odd.

        Parameters
        ----------
        first, end
            The words of the hit.
        parts
            The words that matched; a cue among them does not touch the hit.
        allies
            Words that are evidence for the same code; a cue of `AGREEING` among them does not deny it either.
        """
        if not self.cues:
            return (), False
        reaching = self.reaching(first, end)
        if not reaching:
            return (), False
        reaching = [cue for cue in reaching if not _within(cue, parts)]
        reaching = [cue for cue in reaching if not (cue.group in AGREEING and _within(cue, allies))]
        if not reaching:
            return (), False
        denying = {cue.group: cue for cue in reversed(reaching) if cue.group != HEDGE}
        return tuple(denying[group] for group in sorted(denying)), any(cue.group == HEDGE for cue in reaching)

    def turning(self, first: int, parts: tuple[Span, ...], spans: Iterable[Span]) -> tuple[Span, ...]:
        """Return those of some words of a rule's own that turn a hit round: they stand in its clause, and are no part of it."""
        clause = self.clauses[first]
        return tuple(s for s in spans if self.clauses[s[0]] == clause and not any(s[0] < b and a < s[1] for a, b in parts))

    def reaching(self, first: int, end: int) -> list[Cue]:
        """Return the cues that reach a hit, in order: from before it, amid its words, and from behind it."""
        after, before = self._after.get(first, ()), self._before.get(end - 1, ())
        if end - first <= 2:
            return [*after, *before] if after or before else []
        amid = self.cues[bisect_right(self._firsts, first) : bisect_left(self._firsts, end)]
        return [*after, *[c for c in amid if c.end < end], *before]

    def _reached(self, cue: Cue) -> Iterator[int]:
        """Yield the words that a cue reaches: where a hit after it may begin, or one before it may end."""
        if cue.direction == "after":
            near, clause = range(cue.end, min(cue.end + REACH_AFTER[cue.group], len(self.clauses))), self.clauses[cue.end - 1]
        else:
            near, clause = range(max(cue.first - REACH_BEFORE, 0), cue.first), self.clauses[cue.first]
        return (at for at in near if self.clauses[at] == clause)


def _within(cue: Cue, spans: Iterable[Span]) -> bool:
    return any(cue.first < b and a < cue.end for a, b in spans)
