"""Which coefficients are told of an axis."""

import pandas as pd
import pytest
from compared import BOOK, both, compared, figure, laid, said

from qda.agreement import Resampling, cohen_kappa, krippendorff_alpha
from qda.agreement.figures import figures_of, main_figure, nominal, presence, ratings_as, scale, several
from qda.errors import BadInput

A = said(
    (0, "valence", "barrier"),
    (1, "valence", "barrier"),
    (1, "valence", "enabler"),
    (0, "strength", "weak"),
    (1, "strength", "unclear"),
)
B = said((0, "valence", "barrier"), (1, "valence", "enabler"), (0, "strength", "strong"), (1, "strength", "weak"), coder="B")
FOUND = laid(both(A, B))


def names(axis, said):
    return [
        figure(ratings).name + f" {figure(ratings).variant}".rstrip() for ratings, figure in figures_of(BOOK.axis(axis), said)
    ]


def test_sets_are_compared_as_sets():
    assert names("factor", FOUND.said["factor"]) == [
        "Krippendorff's alpha for multi-valued data nominal",
        "Krippendorff's alpha MASI distance",
        "percent agreement",
    ]


def test_levels_are_compared_by_order_first():
    told = names("strength", FOUND.said["strength"])
    assert told[:3] == ["Krippendorff's alpha ordinal metric", "Cohen's kappa quadratic weights", "Gwet's AC2 ordinal weights"]


def test_three_coders_have_fleiss_and_not_cohen():
    told = " ".join(names("valence", FOUND.said["valence"].assign(C=[frozenset()] * 4)))
    assert "Fleiss" in told
    assert "Cohen" not in told


def test_the_residual_level_and_none_are_missing():
    levels = ratings_as("level", FOUND.said["strength"], BOOK.axis("strength"))
    assert scale(BOOK.axis("strength")) == ["weak", "strong"]
    assert levels["A"].fillna("").tolist() == ["weak", "", "", ""]
    assert levels["B"].fillna("").tolist() == ["strong", "weak", "", ""]


def test_two_values_on_one_unit_are_a_category_of_their_own():
    categories = ratings_as("category", FOUND.said["valence"], BOOK.axis("valence"))
    assert categories["A"].tolist() == ["barrier", "barrier + enabler", "(none)", "(none)"]
    assert several(FOUND.said["valence"]) == 1


def test_presence_is_missing_where_nobody_rated():
    table = pd.DataFrame({"A": [frozenset({"x"}), None], "B": [frozenset(), frozenset({"x", "y"})]})
    assert presence(table, "x")["A"].tolist() == [True, None]
    assert presence(table, "x")["B"].tolist() == [False, True]


def test_chance_of_brennan_prediger_knows_the_codes_that_nobody_gave():
    table = pd.DataFrame({"A": ["x", "y"], "B": ["x", "y"]})
    found = {f(table).name: f(table) for f in nominal(table, ("x", "y", "z"))}
    assert found["Brennan-Prediger"].variant == "3 categories"


def test_the_figure_that_speaks_for_an_axis_suits_its_kind():
    assert [main_figure(BOOK.axis(a))[0] for a in ("phase", "factor", "strength")] == ["category", "sets", "level"]


def test_a_code_that_nobody_gave_has_no_alpha_and_a_reason():
    row = figure(compared(both(A, B)), "Krippendorff's alpha", of="code", code="money")
    assert pd.isna(row["value"])
    assert row["reason"]


def test_alpha_of_a_code_by_hand():
    # barrier: both have it in unit 0, A alone in unit 1; 3 of 8 ratings are present, 1 of 4 pairs differ: 1 - (7 * 2) / (2 * 3 * 5)
    row = figure(compared(both(A, B)), "Krippendorff's alpha", of="code", code="barrier")
    assert row["value"] == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))
    assert row["n"] == 4


def test_intervals_by_formula_stay_unless_documents_are_drawn():
    table = pd.DataFrame(
        {"A": [1, 1, 2, 2] * 5, "B": [1, 2, 2, 2] * 5},
        index=pd.MultiIndex.from_product([list("abcdefghij"), [0, 1]], names=["doc_id", "start"]),
    )
    by_formula = cohen_kappa(table).interval
    assert by_formula
    assert Resampling(times=50).around(table, cohen_kappa).interval == by_formula
    by_documents = Resampling(times=50, by="documents").around(table, krippendorff_alpha)
    assert by_documents.interval.startswith("bootstrap of documents")
    assert Resampling(times=0).around(table, krippendorff_alpha).interval == krippendorff_alpha(table).interval


def test_another_way_to_draw_is_refused():
    with pytest.raises(BadInput, match="'units' or by 'documents'"):
        Resampling(by="coders")
