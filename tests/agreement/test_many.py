"""Fleiss' kappa and Brennan and Prediger's coefficient."""

from collections import Counter
from itertools import permutations
from math import isnan

import pandas as pd
import pytest
from hypothesis import given
from rated import GWET_2014, brief, coders, pairable, tables

from qda.agreement import brennan_prediger, fleiss_kappa, percent_agreement, scott_pi
from qda.errors import BadInput

N = None


def test_published_with_missing_ratings():
    kappa = fleiss_kappa(GWET_2014)
    assert kappa.value == pytest.approx(0.76117, abs=5e-6)
    assert (kappa.n_units, kappa.n_coders) == (12, 4)
    assert percent_agreement(GWET_2014).value == pytest.approx(0.81818, abs=5e-6)
    assert percent_agreement(GWET_2014).n_units == 11


def naive(ratings):
    """Observed agreement over the units that two rated, and the mean shares of the categories over all units."""
    rows = [[v for v in row if v is not None] for row in ratings.to_numpy(dtype=object).tolist()]
    pairs = [[a == b for a, b in permutations(u, 2)] for u in pairable(ratings)]
    observed = sum(sum(p) / len(p) for p in pairs) / len(pairs) if pairs else float("nan")
    shares = Counter()
    rated = [u for u in rows if u]
    for unit in rated:
        shares.update({v: n / len(unit) / len(rated) for v, n in Counter(unit).items()})
    return observed, shares


@brief
@given(ratings=tables())
def test_fleiss_equals_its_definition(ratings):
    observed, shares = naive(ratings)
    chance = sum(p * p for p in shares.values())
    expected = float("nan") if len(shares) < 2 else (observed - chance) / (1 - chance)
    assert fleiss_kappa(ratings).value == pytest.approx(expected, abs=1e-9, nan_ok=True)


@brief
@given(ratings=tables())
def test_brennan_prediger_equals_its_definition(ratings):
    observed, shares = naive(ratings)
    q = len(shares)
    expected = float("nan") if q < 2 else (observed - 1 / q) / (1 - 1 / q)
    assert brennan_prediger(ratings).value == pytest.approx(expected, abs=1e-9, nan_ok=True)
    expected = float("nan") if q < 2 else (observed - 1 / 9) / (8 / 9)
    assert brennan_prediger(ratings, categories=9).value == pytest.approx(expected, abs=1e-9, nan_ok=True)


@brief
@given(ratings=tables(most_coders=2, missing=False))
def test_fleiss_of_two_coders_is_pi(ratings):
    assert fleiss_kappa(ratings).value == pytest.approx(scott_pi(ratings).value, nan_ok=True)


@pytest.mark.parametrize("coefficient", [fleiss_kappa, brennan_prediger])
@brief
@given(ratings=tables())
def test_order_and_names_do_not_matter(coefficient, ratings):
    turned = ratings.iloc[::-1, ::-1].map({1: "x", 2: "b", 3: "k", 5: "a", None: None}.get)
    assert coefficient(turned).value == pytest.approx(coefficient(ratings).value, nan_ok=True)


@pytest.mark.parametrize("coefficient", [fleiss_kappa, brennan_prediger, percent_agreement])
def test_identical_coders_reach_one(coefficient):
    assert coefficient(coders("abca", "abca", "abca")).value == pytest.approx(1)


@pytest.mark.parametrize("coefficient", [fleiss_kappa, brennan_prediger])
def test_undefined_with_a_reason(coefficient):
    assert isnan(coefficient(coders("aa", "aa", "aa")).value)
    assert "one category" in coefficient(coders("aa", "aa", "aa")).reason
    assert "no unit was rated by two coders" in coefficient(coders(["a", N], [N, "b"])).reason


def test_categories_by_name_and_by_number():
    ratings = coders("aab", "abb")
    by_number = brennan_prediger(ratings, categories=4)
    assert by_number.variant == "4 categories"
    assert brennan_prediger(ratings, categories="abcd").value == by_number.value
    one = brennan_prediger(coders("aa", "aa"), categories=2)  # nothing shows that the two were told apart
    assert isnan(one.value)
    assert "one category" in one.reason
    with pytest.raises(BadInput, match="1 categories were said to exist, but 2"):
        brennan_prediger(ratings, categories=1)
    with pytest.raises(BadInput, match="'b' stands in the ratings but not"):
        brennan_prediger(ratings, categories="ac")


def test_an_idle_coder_is_named_and_does_not_count():
    ratings = pd.DataFrame({"AB": ["x", "y"], "CD": ["x", "y"], "EF": [None, None]})
    kappa = fleiss_kappa(ratings)
    assert (kappa.value, kappa.n_coders, kappa.reason) == (1.0, 2, "coder 'EF' rated nothing")
