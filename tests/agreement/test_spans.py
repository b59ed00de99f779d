"""Precision, recall and F1 of spans: by hand, and their properties."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from continua import SOME, continua, spans_of
from hypothesis import given
from hypothesis import strategies as st

from qda.agreement.spans import ALL, span_scores
from qda.errors import BadInput, BadTable

GOLD = [("A", 0, 10, "x"), ("A", 20, 30, "x"), ("A", 40, 50, "y")]
FIGURES = ["precision", "recall", "f1", "precision_share", "recall_share", "f1_share"]


def scores(rows, **options):
    return span_scores(spans_of(rows), gold="A", other="B", **options).set_index("code")


def test_exact_by_hand():
    """Code x: gold 2, other 3, one alike: 1/3, 1/2, 2/5. Code y: gold 1, other none. All: 1/3, 1/3, 2/6."""
    found = scores([*GOLD, ("B", 0, 10, "x"), ("B", 20, 29, "x"), ("B", 60, 70, "x")])
    assert found.index.tolist() == ["x", "y", ALL]
    assert found.loc["x", ["n_gold", "n_other", "matched"]].tolist() == [2, 3, 1]
    assert found.loc["x", FIGURES[:3]].tolist() == pytest.approx([1 / 3, 1 / 2, 2 / 5])
    assert np.isnan(found.loc["y", "precision"])
    assert found.loc["y", ["recall", "f1"]].tolist() == [0, 0]
    assert found.loc["y", "reason"] == "no span by 'B'"
    assert found.loc[ALL, FIGURES[:3]].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_overlap_and_partial_credit_by_hand():
    """Gold [0, 10) and [20, 30); other [5, 10) inside the first and [28, 38) over the end of the second.

    Both match: precision 1, recall 1. Credit for precision 5/5 + 2/10 = 1.2 of 2, for recall 5/10 + 2/10 = 0.7 of 2; F1 of 0.6 and 0.35 is 0.4421.
    """
    found = scores([*GOLD[:2], ("B", 5, 10, "x"), ("B", 28, 38, "x")], match="overlap").loc["x"]
    assert found[FIGURES].tolist() == pytest.approx([1, 1, 1, 0.6, 0.35, 2 * 0.6 * 0.35 / 0.95])


def test_each_span_is_matched_once_and_the_best_share_goes_first():
    """Gold [0, 10), [10, 20) against [1, 20): the share with the second, 10/19, beats that with the first, 9/20; one match, one gold span left."""
    found = scores([("A", 0, 10, "x"), ("A", 10, 20, "x"), ("B", 1, 20, "x")], match="overlap").loc["x"]
    assert found[["n_gold", "n_other", "matched"]].tolist() == [2, 1, 1]
    assert found["recall_share"] == pytest.approx((10 / 10) / 2)


def test_among_equal_shares_the_one_in_front_goes_first():
    """Gold [0, 4), [4, 8) against [2, 6), [6, 10): all three shares are 2/6; from the front two pairs are found, from the middle it would be one."""
    found = scores([("A", 0, 4, "x"), ("A", 4, 8, "x"), ("B", 2, 6, "x"), ("B", 6, 10, "x")], match="overlap").loc["x"]
    assert found["matched"] == 2


@pytest.mark.parametrize("match", ["exact", "overlap"])
def test_neither_another_document_nor_another_code_matches(match):
    spans = pd.concat(
        [spans_of([("A", 0, 4, "x")], "one"), spans_of([("B", 0, 4, "x")], "two"), spans_of([("B", 0, 4, "y")], "one")]
    )
    assert span_scores(spans, gold="A", other="B", match=match)["matched"].tolist() == [0, 0, 0]


def test_touching_spans_do_not_overlap():
    assert scores([("A", 0, 4, "x"), ("B", 4, 8, "x")], match="overlap").loc["x", "f1"] == 0


def test_spans_coded_twice_count_once():
    assert scores([("A", 0, 4, "x"), ("A", 0, 4, "x"), ("B", 0, 4, "x")]).loc["x", "recall"] == 1


def test_nobody_coded_anything():
    found = scores([]).loc[ALL]
    assert found[FIGURES].isna().all()
    assert found["reason"] == "no span by 'A'; no span by 'B'"


def test_wrong_options_are_told_in_one_line():
    with pytest.raises(BadInput, match="'exact' or by 'overlap'"):
        span_scores(spans_of(GOLD), gold="A", other="B", match="near")
    with pytest.raises(BadInput, match="compared with themselves"):
        span_scores(spans_of(GOLD), gold="A", other="A")
    with pytest.raises(BadTable, match="column 'code' is missing"):
        span_scores(spans_of(GOLD).drop(columns="code"), gold="A", other="B")


@SOME
@given(continua(apart=False), st.sampled_from(["exact", "overlap"]), st.integers(0, 99))
def test_order_does_not_matter_and_coders_change_places(data, match, seed):
    spans, _ = data
    one = span_scores(spans, gold="A", other="B", match=match)
    pd.testing.assert_frame_equal(one, span_scores(spans.sample(frac=1, random_state=seed), gold="A", other="B", match=match))
    back = span_scores(spans, gold="B", other="A", match=match)
    for mine, theirs in (("precision", "recall"), ("precision_share", "recall_share"), ("f1", "f1"), ("f1_share", "f1_share")):
        assert one[mine].tolist() == pytest.approx(back[theirs].tolist(), nan_ok=True)


@SOME
@given(continua(apart=False))
def test_overlap_finds_what_exact_finds_and_shares_stay_below(data):
    spans, _ = data
    exact, overlap = (span_scores(spans, gold="A", other="B", match=m) for m in ("exact", "overlap"))
    assert (overlap["matched"] >= exact["matched"]).all()
    assert (overlap["matched"] <= overlap[["n_gold", "n_other"]].min(axis=1)).all()
    for figure in FIGURES[:3]:
        assert exact[f"{figure}_share"].tolist() == pytest.approx(exact[figure].tolist(), nan_ok=True)
        assert not (overlap[f"{figure}_share"] > overlap[figure] + 1e-12).any()


@SOME
@given(continua(apart=False))
def test_equals_brute_force(data):
    """Greedy over all pairs in one list, exact shares compared as fractions."""
    spans, _ = data
    keys = [set(spans[spans["coder"] == c][["doc_id", "code", "start", "end"]].itertuples(index=False, name=None)) for c in "AB"]
    pairs = []
    for g in keys[0]:
        for o in keys[1]:
            shared = min(g[3], o[3]) - max(g[2], o[2])
            if g[:2] == o[:2] and shared > 0:
                share = Fraction(shared, max(g[3], o[3]) - min(g[2], o[2]))
                pairs.append((-share, g[2] + o[2], g[3] + o[3], g, o))
    used, matched = set(), 0
    for *_, g, o in sorted(pairs):
        if not {("g", g), ("o", o)} & used:
            used |= {("g", g), ("o", o)}
            matched += 1
    assert span_scores(spans, gold="A", other="B", match="overlap")["matched"].iloc[-1] == matched
