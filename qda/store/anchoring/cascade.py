"""Quotes of an old text are placed in a new one, step by step: from the surest way to the least sure, and never by a guess."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from qda.store.anchoring.folding import Folded, cuts
from qda.store.anchoring.fuzzy import LEAST, Match, Passages

How = Literal["same", "exact", "folded", "context", "fuzzy", "hand"]

CONTEXT = 32
"""How many folded characters on both sides tell a place where a quote stands from others."""

SHORT = 16
"""Quotes of fewer characters are not looked for within words, unless they stood within one."""

WORD = 24
"""How far the end of a passage is moved at most to take in a word that it cuts."""

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A stretch of the old text that is looked for in the new one; `quote` is what stood there.

    Where the old text says something else at this stretch, the quote alone is looked for.
    """

    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A stretch of the new text, and how it was found.

    Attributes
    ----------
    how
        ``same``: the text did not change. ``exact``: the quote stands there alone. ``folded``: it does, apart from case, white space, hyphens and
        compatibility forms. ``context``: it stands more often, and here its surroundings are the same. ``fuzzy``: nothing else is nearly as like it.
        ``hand``: somebody said so.
    score
        How like the quote the passage is, both folded: 1 but for ``fuzzy``.
    """

    start: int
    end: int
    how: How
    score: float = 1.0


class Cascade:
    r"""The places in a new text of what stood in an old one.

    Each text is folded once, and only if a quote asks for it; the passages are sorted for the fuzzy step in the same way.

    Examples
    --------
    >>> cascade = Cascade("We trust them. The board lacks a budget.", "Well. We trust\nthem. The board lacks budgets.")
    >>> cascade.place(Anchor(start=0, end=14, quote="We trust them."))
    Place(start=6, end=20, how='folded', score=1.0)
    >>> cascade.place(Anchor(start=15, end=39, quote="The board lacks a budget")).how
    'fuzzy'
    >>> Cascade("No trust.", "Trust? No trust, or trust.").place(Anchor(start=3, end=8, quote="trust")) is None
    True
    """

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new

    def place(self, anchor: Anchor) -> Place | None:
        """Return where a quote stands now; ``None`` if that would be a guess."""
        stood = bool(anchor.quote) and self._old[anchor.start : anchor.end] == anchor.quote
        if stood and self._same:
            return Place(start=anchor.start, end=anchor.end, how="same")
        quote = Quote(anchor, self._old if stood else None)
        found = quote.standing(self._new)
        if found:
            return self._exact(quote, found) or self._told_apart(quote)
        folded = quote.standing_folded(self._folded_new)
        if folded:
            return self._by_fold(quote, folded) or self._told_apart(quote)
        return self._fuzzy(quote) if quote.folded else None

    @cached_property
    def _same(self) -> bool:
        return self._old == self._new

    @cached_property
    def _folded_old(self) -> Folded:
        return Folded(self._old)

    @cached_property
    def _folded_new(self) -> Folded:
        return Folded(self._new)

    @cached_property
    def _passages_old(self) -> Passages:
        return Passages(self._folded_old.text)

    @cached_property
    def _passages_new(self) -> Passages:
        return Passages(self._folded_new.text)

    def _exact(self, quote: "Quote", found: list[Span]) -> Place | None:
        """Place a quote that stands once in the new text and stood once in the old one."""
        if len(found) > 1 or not quote.fits(self._new, found[0]) or (quote.known and len(quote.standing(self._old)) > 1):
            return None
        return Place(start=found[0][0], end=found[0][1], how="exact")

    def _by_fold(self, quote: "Quote", found: list[Span]) -> Place | None:
        """Place a quote that stands once in the folded new text and stood once in the folded old one."""
        if len(found) > 1 or (quote.known and len(quote.standing_folded(self._folded_old)) > 1):
            return None
        span = self._whole(found[0])
        if span is None or not quote.fits(self._new, span):
            return None
        start, end = quote.with_edges(self._new, span)
        return Place(start=start, end=end, how="folded")

    def _whole(self, folded: Span) -> Span | None:
        """Return the stretch of the new text that a stretch of the folded one came from, if that is made of whole characters."""
        return self._folded_new.span(*folded) if self._folded_new.whole(*folded) else None

    def _told_apart(self, quote: "Quote") -> Place | None:
        """Place a quote that stands more often, by what surrounds it or by what did not change at all."""
        if not quote.known:
            return None
        fixed = self._fixed(quote)
        span = self._by_surroundings(quote) if quote.folded else None
        if span is None and len(fixed) == 1:
            span = self._unmoved(quote, next(iter(fixed)))
        if span is None or (fixed and fixed != {span}):
            return None
        return Place(start=span[0], end=span[1], how="context")

    def _by_surroundings(self, quote: "Quote") -> Span | None:
        """Return where a quote stands that, with what surrounds it, stands once in either folded text."""
        before, after = self._around(self._folded_old, quote.span)
        whole = before + quote.folded + after
        if len(before) + len(after) < CONTEXT or len(_places(self._folded_old.text, whole)) > 1:
            return None
        found = _places(self._folded_new.text, whole)
        if len(found) != 1:
            return None
        start = found[0] + len(before)
        span = self._whole((start, start + len(quote.folded)))
        return quote.with_edges(self._new, span) if span else None

    def _around(self, text: Folded, span: Span) -> tuple[str, str]:
        start, end = text.at(span[0]), text.at(span[1])
        return text.text[max(0, start - CONTEXT) : start], text.text[end : end + CONTEXT]

    def _fixed(self, quote: "Quote") -> set[Span]:
        """Return where a quote is as seen from the beginning and from the end of the text, if all up to there and the quote is the same.

        These are two places when the text is repeated, as when a line is added to a list of like ones; then neither is sure.
        """
        head, tail = self._unchanged
        (start, end), longer = quote.span, len(self._new) - len(self._old)
        shifts = {0} if end <= head else set()
        shifts |= {longer} if start >= len(self._old) - tail else set()
        if not longer and self._new[start:end] == quote.quote:
            shifts.add(0)
        return {(start + shift, end + shift) for shift in shifts}

    def _unmoved(self, quote: "Quote", span: Span) -> Span | None:
        """Return where a quote is that did not move as seen from the beginning or the end of the text, if its surroundings are the same."""
        (before, after), now = self._around(self._folded_old, quote.span), self._around(self._folded_new, span)
        alike = now[0].endswith(before) and now[1].startswith(after)
        return span if alike and not (cuts(self._new, span[0]) or cuts(self._new, span[1])) else None

    @cached_property
    def _unchanged(self) -> tuple[int, int]:
        """How many characters at the beginning and at the end of the two texts are the same."""
        return _common(self._old, self._new), _common(self._old[::-1], self._new[::-1])

    def _fuzzy(self, quote: "Quote") -> Place | None:
        """Place a quote at the one passage that is like it, if the old text has nothing that is more like that passage."""
        match = self._passages_new.like(quote.folded)
        if match is None or (quote.known and not self._came_from(match, quote.span)):
            return None
        match = self._between(match, quote) if quote.known and match.score < 1 else match
        start, end = self._folded_new.span(match.start, match.end)
        left, right = quote.edges
        start = _to_word(self._new, start, -1) if left else start
        end = _to_word(self._new, end, 1) if right else end
        start, end = quote.with_edges(self._new, (start, end))
        return Place(start=start, end=end, how="fuzzy", score=round(match.score, 4))

    def _between(self, match: Match, quote: "Quote") -> Match:
        """Move the ends of a passage to where what came before the quote ends, and what came after it begins, if that is near."""
        before, after = self._around(self._folded_old, quote.span)
        reach = CONTEXT + len(quote.folded) // 6
        start = self._end_of(before, match, reach)
        end = self._begin_of(after, match, reach)
        if start >= end or not self._folded_new.whole(start, end):
            return match
        moved = self._passages_new.compare(quote.folded, start, end)
        return moved if moved.score >= LEAST else match

    def _end_of(self, before: str, match: Match, reach: int) -> int:
        """Return where what came before ends near the start of a passage; where it is cut short, the text must begin with it."""
        text, start = self._folded_new.text, match.start
        if len(before) < CONTEXT:
            return len(before) if text.startswith(before) and start <= len(before) + reach else start
        at = text.rfind(before, max(0, start - reach - CONTEXT), min(start + reach, match.end))
        return at + CONTEXT if at >= 0 else start

    def _begin_of(self, after: str, match: Match, reach: int) -> int:
        """Return where what came after begins near the end of a passage; where it is cut short, the text must end with it."""
        text, end = self._folded_new.text, match.end
        if len(after) < CONTEXT:
            last = len(text) - len(after)
            return last if text.endswith(after) and last <= end + reach else end
        at = text.find(after, max(match.start, end - reach), end + reach + CONTEXT)
        return at if at >= 0 else end

    def _came_from(self, match: Match, span: Span) -> bool:
        back = self._passages_old.like(self._folded_new.text[match.start : match.end])
        return back is not None and not _apart(self._folded_old.span(back.start, back.end), span)


class Quote:
    """A quote that is looked for.

    Attributes
    ----------
    quote, folded
        As it was, and folded.
    span
        Where it stood, if that is `known`.
    edges
        Whether a word began with it, and one ended with it.
    """

    def __init__(self, anchor: Anchor, old: str | None) -> None:
        self.quote = anchor.quote
        self.span = (anchor.start, anchor.end)
        self.known = old is not None
        self.edges = (False, False) if old is None else (_edge(old, anchor.start), _edge(old, anchor.end))

    @cached_property
    def folded(self) -> str:
        """The quote as it stands in a folded text."""
        return self._folding.text

    @cached_property
    def _folding(self) -> Folded:
        return Folded(self.quote)

    def standing(self, text: str) -> list[Span]:
        """Return the first two stretches of a text that read like it."""
        return [(start, start + len(self.quote)) for start in _places(text, self.quote)]

    def standing_folded(self, text: Folded) -> list[Span]:
        """Return the first two stretches of a folded text that read like it."""
        return [(start, start + len(self.folded)) for start in _places(text.text, self.folded)]

    def fits(self, text: str, span: Span) -> bool:
        """Say whether a stretch of a text cuts neither characters nor, if the quote is short, words that it did not cut."""
        if cuts(text, span[0]) or cuts(text, span[1]):
            return False
        left, right = self.edges
        return len(self.folded) >= SHORT or ((not left or _edge(text, span[0])) and (not right or _edge(text, span[1])))

    def with_edges(self, text: str, span: Span) -> Span:
        """Return a stretch with the blanks and hyphens at the ends of the quote, where they stand beside it, too."""
        (start, end), (first, last) = span, self._folding.span(0, len(self.folded))
        before, after = self.quote[:first], self.quote[last:]
        return (
            start - len(before) if text.endswith(before, 0, start) else start,
            end + len(after) if text.startswith(after, end) else end,
        )


def _places(text: str, part: str) -> list[int]:
    """Return the first two places where a part stands in a text."""
    first = text.find(part) if part else -1
    second = text.find(part, first + 1) if first >= 0 else -1
    return [at for at in (first, second) if at >= 0]


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _edge(text: str, at: int) -> bool:
    """Say whether no word goes on across a place."""
    return not 0 < at < len(text) or not (_in_word(text[at - 1]) and _in_word(text[at]))


def _in_word(char: str) -> bool:
    return char.isalnum() or cuts(" " + char, 1)


def _to_word(text: str, at: int, step: int) -> int:
    """Return the next place in a direction where no word is cut; if that is far, the place itself."""
    for moved in range(at, at + step * WORD, step):
        if _edge(text, moved):
            return moved
    return at


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
