"""Agreement where a unit may carry several codes: alpha for multi-valued data, and alpha with the MASI distance."""

from collections.abc import Hashable
from math import comb
from typing import cast

import numpy as np
from numpy.typing import NDArray

from qda.agreement.alpha import alpha_values, fixed
from qda.agreement.measure import Measure, estimate
from qda.agreement.patterns import Distance, find_patterns
from qda.agreement.ratings import Codes, Floats, Frame, Ratings, read_sets
from qda.agreement.result import Coefficient

ONE_SET = "all ratings are the same set of codes: without variation the coefficient does not exist"

_BITS = np.array([byte.bit_count() for byte in range(256)], dtype=np.float64)


def alpha_multi_valued(ratings: Frame) -> Coefficient:
    """Krippendorff and Craggs's alpha for multi-valued nominal data: each coder gives a unit a set of codes.

    Two sets differ by 1 - 2 |C ∩ K| / (|C| + |K|). What is expected by chance rests on the frequencies of the single codes and of the sizes
    of the sets, not on which sets happen to occur. The empty set is a rating; None means that the coder did not rate the unit.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder; cells are frozensets of codes.

    Raises
    ------
    BadInput
        A cell is neither a set nor missing.

    Notes
    -----
    With sets of one code each it equals nominal alpha. Pairs of sizes that the codes at hand cannot form count as no disagreement.
    Source: Krippendorff and Craggs (2016), The reliability of multi-valued coding of data, Communication Methods and Measures 10, 181-198.

    Examples
    --------
    Table 3 of the paper:

    >>> import pandas as pd
    >>> f = [frozenset("bd"), frozenset("abd"), frozenset(), frozenset("a")]
    >>> g = [frozenset("d"), frozenset("b"), frozenset("a"), None]
    >>> h = [None, frozenset("bd"), frozenset("a"), None]
    >>> round(alpha_multi_valued(pd.DataFrame({"F": f, "G": g, "H": h})).value, 4)
    0.2866
    """
    return estimate(multi_valued_measure(ratings))


def multi_valued_measure(ratings: Frame) -> Measure:
    """Make alpha for multi-valued data ready for a table."""
    table = read_sets(ratings)
    member = _members(table)
    sizes = member.sum(axis=1)
    patterns = find_patterns(table.codes, len(table.categories))
    shared = _shared(member)

    def dice(first: Codes, second: Codes) -> Floats:
        both = sizes[first] + sizes[second]
        return np.asarray(1 - np.where(both > 0, 2 * shared(first, second), 1) / np.where(both > 0, both, 1))

    def expected(marginals: Floats) -> Floats:
        n = marginals.sum(axis=1)
        return np.asarray(_chance(marginals, member) * n * (n - 1))

    return Measure(
        name="Krippendorff's alpha for multi-valued data",
        variant="nominal",
        source="Krippendorff & Craggs 2016",
        ratings=table,
        patterns=patterns,
        values=alpha_values(patterns, fixed(patterns, dice, expected)),
        undefined=ONE_SET,
        width=2 * (int(sizes.max(initial=0)) + 1) ** 2,
    )


def alpha_masi(ratings: Frame) -> Coefficient:
    """Krippendorff's alpha of sets of codes with the MASI distance of Passonneau.

    Two sets differ by 1 - J M, where J is the Jaccard index and M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap
    otherwise, and 0 where they have nothing in common. Two empty sets are equal. Whole sets are compared, so chance rests on the sets that occur.

    Parameters
    ----------
    ratings
        A row per unit, a column per coder; cells are frozensets of codes, None where a coder did not rate the unit.

    Raises
    ------
    BadInput
        A cell is neither a set nor missing.

    Notes
    -----
    Some programs print 0.67 and 0.33 in place of 2/3 and 1/3. Source: Passonneau (2006), Measuring agreement on set-valued items (MASI) for
    semantic and pragmatic annotation, LREC; alpha as in `krippendorff_alpha`.

    Examples
    --------
    >>> import pandas as pd
    >>> a = [frozenset("ab"), frozenset("a"), frozenset("c")]
    >>> b = [frozenset("a"), frozenset("a"), frozenset("c")]
    >>> round(alpha_masi(pd.DataFrame({"A": a, "B": b})).value, 3)
    0.667
    """
    return estimate(masi_measure(ratings))


def masi_measure(ratings: Frame) -> Measure:
    """Make alpha with the MASI distance ready for a table."""
    table = read_sets(ratings)
    patterns = find_patterns(table.codes, len(table.categories))
    return Measure(
        name="Krippendorff's alpha",
        variant="MASI distance",
        source="Passonneau 2006",
        ratings=table,
        patterns=patterns,
        values=alpha_values(patterns, fixed(patterns, _masi(_members(table)))),
        undefined=ONE_SET,
    )


def _members(table: Ratings) -> NDArray[np.bool_]:
    """Return sets x codes: whether a set holds a code."""
    sets = [cast("frozenset[Hashable]", s) for s in table.categories]
    column = {code: i for i, code in enumerate(dict.fromkeys(code for s in sets for code in s))}
    member = np.zeros((len(sets), len(column)), dtype=np.bool_)
    for row, codes in enumerate(sets):
        member[row, [column[code] for code in codes]] = True
    return member


def _shared(member: NDArray[np.bool_]) -> Distance:
    """Return the function that counts the codes two sets have in common; eight codes are compared in one step."""
    packed = np.packbits(member, axis=1)

    def shared(first: Codes, second: Codes) -> Floats:
        return np.asarray(_BITS[packed[first] & packed[second]].sum(axis=-1))

    return shared


def _masi(member: NDArray[np.bool_]) -> Distance:
    sizes, shared = member.sum(axis=1), _shared(member)

    def distance(first: Codes, second: Codes) -> Floats:
        a, b, both = sizes[first], sizes[second], shared(first, second)
        union = a + b - both
        same, within = both == union, both == np.minimum(a, b)
        monotone = np.where(same, 1, np.where(both == 0, 0, np.where(within, 2 / 3, 1 / 3)))
        jaccard = np.where(union > 0, both, 1) / np.where(union > 0, union, 1)
        return np.asarray(1 - monotone * jaccard)

    return distance


def _chance(marginals: Floats, member: NDArray[np.bool_]) -> Floats:
    """Return the expected difference of two sets, repeat by repeat.

    A pair of sets is as likely as the product of n for each code in one of them and n (n - 1) for each code in both, among the pairs of
    sets of the same sizes. Such a difference depends on three sizes only (codes in both, in the first alone, in the second alone), so the
    sum over all sets is a coefficient of the polynomial Π (1 + n (n - 1) x + n y + n z), and no set needs to be listed. As y and z have the
    same factor, the polynomial in x and y + z says it all: y^j z^k has the binomial share of (y + z)^(j + k).
    """
    sizes = member.sum(axis=1)
    share = _by_size(marginals, sizes) / np.maximum(marginals.sum(axis=1), 1)[:, None]
    weight = _polynomial(marginals @ member, int(sizes.max(initial=0)))
    total = np.zeros(len(marginals))
    for a in np.unique(sizes):
        for b in np.unique(sizes):
            if a + b > 0:
                total += share[:, a] * share[:, b] * _difference(weight, int(a), int(b))
    return total


def _by_size(marginals: Floats, sizes: Codes) -> Floats:
    return np.stack([marginals[:, sizes == size].sum(axis=1) for size in range(int(sizes.max(initial=0)) + 1)], axis=1)


def _polynomial(given: Floats, most: int) -> Floats:
    """Return repeats x codes in both x codes in one of them alone: the weight of all pairs of sets of these sizes."""
    n = np.maximum(given.sum(axis=1), 1)[:, None]
    out = np.zeros((len(given), most + 1, 2 * most + 1))
    out[:, 0, 0] = 1
    for alone, twice in zip((given / n).T, (given * (given - 1) / n**2).T, strict=True):
        grown = out.copy()
        grown[:, 1:] += twice[:, None, None] * out[:, :-1]
        grown[:, :, 1:] += alone[:, None, None] * out[:, :, :-1]
        out = grown
    return out


def _difference(weight: Floats, a: int, b: int) -> Floats:
    """Return the mean difference of two sets of these sizes."""
    both = np.arange(min(a, b) + 1)
    shares = np.array([comb(a + b - 2 * n, a - n) for n in both.tolist()], dtype=np.float64)
    weights = weight[:, both, a + b - 2 * both] * shares
    all_pairs = weights.sum(axis=1)
    return np.asarray(np.where(all_pairs > 0, weights @ (1 - 2 * both / (a + b)), 0) / np.where(all_pairs > 0, all_pairs, 1))
