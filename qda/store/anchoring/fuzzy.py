"""Passages like a quote: found by the short strings both share, compared by RapidFuzz, told from the second best."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

LEAST = 0.85
"""How like the quote a passage must be, from 0 to 1: twice the characters in common, by the characters of both."""

MARGIN = 0.10
"""How much less like it every other passage must be."""

SHORTEST = 16
"""Characters below which a quote is like too much."""

GRAM = 5
MOST = 20_000
"""Places of shared strings that are looked at; strings that stand everywhere are left out first."""

TRIED = 8
LONG = 400
"""Longer quotes are placed by their two ends and compared as a whole."""

END = 200

Span = tuple[int, int]
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A passage and how like the quote it is."""

    start: int
    end: int
    score: float


class Passages:
    """The passages of a text, to be asked for the one that is like a quote.

    Parameters
    ----------
    text
        A folded text; quotes are folded alike.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def like(self, quote: str) -> Match | None:
        """Return the passage that is like a quote, if there is one and no second is nearly as like it."""
        if len(quote) < SHORTEST or len(self._text) < SHORTEST:
            return None
        found = sorted(self._compared(quote), key=lambda m: (-m.score, m.start))
        if not found or found[0].score < LEAST:
            return None
        best = found[0]
        others = [m.score for m in found[1:] if _apart(m, best)]
        return _trimmed(quote, self._text, best) if not others or best.score - max(others) >= MARGIN else None

    def compare(self, quote: str, start: int, end: int) -> Match:
        """Compare a quote with one passage."""
        return _match(quote, self._text, start, end)

    def _compared(self, quote: str) -> Iterator[Match]:
        """Yield what stands in the windows, but for what is too unlike the quote or the best so far to matter."""
        compare, best = _long if len(quote) > LONG else _short, LEAST
        for window in self._windows(quote):
            match = compare(quote, self._text, window, best - 2 * MARGIN)
            if match:
                best = max(best, match.score)
                yield match

    def _windows(self, quote: str) -> list[Span]:
        """Return stretches of the text in which much of the quote stands at the same distances, most first."""
        size, width = len(quote), max(GRAM, len(quote) // 4)
        shifts = self._shifts(quote)
        if not shifts.size:
            return []
        votes = np.bincount((shifts + size) // width)
        votes = votes + np.append(votes[1:], 0)
        slack, least, found = _slack(quote), max(2, int(votes.max()) // 4), []
        for _ in range(TRIED):
            best = int(votes.argmax())
            if votes[best] < least:
                break
            start = best * width - size
            found.append((max(0, start - slack), min(len(self._text), start + 2 * width + size + slack)))
            votes[max(0, best - 1) : best + 2] = 0
        return found

    def _shifts(self, quote: str) -> Array:
        """Return, for every place of a short string that stands in both, how far the text is ahead of the quote; the rarest strings first."""
        order, sorted_ = self._index
        keys = _keys(quote)
        first = np.searchsorted(sorted_, keys, "left")
        counts = np.searchsorted(sorted_, keys, "right") - first
        rare = np.argsort(counts, kind="stable")
        rare = rare[counts[rare] > 0]
        rare = rare[np.cumsum(counts[rare]) <= MOST]
        many = counts[rare]
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        shifts: Array = order[np.repeat(first[rare], many) + within] - np.repeat(rare, many)
        return shifts

    @cached_property
    def _index(self) -> tuple[Array, Array]:
        keys = _keys(self._text)
        order = np.argsort(keys, kind="stable")
        return order, keys[order]


def _keys(text: str) -> Array:
    """Return a number for each string of `GRAM` characters, the same for the same string."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    keys = np.zeros(max(0, len(points) - GRAM + 1), dtype=np.uint64)
    for i in range(GRAM):
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + points[i : len(keys) + i]
    return keys


def _slack(quote: str) -> int:
    """Return by how much a passage that is like the quote may be longer or shorter, on either side."""
    return len(quote) // 6 + 8


def _apart(one: Match, other: Match) -> bool:
    """Say whether two passages share less than half of the shorter one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared < min(one.end - one.start, other.end - other.start)


def _short(quote: str, text: str, window: Span, least: float) -> Match | None:
    """Compare a quote with the best stretch of a window."""
    found = _aligned(quote, text, window, least)
    if found is None:
        return None
    end = _best_end(quote, text, *found)
    return _match(quote, text, _best_start(quote, text, found[0], end), end)


def _long(quote: str, text: str, window: Span, least: float) -> Match | None:
    """Compare a long quote with the stretch from where it seems to begin to where it seems to end."""
    (start, end), inner = window, len(quote) - END
    head = _aligned(quote[:END], text, (start, max(start + END, end - inner)), least)
    tail = _aligned(quote[-END:], text, (min(end - END, start + inner), end), least) if head else None
    if head is None or tail is None or head[0] >= tail[1]:
        return None
    return _match(quote, text, _best_start(quote[:END], text, *head), _best_end(quote[-END:], text, *tail))


def _match(quote: str, text: str, start: int, end: int) -> Match:
    from rapidfuzz import fuzz

    return Match(start=start, end=end, score=fuzz.ratio(quote, text[start:end]) / 100)


def _trimmed(quote: str, text: str, match: Match) -> Match:
    """Return a passage without single characters at its ends that only happen to be in the quote, too."""
    start, end = match.start, match.end
    for quoted, at, size in _shared(quote[:LONG], text[start : min(end, start + LONG)]):
        if quoted == 0 or size >= GRAM:
            start += at
            break
    for quoted, at, size in _shared(quote[: -LONG - 1 : -1], text[max(start, end - LONG) : end][::-1]):
        if quoted == 0 or size >= GRAM:
            end -= at
            break
    trimmed = _match(quote, text, start, end)
    return trimmed if trimmed.score >= LEAST else match


def _shared(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """Yield what two strings share, in order: where it begins in either, and how long it is."""
    from rapidfuzz.distance import Indel

    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            yield step.src_start, step.dest_start, step.src_end - step.src_start


def _aligned(quote: str, text: str, window: Span, least: float) -> Span | None:
    """Return the stretch of a window that is most like a quote and about as long; ``None`` if it is less like it than `least`."""
    from rapidfuzz import fuzz

    start, end = window
    if end - start <= len(quote):
        return window
    found = fuzz.partial_ratio_alignment(quote, text[start:end], score_cutoff=100 * least)
    return (start + found.dest_start, start + found.dest_end) if found else None


def _best_end(quote: str, text: str, start: int, end: int) -> int:
    """Return the end with which the stretch is most like the quote; of equal ones, the nearest."""
    ends = range(max(start + 1, end - _slack(quote)), min(len(text), end + _slack(quote)) + 1)
    near = sorted(ends, key=lambda at: (abs(at - end), at))
    return near[_most_like(quote, [text[start:at] for at in near])]


def _best_start(quote: str, text: str, start: int, end: int) -> int:
    """Return the start with which the stretch is most like the quote; of equal ones, the nearest."""
    starts = range(max(0, start - _slack(quote)), min(end - 1, start + _slack(quote)) + 1)
    near = sorted(starts, key=lambda at: (abs(at - start), at))
    return near[_most_like(quote, [text[at:end] for at in near])]


def _most_like(quote: str, choices: list[str]) -> int:
    """Return the number of the first of the choices that are most like the quote."""
    from rapidfuzz import fuzz, process

    _, _, number = process.extractOne(quote, choices, scorer=fuzz.ratio)
    return int(number)
