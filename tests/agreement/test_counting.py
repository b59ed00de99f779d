"""Counts beside the coefficients."""

from math import isnan

import pandas as pd
import pytest
from compared import BOOK, NONE, both, laid, read, said

from qda.agreement.counting import code_counts, member_counts, scores, set_counts
from qda.codebook import read_codebook
from qda.project.comparing_tables import read_coded

A = said((0, "factor", "trust"), (1, "factor", "trust"), (1, "factor", "money"))
B = said((0, "factor", "trust"), (2, "factor", "trust"), coder="B")


def row(found, code, **where):
    rows = code_counts(found, BOOK)
    rows = rows[(rows["axis"] == "factor") & (rows["code"] == code)]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0].to_dict()


def test_a_code_is_counted_in_all_four_fields():
    found = row(laid(both(A, B)), "trust")
    assert {k: found[k] for k in ("n", "both", "only_a", "only_b", "neither")} == {
        "n": 4,
        "both": 1,
        "only_a": 1,
        "only_b": 1,
        "neither": 1,
    }
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5)


def test_units_that_one_did_not_rate_do_not_count():
    assert row(laid(both(A, B), read(0, 1, 2)), "trust")["n"] == 3


def test_a_code_never_given_has_counts_and_no_scores():
    found = row(laid(both(A, B)), "boards")
    assert (found["n"], found["both"], found["neither"]) == (4, 0, 4)
    assert all(isnan(found[k]) for k in ("precision", "recall", "f1"))


def test_three_coders_make_three_pairs():
    found = laid(both(A, B, said((3, "factor", "trust"), coder="C")), coders=("A", "B", "C"))
    pairs = code_counts(found, BOOK).query("code == 'trust'")[["coder_a", "coder_b"]]
    assert list(pairs.itertuples(index=False, name=None)) == [("A", "B"), ("A", "C"), ("B", "C")]
    assert row(found, "trust", coder_a="B", coder_b="C")["only_b"] == 1


def test_scores_where_one_gave_the_code_and_the_other_never_did():
    found = scores(0, 3, 0)
    assert isnan(found["precision"])
    assert (found["recall"], found["f1"]) == (0, 0)


SETS = pd.DataFrame(
    {
        "A": [frozenset({("x", "p"), ("y", "p")}), frozenset(), None],
        "B": [frozenset({("x", "p")}), frozenset({("x", "p")}), frozenset({("z", "p")})],
    }
)


def test_members_of_sets_are_counted_over_the_units_both_rated():
    assert set_counts(SETS, ("A", "B")) == {
        "n": 2,
        "both": 1,
        "only_a": 1,
        "only_b": 1,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
    }


def test_members_are_counted_one_by_one_most_in_dispute_first():
    found = member_counts(SETS, ("A", "B"), ["one", "two"])
    assert found.drop(columns=["coder_a", "coder_b"]).to_numpy().tolist() == [["x", "p", 1, 0, 1], ["y", "p", 0, 1, 0]]


@pytest.mark.shared
def test_f1_of_a_national_report_is_that_of_sets_of_units(shared):
    folder = shared / "data" / "localise" / "UK"
    one, other = (pd.read_csv(folder / f"coder_{who}.csv") for who in "ab")
    coded = read_coded(folder / "segments.csv", [folder / "coder_a.csv", folder / "coder_b.csv"], codebook="integration")
    found = coded.agreement(["coder_a", "coder_b"], resampling=NONE).counts
    checked = 0
    for axis, code, n, f1 in found[["axis", "code", "n", "f1"]].itertuples(index=False, name=None):
        own, others = (
            {*t.loc[(t["axis"] == axis) & (t["code"] == code), ["doc_id", "start", "end"]].itertuples(index=False, name=None)}
            for t in (one, other)
        )
        if own | others:
            assert f1 == pytest.approx(2 * len(own & others) / (len(own) + len(others)))
            checked += 1
        assert n == 210
    assert checked > 30
    assert len(found) == sum(1 for _ in read_codebook("integration").codes())
