"""Agreement of any number of coders beyond chance: Fleiss' kappa and Brennan and Prediger's coefficient."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from qda.agreement.measure import Measure, estimate, over_chance, share
from qda.agreement.patterns import Patterns, find_patterns
from qda.agreement.ratings import Floats, Frame, read_ratings
from qda.agreement.result import Coefficient
from qda.agreement.shares import pair_agreement
from qda.errors import BadInput


def fleiss_kappa(ratings: Frame) -> Coefficient:
    """Fleiss' kappa of any number of coders.

    Units with unequal numbers of coders are allowed: observed agreement is the mean over the units that two or more rated; for the chance
    agreement every unit that somebody rated counts the same, whatever the number of its coders (Gwet 2014). With equal numbers this is
    Fleiss's own formula, and with two coders it is Scott's pi.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.

    Notes
    -----
    kappa = (P - Pe) / (1 - Pe) with Pe = Σ p_k². Source: Fleiss (1971), Psychological Bulletin 76, 378-382; unequal numbers: Gwet (2014),
    Handbook of Inter-Rater Reliability, 4th edition, chapter 2.

    Examples
    --------
    >>> import pandas as pd
    >>> round(fleiss_kappa(pd.DataFrame({"A": list("xxyy"), "B": list("xxyx"), "C": list("xyyy")})).value, 3)
    0.333
    """
    return estimate(fleiss_measure(ratings))


def fleiss_measure(ratings: Frame) -> Measure:
    """Make Fleiss' kappa ready for a table."""
    table = read_ratings(ratings)
    patterns = find_patterns(table.codes, len(table.categories), least=1)
    observed = observed_agreement(patterns)

    def values(counts: Floats) -> Floats:
        return over_chance(observed(counts), (prevalence(patterns, counts) ** 2).sum(axis=1))

    return Measure(name="Fleiss' kappa", source="Fleiss 1971; Gwet 2014", ratings=table, patterns=patterns, values=values)


def brennan_prediger(ratings: Frame, *, categories: int | Sequence[Hashable] | None = None) -> Coefficient:
    """Brennan and Prediger's coefficient: chance agreement is one in the number of categories.

    MAXQDA prints it as kappa. Units that fewer than two coders rated do not enter the observed agreement.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder.
    categories
        All categories that could be given, or their number. Unless told, those that occur are all there are; the coefficient
        depends on it.

    Raises
    ------
    BadInput
        More categories occur than were said to exist.

    Notes
    -----
    (po - 1/q) / (1 - 1/q). Source: Brennan and Prediger (1981), Educational and Psychological Measurement 41, 687-699; more than two coders:
    Gwet (2014), Handbook of Inter-Rater Reliability.

    Examples
    --------
    >>> from qda.agreement import from_contingency
    >>> round(brennan_prediger(from_contingency([[50, 0, 0], [10, 10, 10], [20, 0, 0]])).value, 2)
    0.4
    """
    return estimate(brennan_prediger_measure(ratings, categories=categories))


def brennan_prediger_measure(ratings: Frame, *, categories: int | Sequence[Hashable] | None = None) -> Measure:
    """Make Brennan and Prediger's coefficient ready for a table."""
    table = read_ratings(ratings, None if isinstance(categories, int) else categories)
    q = categories if isinstance(categories, int) else len(table.categories)
    if q < len(table.categories):
        raise BadInput(f"{q} categories were said to exist, but {len(table.categories)} stand in the ratings")
    patterns = find_patterns(table.codes, len(table.categories))
    observed = observed_agreement(patterns)
    return Measure(
        name="Brennan-Prediger",
        variant=f"{q} categories",
        source="Brennan & Prediger 1981",
        ratings=table,
        patterns=patterns,
        values=lambda counts: over_chance(observed(counts), np.full(len(counts), 1 / max(q, 1))),
    )


def observed_agreement(patterns: Patterns, weight: Floats | None = None) -> Callable[[Floats], Floats]:
    """Return the function repeats x patterns -> mean agreement of the pairs of coders, over the units that two or more rated."""
    agreed, paired = pair_agreement(patterns, weight), patterns.rated >= 2
    return lambda counts: share(counts @ agreed, counts @ paired)


def prevalence(patterns: Patterns, counts: Floats) -> Floats:
    """Return the share of each category, repeats x categories; each unit counts the same, whatever the number of its coders."""
    given = patterns.marginals(counts, 1 / patterns.rated)
    return share(given, counts.sum(axis=1)[:, None])
