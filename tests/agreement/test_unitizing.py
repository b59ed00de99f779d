"""Alpha for unitizing of 1995 and 2004: the published examples, cases by hand, and every pair of segments by brute force."""

import json
import time
from itertools import chain

import numpy as np
import pandas as pd
import pytest
from continua import SOME, brute_2004, continua, documents_of, spans_of
from hypothesis import given
from hypothesis import strategies as st

from qda.agreement.continuum import lay
from qda.agreement.unitizing import disagreements, unitizing_alpha, unitizing_by_code

BERTHA_AND_BILL = {  # Krippendorff 1995, p. 57: four pairs of coders on 24 characters
    "A": ([(2, 10), (14, 20)], [(4, 8), (15, 17)]),
    "B": ([(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]),
    "C": ([(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)]),
    "D": ([(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)], [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)]),
}


def of_1995(stretch=1):
    rows = [
        (coder, s * stretch, e * stretch, code)
        for code, both in BERTHA_AND_BILL.items()
        for coder, units in zip("12", both, strict=True)
        for s, e in units
    ]
    return spans_of(rows), documents_of(d=24 * stretch)


@pytest.mark.shared
def test_published_vector_of_2004(shared):
    vectors = json.loads((shared / "data" / "agreement" / "vectors.json").read_text(encoding="utf-8"))
    given_vectors = [v for v in vectors if v["kind"] == "spans"]
    assert given_vectors
    for vector in given_vectors:
        data, expected = vector["data"], vector["expected"]
        begin = data["begin"]
        spans = spans_of([(str(c), s - begin, s - begin + n, code) for c, s, n, code in data["units"]])
        table = unitizing_by_code(spans, documents_of(d=data["length"])).set_index("code")
        found = {"alpha_u_2004": unitizing_alpha(spans, documents_of(d=data["length"])).value}
        for code, row in table.iterrows():
            found |= {f"alpha_u_2004[{code}]": row["alpha"], f"Do[{code}]": row["observed"], f"De[{code}]": row["expected"]}
        for name, (value, tolerance) in expected.items():
            assert found[name] == pytest.approx(value, abs=tolerance), (vector["id"], name)


def test_observed_disagreements_of_1995():
    table = unitizing_by_code(*of_1995()).set_index("code")
    printed = {"A": 0.03125, "B": 2.26736, "C": 0.02777, "D": 0.38715}
    assert {c: table.loc[c, "observed"] for c in printed} == pytest.approx(printed, abs=1e-5)


def test_alphas_of_1995_when_a_character_is_short():
    """With ever more characters per unit of length, A and D reach the printed figures; B and C come as near as the correction of 2004 allows.

    The formula printed in 1995 differs from that of 2004. C is printed as 0.08642 = 0.09050 * (48^2 - 104) / 48^2: there the pairs
    were not lessened by the squared lengths of the units, 104. (DKPro Statistics gives B and C a tolerance of 0.005 for the same reason.)
    """
    table = unitizing_by_code(*of_1995(stretch=50_000)).set_index("code")
    printed = {"A": 0.06990, "B": 1.17731, "C": 0.08642, "D": 0.41445}
    assert {c: table.loc[c, "expected"] for c in "AD"} == pytest.approx({c: printed[c] for c in "AD"}, abs=1e-5)
    assert {c: table.loc[c, "expected"] for c in "BC"} == pytest.approx({c: printed[c] for c in "BC"}, abs=0.005)
    assert table.loc["C", "expected"] * (48**2 - 104) / 48**2 == pytest.approx(printed["C"], abs=1e-5)
    assert table["alpha"].to_dict() == pytest.approx({"A": 0.553, "B": -0.926, "C": 0.679, "D": 0.066}, abs=0.015)
    assert table.loc[["A", "D"], "alpha"].tolist() == pytest.approx([0.553, 0.066], abs=5e-4)


def test_a_coarse_continuum():
    """C of 1995 on 12 characters: D_e = 0.05494, as DKPro Statistics tests it."""
    rows = [(coder, s // 2, e // 2, "C") for coder, units in zip("12", BERTHA_AND_BILL["C"], strict=True) for s, e in units]
    found = unitizing_by_code(spans_of(rows), documents_of(d=12)).loc[0]
    assert found["expected"] == pytest.approx(0.05494, abs=1e-5)
    assert found["alpha"] == pytest.approx(0.494, abs=5e-4)


def test_small_case_by_hand():
    """A marks [2, 5), B marks [3, 5), of 10 characters.

    Observed: starts 1 apart, ends 0: 1, in both orders 2; 2 / (2 * 1 * 10^2) = 0.01.
    Expected: N = 2. Gaps of A: 2, 5; of B: 3, 5.
    Unit of 3: (2 - 1) / 3 * (54 - 27 + 3) = 10; gaps >= 3 hold it 3 + 1 + 3 = 7 times, 9 * 7 = 63; 73.
    Unit of 2: (2 - 1) / 3 * (16 - 12 + 2) = 2; gaps >= 2 hold it 1 + 4 + 2 + 4 = 11 times, 4 * 11 = 44; 46.
    2 / 10 * (73 + 46) = 23.8; pairs 20 * 19 - (3 * 2 + 2 * 1) = 372; D_e = 23.8 / 372. alpha = 1 - 3.72 / 23.8 = 0.843697.
    """
    found = unitizing_alpha(spans_of([("A", 2, 5, "x"), ("B", 3, 5, "x")]), documents_of(d=10))
    assert found.value == pytest.approx(1 - 3.72 / 23.8, abs=1e-12)
    assert (found.n_units, found.n_coders) == (2, 2)


def test_ten_characters_in_front():
    """The same, 10 characters further on in a document of 20.

    Observed 2 / (2 * 20^2) = 0.0025. Gaps 12, 5; 13, 5. Unit of 3: 10 + 9 * (10 + 3 + 11 + 3) = 253; unit of 2: 2 + 4 * (11 + 4 + 12 + 4) = 126.
    2 / 20 * 379 = 37.9; pairs 40 * 39 - 8 = 1552. alpha = 1 - 0.0025 * 1552 / 37.9 = 0.897625.
    """
    found = unitizing_alpha(spans_of([("A", 12, 15, "x"), ("B", 13, 15, "x")]), documents_of(d=20))
    assert found.value == pytest.approx(1 - 0.0025 * 1552 / 37.9, abs=1e-12)


def test_a_gap_ends_at_the_seam():
    """A and B mark [0, 1) of the first of two documents of 2 characters.

    Gaps of each coder: 1 in the first document, 2 in the second, not 3 in one. Unit of 1: 0 + 1 * (1 + 2) for the gaps of each, 6; two units 12.
    D_e = 2 / 4 * 12 / (8 * 7 - 0) = 0.107143; with gaps across the seam it would be the same ways, for units of 1 fit anywhere.
    With units of 2 the seam matters: A and B mark all of the first document, gaps 2 and 2: each unit (1 / 3) * 6 + 4 * (1 + 1) = 10.
    """
    two = documents_of(a=2, b=2)
    one = unitizing_by_code(spans_of([("A", 0, 1, "x"), ("B", 0, 1, "x")], "a"), two)
    assert one.loc[0, "expected"] == pytest.approx(2 / 4 * 12 / 56)
    whole = unitizing_by_code(spans_of([("A", 0, 2, "x"), ("B", 0, 2, "x")], "a"), two)
    assert whole.loc[0, "expected"] == pytest.approx(2 / 4 * 20 / (56 - 4))


def test_overlapping_spans_of_one_code_are_merged_with_a_remark():
    documents = documents_of(d=30)
    loose = unitizing_alpha(spans_of([("A", 2, 6, "x"), ("A", 5, 9, "x"), ("A", 8, 9, "x"), ("B", 2, 8, "x")]), documents)
    tidy = unitizing_alpha(spans_of([("A", 2, 9, "x"), ("B", 2, 8, "x")]), documents)
    assert loose.value == tidy.value
    assert loose.reason.startswith("spans merged with others of the same coder that they overlap: 2")
    assert "merged" not in tidy.reason


def test_units_that_touch_stay_two():
    documents = documents_of(d=30)
    halves = unitizing_alpha(spans_of([("A", 2, 6, "x"), ("A", 6, 9, "x"), ("B", 2, 9, "x")]), documents)
    assert halves.n_units == 3
    assert halves.value < 1


def test_one_code_alone_leaves_the_others_aside():
    spans = spans_of([("A", 2, 6, "x"), ("B", 2, 6, "x"), ("A", 1, 7, "y"), ("B", 5, 9, "y")])
    only = unitizing_alpha(spans, documents_of(d=20), code="y")
    assert only.value == unitizing_by_code(spans, documents_of(d=20)).set_index("code").loc["y", "alpha"]
    assert only.variant == "code y"
    assert unitizing_alpha(spans, documents_of(d=20), code="x").value == 1


@pytest.mark.parametrize(
    ("rows", "coders", "why"),
    [
        ([], ["A", "B"], "nobody coded anything"),
        ([], None, "agreement needs two coders, and there is none"),
        ([("A", 0, 2, "x")], None, "agreement needs two coders, and there is 1"),
    ],
)
def test_undefined_is_nan_with_a_reason(rows, coders, why):
    found = unitizing_alpha(spans_of(rows), documents_of(d=9), coders=coders)
    assert np.isnan(found.value)
    assert found.reason.startswith(why)


def test_no_disagreement_possible_is_undefined():
    spans = spans_of([("A", 0, 1, "x"), ("B", 0, 1, "x")])
    found = unitizing_alpha(spans, documents_of(d=1))
    assert np.isnan(found.value)
    assert "so short a continuum" in found.reason
    assert unitizing_by_code(spans, documents_of(d=1)).loc[0, "reason"] in found.reason


def test_a_coder_who_coded_nothing_is_named():
    found = unitizing_alpha(spans_of([("A", 0, 2, "x")]), documents_of(d=9), coders=["A", "B"])
    assert found.value < 0
    assert "coder 'B' coded nothing" in found.reason


@SOME
@given(continua(coders="AB", apart=False))
def test_equals_brute_force_of_two(data):
    equals_brute_force(data, "AB")


@SOME
@given(continua(coders="ABC", apart=False))
def test_equals_brute_force_of_three(data):
    equals_brute_force(data, "ABC")


def equals_brute_force(data, coders):
    spans, documents = data
    observed, expected = brute_2004(spans, documents, coders)
    found = unitizing_alpha(spans, documents, coders=list(coders), times=0)
    assert np.isnan(found.value) == (expected <= 0)
    table = unitizing_by_code(spans, documents, coders=list(coders))
    if expected > 0:
        assert table["observed"].sum() == pytest.approx(observed, abs=1e-12)
        assert table["expected"].sum() == pytest.approx(expected, rel=1e-9)
        assert found.value == pytest.approx(1 - observed / expected, abs=1e-9)


@SOME
@given(continua(coders="ABC", apart=False), st.randoms(use_true_random=False))
def test_neither_names_nor_order_matter(data, random):
    spans, documents = data
    coders = dict(zip("ABC", random.sample(["P", "Q", "R"], 3), strict=True))
    codes = dict(zip("xy", random.sample(["u", "v"], 2), strict=True))
    other = spans.assign(coder=spans["coder"].map(coders), code=spans["code"].map(codes)).sample(frac=1, random_state=1)
    one = unitizing_alpha(spans, documents, coders=list("ABC"), times=0).value
    two = unitizing_alpha(other, documents[::-1], coders=list("PQR"), times=0).value
    assert two == pytest.approx(one, nan_ok=True, abs=1e-12)


@SOME
@given(continua(coders="A", apart=False))
def test_identical_coders_agree(data):
    spans, documents = data
    found = unitizing_alpha(pd.concat([spans, spans.assign(coder="B")]), documents, coders=["A", "B"], times=0)
    assert found.value == 1 or found.reason


@SOME
@given(continua(coders="AB", apart=False), st.integers(1, 2))
def test_weights_count_documents_as_if_they_were_there_so_often(data, twice):
    """A document of weight 2 is a document and its copy under another name: what the bootstrap rests on."""
    spans, documents = data
    documents = pd.concat([documents, documents_of(z=3)])
    copy = [f"d{n}" for n in range(twice)]
    again = documents[documents["doc_id"].isin(copy)].assign(doc_id=lambda f: f["doc_id"] + "copy")
    copied = spans[spans["doc_id"].isin(copy)].assign(doc_id=lambda f: f["doc_id"] + "copy")
    laid = lay(spans, documents, coders=["A", "B"])
    weights = np.array([[1.0] * len(laid.documents), [2.0 if d in copy else 1.0 for d in laid.documents]])
    found = disagreements(laid, weights)
    table = unitizing_by_code(pd.concat([spans, copied]), pd.concat([documents, again]), coders=["A", "B"])
    if len(spans):
        assert found[0][1] == pytest.approx(table["observed"].to_numpy(), abs=1e-12)
        assert found[1][1] == pytest.approx(table["expected"].to_numpy(), abs=1e-12)


def test_coders_who_mark_at_random_agree_by_chance():
    rng = np.random.default_rng(5)
    rows = []
    for coder in "ABC":
        reached = 0
        for start in np.sort(rng.integers(0, 1_999_800, 600)).tolist():
            if start >= reached:
                reached = start + int(rng.integers(50, 150))
                rows.append((coder, start, reached, "x"))
    assert unitizing_alpha(spans_of(rows), documents_of(d=2_000_000)).value == pytest.approx(0, abs=0.02)


def test_a_thousand_units_on_a_million_characters_are_fast():
    rng = np.random.default_rng(7)
    rows = []
    for coder in "AB":
        cuts = np.sort(rng.choice(1_000_000, 2_000, replace=False)).reshape(-1, 2)
        rows.append([(coder, int(s), int(e), f"c{n % 20}") for n, (s, e) in enumerate(cuts)])
    spans = spans_of(list(chain(*rows)))
    began = time.perf_counter()
    found = unitizing_alpha(spans, documents_of(d=1_000_000))
    assert time.perf_counter() - began < 1
    assert found.n_units == 2_000
