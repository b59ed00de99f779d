"""A coefficient made ready for one table of ratings: how it follows from the counts of the patterns, for one table or for a thousand resamples at once."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from qda.agreement.patterns import Patterns
from qda.agreement.ratings import MISSING, Floats, Ratings
from qda.agreement.result import Coefficient
from qda.errors import BadInput

NO_PAIR = "no unit was rated by two coders"
ONE_UNIT = "no interval: there is one unit only"
NO_WIDTH = "the interval has no width, since nothing varies in it, and says nothing"
ONE_CATEGORY = "all ratings are of one category: without variation the coefficient does not exist"

_CERTAIN = 1e-12  # chance agreement nearer to 1 than this is 1 but for rounding


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Measure:
    """A coefficient of one table, as a function of how many units show each pattern.

    Attributes
    ----------
    name, variant, source
        As in `Coefficient`.
    ratings
        The encoded table.
    patterns
        The distinct patterns of the units that entered.
    values
        Repeats x patterns -> the coefficient of each repeat, NaN where it does not exist.
    undefined
        Why it may not exist though there are pairs of ratings.
    width
        How many numbers a repeat holds in memory, where that is more than patterns and categories.
    corrected
        Whether chance is taken off; such a coefficient does not exist where all ratings are of one category, however many there could be.
    """

    name: str
    source: str
    ratings: Ratings
    patterns: Patterns
    values: Callable[[Floats], Floats]
    variant: str = ""
    undefined: str = ONE_CATEGORY
    width: int = 1
    corrected: bool = True


def estimate(measure: Measure, interval: Callable[[float], tuple[float, float]] | None = None, method: str = "") -> Coefficient:
    """Return the coefficient of the table itself.

    Parameters
    ----------
    measure
        What is estimated.
    interval
        The ends of the interval, given the value; it is asked only where the value exists.
    method
        The name of the interval.
    """
    value = point(measure)
    low, high = interval(value) if interval and not isnan(value) else (nan, nan)
    return Coefficient(
        name=measure.name,
        value=value,
        low=low,
        high=high,
        interval="" if isnan(low) else method,
        reason="; ".join(_remarks(measure, value, (low, high) if interval else None)),
        variant=measure.variant,
        n_units=int(measure.patterns.counts.sum()),
        n_coders=int((measure.ratings.codes[measure.patterns.rows] != MISSING).any(axis=0).sum()),
        source=measure.source,
    )


def point(measure: Measure) -> float:
    """Return the value of the table itself."""
    if not (measure.patterns.rated >= 2).any() or (measure.corrected and _of_one_category(measure.ratings)):
        return nan
    return float(measure.values(measure.patterns.counts[None, :])[0])


def _of_one_category(ratings: Ratings) -> bool:
    there = ratings.codes != MISSING
    return bool((ratings.codes == ratings.codes.max())[there].all())


def over_chance(observed: Floats, chance: Floats) -> Floats:
    """Return agreement beyond chance as a share of what chance leaves: NaN where chance leaves nothing, or nothing was observed."""
    left = 1 - chance
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(left > _CERTAIN, (observed - chance) / left, nan)


def share(part: Floats, whole: Floats) -> Floats:
    """Divide, with NaN where there is nothing to divide by."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, nan)


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is no share.

    Raises
    ------
    BadInput
        It does not lie between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise BadInput(f"confidence lies between 0 and 1, for example 0.95; {confidence!r} does not")


def _remarks(measure: Measure, value: float, ends: tuple[float, float] | None) -> list[str]:
    """Say why the value or its interval does not exist, and what to beware of."""
    remarks = [f"coder {c!r} rated nothing" for c in measure.ratings.idle]
    if isnan(value):
        return [measure.undefined if (measure.patterns.rated >= 2).any() else NO_PAIR, *remarks]
    if ends is not None and isnan(ends[0]):
        remarks.append(ONE_UNIT)
    elif ends is not None and ends[0] == ends[1]:
        remarks.append(NO_WIDTH)
    return remarks
