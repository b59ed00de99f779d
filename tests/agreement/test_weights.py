"""Weights of agreement and quantiles of Student's t."""

import numpy as np
import pytest
from rated import coders

from qda.agreement.ratings import read_ratings
from qda.agreement.weights import GWET_KINDS, agreement_weights, normal_interval, t_interval, t_quantile

FOUR = read_ratings(coders([1, 2, 3, 4], [1, 2, 3, 4]))


@pytest.mark.parametrize(
    ("kind", "first_row"),
    [
        ("none", [1, 0, 0, 0]),
        ("linear", [1, 2 / 3, 1 / 3, 0]),
        ("quadratic", [1, 8 / 9, 5 / 9, 0]),
        ("ordinal", [1, 5 / 6, 1 / 2, 0]),  # Gwet 2014: 1 - C(d + 1, 2) / C(4, 2)
    ],
)
def test_weights_of_four_categories(kind, first_row):
    weight = agreement_weights(kind, FOUR, None, GWET_KINDS)
    assert weight[0] == pytest.approx(first_row)
    assert (weight == weight.T).all()
    assert (np.diag(weight) == 1).all()


def test_one_category_has_the_weight_one():
    assert agreement_weights("linear", read_ratings(coders([1], [1])), None).tolist() == [[1.0]]


def test_numbers_out_of_order_are_only_names():
    table = read_ratings(coders([3, 1, 2], [3, 1, 2]), [3, 1, 2])
    assert agreement_weights("linear", table, [3, 1, 2])[0].tolist() == [1, 0.5, 0]


@pytest.mark.parametrize(
    ("probability", "freedom", "printed"),
    [
        (0.975, 1, 12.706),
        (0.975, 2, 4.303),
        (0.95, 5, 2.015),
        (0.995, 10, 3.169),
        (0.975, 30, 2.042),
        (0.975, 120, 1.980),
        (0.9, 3, 1.638),
    ],
)
def test_quantiles_of_the_printed_tables(probability, freedom, printed):
    assert t_quantile(probability, freedom) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize("freedom", [10**6, 10**7, 10**9])
def test_many_degrees_of_freedom_are_the_normal_distribution(freedom):
    assert t_quantile(0.975, freedom) == pytest.approx(1.959964, abs=5e-6)


def test_intervals():
    assert normal_interval(0.5, 0.1, 0.95) == pytest.approx((0.304, 0.696), abs=5e-4)
    assert t_interval(0.9, 0.1, 0.95, 10) == pytest.approx((0.677, 1.0), abs=5e-4)
