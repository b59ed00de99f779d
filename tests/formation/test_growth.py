import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.formation.growth import COLUMNS, growth

SIZES = {"a": 10, "b": 10}


def read(*rows):
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "created"])


def coded(*rows):
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "created", "code"])


def test_a_category_is_new_where_it_is_given_first():
    readings = read(("a", 0, 5, "1"), ("a", 5, 10, "2"), ("b", 0, 10, "3"))
    codings = coded(("a", 0, 5, "1", "trust"), ("b", 0, 10, "3", "trust"), ("b", 0, 10, "3", "money"))
    found = growth(readings, codings, sizes=SIZES)
    assert found["new"].tolist() == [("trust",), (), ("money",)]
    assert found["codes"].tolist() == [("trust",), (), ("money", "trust")]
    assert found["categories"].tolist() == [1, 1, 2]
    assert found["read"].tolist() == [0.25, 0.5, 1.0]


def test_passages_count_as_they_were_read_or_by_documents():
    readings = read(("a", 5, 10, "2"), ("b", 0, 10, "1"), ("a", 0, 5, "3"))
    assert growth(readings, coded(), sizes=SIZES)["doc_id"].tolist() == ["b", "a", "a"]
    assert growth(readings, coded(), sizes=SIZES, order=["a", "b"])["start"].tolist() == [0, 5, 0]
    assert growth(readings, coded(), sizes=SIZES, order=["b"])["doc_id"].tolist() == ["b"]


def test_nothing_read_is_an_empty_curve():
    found = growth(read(), coded(), sizes={})
    assert found.empty
    assert tuple(found.columns) == COLUMNS


def test_a_passage_within_another_adds_no_share():
    readings = read(("a", 0, 8, "1"), ("a", 2, 4, "2"), ("a", 6, 10, "3"))
    assert growth(readings, coded(), sizes={"a": 10})["read"].tolist() == [0.8, 0.8, 1.0]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 4), st.sampled_from("xyz")), max_size=12))
def test_every_category_is_new_once(rows):
    codings = coded(*((d, 2 * i, 2 * i + 2, str(i), code) for d, i, code in rows))
    found = growth(read(), codings, sizes=SIZES)
    assert sorted(code for new in found["new"] for code in new) == sorted({code for *_, code in rows})
    assert found["categories"].tolist() == found["n_new"].cumsum().tolist()
    assert found["read"].is_monotonic_increasing
    assert found["read"].max() == pytest.approx(len({(d, i) for d, i, _ in rows}) * 2 / 20) or not rows
