"""Distinct patterns of ratings: units that were rated alike count together, which makes a hundred thousand units as cheap as a few hundred."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from qda.agreement.ratings import MISSING, Codes, Floats

Distance = Callable[[Codes, Codes], Floats]
"""The difference between categories given by their codes, element by element (arrays are broadcast)."""

_DENSE = 2**22  # cells of a table that is held as a whole
_LARGEST = 2**62  # of a whole number that stands for a pattern


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The distinct patterns in which units were rated.

    Attributes
    ----------
    codes
        Patterns x coders; -1 is missing.
    counts
        How many units show each pattern.
    which
        The pattern of each unit that entered.
    rows
        The row of each unit that entered in the table of ratings.
    n_categories
        How many categories there are.
    """

    codes: Codes
    counts: Floats
    which: Codes
    rows: Codes
    n_categories: int

    @property
    def rated(self) -> Codes:
        """How many coders rated a unit of each pattern."""
        return np.asarray((self.codes != MISSING).sum(axis=1), dtype=np.intp)

    def pairs(self, distance: Distance) -> Floats:
        """Return, for each pattern, the sum of a distance over its pairs of coders."""
        total = np.zeros(len(self.counts))
        for first, second in combinations(self.codes.T, 2):
            both = (first != MISSING) & (second != MISSING)
            total[both] += distance(first[both], second[both])
        return total

    def marginals(self, counts: Floats, weight: Floats | None = None) -> Floats:
        """Return how often each category was given: repeats x categories.

        Parameters
        ----------
        counts
            Repeats x patterns: how many units show each pattern.
        weight
            What one rating of a unit of each pattern counts for; 1 unless told.
        """
        weighted = counts if weight is None else counts * weight
        if self.codes.shape[0] * self.n_categories <= _DENSE:
            return np.asarray(weighted @ self._tally())
        given = self.codes != MISSING
        flat, coders = self.codes[given], given.sum(axis=1)
        return np.stack([np.bincount(flat, np.repeat(row, coders), self.n_categories) for row in weighted])

    def _tally(self) -> Floats:
        """Patterns x categories: how many coders gave each category."""
        out = np.zeros((self.codes.shape[0], self.n_categories))
        for column in self.codes.T:
            there = np.flatnonzero(column != MISSING)
            out[there, column[there]] += 1
        return out


def find_patterns(codes: Codes, n_categories: int, *, least: int = 2, ordered: bool = False) -> Patterns:
    """Find the distinct patterns among the units that at least so many coders rated.

    Parameters
    ----------
    codes
        Units x coders.
    n_categories
        How many categories there are.
    least
        How many coders must have rated a unit for it to enter.
    ordered
        Whether it matters which coder gave which category.
    """
    first, which = _distinct(codes, n_categories)
    found = codes[first]
    if not ordered:
        found = np.sort(found, axis=1)  # after the first pass, so that hundreds of rows are sorted and not all units
        again, merged = _distinct(found, n_categories)
        found, which = found[again], merged[which]
    enough = (found != MISSING).sum(axis=1) >= least
    place = np.cumsum(enough) - 1
    rows = np.flatnonzero(enough[which])
    inside = place[which[rows]]
    counts = np.bincount(inside, minlength=int(enough.sum())).astype(np.float64)
    return Patterns(found[enough], counts, inside, rows, n_categories)


def _distinct(codes: Codes, n_categories: int) -> tuple[Codes, Codes]:
    """Return a row that shows each distinct pattern, and the pattern of each row; patterns in the order of their codes."""
    key, bound = np.zeros(len(codes), dtype=np.int64), 1
    for column in codes.T:
        if bound > _LARGEST // (n_categories + 1):
            key = np.unique(key, return_inverse=True)[1]
            bound = len(codes)
        key = key * (n_categories + 1) + (column + 1)
        bound *= n_categories + 1
    if bound > max(_DENSE, len(codes)):
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        return first, which
    seen = np.zeros(bound, dtype=np.intp)
    seen[key] = 1
    which = (np.cumsum(seen) - 1)[key]
    first = np.zeros(int(seen.sum()), dtype=np.intp)
    first[which[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first, which
