"""Coefficients of sets of codes: the paper's examples, all pairs of sets listed, and equality with nominal alpha for single codes."""

from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import brief, coders, masi, naive_alpha, naive_multi_valued, set_tables, tables

from qda.agreement import alpha_masi, alpha_multi_valued, krippendorff_alpha
from qda.errors import BadInput


def sets(*columns):
    """A table from the codes of each coder, a letter a code, units apart by blanks; ``-`` is no rating, ``0`` the empty set."""
    return coders(*([None if u == "-" else frozenset(u.strip("0")) for u in c.split()] for c in columns))


@pytest.mark.parametrize(
    ("columns", "printed"),
    [
        (("bd abd 0 a", "d b a -", "- bd a -"), 0.2866),  # Krippendorff and Craggs 2016, table 3
        (("a abd d", "a abd d", "a abde d"), 0.947),  # table 8
        (("a ab d", "a ab d", "a abd d"), 0.923),
        (("a b d", "a b d", "a bd d"), 0.895),
        (("a ab d", "a ad d", "a db d"), 0.716),  # table 9
        (("a ab d", "a ed d", "a f d"), 0.554),
        (("a ab bd", "b ed d", "ab f be"), -0.002),
    ],
)
def test_published(columns, printed):
    digits = 5e-5 if printed == 0.2866 else 5e-4
    assert alpha_multi_valued(sets(*columns)).value == pytest.approx(printed, abs=digits)


@brief
@given(ratings=set_tables())
def test_multi_valued_alpha_equals_the_list_of_all_pairs_of_sets(ratings):
    assert alpha_multi_valued(ratings).value == pytest.approx(naive_multi_valued(ratings), abs=1e-9, nan_ok=True)


@brief
@given(ratings=set_tables())
def test_masi_alpha_equals_its_definition(ratings):
    assert alpha_masi(ratings).value == pytest.approx(naive_alpha(ratings, masi), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("coefficient", [alpha_multi_valued, alpha_masi])
@brief
@given(ratings=tables(categories="abcd"))
def test_single_codes_give_nominal_alpha(coefficient, ratings):
    single = ratings.map(lambda v: None if v is None else frozenset({v}))
    assert coefficient(single).value == pytest.approx(krippendorff_alpha(ratings).value, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("coefficient", [alpha_multi_valued, alpha_masi])
@brief
@given(ratings=set_tables(), seed=st.integers(0, 99))
def test_order_and_names_do_not_matter(coefficient, ratings, seed):
    expected = coefficient(ratings).value
    shuffled = ratings.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    renamed = shuffled.map(lambda v: None if v is None else frozenset("abcd".index(x) for x in v))
    assert coefficient(renamed).value == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("coefficient", [alpha_multi_valued, alpha_masi])
def test_identical_coders_reach_one(coefficient):
    assert coefficient(sets("ab c 0 abc", "ab c 0 abc")).value == pytest.approx(1)


@pytest.mark.parametrize("coefficient", [alpha_multi_valued, alpha_masi])
def test_one_set_only_is_undefined(coefficient):
    for ratings in (sets("ab ab", "ab ab"), sets("0 0", "0 0")):
        result = coefficient(ratings)
        assert isnan(result.value)
        assert "the same set" in result.reason
    assert "no unit" in coefficient(sets("a -", "- b")).reason


@pytest.mark.parametrize(
    ("a", "b", "distance"), [("a", "ab", 2 / 3), ("ab", "bc", 8 / 9), ("a", "b", 1), ("0", "a", 1), ("ab", "ba", 0)]
)
def test_masi_of_two_sets(a, b, distance):
    """With one unit whose sets differ, alpha is 0 whatever the distance; a second unit of equal sets brings it out."""
    found = alpha_masi(sets(f"{a} z z", f"{b} z z")).value
    expected = 1 - 5 * 2 * distance / (2 * distance + 16)
    assert found == pytest.approx(expected)


def test_sets_lists_and_tuples_are_sets():
    loose = coders([{"a", "b"}, ["c"], ("a",)], [{"a"}, ["c"], ("a",)])
    assert alpha_masi(loose).value == alpha_masi(sets("ab c a", "a c a")).value


@pytest.mark.parametrize(("cell", "message"), [("ab", "'ab'; here it must be a set"), (3, "3; here"), ([["a"]], "no codes")])
def test_what_is_no_set_is_refused(cell, message):
    with pytest.raises(BadInput, match=message):
        alpha_multi_valued(coders([cell, {"a"}], [{"a"}, {"b"}]))


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, np.nan, pd.NaT])
def test_missing_in_every_form(missing):
    assert alpha_masi(coders([{"a"}, {"b"}, missing], [{"a"}, {"b"}, {"c"}])).n_units == 2


def test_more_codes_than_a_byte_holds():
    random = np.random.default_rng(7)
    cells = [[frozenset(random.choice(40, 6).tolist()) for _ in range(2)] for _ in range(12)]
    ratings = pd.DataFrame(cells, columns=list("AB"))
    assert alpha_masi(ratings).value == pytest.approx(naive_alpha(ratings, masi))
