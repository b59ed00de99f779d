"""Tables of ratings for tests: small random ones, and coefficients written out naively from their definitions."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

NAN = float("nan")
brief = settings(max_examples=40, deadline=None)  # many properties on two cores that others use too


def coders(*columns):
    """A table from the ratings of each coder."""
    return pd.DataFrame({chr(65 + i): pd.Series(list(column), dtype=object) for i, column in enumerate(columns)})


GWET_2014 = coders(  # the worked example of four raters and twelve units, with missing ratings
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
)


def tables(categories=(1, 2, 3, 5), *, least_coders=2, most_coders=4, missing=True, most_units=12):
    """Strategy: tables of ratings."""
    cell = st.sampled_from([*categories, None] if missing else list(categories))
    return st.integers(least_coders, most_coders).flatmap(
        lambda m: st.lists(st.lists(cell, min_size=m, max_size=m), min_size=1, max_size=most_units).map(
            lambda rows: pd.DataFrame(rows, columns=[chr(65 + i) for i in range(m)], dtype=object)
        )
    )


def set_tables(codes="abcd", *, most=3, missing=True):
    """Strategy: tables whose cells are sets of codes, the empty one among them."""
    sets = st.frozensets(st.sampled_from(codes), max_size=most)
    cell = st.one_of(sets, st.none()) if missing else sets
    return st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8).map(
        lambda rows: pd.DataFrame(rows, columns=list("ABC"), dtype=object)
    )


def pairable(ratings):
    """The values of each unit that two or more rated."""
    units = [[v for v in row if v is not None] for row in ratings.to_numpy(dtype=object).tolist()]
    return [u for u in units if len(u) > 1]


def naive_alpha(ratings, difference):
    """Alpha from its definition: the mean difference within units against that among all values."""
    units = pairable(ratings)
    values = [v for u in units for v in u]
    n = len(values)
    if len(set(values)) < 2:
        return NAN
    within = sum(difference(a, b, values) / (len(u) - 1) for u in units for a, b in permutations(u, 2)) / n
    among = sum(difference(a, b, values) for a, b in permutations(values, 2)) / (n * (n - 1))
    return 1 - within / among


def ordinal(a, b, values):
    """Krippendorff's ordinal metric, as printed: the frequencies from one category to the other, less half of those at the ends."""
    low, high = min(a, b), max(a, b)
    return (sum(low <= v <= high for v in values) - (values.count(a) + values.count(b)) / 2) ** 2


METRICS = {
    "nominal": lambda a, b, _: float(a != b),
    "ordinal": ordinal,
    "interval": lambda a, b, _: (a - b) ** 2,
    "ratio": lambda a, b, _: ((a - b) / (a + b)) ** 2,
}


def masi(a, b, _=None):
    if a == b:
        return 0.0
    shared = len(a & b)
    return 1 - shared / len(a | b) * (2 / 3 if a <= b or b <= a else 1 / 3)


def naive_multi_valued(ratings):
    """Krippendorff and Craggs's alpha with all pairs of sets listed."""
    units = pairable(ratings)
    values = [v for u in units for v in u]
    n = len(values)
    if len(set(values)) < 2:
        return NAN
    times = {code: sum(code in v for v in values) for code in set().union(*values)}
    within = sum(dice(a, b) / (len(u) - 1) for u in units for a, b in permutations(u, 2)) / n
    sizes = {len(v): sum(len(w) == len(v) for w in values) / n for v in values}
    among = sum(sizes[a] * sizes[b] * naive_difference(times, a, b) for a in sizes for b in sizes)
    return 1 - within / among if among else NAN


def naive_difference(times, a, b):
    pairs = [(set(c), set(k)) for c in combinations(times, a) for k in combinations(times, b)]
    weights = [np.prod([times[x] for x in c | k]) * np.prod([times[x] - 1 for x in c & k]) for c, k in pairs]
    return sum(w * dice(c, k) for w, (c, k) in zip(weights, pairs, strict=True)) / sum(weights) if sum(weights) else 0


def dice(a, b):
    return 1 - 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
