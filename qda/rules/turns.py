"""Rules that reach over a turn: the hit stands in the segment, what it needs besides may stand in other segments of the same turn."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from qda.rules.around import Around
from qda.rules.index import Occurrences, PhraseIndex
from qda.rules.operators import Compiled, Match, Span, matches_in
from qda.rules.words import Words, words_of


class Reaching(NamedTuple):
    """A match as its segment sees it: the words of it that stand there, and the text of those that stand elsewhere in the turn."""

    match: Match
    beyond: tuple[str, ...] = ()


class TurnReader:
    """Reads a turn once for all its segments."""

    def __init__(self, patterns: Sequence[Compiled], index: PhraseIndex, language: str) -> None:
        self._patterns = patterns
        self._index = index
        self._language = language
        self._turn = ""
        self._words: Words = words_of("", language)
        self._found: Occurrences = index.find(self._words)
        self._matches: dict[int, list[Match]] = {}

    def matches(self, number: int, words: Words, around: Around) -> list[Reaching]:
        """Return the matches of a rule in the turn of a segment that begin in the segment, whose words are `words`."""
        self._read(around.turn or words.text)
        if number not in self._matches:
            whole = (0, len(self._words.forms))
            self._matches[number] = matches_in(self._patterns[number], [whole], self._found)
        first = bisect_left(self._words.starts, around.at)
        span = (first, first + len(words.forms))
        return [self._seen(match, span) for match in self._matches[number] if _inside(match[0][0], span)]

    def _read(self, turn: str) -> None:
        if turn != self._turn:
            self._turn, self._words = turn, words_of(turn, self._language)
            self._found, self._matches = self._index.find(self._words), {}

    def _seen(self, match: Match, span: Span) -> Reaching:
        parts, near = (tuple((a - span[0], b - span[0]) for a, b in spans if _inside((a, b), span)) for spans in match)
        outside = [s for spans in match for s in spans if not _inside(s, span)]
        return Reaching((parts, near), tuple(self._words.text[slice(*self._words.span(*s))] for s in outside))


def _inside(part: Span, span: Span) -> bool:
    return span[0] <= part[0] and part[1] <= span[1]
