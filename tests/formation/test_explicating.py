import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.formation.explicating import COLUMNS, broad_context, narrow_context, telling_words


def units(*spans, doc_id="a"):
    rows = [{"doc_id": doc_id, "start": s, "end": e, "text": f"{s}-{e}", "time": float("nan")} for s, e in spans]
    return pd.DataFrame(rows).assign(page="", speaker="", heading="", question="")


FIVE = units(*((i, i + 10) for i in range(0, 50, 10)))


def test_neighbours_are_counted_from_the_passage():
    found = narrow_context(FIVE, 20, 30, around=1)
    assert found["relation"].tolist() == ["1 before", "passage", "1 after"]
    assert found["start"].tolist() == [10, 20, 30]
    assert narrow_context(FIVE, 15, 25, around=1)["relation"].tolist() == ["1 before", "passage", "passage", "1 after"]
    assert narrow_context(FIVE, 0, 5, around=2)["relation"].tolist() == ["passage", "1 after", "2 after"]
    assert narrow_context(FIVE, 20, 30, around=0)["relation"].tolist() == ["passage"]


def test_a_passage_between_units_has_neighbours_too():
    gap = units((0, 10), (20, 30))
    assert narrow_context(gap, 12, 18, around=1)["relation"].tolist() == ["1 before", "1 after"]


@given(st.integers(0, 49), st.integers(1, 20), st.integers(0, 6))
def test_the_narrow_context_is_one_stretch_around_the_passage(start, length, around):
    found = narrow_context(FIVE, start, min(50, start + length), around=around)
    assert tuple(found.columns) == COLUMNS
    assert found["start"].diff().dropna().eq(10).all()
    assert found["start"].min() <= start < found["end"].max()


def test_words_that_stand_everywhere_tell_nothing():
    material = [["city", "alliance"], *[["city"]] * 30, ["alliance", "mayor"], ["mayor"]]
    telling = telling_words(["city", "alliance", "mayor", "unheard"], material)
    assert list(telling) == ["alliance", "mayor"]
    assert telling["alliance"] == telling["mayor"] > 1


def test_places_that_share_most_and_rarest_come_first():
    words = [["mayor"], ["alliance", "mayor"], [], ["alliance"], ["city"]]
    found = broad_context(FIVE, words, {"alliance": 3.0, "mayor": 2.0}, most=3)
    assert found["start"].tolist() == [10, 30, 0]
    assert found["words"].tolist() == [("alliance", "mayor"), ("alliance",), ("mayor",)]
    assert found["score"].tolist() == [5.0, 3.0, 2.0]
    assert len(broad_context(FIVE, words, {"alliance": 3.0}, most=1)) == 1
    assert broad_context(FIVE, words, {}, most=3).empty


def test_nothing_elsewhere_is_an_empty_table():
    assert tuple(broad_context(FIVE.iloc[:0], [], {"a": 1.0}, most=3).columns) == COLUMNS


@pytest.mark.parametrize("n", [1, 3, 40])
def test_in_little_material_three_places_are_few(n):
    material = [["alliance"]] * n + [["other"]] * 5
    assert bool(telling_words(["alliance"], material)) is (n <= 4)
