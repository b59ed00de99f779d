"""Gwet's AC1 and AC2 with their intervals."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from rated import GWET_2014, brief, coders, tables

from qda.agreement import fleiss_kappa, from_contingency, gwet_ac1, gwet_ac2
from qda.errors import BadInput


def test_published_ac1_with_its_interval():
    ac1 = gwet_ac1(GWET_2014)
    assert (ac1.value, ac1.low, ac1.high) == pytest.approx((0.77544, 0.46081, 1), abs=5e-6)
    error = (ac1.value - ac1.low) / 2.200985  # t of 11 degrees
    assert error == pytest.approx(0.14295, abs=5e-6)
    assert ac1.interval == "Gwet's variance over units, t(11), 95 %"


@pytest.mark.parametrize(
    ("weights", "value", "low"),
    [("linear", 0.85874, 0.60050), ("quadratic", 0.91400, 0.68518), ("ordinal", 0.89894, 0.66365), ("none", 0.77544, 0.46081)],
)
def test_ac2_of_the_same_table(weights, value, low):
    """Figures of the package irrCAC 0.4.4."""
    ac2 = gwet_ac2(GWET_2014, weights=weights)
    assert (ac2.value, ac2.low) == pytest.approx((value, low), abs=5e-6)


def jackknife(ratings, coefficient):
    values = np.array([coefficient(ratings.drop(index=i)).value for i in ratings.index])
    n = len(values)
    return sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum())


@pytest.mark.parametrize("coefficient", [gwet_ac1, gwet_ac2])
def test_the_variance_is_near_that_of_leaving_out_one_unit(coefficient):
    random = np.random.default_rng(8)
    base = random.choice([1, 2, 3], size=150, p=[0.7, 0.2, 0.1])
    ratings = coders(*(np.where(random.random(150) < 0.3, random.integers(1, 4, 150), base).tolist() for _ in range(3)))
    found = coefficient(ratings)
    error = (found.value - found.low) / 1.976  # t of 149 degrees
    assert error == pytest.approx(jackknife(ratings, coefficient), rel=0.05)


def test_rare_codes_do_not_bring_it_down():
    """The paradox: two coders agree on 94 of 100 units, kappa is near zero, AC1 near their agreement."""
    ratings = from_contingency([[93, 3], [3, 1]])
    assert gwet_ac1(ratings).value > 0.9
    assert fleiss_kappa(ratings).value < 0.25


@brief
@given(ratings=tables())
def test_order_of_units_and_coders_does_not_matter(ratings):
    one, other = gwet_ac2(ratings), gwet_ac2(ratings.iloc[::-1, ::-1])
    assert (one.value, one.low) == pytest.approx((other.value, other.low), abs=1e-9, nan_ok=True)
    ac1, renamed = gwet_ac1(ratings), gwet_ac1(ratings.map({1: "x", 2: "b", 3: "k", 5: "a", None: None}.get))
    assert (ac1.value, ac1.low) == pytest.approx((renamed.value, renamed.low), abs=1e-9, nan_ok=True)
    assert bool(ac1.reason) or ac1.low < ac1.value <= ac1.high <= 1


def test_identical_coders_reach_one():
    for found in (gwet_ac1(coders("aab", "aab")), gwet_ac2(coders([1, 2, 3], [1, 2, 3]))):
        assert found.value == pytest.approx(1)
        assert "no width" in found.reason


def test_undefined_with_a_reason():
    for ratings, reason in ((coders("aa", "aa"), "one category"), (coders(["a", None], [None, "b"]), "no unit")):
        found = gwet_ac1(ratings)
        assert isnan(found.value)
        assert isnan(found.low)
        assert reason in found.reason


def test_one_category_is_undefined_however_many_there_could_be():
    same = coders("aa", "aa")
    for found in (gwet_ac1(same, categories="ab"), gwet_ac2(same, order="abc")):
        assert isnan(found.value)
        assert isnan(found.low)
        assert "one category" in found.reason


def test_one_unit_has_no_interval():
    found = gwet_ac1(coders(["a"], ["b"]))
    assert not isnan(found.value)
    assert isnan(found.low)
    assert found.interval == ""


def test_categories_that_do_not_occur_count():
    ratings = coders("aab", "abb")
    assert gwet_ac1(ratings, categories="abc").value > gwet_ac1(ratings).value
    with pytest.raises(BadInput, match="not in the order"):
        gwet_ac1(ratings, categories="ac")


def test_text_needs_an_order():
    with pytest.raises(BadInput, match="quadratic weights need the order"):
        gwet_ac2(coders("ab", "ab"))
