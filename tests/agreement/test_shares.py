"""Percent agreement and Holsti's coefficient."""

from itertools import combinations
from math import isnan

import pytest
from hypothesis import given
from rated import brief, coders, pairable, tables

from qda.agreement import holsti, percent_agreement

N = None


@brief
@given(ratings=tables())
def test_percent_is_the_mean_share_of_pairs_that_agree(ratings):
    shares = [[a == b for a, b in combinations(unit, 2)] for unit in pairable(ratings)]
    expected = sum(sum(s) / len(s) for s in shares) / len(shares) if shares else float("nan")
    assert percent_agreement(ratings).value == pytest.approx(expected, nan_ok=True)


@brief
@given(ratings=tables())
def test_holsti_is_the_mean_over_pairs_of_coders(ratings):
    busy = [column for column in ratings if ratings[column].notna().any()]
    values = [of_two(ratings[a].tolist(), ratings[b].tolist()) for a, b in combinations(busy, 2)]
    expected = sum(values) / len(values) if pairable(ratings) else float("nan")
    assert holsti(ratings).value == pytest.approx(expected, nan_ok=True)


def of_two(first, second):
    agreed = sum(a is not None and a == b for a, b in zip(first, second, strict=True))
    return 2 * agreed / sum(v is not None for v in [*first, *second])


def test_what_one_coder_alone_rated_counts_against_both():
    ratings = coders(["x", "x", "y", N], ["x", "y", N, "y"])
    assert holsti(ratings).value == pytest.approx(2 * 1 / 6)
    assert percent_agreement(ratings).value == 0.5
    assert holsti(coders("xy", "xy", "xx")).variant == "mean of 3 pairs"


@pytest.mark.parametrize("coefficient", [percent_agreement, holsti])
def test_one_category_is_agreement_and_no_pair_is_none(coefficient):
    assert coefficient(coders("aa", "aa")).value == 1
    nothing = coefficient(coders(["a", N], [N, "a"]))
    assert isnan(nothing.value)
    assert "no unit was rated by two coders" in nothing.reason
