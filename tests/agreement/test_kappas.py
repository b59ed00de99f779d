"""Cohen's kappa and Scott's pi: printed values with their intervals, definitions, and what they refuse."""

from collections import Counter
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import brief, coders, tables

from qda.agreement import cohen_kappa, from_contingency, percent_agreement, scott_pi
from qda.errors import BadInput

N = None
COHEN_1968 = from_contingency([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
REVIEWERS = from_contingency([[24, 8, 13], [8, 13, 11], [10, 9, 64]])  # Agresti 2002: two film critics
PATHOLOGISTS = from_contingency([[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]])  # Agresti 2002: carcinoma


@pytest.mark.parametrize(("ratings", "kappa", "error"), [(REVIEWERS, 0.389, 0.060), (PATHOLOGISTS, 0.493, 0.057)])
def test_published_kappa_with_its_standard_error(ratings, kappa, error):
    found = cohen_kappa(ratings)
    assert found.value == pytest.approx(kappa, abs=5e-4)
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(error, abs=5e-4)
    assert found.interval == "Fleiss-Cohen-Everitt, 95 %"


def test_published_weighted_kappa_with_its_own_weights():
    disagreement = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    weights = [[1 - v / 6 for v in row] for row in disagreement]
    found = cohen_kappa(COHEN_1968, weights=weights)
    assert found.value == pytest.approx(0.348, abs=5e-4)
    assert found.variant == "stated weights"
    assert cohen_kappa(COHEN_1968).value == pytest.approx(0.492, abs=5e-4)


def naive_kappa(pairs, disagreement):
    """One less the mean disagreement of the pairs over that of all first with all second ratings."""
    observed = sum(disagreement(a, b) for a, b in pairs) / len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(n * m * disagreement(a, b) for a, n in first.items() for b, m in second.items()) / len(pairs) ** 2
    return 1 - observed / expected if expected else float("nan")


def complete(ratings):
    return [(a, b) for a, b in ratings.to_numpy(dtype=object).tolist() if a is not None and b is not None]


@pytest.mark.parametrize(
    ("weights", "disagreement"),
    [("none", lambda a, b: a != b), ("linear", lambda a, b: abs(a - b)), ("quadratic", lambda a, b: (a - b) ** 2)],
)
@brief
@given(ratings=tables(most_coders=2))
def test_kappa_equals_its_definition(weights, disagreement, ratings):
    pairs = complete(ratings)
    expected = naive_kappa(pairs, disagreement) if pairs else float("nan")
    found = cohen_kappa(ratings, weights=weights)
    assert found.value == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert bool(found.reason) or found.low < found.value < found.high
    assert found.n_units == len(pairs)


@brief
@given(ratings=tables(most_coders=2))
def test_pi_equals_its_definition(ratings):
    pairs = complete(ratings)
    shares = Counter(v for pair in pairs for v in pair)
    chance = sum((n / (2 * len(pairs))) ** 2 for n in shares.values())
    expected = float("nan") if chance in {0, 1} else (percent_agreement(ratings).value - chance) / (1 - chance)
    assert scott_pi(ratings).value == pytest.approx(expected, abs=1e-9, nan_ok=True)


@brief
@given(ratings=tables(most_coders=2), seed=st.integers(0, 99))
def test_the_order_of_coders_and_units_does_not_matter(ratings, seed):
    turned = ratings[["B", "A"]].sample(frac=1, random_state=seed)
    one, other = cohen_kappa(ratings, weights="linear"), cohen_kappa(turned, weights="linear")
    assert one.value == pytest.approx(other.value, abs=1e-9, nan_ok=True)
    assert one.low == pytest.approx(other.low, abs=1e-6, nan_ok=True)  # the root of a variance of nought, rounded
    assert scott_pi(ratings).value == pytest.approx(scott_pi(turned).value, nan_ok=True)


def test_quadratic_weights_of_numbers_take_the_numbers_and_of_texts_the_places():
    numbers = coders([1, 2, 4, 4, 1], [1, 4, 4, 2, 2])
    places = {1: "a", 2: "b", 4: "c"}
    as_numbers = cohen_kappa(numbers, weights="quadratic").value
    as_places = cohen_kappa(numbers.map(places.get), weights="quadratic", order="abc").value
    assert as_numbers == pytest.approx(naive_kappa(complete(numbers), lambda a, b: (a - b) ** 2))
    ranks = numbers.map({1: 0, 2: 1, 4: 2}.get)
    assert as_places == pytest.approx(naive_kappa(complete(ranks), lambda a, b: (a - b) ** 2))
    assert as_numbers != as_places


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_identical_coders_reach_one_and_the_interval_says_nothing(weights):
    found = cohen_kappa(coders([1, 2, 3, 1], [1, 2, 3, 1]), weights=weights)
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))
    assert "no width" in found.reason


def test_a_wider_confidence_gives_a_wider_interval():
    narrow, wide = cohen_kappa(REVIEWERS, confidence=0.9), cohen_kappa(REVIEWERS, confidence=0.99)
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high
    assert wide.interval.endswith("99 %")


@pytest.mark.parametrize("coefficient", [cohen_kappa, scott_pi])
def test_two_coders_and_no_more(coefficient):
    with pytest.raises(BadInput, match="compares two coders; the table has 3 columns"):
        coefficient(coders("ab", "ab", "ab"))
    with pytest.raises(BadInput, match="two coders or more"):
        coefficient(coders("ab"))


@pytest.mark.parametrize("coefficient", [cohen_kappa, scott_pi])
def test_undefined_with_a_reason(coefficient):
    one = coefficient(coders("aaa", "aaa"))
    assert isnan(one.value)
    assert isnan(one.low)
    assert one.interval == ""
    assert "one category" in one.reason
    nothing = coefficient(coders("ab", [N, N]))
    assert "no unit was rated by two coders; coder 'B' rated nothing" in nothing.reason


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": "cubic"}, "Allowed: 'linear', 'none', 'quadratic'"),
        ({"weights": "linear"}, "linear weights need the order"),
        ({"weights": [[1, 0.5]]}, "2 x 2"),
        ({"weights": [[1, 2], [2, 1]]}, "between 0 and 1"),
        ({"weights": [[1, 0.5], [0.2, 1]]}, "both directions"),
        ({"confidence": 95}, "between 0 and 1"),
    ],
)
def test_options_that_do_not_fit(options, message):
    with pytest.raises(BadInput, match=message):
        cohen_kappa(coders("ab", "ab"), **options)
