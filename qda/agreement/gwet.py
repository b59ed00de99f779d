"""Gwet's AC1 and AC2: agreement beyond chance that stays sensible where a category is rare or nearly everything."""

from collections.abc import Hashable, Sequence
from math import nan, sqrt

import numpy as np

from qda.agreement.many import observed_agreement, prevalence
from qda.agreement.measure import Measure, check_confidence, estimate, over_chance
from qda.agreement.patterns import Patterns, find_patterns
from qda.agreement.ratings import MISSING, Floats, Frame, declared_order, read_ratings
from qda.agreement.result import Coefficient
from qda.agreement.shares import pair_agreement
from qda.agreement.weights import GWET_KINDS, Weights, agreement_weights, t_interval, weights_variant


def gwet_ac1(ratings: Frame, *, categories: Sequence[Hashable] | None = None, confidence: float = 0.95) -> Coefficient:
    """Gwet's AC1 of any number of coders, with Gwet's interval.

    Chance agreement is small where nearly all ratings are of one category, so that the coefficient keeps its sense for rare codes.
    Units with unequal numbers of coders are allowed; units that one coder rated enter the shares of the categories only.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.
    categories
        All categories that could be given; unless told, those that occur. The coefficient depends on their number.
    confidence
        Of the interval: value ± t(n - 1) standard errors, with Gwet's linearised variance over units; the upper end is cut at 1.

    Raises
    ------
    BadInput
        A category stands in the ratings but not in `categories`.

    Notes
    -----
    pe = Σ p_k (1 - p_k) / (q - 1). Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48;
    missing ratings and the variance: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 2 and 5.

    Examples
    --------
    >>> from qda.agreement import from_contingency
    >>> round(gwet_ac1(from_contingency([[8, 1], [0, 1]])).value, 4)
    0.8658
    """
    check_confidence(confidence)
    return _with_interval(*_prepare(ratings, "none", categories), confidence)


def ac1_measure(ratings: Frame, *, categories: Sequence[Hashable] | None = None) -> Measure:
    """Make AC1 ready for a table."""
    return _prepare(ratings, "none", categories)[0]


def gwet_ac2(
    ratings: Frame, *, weights: Weights = "quadratic", order: Sequence[Hashable] | None = None, confidence: float = 0.95
) -> Coefficient:
    """Gwet's AC2, the weighted form of AC1 for ordered categories, with Gwet's interval.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.
    weights
        ``linear``, ``quadratic`` or ``ordinal`` (Gwet's ordinal weights, which are not Krippendorff's ordinal metric); ``none`` is AC1.
        The distances are those of the numbers where the categories are rising numbers, else those of the positions in `order`.
        A square table states the weights themselves.
    order
        All categories from low to high, also those that do not occur; needed where the categories are no numbers.
    confidence
        As in `gwet_ac1`.

    Raises
    ------
    BadInput
        The weights are unknown, the order is missing, or a category is not in it.

    Notes
    -----
    pe = T_w Σ p_k (1 - p_k) / (q (q - 1)) with T_w the sum of all weights. Source: Gwet (2014), Handbook of Inter-Rater Reliability,
    4th edition, chapters 3 and 5.

    Examples
    --------
    >>> import pandas as pd
    >>> four = pd.DataFrame({"A": [1, 2, 3, 3, 2], "B": [1, 2, 3, 4, 2], "C": [1, 3, 3, 3, 2]})
    >>> round(gwet_ac2(four, weights="quadratic").value, 3)
    0.913
    """
    check_confidence(confidence)
    return _with_interval(*_prepare(ratings, weights, order), confidence)


def ac2_measure(ratings: Frame, *, weights: Weights = "quadratic", order: Sequence[Hashable] | None = None) -> Measure:
    """Make AC2 ready for a table."""
    return _prepare(ratings, weights, order)[0]


def _prepare(ratings: Frame, kind: Weights, order: Sequence[Hashable] | None) -> tuple[Measure, Floats]:
    """Return the measure and its weights."""
    order = declared_order(ratings, order)
    table = read_ratings(ratings, order)
    weight = agreement_weights(kind, table, order, GWET_KINDS)
    patterns = find_patterns(table.codes, len(table.categories), least=1)
    observed = observed_agreement(patterns, weight)
    plain = isinstance(kind, str) and kind == "none"

    def values(counts: Floats) -> Floats:
        return over_chance(observed(counts), _chance(prevalence(patterns, counts), weight))

    measure = Measure(
        name="Gwet's AC1" if plain else "Gwet's AC2",
        variant="" if plain else weights_variant(kind),
        source="Gwet 2008" if plain else "Gwet 2014",
        ratings=table,
        patterns=patterns,
        values=values,
    )
    return measure, weight


def _chance(shares: Floats, weight: Floats) -> Floats:
    """Return the agreement by chance of each repeat; certain where there is one category only."""
    q = len(weight)
    spread = (shares * (1 - shares)).sum(axis=-1)
    return np.asarray(weight.sum() * spread / (q * (q - 1)) if q > 1 else np.ones_like(spread))


def _with_interval(measure: Measure, weight: Floats, confidence: float) -> Coefficient:
    n = int(measure.patterns.counts.sum())
    return estimate(
        measure,
        lambda value: t_interval(value, _error(measure.patterns, weight, value), confidence, n - 1) if n > 1 else (nan, nan),
        f"Gwet's variance over units, t({n - 1}), {confidence * 100:g} %",
    )


def _error(patterns: Patterns, weight: Floats, value: float) -> float:
    """Return Gwet's (2008, 2014) standard error: the spread over units of what each contributes to the coefficient."""
    n, paired = patterns.counts.sum(), patterns.rated >= 2
    shares = prevalence(patterns, patterns.counts[None, :])[0]
    chance = float(_chance(shares, weight))
    agreed = np.where(paired, pair_agreement(patterns, weight) - chance, 0)
    own = n / patterns.counts[paired].sum() * agreed / (1 - chance)
    q = len(weight)
    hard = _mean_over_coders(patterns, 1 - shares) * weight.sum() / (q * (q - 1))
    linear = own - 2 * (1 - value) * (hard - chance) / (1 - chance)
    return sqrt(float(patterns.counts @ (linear - value) ** 2) / (n * (n - 1)))


def _mean_over_coders(patterns: Patterns, of: Floats) -> Floats:
    """Return the mean, over the coders who rated a unit of each pattern, of a number that belongs to their category."""
    given = np.where(patterns.codes == MISSING, 0.0, of[patterns.codes])
    return np.asarray(given.sum(axis=1) / patterns.rated)
