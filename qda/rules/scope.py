"""Which words of a text are denied or softened, and by what.

A cue reaches the words after it (or before it) until its clause ends: at punctuation, at a conjunction, or after a number of words. A hit that holds the cue
itself (*lack of*) is not touched by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from qda.codebook.patterns import Phrase, fold, phrase
from qda.rules.cues import CUES, Cues
from qda.rules.index import Occurrences, PhraseIndex
from qda.rules.words import CLAUSE_GAP, Words

REACH_AFTER = 8
REACH_BEFORE = 5
HEDGE = "hedge"

Direction = Literal["after", "before"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cue:
    """An occurrence of a cue: its words, its group (`HEDGE` for hedges), and where it reaches."""

    first: int
    end: int
    group: str
    direction: Direction


class CueIndex:
    """The cues of a language, ready to be found."""

    def __init__(self, cues: Cues, language: str) -> None:
        self._kinds: dict[Phrase, list[tuple[str, Direction]]] = {}
        for group, phrases in cues.denies.items():
            self._note(phrases, group, "after")
        for group, phrases in cues.denied.items():
            self._note(phrases, group, "before")
        self._note(cues.hedges, HEDGE, "after")
        self._note(cues.hedges, HEDGE, "before")
        self._innocent = tuple(map(phrase, cues.innocent))
        self._index = PhraseIndex((*self._kinds, *self._innocent), language, exact=True)
        self._ends = frozenset(map(fold, cues.ends))

    def _note(self, phrases: Iterable[str], group: str, direction: Direction) -> None:
        for written in phrases:
            self._kinds.setdefault(phrase(written), []).append((group, direction))

    def scopes(self, words: Words) -> "Scopes":
        """Return the cues and clauses of a text."""
        return Scopes(self._cues(self._index.find(words)), words, self._ends)

    def _cues(self, found: Occurrences) -> tuple[Cue, ...]:
        innocent = [span for p in self._innocent for span in found.get(self._index.ids[p], ())]
        cues = {
            Cue(first, end, group, direction)
            for p, kinds in self._kinds.items()
            for first, end in found.get(self._index.ids[p], ())
            for group, direction in kinds
            if not any(a < end and first < b for a, b in innocent)
        }
        return tuple(sorted(cues, key=lambda c: (c.first, c.end, c.group, c.direction)))


class Scopes:
    """The cues of one text, asked hit by hit."""

    def __init__(self, cues: tuple[Cue, ...], words: Words, ends: frozenset[str]) -> None:
        self.cues = cues
        self._words = words
        self._ends = ends

    @cached_property
    def clauses(self) -> list[int]:
        """The number of the clause that each word stands in; a conjunction begins one."""
        number, out = 0, []
        for form, gap in zip(self._words.forms, self._words.gaps, strict=True):
            number += gap == CLAUSE_GAP or fold(form) in self._ends
            out.append(number)
        return out

    def on(self, first: int, end: int, parts: tuple[Span, ...]) -> tuple[tuple[Cue, ...], bool]:
        """Return the cues that deny a hit, one per group, and whether it is softened.

        Cues of two groups cancel out, so a hit is denied if their number is odd.
        """
        denying: dict[str, Cue] = {}
        hedged = False
        for cue in self.cues:
            if self._reaches(cue, first, end, parts):
                hedged = hedged or cue.group == HEDGE
                if cue.group != HEDGE:
                    denying.setdefault(cue.group, cue)
        return tuple(denying.values()), hedged

    def _reaches(self, cue: Cue, first: int, end: int, parts: tuple[Span, ...]) -> bool:
        if any(cue.first < b and a < cue.end for a, b in parts):
            return False
        if first < cue.first and cue.end < end:
            return True
        if cue.direction == "after":
            return cue.end <= first < cue.end + REACH_AFTER and self.clauses[first] == self.clauses[cue.end - 1]
        return cue.first - REACH_BEFORE <= end - 1 < cue.first and self.clauses[end - 1] == self.clauses[cue.first]


@cache
def cue_index(language: str) -> CueIndex:
    """Return the cues of a language; a language without any has none."""
    return CueIndex(CUES.get(language, Cues()), language)
