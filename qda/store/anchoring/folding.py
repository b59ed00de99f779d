"""Texts folded for comparison, with the way back: what case, line ends, hyphens and compatibility forms do not change."""

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

_JOINER = "\u200d"
_HYPHENS = "-\u2010\u2011"
_SKIN = ("\U0001f3fb", "\U0001f3ff")
_JAMO = ("\u1160", "\u11ff")
_LOW = ("\udc00", "\udfff")


@lru_cache(maxsize=65_536)
def joins(char: str) -> bool:
    """Say whether a character belongs to the one before it: combining marks, joiners, halves of surrogates, what composes a syllable or an emoji.

    Examples
    --------
    >>> joins("\u0301"), joins("e")
    (True, False)
    """
    first = unicodedata.normalize("NFKC", char)[:1]
    ranges = (_SKIN, _JAMO, _LOW)
    return char == _JOINER or unicodedata.category(first).startswith("M") or any(low <= first <= high for low, high in ranges)


def cuts(text: str, at: int) -> bool:
    """Say whether a place lies within a character that is written as several code points.

    Examples
    --------
    >>> [cuts("cafe\u0301s", at) for at in (3, 4, 5)]
    [False, True, False]
    """
    return 0 < at < len(text) and (joins(text[at]) or text[at - 1] == _JOINER)


@lru_cache(maxsize=65_536)
def _folded(cluster: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(c for c in text if not (c.isspace() or c in _HYPHENS or unicodedata.category(c) == "Cf"))


def _bounds(text: str) -> Sequence[int]:
    """Return where the characters begin as people see them, each with the marks it bears, and where the last one ends."""
    if not any(joins(char) for char in set(text)):
        return range(len(text) + 1)
    return [i for i in range(len(text) + 1) if not cuts(text, i)]


class Folded:
    r"""A text in NFKC, case folded, without white space and hyphens, and where each of its characters came from.

    Attributes
    ----------
    source
        The text as it was.
    text
        The folded text.

    Examples
    --------
    >>> folded = Folded("The Tran-\nsition of Straße")
    >>> folded.text
    'thetransitionofstrasse'
    >>> folded.source[slice(*folded.span(3, 13))]
    'Tran-\nsition'
    >>> folded.whole(0, 20)  # half of an ß
    False
    """

    def __init__(self, source: str) -> None:
        self.source = source
        bounds = _bounds(source)
        parts = [_folded(source[start:end]) for start, end in pairwise(bounds)]
        self.text = "".join(parts)
        self._starts = array("q", [start for start, part in zip(bounds, parts, strict=False) for _ in part])
        self._ends = array("q", [end for end, part in zip(bounds[1:], parts, strict=True) for _ in part])

    def whole(self, start: int, end: int) -> bool:
        """Say whether a stretch of the folded text is made of whole characters of the source."""
        s = self._starts
        return (start == 0 or s[start] != s[start - 1]) and (end == len(s) or s[end] != s[end - 1])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the source that a stretch of the folded text came from; ends within a character take in all of it."""
        return self._starts[start], self._ends[end - 1]

    def at(self, offset: int) -> int:
        """Return where the folded text goes on with what stands at an offset of the source or after it."""
        return bisect_left(self._starts, offset)
