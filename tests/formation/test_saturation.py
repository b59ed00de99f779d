import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.errors import BadInput
from qda.formation.saturation import assess


def series(*n_new):
    """Documents that bring so many new categories each, beside one that all share with the first."""
    made, number = [], 0
    for at, new in enumerate(n_new):
        made.append((f"d{at + 1}", [f"c{number + i}" for i in range(new)] + (["c0"] if at else [])))
        number += new
    return made


WORKED = series(16, 10, 7, 4, 4, 3, 1, 0)
"""A base of 37 categories; the runs of two after it bring 7, 4 and 1."""


def test_runs_are_measured_against_the_base_and_move_on_by_one():
    found = assess(WORKED, base=4, run=2, threshold=0.05)
    assert found.documents["n_new"].tolist() == [16, 10, 7, 4, 4, 3, 1, 0]
    assert found.documents["categories"].tolist()[-1] == 45
    assert found.runs[["first", "last", "new", "base"]].to_numpy().tolist() == [[5, 6, 7, 37], [6, 7, 4, 37], [7, 8, 1, 37]]
    assert [round(100 * ratio) for ratio in found.runs["ratio"]] == [19, 11, 3]
    assert found.runs["reached"].tolist() == [False, False, True]
    assert (found.reached_at, found.notation) == (6, "6+2")
    assert str(found).startswith(
        "8 documents, 45 categories; base size 4, run length 2, new information threshold 5 %: reached at 6+2"
    )


def test_other_sizes_ask_more():
    assert assess(WORKED, base=4, run=2, threshold=0.0).notation == ""
    assert assess(series(5, 5, 5, 5, 0, 0), threshold=0.0).notation == "4+2"
    assert assess(WORKED, base=4, run=3).runs["new"].tolist() == [8, 4]
    assert assess(WORKED, base=5, run=2).runs["base"].tolist() == [41, 41]
    assert "not reached; the last run still brought 1 new to the 37 of the base (3 %)" in str(assess(WORKED, threshold=0))


def test_the_threshold_itself_is_enough():
    assert assess(series(20, 0, 0, 0, 1, 0)).notation == "4+2"
    assert assess(series(19, 0, 0, 0, 1, 0)).notation == ""


def test_too_few_documents_are_not_assessed():
    found = assess(WORKED[:5])
    assert found.runs.empty
    assert "not assessed, 6 are needed at least" in str(found)
    assert str(assess([])).startswith("0 documents, 0 categories")


def test_a_base_without_categories_shows_nothing():
    found = assess([(name, []) for name in "abcdefg"])
    assert found.notation == ""
    assert found.runs["ratio"].isna().all()
    assert "0 new to the 0 of the base" in str(found)


def test_random_orders_say_whether_it_hangs_on_who_was_first():
    found = assess(WORKED, times=200, seed=3)
    curve = found.curve
    assert curve["number"].tolist() == list(range(1, 9))
    assert (curve["low"] <= curve["mean"]).all()
    assert (curve["mean"] <= curve["high"]).all()
    assert curve["mean"].iloc[-1] == 45
    assert curve["reached"].is_monotonic_increasing
    assert curve["reached"].iloc[4] == 0, "base and run are six documents"
    assert assess(WORKED, times=200, seed=3).curve.equals(curve)
    assert not assess(WORKED, times=200, seed=4).curve.equals(curve)
    assert "of 200 random orders" in str(found)
    assert assess(WORKED).curve.empty


@pytest.mark.parametrize("wrong", [{"base": 0}, {"run": 0}, {"threshold": -0.1}, {"threshold": 1.0}, {"times": -1}])
def test_sizes_that_make_no_sense_are_refused(wrong):
    with pytest.raises(BadInput, match="base and run are at least 1"):
        assess(WORKED, **wrong)


@given(st.lists(st.lists(st.sampled_from("uvwxyz"), max_size=4), max_size=9), st.integers(1, 4), st.integers(1, 3))
def test_every_category_is_new_once_and_the_first_quiet_run_counts(codes, base, run):
    found = assess([(str(i), own) for i, own in enumerate(codes)], base=base, run=run, threshold=0.0, times=3)
    assert found.documents["n_new"].sum() == len({code for own in codes for code in own})
    assert len(found.runs) == max(0, len(codes) - base - run + 1)
    if found.reached_at is not None:
        assert found.reached_at >= base
        assert found.documents["n_new"].iloc[found.reached_at : found.reached_at + run].sum() == 0
