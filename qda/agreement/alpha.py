"""Krippendorff's alpha: nominal, ordinal, interval and ratio data of any number of coders, with missing ratings."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from math import nan

import numpy as np

from qda.agreement.measure import Measure, estimate
from qda.agreement.patterns import Distance, Patterns, find_patterns
from qda.agreement.ratings import MISSING, Codes, Floats, Frame, check_ordered, declared_order, numbers_of, read_ratings
from qda.agreement.result import Coefficient
from qda.errors import BadInput, nearest

LEVELS = ("nominal", "ordinal", "interval", "ratio")

_BLOCK = 2**22  # numbers held at once when all categories are compared with all
_TABLE = 2**23  # distances kept for all resamples


@dataclass(frozen=True, slots=True, eq=False)
class Disagreement:
    """What a metric makes of ratings, both over all ordered pairs of values and both as sums.

    Attributes
    ----------
    observed
        Counts of the patterns, marginals -> sum of the differences within units, each unit weighted by 1 / (coders - 1).
    expected
        Marginals -> sum of the differences between all values.
    """

    observed: Callable[[Floats, Floats], Floats]
    expected: Callable[[Floats], Floats]


def krippendorff_alpha(ratings: Frame, *, level: str = "nominal", order: Sequence[Hashable] | None = None) -> Coefficient:
    """Krippendorff's alpha of any number of coders, with missing ratings.

    Units that fewer than two coders rated hold no pair of values and do not enter.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.
    level
        ``nominal``; ``ordinal`` (differences of cumulated frequencies, not of ranks or weights); ``interval``; ``ratio``.
    order
        Categories from low to high at the ordinal level; needed where they are no numbers.

    Raises
    ------
    BadInput
        The level is unknown, the order is missing, a category is not in it, or a category is no number where the level needs numbers.

    Notes
    -----
    alpha = 1 - Do / De. Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Krippendorff (2004), Content Analysis,
    2nd edition, chapter 11. The ordinal metric is (n_c/2 + Σ n_g + n_k/2)², the sum over the categories between c and k.
    `bootstrap` gives an interval.

    Examples
    --------
    The data of Krippendorff (2011), section C, with the values printed there and in Krippendorff (2004), p. 230:

    >>> import pandas as pd
    >>> coders = pd.DataFrame({
    ...     "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None], "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    ...     "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None], "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]})
    >>> [round(krippendorff_alpha(coders, level=each).value, 3) for each in ("nominal", "ordinal", "interval", "ratio")]
    [0.743, 0.815, 0.849, 0.797]
    """
    return estimate(alpha_measure(ratings, level=level, order=order))


def alpha_measure(ratings: Frame, *, level: str = "nominal", order: Sequence[Hashable] | None = None) -> Measure:
    """Make Krippendorff's alpha ready for a table."""
    if level not in LEVELS:
        raise BadInput(f"no level of measurement is called {level!r}: {nearest(str(level), LEVELS)}")
    order = declared_order(ratings, order)
    table = read_ratings(ratings, order)
    patterns = find_patterns(table.codes, len(table.categories))
    if level == "nominal":
        disagreement = _nominal(patterns)
    elif level == "ordinal":
        check_ordered(table, order, "the ordinal level needs")
        disagreement = _ordinal(patterns)
    elif level == "interval":
        disagreement = _interval(patterns, numbers_of(table.categories, level))
    else:
        disagreement = fixed(patterns, _ratio(numbers_of(table.categories, level)))
    return Measure(
        name="Krippendorff's alpha",
        variant=f"{level} metric",
        source="Krippendorff 2004, 2011",
        ratings=table,
        patterns=patterns,
        values=alpha_values(patterns, disagreement),
    )


def alpha_values(patterns: Patterns, disagreement: Disagreement) -> Callable[[Floats], Floats]:
    """Return the function repeats x patterns -> alpha; NaN where all values are of one category."""

    def values(counts: Floats) -> Floats:
        marginals = patterns.marginals(counts)
        varied = (marginals > 0).sum(axis=1) > 1
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = disagreement.observed(counts, marginals) / disagreement.expected(marginals)
        return np.where(varied, 1 - (marginals.sum(axis=1) - 1) * ratio, nan)

    return values


def fixed(patterns: Patterns, distance: Distance, expected: Callable[[Floats], Floats] | None = None) -> Disagreement:
    """Return the disagreement under a metric that does not depend on the data."""
    within = 2 * patterns.pairs(distance) / (patterns.rated - 1)
    return Disagreement(
        lambda counts, _: counts @ within, expected or partial(all_against_all, distance=_looked_up(distance, patterns))
    )


def all_against_all(marginals: Floats, distance: Distance) -> Floats:
    """Return the sum of the distances between all values, repeat by repeat; categories are compared in blocks."""
    n_categories = marginals.shape[1]
    every = np.arange(n_categories)
    total = np.zeros(len(marginals))
    step = max(1, _BLOCK // max(1, n_categories))
    for start in range(0, n_categories, step):
        block = every[start : start + step]
        total += ((marginals[:, block] @ distance(block[:, None], every)) * marginals).sum(axis=1)
    return total


def _looked_up(distance: Distance, patterns: Patterns) -> Distance:
    """Return the distance as a look-up where a table of all categories is small: resamples ask for it again and again."""
    every = np.arange(patterns.n_categories)
    if len(every) ** 2 > _TABLE:
        return distance
    table = distance(every[:, None], every)
    return lambda first, second: table[first, second]


def _nominal(patterns: Patterns) -> Disagreement:
    def differ(first: Codes, second: Codes) -> Floats:
        return np.asarray(first != second, dtype=np.float64)

    return fixed(patterns, differ, lambda marginals: marginals.sum(axis=1) ** 2 - (marginals**2).sum(axis=1))


def _interval(patterns: Patterns, numbers: Floats) -> Disagreement:
    centred = numbers - numbers.mean() if len(numbers) else numbers

    def squared(first: Codes, second: Codes) -> Floats:
        return np.asarray((centred[first] - centred[second]) ** 2)

    return fixed(patterns, squared, lambda marginals: _squares(marginals, centred))


def _ratio(numbers: Floats) -> Distance:
    def distance(first: Codes, second: Codes) -> Floats:
        a, b = numbers[first], numbers[second]
        return np.asarray(((a - b) / np.where(a + b > 0, a + b, 1)) ** 2)

    return distance


def _squares(marginals: Floats, places: Floats) -> Floats:
    """Return the sum of the squared differences between all values that lie at these places."""
    first, second = (marginals * places).sum(axis=1), (marginals * places * places).sum(axis=1)
    return np.asarray(2 * (marginals.sum(axis=1) * second - first**2))


def _ordinal(patterns: Patterns) -> Disagreement:
    """Return the ordinal disagreement: the metric is the squared difference of mid-ranks, the cumulated frequencies up to the middle of a category."""
    there = patterns.codes != MISSING
    last = np.where(there, patterns.codes, patterns.n_categories)  # one more place, of value 0, for missing
    coders = there.sum(axis=1)

    def observed(counts: Floats, marginals: Floats) -> Floats:
        sums = np.empty(len(counts))
        for i, rank in enumerate(_midranks(marginals)):
            given = np.append(rank, 0.0)[last]
            sums[i] = counts[i] @ (2 * (coders * (given**2).sum(axis=1) - given.sum(axis=1) ** 2) / (coders - 1))
        return sums

    return Disagreement(observed, lambda marginals: _squares(marginals, _midranks(marginals)))


def _midranks(marginals: Floats) -> Floats:
    """Return the cumulated frequency up to the middle of each category, counted from the middle of all."""
    return np.asarray(np.cumsum(marginals, axis=1) - marginals / 2 - marginals.sum(axis=1, keepdims=True) / 2)
