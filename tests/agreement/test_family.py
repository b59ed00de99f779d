"""The family of 2016: cases worked by hand, and every pair of characters by brute force."""

import time

import numpy as np
import pandas as pd
import pytest
from continua import SOME, brute_2016, continua, documents_of, spans_of
from hypothesis import given
from hypothesis import strategies as st

from qda.agreement.continuum import lay
from qda.agreement.family import alpha_binary, alpha_codes, alpha_coding, alpha_continuum, masses

TWO = [("A", 0, 4, "a"), ("A", 6, 10, "b"), ("B", 1, 4, "a"), ("B", 6, 8, "a"), ("B", 8, 10, "b")]
ONE_VALUED = (alpha_binary, alpha_continuum, alpha_coding)


def test_relevant_or_not_by_hand():
    """A marks [0, 5), B marks [1, 6), of 10 characters: l = 20, coded 5 + 5 = 10, l_0 = 10.

    Both marked 4, in both orders 8, so l_0 - l_00 = 10 - 8 = 2. own = 25 + 25 for the units, 10 for the gaps; 400 - 60 = 340 pairs.
    e_0 - e_00 = 20 * 10 * 10 / 340. alpha = 1 - 2 * 340 / 2000 = 0.66.
    """
    rows = [("A", 0, 5, "x"), ("B", 1, 6, "x")]
    assert alpha_binary(spans_of(rows), documents_of(d=10)).value == pytest.approx(0.66, abs=1e-12)


def test_ten_characters_in_front_by_hand():
    """The same, 10 further on in 20 characters: l = 40, l_0 = 30, 1600 - 50 - 30 = 1520. alpha = 1 - 2 * 1520 / (40 * 30 * 10) = 0.746667."""
    rows = [("A", 10, 15, "x"), ("B", 11, 16, "x")]
    assert alpha_binary(spans_of(rows), documents_of(d=20)).value == pytest.approx(1 - 2 * 1520 / 12000, abs=1e-12)


def test_two_codes_by_hand():
    """A marks a [0, 4), b [6, 10); B marks a [1, 4), a [6, 8), b [8, 10), of 20 characters: l = 40.

    |u: coded 8 + 7 = 15, l_0 = 25. Both marked 3 + 2 + 2 = 7, in both orders 14: l_0 - l_00 = 15 - 14 = 1.
    own: a 16 + 9 + 4 = 29, b 16 + 4 = 20, gaps 25; 1600 - 74 = 1526 pairs. alpha = 1 - 1 * 1526 / (40 * 25 * 15) = 0.898267.

    u: l - sum of l_cc: place 0 (a against gap) and places 6, 7 (b against a) in both orders, 6.
    l - sum of e_cc = 40 * (1600 - 9^2 - 6^2 - 25^2) / 1526 = 40 * 858 / 1526. alpha = 1 - 6 * 1526 / 34320 = 0.733217.

    cu: l_aa = 2 * 3, l_bb = 2 * 2, l_ab = l_ba = 2; l_a = 8, l_b = 6, l = 14.
    own_a = 3^2 (A's a) + 3^2 + 2^2 (B's) = 22, own_b = 4^2 + 2^2 = 20; 196 - 42 = 154 pairs.
    e_ab + e_ba = 14 * 2 * 48 / 154 = 96 / 11. alpha = 1 - 4 * 11 / 96 = 0.541667.

    (a)u: e_a = 14 * (8 * 14 - 22) / 154 = 90 / 11, e_a - e_aa = 48 / 11; alpha = 1 - 2 / 8 * 90 / 48 = 0.53125.
    (b)u: e_b = 14 * (6 * 14 - 20) / 154 = 64 / 11; alpha = 1 - 2 / 6 * 64 / 48 = 0.555556.
    """
    spans, documents = spans_of(TWO), documents_of(d=20)
    found = [f(spans, documents).value for f in ONE_VALUED]
    assert found == pytest.approx([1 - 1526 / 15000, 1 - 6 * 1526 / 34320, 1 - 44 / 96], abs=1e-12)
    each = alpha_codes(spans, documents)
    assert {k: c.value for k, c in each.items()} == pytest.approx({"a": 0.53125, "b": 5 / 9}, abs=1e-12)
    assert (each["a"].n_units, each["a"].variant) == (3, "code a; on 88.9% of what was coded so")
    assert alpha_coding(spans, documents).variant == "on 35.0% of the continuum"


def test_three_coders_who_overlap_unevenly_by_hand():
    """A marks a [0, 4); B marks a [0, 2), b [2, 4); C marks b [3, 4).

    A's unit lies 4 in B's and 1 in C's: w = (4 + 1) / 2 = 2.5; B's a: 2 / 2 = 1; B's b: (2 + 1) / 2 = 1.5; C's b: (1 + 1) / 2 = 1. l = 6.
    l_a = 3.5, l_b = 2.5; l_aa = 2 * 2 / 2 = 2, l_bb = 2 * 1 / 2 = 1, so l - sum of l_cc = 3.
    own = 6.25 + 1 + 2.25 + 1 = 10.5; l - sum of e_cc = 6 * (36 - 12.25 - 6.25) / 25.5. alpha = 1 - 3 * 25.5 / 105 = 0.271429.
    """
    rows = [("A", 0, 4, "a"), ("B", 0, 2, "a"), ("B", 2, 4, "b"), ("C", 3, 4, "b")]
    assert alpha_coding(spans_of(rows), documents_of(d=10)).value == pytest.approx(1 - 3 * 25.5 / 105, abs=1e-12)


def test_silent_coders_do_not_turn_disagreement_into_agreement():
    """Of four coders two mark the same place, with different codes, and nothing else: two units can only differ, so alpha is 0.

    With the mean of squares for own (10^2 each, over 3) the pairs would be (20 / 3)^2 - 200 / 3 < 0 and alpha above 1.
    """
    spans = spans_of([("A", 0, 10, "a"), ("B", 0, 10, "b")])
    assert alpha_coding(spans, documents_of(d=30), coders=list("ABCD")).value == pytest.approx(0, abs=1e-12)


def test_equal_units_make_it_alpha_of_characters():
    """Units of one character each: u alpha is nominal alpha of the characters, with gap as a category of its own."""
    a, b = "xx.y..yx", "xy.yx.y."
    rows = [(c, n, n + 1, v) for c, values in (("A", a), ("B", b)) for n, v in enumerate(values) if v != "."]
    both = [*a, *b]
    n = len(both)
    unlike = sum(both.count(c) * (n - both.count(c)) for c in set(both)) / (n * (n - 1))
    expected = 1 - sum(x != y for x, y in zip(a, b, strict=True)) / len(a) / unlike
    assert alpha_continuum(spans_of(rows), documents_of(d=8)).value == pytest.approx(expected, abs=1e-12)


def test_overlapping_units_of_one_coder():
    spans = spans_of([("A", 2, 6, "x"), ("A", 4, 9, "y"), ("B", 2, 9, "x")])
    for coefficient in (alpha_continuum, alpha_coding):
        found = coefficient(spans, documents_of(d=20))
        assert np.isnan(found.value)
        assert found.reason.startswith("units of one coder overlap each other, 1 in all, first [4, 9) in 'd' by 'A'")
    assert all(np.isnan(c.value) and "overlap" in c.reason for c in alpha_codes(spans, documents_of(d=20)).values())
    relevant = alpha_binary(spans, documents_of(d=20))
    assert relevant.value == 1
    assert "that they overlap: 1" in relevant.reason
    assert alpha_binary(spans, documents_of(d=20), code="x").value < 1


def test_a_coder_without_the_code_still_counts():
    spans = spans_of([("A", 2, 6, "x"), ("B", 2, 6, "y")])
    found = alpha_binary(spans, documents_of(d=20), code="x")
    assert found.value < 0
    assert (found.n_coders, found.variant) == (2, "code x or not")
    assert "coder 'B' coded nothing" in found.reason


@pytest.mark.parametrize(
    ("coefficient", "rows", "why"),
    [
        (alpha_binary, [], "nobody coded anything"),
        (alpha_binary, [("A", 0, 9, "x"), ("B", 0, 9, "y")], "there is no gap"),
        (alpha_continuum, [("A", 0, 9, "x"), ("B", 0, 9, "x")], "of one kind"),
        (alpha_coding, [("A", 0, 4, "x"), ("B", 5, 9, "y")], "there are not two codes"),
        (alpha_coding, [("A", 0, 4, "x"), ("B", 2, 9, "x")], "there are not two codes"),
    ],
)
def test_undefined_is_nan_with_a_reason(coefficient, rows, why):
    found = coefficient(spans_of(rows), documents_of(d=9), coders=["A", "B"])
    assert np.isnan(found.value)
    assert why in found.reason


def test_one_coder_is_undefined():
    found = [f(spans_of([("A", 0, 4, "x")]), documents_of(d=9)) for f in ONE_VALUED]
    found += alpha_codes(spans_of([("A", 0, 4, "x")]), documents_of(d=9)).values()
    assert all(np.isnan(c.value) and "needs two coders" in c.reason for c in found)


def test_a_code_alone_in_the_intersections_is_undefined():
    found = alpha_codes(spans_of([("A", 0, 4, "x"), ("B", 2, 6, "x"), ("B", 7, 9, "y")]), documents_of(d=9))
    assert all(np.isnan(c.value) and "this code does not occur" in c.reason for c in found.values())


@SOME
@given(continua(coders="AB"))
def test_equals_brute_force_of_two(data):
    equals_brute_force(data, "AB")


@SOME
@given(continua(coders="ABC", documents=1))
def test_equals_brute_force_of_three(data):
    equals_brute_force(data, "ABC")


def equals_brute_force(data, coders):
    spans, documents = data
    expected = brute_2016(spans, documents, coders)
    options = {"coders": list(coders), "times": 0}
    found = {"|u": alpha_binary(spans, documents, **options), "u": alpha_continuum(spans, documents, **options)}
    found |= {"cu": alpha_coding(spans, documents, **options), **alpha_codes(spans, documents, **options)}
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name].value == pytest.approx(np.nan if value is None else value, abs=1e-9, nan_ok=True), name
        assert (value is None) == np.isnan(found[name].value) == (not np.isfinite(found[name].value)), name


@SOME
@given(continua(coders="ABC"), st.randoms(use_true_random=False))
def test_neither_names_nor_order_matter(data, random):
    spans, documents = data
    coders = dict(zip("ABC", random.sample(["P", "Q", "R"], 3), strict=True))
    codes = dict(zip("xy", random.sample(["u", "v"], 2), strict=True))
    other = spans.assign(coder=spans["coder"].map(coders), code=spans["code"].map(codes)).sample(frac=1, random_state=1)
    for coefficient in ONE_VALUED:
        one = coefficient(spans, documents, coders=list("ABC"), times=0).value
        two = coefficient(other, documents[::-1], coders=list("PQR"), times=0).value
        assert two == pytest.approx(one, nan_ok=True, abs=1e-12)


@SOME
@given(continua(coders="A"))
def test_identical_coders_agree(data):
    spans, documents = data
    both = pd.concat([spans, spans.assign(coder="B")])
    found = [f(both, documents, coders=["A", "B"], times=0) for f in ONE_VALUED]
    found += alpha_codes(both, documents, coders=["A", "B"], times=0).values()
    assert all(c.reason or c.value == pytest.approx(1, abs=1e-12) for c in found)


@SOME
@given(continua(coders="AB", documents=1), st.integers(0, 9))
def test_where_the_units_lie_does_not_matter(data, offset):
    """In the family only lengths count: characters in front do as much as characters behind."""
    spans, documents = data
    longer = documents.assign(length=documents["length"] + offset)
    moved = spans.assign(start=spans["start"] + offset, end=spans["end"] + offset)
    for coefficient in ONE_VALUED:
        one, two = (coefficient(s, longer, coders=["A", "B"], times=0).value for s in (spans, moved))
        assert two == pytest.approx(one, nan_ok=True, abs=1e-12)


@SOME
@given(continua(coders="AB"))
def test_weights_count_documents_as_if_they_were_there_so_often(data):
    spans, documents = data
    if not len(spans):
        return
    twice = pd.concat([spans, spans.assign(doc_id=spans["doc_id"] + "copy")])
    copies = pd.concat([documents, documents.assign(doc_id=documents["doc_id"] + "copy")])
    one = masses(lay(spans, documents, coders=["A", "B"]), np.full((1, len(documents)), 2.0))
    two = masses(lay(twice, copies, coders=["A", "B"]), np.ones((1, len(copies))))
    for name in ("all", "coded", "own", "met", "same", "met_own"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), abs=1e-9)


def test_coders_who_mark_at_random_agree_by_chance():
    rng = np.random.default_rng(5)
    cuts = {c: np.sort(rng.choice(400_000, 4_000, replace=False)).reshape(-1, 2) for c in "ABC"}
    rows = [(c, int(s), int(e), "xy"[int(rng.integers(2))]) for c, units in cuts.items() for s, e in units]
    spans, documents = spans_of(rows), documents_of(d=400_000)
    found = [f(spans, documents).value for f in ONE_VALUED] + [c.value for c in alpha_codes(spans, documents).values()]
    assert found == pytest.approx([0] * 5, abs=0.03)


def test_a_thousand_units_on_a_million_characters_are_fast():
    rng = np.random.default_rng(7)
    cuts = {c: np.sort(rng.choice(1_000_000, 2_000, replace=False)).reshape(-1, 2) for c in "ABC"}
    rows = [(coder, int(s), int(e), f"c{n % 20}") for coder, spans in cuts.items() for n, (s, e) in enumerate(spans)]
    spans, documents = spans_of(rows), documents_of(d=1_000_000)
    began = time.perf_counter()
    found = [f(spans, documents) for f in ONE_VALUED]
    assert len(alpha_codes(spans, documents)) == 20
    assert time.perf_counter() - began < 1
    assert all(c.n_units == 3_000 for c in found)
