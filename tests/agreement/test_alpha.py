"""Krippendorff's alpha: published examples, the definition written out, and equality with its special cases."""

from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import METRICS, brief, coders, naive_alpha, tables

from qda.agreement import krippendorff_alpha, scott_pi
from qda.agreement.alpha import LEVELS, all_against_all
from qda.errors import BadInput

N = None
MEG_AND_OWEN = coders([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])  # Krippendorff 2011, A


@pytest.mark.parametrize(
    ("ratings", "level", "printed"),
    [
        (MEG_AND_OWEN, "nominal", 0.095),
        (coders("aabbdcccedda", "babbbccceddd"), "nominal", 0.692),  # Krippendorff 2011, B
        (
            coders(  # the worked example of Wikipedia's article on alpha
                [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
                [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
                [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
            ),
            "nominal",
            0.691,
        ),
    ],
)
def test_published(ratings, level, printed):
    assert krippendorff_alpha(ratings, level=level).value == pytest.approx(printed, abs=5e-4)


def test_published_interval():
    ratings = coders(
        [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
        [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
        [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
    )
    alpha = krippendorff_alpha(ratings, level="interval")
    assert alpha.value == pytest.approx(0.811, abs=5e-4)
    assert (alpha.n_units, alpha.n_coders, alpha.variant) == (12, 3, "interval metric")


@pytest.mark.parametrize("level", LEVELS)
@brief
@given(ratings=tables())
def test_equals_its_definition(level, ratings):
    alpha = krippendorff_alpha(ratings, level=level)
    assert alpha.value == pytest.approx(naive_alpha(ratings, METRICS[level]), abs=1e-9, nan_ok=True)
    assert bool(alpha.reason) or not isnan(alpha.value)


@pytest.mark.parametrize("level", LEVELS)
@brief
@given(ratings=tables(), seed=st.integers(0, 99))
def test_order_of_units_and_coders_does_not_matter(level, ratings, seed):
    shuffled = ratings.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    expected = krippendorff_alpha(ratings, level=level).value
    assert krippendorff_alpha(shuffled, level=level).value == pytest.approx(expected, nan_ok=True)


@brief
@given(ratings=tables())
def test_names_of_nominal_categories_do_not_matter(ratings):
    names = {1: "z", 2: ("a", 3), 3: 0.5, 5: frozenset({"q"}), None: None}
    renamed = ratings.map(names.get)
    assert krippendorff_alpha(renamed).value == pytest.approx(krippendorff_alpha(ratings).value, nan_ok=True)


@pytest.mark.parametrize("level", LEVELS)
@brief
@given(column=st.lists(st.sampled_from([1, 2, 3, 5]), min_size=2))
def test_identical_coders_reach_one(level, column):
    alpha = krippendorff_alpha(coders(column, column, column), level=level).value
    assert isnan(alpha) if len(set(column)) == 1 else alpha == pytest.approx(1)


@brief
@given(ratings=tables(most_coders=2, missing=False))
def test_nominal_alpha_of_two_coders_is_pi_with_the_correction_for_small_samples(ratings):
    """With n values in all: alpha = 1 - (1 - 1 / n) (1 - pi)."""
    n = 2 * len(ratings)
    pi = scott_pi(ratings).value
    assert krippendorff_alpha(ratings).value == pytest.approx(1 - (1 - 1 / n) * (1 - pi), abs=1e-12, nan_ok=True)


@brief
@given(ratings=tables(categories=(0, 1)))
def test_all_levels_are_one_for_two_categories(ratings):
    values = [krippendorff_alpha(ratings, level=level).value for level in LEVELS]
    assert values == pytest.approx([values[0]] * len(values), abs=1e-9, nan_ok=True)


@brief
@given(ratings=tables(), a=st.floats(-5, 5).filter(lambda x: abs(x) > 0.01), b=st.floats(-9, 9))
def test_interval_alpha_keeps_under_a_linear_map_and_ordinal_under_a_rising_one(ratings, a, b):
    moved = ratings.map(lambda v: None if v is None else a * v + b)
    assert krippendorff_alpha(moved, level="interval").value == pytest.approx(
        krippendorff_alpha(ratings, level="interval").value, abs=1e-6, nan_ok=True
    )
    risen = ratings.map(lambda v: None if v is None else v**3)
    assert krippendorff_alpha(risen, level="ordinal").value == pytest.approx(
        krippendorff_alpha(ratings, level="ordinal").value, abs=1e-9, nan_ok=True
    )


def test_interval_alpha_of_full_data_is_an_intraclass_correlation():
    """With all values there, alpha = 1 - variance within units / variance of all values."""
    rows = np.random.default_rng(3).normal(size=(40, 3)) + np.arange(40)[:, None] / 10
    within = rows.var(axis=1, ddof=1).mean()
    alpha = krippendorff_alpha(pd.DataFrame(rows), level="interval").value
    assert alpha == pytest.approx(1 - within / rows.var(ddof=1))


@brief
@given(ratings=tables(), unused=st.sampled_from([0, 4, 9]))
def test_an_unused_category_changes_nothing(ratings, unused):
    order = sorted({1, 2, 3, 5, unused})
    given_order = krippendorff_alpha(ratings, level="ordinal", order=order).value
    assert given_order == pytest.approx(krippendorff_alpha(ratings, level="ordinal").value, nan_ok=True)


def test_texts_in_their_order():
    words = {1: "low", 2: "middle", 3: "high", 4: "top", 5: "beyond"}
    numbers = coders([1, 2, 3, 3, 2, 1, 4, 1, 2, N], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5])
    texts = numbers.map(words.get)
    expected = krippendorff_alpha(numbers, level="ordinal").value
    assert krippendorff_alpha(texts, level="ordinal", order=list(words.values())).value == pytest.approx(expected)
    kind = pd.CategoricalDtype(list(words.values()), ordered=True)
    assert krippendorff_alpha(texts.astype(kind), level="ordinal").value == pytest.approx(expected)


def test_many_different_values_are_compared_in_blocks():
    values = np.random.default_rng(1).random(3000)
    marginals = np.random.default_rng(2).integers(0, 3, (2, 3000)).astype(float)

    def distance(first, second):
        return (values[first] - values[second]) ** 2

    whole = (marginals @ distance(np.arange(3000)[:, None], np.arange(3000)) * marginals).sum(axis=1)
    assert all_against_all(marginals, distance) == pytest.approx(whole)


def test_a_hundred_thousand_different_values():
    random = np.random.default_rng(4)
    truth = random.normal(size=100_000)
    ratings = pd.DataFrame({c: truth + random.normal(size=100_000) for c in "AB"})
    assert krippendorff_alpha(ratings, level="interval").value == pytest.approx(0.5, abs=0.02)
    assert krippendorff_alpha(ratings, level="ordinal").value == pytest.approx(0.48, abs=0.03)


@pytest.mark.parametrize(
    ("ratings", "options", "message"),
    [
        (coders("ab", "ab"), {"level": "ordnal"}, "did you mean 'ordinal'"),
        (coders("ab", "ab"), {"level": "ordinal"}, "from low to high"),
        (coders("ab", "ab"), {"level": "interval"}, "needs numbers; the categories are 'a', 'b'"),
        (coders([1, -2], [1, 2]), {"level": "ratio"}, "-2 lies below it"),
        (coders([1, float("inf")], [1, 2]), {"level": "interval"}, "infinite"),
        (coders("ab", "ac"), {"level": "ordinal", "order": "ab"}, "category 'c' stands in the ratings but not in the order"),
        (coders("ab", "ab"), {"level": "ordinal", "order": "aab"}, "twice"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(ratings, options, message):
    with pytest.raises(BadInput, match=message) as caught:
        krippendorff_alpha(ratings, **options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_to_compare(level):
    for ratings in (coders([1, N], [N, 2]), coders([], []), coders([N, N], [N, N]), coders([1, 2], [N, N])):
        alpha = krippendorff_alpha(ratings, level=level)
        assert isnan(alpha.value)
        assert "no unit was rated by two coders" in alpha.reason
    assert "coder 'B' rated nothing" in krippendorff_alpha(coders([1, 2], [N, N])).reason
