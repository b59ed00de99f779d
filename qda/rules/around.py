"""What stands around a segment, and the rules that ask for it: the role of the speaker, the heading, the question, the rest of the turn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from qda.codebook.patterns import PLACES, Pattern
from qda.codebook.phrases import Phrase
from qda.rules.index import PhraseIndex
from qda.rules.words import words_of

LEVEL_SEPARATOR = " > "
TURN_GLUE = "\n\n"
"""What stands between the segments of a turn, so that no phrase reaches from one into the next."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """The surroundings of a segment; `turn` is the text of its whole turn (empty where it is one by itself), in which the segment begins at `at`."""

    role: str = ""
    heading: str = ""
    question: str = ""
    turn: str = ""
    at: int = 0


ALONE = Around()


class Conditions:
    """What the rules of a language ask of the surroundings."""

    def __init__(self, patterns: Sequence[Pattern], language: str) -> None:
        self._patterns = patterns
        self._language = language
        self.bound = frozenset(n for n, p in enumerate(patterns) if any(getattr(p, key) for key in PLACES))
        self._index = PhraseIndex((phrase for n in self.bound for phrase in _placed(patterns[n])), language)
        self._said = lru_cache(maxsize=10_000)(self._read)

    def unmet(self, number: int, around: Around) -> str:
        """Return the first key of `PLACES` whose demand the surroundings do not meet, or nothing."""
        pattern = self._patterns[number]
        if pattern.role and around.role not in pattern.role:
            return "role"
        if pattern.heading and not self._says(pattern.heading, around.heading):
            return "heading"
        if pattern.question and not self._says(pattern.question, around.question):
            return "question"
        return ""

    def _says(self, phrases: Iterable[Phrase], text: str) -> bool:
        return any(self._index.ids[phrase] in self._said(text) for phrase in phrases)

    def _read(self, text: str) -> frozenset[int]:
        levels = text.split(LEVEL_SEPARATOR)
        return frozenset(phrase for level in levels for phrase in self._index.find(words_of(level, self._language)))


def _placed(pattern: Pattern) -> tuple[Phrase, ...]:
    return (*pattern.heading, *pattern.question)


class Unit(NamedTuple):
    """What is read of a segment."""

    doc_id: str
    start: int
    end: int
    speaker: str
    role: str
    heading: str
    question: str
    language: str
    text: str


def surroundings(units: Sequence[Unit]) -> Iterator[Around]:
    """Yield what stands around each segment, in order.

    A turn is what a speaker says in one go: segments of a document that follow each other, with the same speaker, heading and question. Without a speaker a
    segment stands for itself.
    """
    for key, group in groupby(units, key=lambda u: (u.doc_id, u.speaker, u.role, u.heading, u.question)):
        members = list(group)
        turn = TURN_GLUE.join(unit.text for unit in members) if key[1] and len(members) > 1 else ""
        at = 0
        for unit in members:
            yield Around(role=unit.role, heading=unit.heading, question=unit.question, turn=turn, at=at)
            at += (len(unit.text) + len(TURN_GLUE)) if turn else 0
