"""Agreement without correction for chance: percent agreement and Holsti's coefficient."""

from itertools import combinations

import numpy as np

from qda.agreement.measure import Measure, estimate, share
from qda.agreement.patterns import Patterns, find_patterns
from qda.agreement.ratings import MISSING, Codes, Floats, Frame, read_ratings
from qda.agreement.result import Coefficient


def percent_agreement(ratings: Frame) -> Coefficient:
    """Percent agreement: the share of pairs of coders who gave a unit the same category, averaged over the units.

    It takes no account of chance: where a category is rare, coders who hardly look agree on nearly everything.
    Units that fewer than two coders rated do not enter. The value is a share between 0 and 1.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.

    Notes
    -----
    The mean over units of Σ_k r_ik (r_ik - 1) / (r_i (r_i - 1)), with r_ik coders who gave category k to unit i.
    Source: Fleiss (1971), Psychological Bulletin 76, 378-382; for unequal numbers of coders Gwet (2014), Handbook of Inter-Rater Reliability.

    Examples
    --------
    >>> import pandas as pd
    >>> percent_agreement(pd.DataFrame({"AB": [1, 1, 0, 0], "CD": [1, 0, 0, 0]})).value
    0.75
    """
    return estimate(percent_measure(ratings))


def percent_measure(ratings: Frame) -> Measure:
    """Make percent agreement ready for a table."""
    table = read_ratings(ratings)
    patterns = find_patterns(table.codes, len(table.categories))
    agreed = pair_agreement(patterns)
    return Measure(
        name="percent agreement",
        source="Fleiss 1971; Gwet 2014",
        ratings=table,
        patterns=patterns,
        values=lambda counts: share(counts @ agreed, counts.sum(axis=1)),
        corrected=False,
    )


def pair_agreement(patterns: Patterns, weight: Floats | None = None) -> Floats:
    """Return, for each pattern, the mean agreement of its pairs of coders; 0 where fewer than two rated."""

    def agreement(first: Codes, second: Codes) -> Floats:
        return np.asarray(weight[first, second] if weight is not None else first == second, dtype=np.float64)

    rated = patterns.rated
    return patterns.pairs(agreement) / np.maximum(rated * (rated - 1) / 2, 1)


def holsti(ratings: Frame) -> Coefficient:
    """Holsti's coefficient of reliability, CR = 2 M / (N1 + N2).

    M counts the units on which two coders agree, N1 and N2 the units that each of them rated; units that only one rated count against them.
    For more than two coders it is the mean over all pairs of coders. It takes no account of chance.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.

    Notes
    -----
    Source: Holsti (1969), Content Analysis for the Social Sciences and Humanities, p. 140.

    Examples
    --------
    >>> import pandas as pd
    >>> round(holsti(pd.DataFrame({"AB": ["x", "x", "y", None], "CD": ["x", "y", "y", "y"]})).value, 3)
    0.571
    """
    return estimate(holsti_measure(ratings))


def holsti_measure(ratings: Frame) -> Measure:
    """Make Holsti's coefficient ready for a table."""
    table = read_ratings(ratings)
    patterns = find_patterns(table.codes, len(table.categories), least=1, ordered=True)
    given = patterns.codes != MISSING
    pairs = list(combinations(np.flatnonzero(given.any(axis=0)).tolist(), 2))

    def values(counts: Floats) -> Floats:
        n = counts @ given
        agreed = ((counts @ (given[:, a] & (patterns.codes[:, a] == patterns.codes[:, b])), n[:, a] + n[:, b]) for a, b in pairs)
        return np.asarray(np.mean([share(2 * m, both) for m, both in agreed], axis=0))

    return Measure(
        name="Holsti's CR",
        variant=f"mean of {len(pairs)} pairs" if len(pairs) > 1 else "",
        source="Holsti 1969",
        ratings=table,
        patterns=patterns,
        values=values,
        corrected=False,
    )
