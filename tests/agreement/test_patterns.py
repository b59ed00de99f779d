"""Distinct patterns: no unit is lost or counted twice, however wide the table."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rated import brief

from qda.agreement import patterns as module
from qda.agreement.patterns import find_patterns

CODES = arrays(np.intp, st.tuples(st.integers(0, 30), st.integers(2, 5)), elements=st.integers(-1, 3))


@brief
@given(codes=CODES, least=st.integers(0, 2), ordered=st.booleans())
def test_patterns_and_units_belong_together(codes, least, ordered):
    found = find_patterns(codes, 4, least=least, ordered=ordered)
    expected = Counter(tuple(row if ordered else sorted(row)) for row in codes.tolist() if sum(c >= 0 for c in row) >= least)
    assert dict(zip(map(tuple, found.codes.tolist()), found.counts.tolist(), strict=True)) == expected
    assert sorted(map(tuple, found.codes.tolist())) == [tuple(row) for row in found.codes.tolist()]
    for row, pattern in zip(found.rows, found.which, strict=True):
        units = codes[row] if ordered else np.sort(codes[row])
        assert (found.codes[pattern] == units).all()


@brief
@given(codes=CODES, times=st.integers(1, 3))
def test_marginals_are_counts_of_categories(codes, times):
    found = find_patterns(codes, 4, least=1)
    counts = np.stack([found.counts * (i + 1) for i in range(times)])
    inside = codes[found.rows]
    expected = [[(inside == k).sum() * (i + 1) for k in range(4)] for i in range(times)]
    assert found.marginals(counts).tolist() == expected


def test_large_tables_take_the_sparse_way_to_the_same_marginals(monkeypatch):
    codes = np.random.default_rng(1).integers(-1, 6, (50, 4))
    found = find_patterns(codes, 6)
    counts, weight = np.stack([found.counts, found.counts * 2]), np.linspace(0.5, 2, len(found.counts))
    dense = found.marginals(counts, weight)
    monkeypatch.setattr(module, "_DENSE", 0)
    assert found.marginals(counts, weight) == pytest.approx(dense)
    assert (find_patterns(codes, 6).codes == found.codes).all()


def test_a_hundred_coders_do_not_overflow_the_numbers_that_stand_for_patterns():
    random = np.random.default_rng(2)
    codes = random.integers(0, 50, (40, 100))
    twice = np.concatenate([codes, codes[::-1]])
    found = find_patterns(twice, 50, ordered=True)
    assert found.counts.tolist() == [2.0] * 40
    assert (found.codes[found.which] == twice).all()


def test_pairs_leave_missing_ratings_out():
    found = find_patterns(np.array([[0, 1, -1], [2, 2, 2]]), 3, ordered=True)
    assert found.pairs(lambda a, b: (a != b) * 1.0).tolist() == [1.0, 0.0]
    assert found.rated.tolist() == [2, 3]
