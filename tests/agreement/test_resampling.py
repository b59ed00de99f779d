"""Intervals by resampling units and documents."""

from functools import partial
from math import isnan

import numpy as np
import pandas as pd
import pytest
from rated import coders

from qda.agreement import (
    alpha_masi,
    alpha_multi_valued,
    bootstrap,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    holsti,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from qda.agreement.resampling import MEASURES
from qda.errors import BadInput

UNITS = 240


def made(seed=1, n=UNITS, raters=2, error=0.35):
    random = np.random.default_rng(seed)
    truth = random.integers(1, 5, n)
    return pd.DataFrame({chr(65 + c): np.where(random.random(n) < error, random.integers(1, 5, n), truth) for c in range(raters)})


def with_gaps(ratings, share=0.2):
    return ratings.astype(float).mask(np.random.default_rng(9).random(ratings.shape) < share)


ALL = [
    percent_agreement,
    holsti,
    cohen_kappa,
    partial(cohen_kappa, weights="quadratic"),
    scott_pi,
    fleiss_kappa,
    partial(brennan_prediger, categories=6),
    gwet_ac1,
    gwet_ac2,
    *(partial(krippendorff_alpha, level=level) for level in ("nominal", "ordinal", "interval", "ratio")),
]


def same_by_calling(coefficient):
    """The same coefficient behind a function that is not known, so that it is called for every resample."""
    return lambda ratings: coefficient(ratings)  # noqa: PLW0108  # the point is to hide it


@pytest.mark.parametrize("coefficient", ALL)
def test_by_patterns_and_by_calling_draw_from_one_distribution(coefficient):
    ratings = with_gaps(made())
    fast = bootstrap(ratings, coefficient, times=3000)
    slow = bootstrap(ratings, same_by_calling(coefficient), times=150)
    width = fast.high - fast.low
    assert fast.value == slow.value
    assert (slow.low, slow.high) == pytest.approx((fast.low, fast.high), abs=0.35 * width)


@pytest.mark.parametrize("coefficient", [alpha_masi, alpha_multi_valued])
def test_sets_too(coefficient):
    ratings = made().map(lambda v: frozenset({v, v // 2}))
    fast, slow = bootstrap(ratings, coefficient, times=2000), bootstrap(ratings, same_by_calling(coefficient), times=80)
    assert (slow.low, slow.high) == pytest.approx((fast.low, fast.high), abs=0.4 * (fast.high - fast.low))


def test_every_coefficient_is_known():
    assert {getattr(c, "func", c) for c in ALL} | {alpha_masi, alpha_multi_valued} == MEASURES.keys()


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    truth = krippendorff_alpha(made(seed=0, n=200_000)).value
    intervals = [bootstrap(made(seed=s, n=150), krippendorff_alpha, times=300) for s in range(1, 201)]
    assert 0.90 <= np.mean([i.low <= truth <= i.high for i in intervals]) <= 0.985


def test_it_is_near_the_large_sample_interval_of_kappa():
    ratings = made(n=4000)
    analytic, drawn = cohen_kappa(ratings), bootstrap(ratings, cohen_kappa, times=4000)
    assert (drawn.low, drawn.high) == pytest.approx((analytic.low, analytic.high), abs=0.003)


def test_the_seed_and_nothing_else_decides():
    ratings = made()
    one = bootstrap(ratings, krippendorff_alpha, seed=5)
    assert one == bootstrap(ratings, krippendorff_alpha, seed=5)
    assert one == bootstrap(ratings.sample(frac=1, random_state=3), krippendorff_alpha, seed=5)
    assert one.low != bootstrap(ratings, krippendorff_alpha, seed=6).low
    assert one.interval == "bootstrap of units (percentile, 95 %, 1,000 times, seed 5)"


def test_an_option_of_the_own_interval_plays_no_part():
    ratings = made()
    assert bootstrap(ratings, partial(cohen_kappa, confidence=0.8)) == bootstrap(ratings, cohen_kappa)
    wide, narrow = (bootstrap(ratings, cohen_kappa, confidence=c) for c in (0.99, 0.5))
    assert wide.low < narrow.low < narrow.high < wide.high
    assert "99 %" in wide.interval


def clustered(documents, size):
    """Documents in which coders agree wholly or not at all."""
    random = np.random.default_rng(4)
    rows = [(v, v if d % 2 else random.integers(4)) for d in range(documents) for v in random.integers(0, 4, size)]
    return pd.DataFrame(rows, columns=["A", "B"]), np.repeat([f"doc {d}" for d in range(documents)], size)


def test_units_of_one_document_are_not_independent():
    ratings, labels = clustered(20, 30)
    by_unit, by_document = bootstrap(ratings, krippendorff_alpha), bootstrap(ratings, krippendorff_alpha, documents=labels)
    assert by_document.value == by_unit.value
    assert by_document.high - by_document.low > 2 * (by_unit.high - by_unit.low)
    assert by_document.interval.startswith("bootstrap of documents")
    assert by_document.reason == ""


def test_documents_by_patterns_and_by_calling():
    ratings, labels = clustered(20, 12)
    fast = bootstrap(ratings, krippendorff_alpha, documents=labels, times=3000)
    slow = bootstrap(ratings, same_by_calling(krippendorff_alpha), documents=labels, times=200)
    assert (slow.low, slow.high) == pytest.approx((fast.low, fast.high), abs=0.3 * (fast.high - fast.low))


def test_documents_of_one_unit_each_are_units():
    ratings = made()
    units = bootstrap(ratings, krippendorff_alpha, times=4000)
    documents = bootstrap(ratings, krippendorff_alpha, times=4000, documents=range(UNITS))
    assert (documents.low, documents.high) == pytest.approx((units.low, units.high), abs=0.02)


def test_a_series_of_documents_is_matched_by_its_index():
    ratings, labels = clustered(12, 10)
    ratings.index = pd.Index([f"u{i}" for i in range(len(ratings))])
    series = pd.Series(labels, index=ratings.index)
    expected = bootstrap(ratings, krippendorff_alpha, documents=labels)
    assert bootstrap(ratings, krippendorff_alpha, documents=series.sample(frac=1, random_state=1)) == expected
    assert bootstrap(ratings, krippendorff_alpha, documents=series.reset_index(drop=True)) == expected


def test_below_ten_documents_it_warns():
    ratings, labels = clustered(9, 10)
    found = bootstrap(ratings, krippendorff_alpha, documents=labels)
    assert "rests on 9 documents" in found.reason
    assert found.low < found.high


def test_one_unit_and_one_document_have_no_interval():
    for found in (
        bootstrap(coders([1], [2]), krippendorff_alpha),
        bootstrap(made(), krippendorff_alpha, documents=["d"] * UNITS),
    ):
        assert not isnan(found.value)
        assert isnan(found.low)
        assert found.interval == ""
        assert "no interval" in found.reason


def test_resamples_without_a_value_are_counted():
    ratings = coders([1] * 9 + [2], [1] * 9 + [2])
    found = bootstrap(ratings, krippendorff_alpha)
    assert "of 1,000 resamples have no value" in found.reason
    assert "no width" in found.reason
    assert (found.low, found.high) == (1, 1)


def test_an_undefined_coefficient_stays_undefined():
    found = bootstrap(coders("aa", "aa"), krippendorff_alpha)
    assert isnan(found.value)
    assert isnan(found.low)
    assert "one category" in found.reason
    assert isnan(bootstrap(coders("aa", "aa"), cohen_kappa).high)


def test_what_was_to_beware_of_stays_said():
    found = bootstrap(made().assign(C=None), gwet_ac1)
    assert found.reason == "coder 'C' rated nothing"


def test_many_patterns_are_drawn_in_parts():
    random = np.random.default_rng(3)
    ratings = pd.DataFrame(random.normal(size=(12_000, 2)), columns=["A", "B"])
    found = bootstrap(ratings, partial(krippendorff_alpha, level="interval"), times=400)
    assert found.low < 0 < found.high


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"times": 0}, "one resample or more"),
        ({"confidence": 1.0}, "between 0 and 1"),
        ({"documents": ["d"]}, "documents name 1 units, the table of ratings has 240"),
        ({"documents": [*["d"] * 239, None]}, "the document of unit 239 is missing"),
    ],
)
def test_options_that_do_not_fit(options, message):
    with pytest.raises(BadInput, match=message):
        bootstrap(made(), krippendorff_alpha, **options)
