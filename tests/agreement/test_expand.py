"""Tables as papers print them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import brief

from qda.agreement import from_contingency, from_counts
from qda.errors import BadInput

SMALL = st.integers(0, 4)


@brief
@given(st.integers(1, 4).flatmap(lambda k: st.lists(st.lists(SMALL, min_size=k, max_size=k), min_size=k, max_size=k)))
def test_a_contingency_table_comes_back(table):
    ratings = from_contingency(table)
    k = len(table)
    assert [[((ratings["first"] == i + 1) & (ratings["second"] == j + 1)).sum() for j in range(k)] for i in range(k)] == table


@brief
@given(st.integers(1, 4).flatmap(lambda k: st.lists(st.lists(SMALL, min_size=k, max_size=k), min_size=1, max_size=6)))
def test_counts_come_back(table):
    rows = from_counts(table).to_numpy(dtype=object).tolist()
    assert [[row.count(k + 1) for k in range(len(table[0]))] for row in rows] == table


def test_categories_have_names():
    assert from_contingency([[1, 0], [1, 1]], ["no", "yes"])["first"].tolist() == ["no", "yes", "yes"]
    named = pd.DataFrame([[2, 0], [1, 1]], columns=["a", "b"])
    assert from_counts(named).to_numpy().tolist() == [["a", "a"], ["a", "b"]]


@pytest.mark.parametrize("make", [from_contingency, from_counts])
@pytest.mark.parametrize("table", [[[0.5, 1], [1, 1]], [[-1, 1], [1, 1]], [["a", "b"], ["c", "d"]], [[None, 1], [1, 1]]])
def test_what_is_no_count_is_refused(make, table):
    with pytest.raises(BadInput, match="whole numbers"):
        make(table)


def test_shapes_and_names_must_fit():
    with pytest.raises(BadInput, match="square"):
        from_contingency([[1, 2, 3], [4, 5, 6]])
    with pytest.raises(BadInput, match="3 categories are named, but the table has 2 columns"):
        from_counts([[1, 2]], ["a", "b", "c"])
