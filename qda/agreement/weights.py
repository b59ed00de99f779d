"""Weights of partial agreement between ordered categories, and the intervals that rest on a standard error."""

from collections.abc import Hashable, Sequence
from math import atan, pi, sqrt, tan
from statistics import NormalDist

import numpy as np

from qda.agreement.ratings import Floats, Ratings, are_numbers, check_ordered
from qda.errors import BadInput, nearest

Weights = str | Sequence[Sequence[float]] | Floats
"""The name of a kind of weights, or the weights themselves."""

KINDS = ("none", "linear", "quadratic")
GWET_KINDS = (*KINDS, "ordinal")


def agreement_weights(kind: Weights, table: Ratings, order: Sequence[Hashable] | None, kinds: tuple[str, ...] = KINDS) -> Floats:
    """Return the weight of every pair of categories: 1 for equal ones, 0 for those farthest apart.

    Parameters
    ----------
    kind
        ``none``, ``linear`` (1 - d / d_max), ``quadratic`` (1 - d² / d_max²), or ``ordinal`` (Gwet: 1 less the share of the pairs of
        ranks that lie between the two).
        The distance d is that of the numbers where the categories are rising numbers, else that of the positions in `order`.
        A square table states the weights themselves, in the order of the categories.
    table
        The encoded ratings.
    order
        The order that was given for them.
    kinds
        What is allowed here.

    Raises
    ------
    BadInput
        Another kind, a table that holds no weights, or categories without an order.
    """
    if not isinstance(kind, str):
        return _stated(kind, len(table.categories))
    if kind not in kinds:
        raise BadInput(f"no weights are called {kind!r}: {nearest(kind, kinds)}")
    if kind == "none":
        return np.eye(len(table.categories))
    check_ordered(table, order, f"{kind} weights need")
    if kind == "ordinal":
        rank = np.arange(len(table.categories), dtype=np.float64)
        between = np.abs(rank[:, None] - rank) + 1
        apart = between * (between - 1) / 2  # ways to draw two of the ranks from one category to the other
    else:
        place = _places(table.categories)
        apart = np.abs(place[:, None] - place) ** (1 if kind == "linear" else 2)
    farthest = apart.max(initial=0)
    return np.asarray(1 - apart / farthest) if farthest > 0 else np.ones_like(apart)


def weights_variant(kind: Weights) -> str:
    """Name the weights in a result."""
    if not isinstance(kind, str):
        return "stated weights"
    return "unweighted" if kind == "none" else f"{kind} weights"


def normal_interval(value: float, error: float, confidence: float) -> tuple[float, float]:
    """Return value ± z standard errors."""
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    return value - reach, value + reach


def t_interval(value: float, error: float, confidence: float, freedom: int) -> tuple[float, float]:
    """Return value ± t standard errors; the upper end is at most 1."""
    reach = t_quantile((1 + confidence) / 2, freedom) * error
    return value - reach, min(1.0, value + reach)


def t_quantile(probability: float, freedom: int) -> float:
    """Return a quantile above the median of Student's t distribution.

    With t = √f tan(a) the density becomes a power of the cosine, which is integrated and inverted numerically.

    Examples
    --------
    >>> round(t_quantile(0.975, 9), 4), round(t_quantile(0.975, 1000), 4)
    (2.2622, 1.9623)
    """
    nodes, parts = np.polynomial.legendre.leggauss(64)

    def mass(angle: float) -> float:
        return angle * float(parts @ np.cos(angle * (nodes + 1) / 2) ** (freedom - 1))

    low, high = 0.0, pi / 2 if freedom < 100 else atan(40 / sqrt(freedom))  # beyond lies nothing that the nodes could see
    sought = (2 * probability - 1) * mass(high)
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if mass(middle) < sought else (low, middle)
    return sqrt(freedom) * tan((low + high) / 2)


def _stated(table: Sequence[Sequence[float]] | Floats, q: int) -> Floats:
    weight = np.asarray(table, dtype=np.float64)
    if weight.shape != (q, q):
        raise BadInput(f"weights of {q} categories are a table of {q} x {q}; this one has the shape {weight.shape}")
    if not (((weight >= 0) & (weight <= 1)).all() and (np.diag(weight) == 1).all() and (weight == weight.T).all()):
        raise BadInput("weights lie between 0 and 1, are 1 for equal categories, and the same in both directions")
    return weight


def _places(categories: Sequence[Hashable]) -> Floats:
    """Return where the categories lie on a line: at their numbers if these rise, else one step apart."""
    if are_numbers(categories):
        numbers = np.asarray(categories, dtype=np.float64)
        if np.isfinite(numbers).all() and (np.diff(numbers) > 0).all():
            return numbers
    return np.arange(len(categories), dtype=np.float64)
