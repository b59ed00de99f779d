"""Tables of ratings: what is a category, what is missing, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import brief, coders

from qda.agreement import krippendorff_alpha, percent_agreement
from qda.agreement.ratings import MISSING, read_ratings
from qda.errors import BadInput


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, np.nan])
@pytest.mark.parametrize("values", [(1, 2), (1.5, 2.5), ("a", "b"), (("a", 1), ("b", 2)), (frozenset("a"), frozenset())])
def test_every_kind_of_category_with_every_kind_of_missing(values, missing):
    a, b = values
    table = read_ratings(coders([a, b, missing, a], [a, missing, missing, b]))
    assert (table.codes == MISSING).tolist() == [[False, False], [False, True], [True, True], [False, False]]
    assert len(table.categories) == 2
    assert table.codes[0, 0] == table.codes[0, 1] == table.codes[3, 0] != table.codes[3, 1]


@pytest.mark.parametrize("dtype", ["int64", "Int64", "float64", "Float64", "category", "object", "int8"])
def test_every_dtype_of_numbers(dtype):
    ratings = pd.DataFrame({"A": [1, 2, 3, 3], "B": [1, 2, 3, 1]}).astype(dtype)
    assert krippendorff_alpha(ratings, level="interval").value == pytest.approx(
        krippendorff_alpha(ratings.astype(float), level="interval").value
    )


@pytest.mark.parametrize("number", [Decimal, Fraction, np.float32, np.int16])
def test_every_type_of_number(number):
    ratings = coders([number(1), number(2), number(5)], [number(1), number(3), number(5)])
    expected = krippendorff_alpha(coders([1, 2, 5], [1, 3, 5]), level="interval").value
    assert krippendorff_alpha(ratings, level="interval").value == pytest.approx(expected)


@pytest.mark.parametrize("dtype", ["str", "string", "category", "object"])
def test_every_dtype_of_texts(dtype):
    ratings = pd.DataFrame({"A": ["x", "y", None], "B": ["x", "x", "y"]}).astype(dtype)
    assert percent_agreement(ratings).value == 0.5


def test_a_coder_with_gaps_and_one_without_give_the_same_numbers():
    ratings = pd.DataFrame({"A": [1, 2, 3], "B": [1.0, 2.0, None], "C": pd.array([1, None, 3], dtype="Int64")})
    assert percent_agreement(ratings).value == 1


@brief
@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=2)), min_size=2, max_size=2), max_size=9))
def test_encoding_loses_nothing(rows):
    ratings = pd.DataFrame(rows, columns=["A", "B"], dtype=object)
    table = read_ratings(ratings)
    back = [[None if code == MISSING else table.categories[code] for code in row] for row in table.codes.tolist()]
    assert back == ratings.to_numpy(dtype=object).tolist()
    assert list(table.categories) == sorted(table.categories)


def test_the_order_rules_the_codes():
    table = read_ratings(coders(["low", "high"], ["high", None]), ["low", "middle", "high"])
    assert table.codes.tolist() == [[0, 2], [2, MISSING]]
    assert table.categories == ("low", "middle", "high")


def test_the_index_may_be_anything():
    ratings = coders([1, 2], [1, 1]).set_index(pd.MultiIndex.from_tuples([("doc", 0, 9), ("doc", 9, 20)]))
    assert percent_agreement(ratings).value == 0.5


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        ([[1, 2], [1, 2]], "DataFrame with a row per unit and a column per coder, not a list"),
        (pd.DataFrame(), "the table has 0 column"),
        (coders("ab"), "the table has 1 column"),
        (pd.DataFrame([[1, 2]], columns=["AB", "AB"]), "coder 'AB' has more than one column"),
        (coders([["a"], "b"], ["a", "b"]), "no single category"),
        (coders([{"a"}, "b"], ["a", "b"]), "frozenset"),
        (coders([1, 2], ["1", "2"]), "both as text and as int"),
    ],
)
def test_a_wrong_table_is_refused_in_one_line(ratings, message):
    with pytest.raises(BadInput, match=message) as caught:
        percent_agreement(ratings)
    assert "\n" not in str(caught.value)


def test_long_lists_of_categories_are_cut():
    with pytest.raises(BadInput, match="and 12 more"):
        krippendorff_alpha(coders("abcdefghijklmnopqrst", "abcdefghijklmnopqrst"), level="ordinal")
