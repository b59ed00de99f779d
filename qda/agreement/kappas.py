"""Agreement of two coders beyond chance: Cohen's kappa, plain and weighted, and Scott's pi."""

from collections.abc import Hashable, Sequence
from math import sqrt

import numpy as np

from qda.agreement.measure import Measure, check_confidence, estimate, over_chance, share
from qda.agreement.patterns import Patterns, find_patterns
from qda.agreement.ratings import Codes, Floats, Frame, Ratings, declared_order, read_ratings
from qda.agreement.result import Coefficient
from qda.agreement.weights import Weights, agreement_weights, normal_interval, weights_variant
from qda.errors import BadInput


def cohen_kappa(
    ratings: Frame, *, weights: Weights = "none", order: Sequence[Hashable] | None = None, confidence: float = 0.95
) -> Coefficient:
    """Cohen's kappa of two coders, unweighted or weighted, with the Fleiss-Cohen-Everitt interval.

    Chance agreement is what two coders reach who keep their own shares of the categories. Units that only one of them rated do not enter.

    Parameters
    ----------
    ratings
        A row per unit, two columns, one per coder.
    weights
        ``none``, or ``linear`` or ``quadratic`` for ordered categories; the distances are those of the numbers where the categories are
        rising numbers, else those of the positions in `order`. A square table states the weights of agreement themselves.
    order
        All categories from low to high; needed for weights where the categories are no numbers.
    confidence
        Of the interval: value ± z standard errors, in which the error is the large-sample one; its ends are not cut at 1.

    Raises
    ------
    BadInput
        The table has other than two columns, the weights are unknown, or the order is missing.

    Notes
    -----
    kappa = (po - pe) / (1 - pe). Source: Cohen (1960), Educational and Psychological Measurement 20, 37-46; weighted: Cohen (1968),
    Psychological Bulletin 70, 213-220. Interval: Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72, 323-327.

    Examples
    --------
    >>> from qda.agreement import from_contingency
    >>> kappa = cohen_kappa(from_contingency([[20, 5], [10, 15]]))
    >>> round(kappa.value, 3), round(kappa.low, 3), round(kappa.high, 3), kappa.interval
    (0.4, 0.151, 0.649, 'Fleiss-Cohen-Everitt, 95 %')
    """
    check_confidence(confidence)
    measure, weight = _prepare(ratings, weights, order)
    return estimate(
        measure,
        lambda value: normal_interval(value, _fce_error(measure.patterns, weight, value), confidence),
        f"Fleiss-Cohen-Everitt, {confidence * 100:g} %",
    )


def cohen_measure(ratings: Frame, *, weights: Weights = "none", order: Sequence[Hashable] | None = None) -> Measure:
    """Make Cohen's kappa ready for a table."""
    return _prepare(ratings, weights, order)[0]


def _prepare(ratings: Frame, weights: Weights, order: Sequence[Hashable] | None) -> tuple[Measure, Floats]:
    """Return the measure and its weights."""
    order = declared_order(ratings, order)
    table = _two(read_ratings(ratings, order), "Cohen's kappa")
    weight = agreement_weights(weights, table, order)
    patterns = find_patterns(table.codes, len(table.categories), ordered=True)
    first, second = patterns.codes.T
    agreed = weight[first, second]

    def values(counts: Floats) -> Floats:
        n = counts.sum(axis=1)
        rows, columns = _margins(counts, first, second, len(table.categories))
        return over_chance(share(counts @ agreed, n), share(((rows @ weight) * columns).sum(axis=1), n * n))

    measure = Measure(
        name="Cohen's kappa",
        variant=weights_variant(weights),
        source="Cohen 1960" if isinstance(weights, str) and weights == "none" else "Cohen 1968",
        ratings=table,
        patterns=patterns,
        values=values,
    )
    return measure, weight


def scott_pi(ratings: Frame) -> Coefficient:
    """Scott's pi of two coders.

    Chance agreement is what two coders reach who share one distribution of categories, the mean of theirs. Units that only one of them
    rated do not enter.

    Parameters
    ----------
    ratings
        A row per unit, two columns, one per coder.

    Raises
    ------
    BadInput
        The table has other than two columns.

    Notes
    -----
    pi = (po - pe) / (1 - pe). Source: Scott (1955), Public Opinion Quarterly 19, 321-325.

    Examples
    --------
    >>> from qda.agreement import from_contingency
    >>> round(scott_pi(from_contingency([[46, 0, 0], [6, 32, 6], [0, 0, 10]])).value, 4)
    0.7995
    """
    return estimate(scott_measure(ratings))


def scott_measure(ratings: Frame) -> Measure:
    """Make Scott's pi ready for a table."""
    table = _two(read_ratings(ratings), "Scott's pi")
    patterns = find_patterns(table.codes, len(table.categories))
    same = (patterns.codes[:, 0] == patterns.codes[:, 1]).astype(np.float64)

    def values(counts: Floats) -> Floats:
        n = counts.sum(axis=1)
        given = patterns.marginals(counts)
        return over_chance(share(counts @ same, n), share((given * given).sum(axis=1), 4 * n * n))

    return Measure(name="Scott's pi", source="Scott 1955", ratings=table, patterns=patterns, values=values)


def _two(table: Ratings, name: str) -> Ratings:
    if len(table.coders) != 2:
        raise BadInput(
            f"{name} compares two coders; the table has {len(table.coders)} columns (Fleiss' kappa and Krippendorff's alpha take more)"
        )
    return table


def _margins(counts: Floats, first: Codes, second: Codes, n_categories: int) -> tuple[Floats, Floats]:
    """Return how often each coder gave each category: twice repeats x categories."""
    identity = np.eye(n_categories)
    return counts @ identity[first], counts @ identity[second]


def _fce_error(patterns: Patterns, weight: Floats, kappa: float) -> float:
    """Return the standard error of kappa by Fleiss, Cohen and Everitt (1969), in its weighted form."""
    first, second = patterns.codes.T
    n = patterns.counts.sum()
    rows, columns = (m[0] / n for m in _margins(patterns.counts[None, :], first, second, len(weight)))
    chance = float(rows @ weight @ columns)
    expected = (weight @ columns)[first] + (weight.T @ rows)[second]
    spread = patterns.counts / n @ (weight[first, second] - expected * (1 - kappa)) ** 2
    variance = (spread - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    return sqrt(max(0.0, float(variance)))
