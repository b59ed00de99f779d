"""Coders compared, as a whole."""

import pandas as pd
import pytest
from compared import BOOK, both, compared, figure, grid, said

from qda.agreement import Resampling
from qda.errors import BadInput

A = said(
    (0, "factor", "trust"),
    (1, "factor", "money"),
    (0, "valence", "barrier"),
    (1, "valence", "enabler"),
    (2, "valence", "barrier"),
)
B = said((0, "factor", "trust"), (1, "factor", "boards"), (0, "valence", "barrier"), (1, "valence", "enabler"), coder="B")


def test_identical_coders_agree_wherever_they_could_differ():
    found = compared(both(A, A.assign(coder="B")))
    assert figure(found, "Krippendorff's alpha", of="axis", axis="valence", variant="nominal metric")["value"] == 1
    assert found.disagreements.empty
    assert found.counts["only_a"].sum() == found.counts["only_b"].sum() == 0


def test_alpha_of_an_axis_by_hand():
    # valence of four units: bb, ee, b-, --: o = 2 of 8 differ; n: b 3, e 2, - 3; expected pairs that differ 2 * (3*2 + 3*3 + 2*3) = 42
    found = figure(compared(both(A, B)), "Krippendorff's alpha", of="axis", axis="valence", units="all units")
    assert found["value"] == pytest.approx(1 - 7 * 2 / 42)
    assert found["n"] == 4


def test_the_order_of_coders_does_not_change_coefficients_that_are_symmetric():
    one, other = compared(both(A, B)), compared(both(A, B), coders=("B", "A"))
    pd.testing.assert_series_equal(one.figures["value"], other.figures["value"])
    assert one.counts["only_a"].tolist() == other.counts["only_b"].tolist()


def test_a_dependent_axis_is_told_where_all_gave_the_other():
    found = compared(both(A, B)).figures.query("of == 'axis' and axis == 'factor'")
    assert found.groupby("units", sort=False)["n"].first().to_dict() == {
        "all units": 4,
        "units where everybody gave a valence": 2,
    }


def test_documents_have_their_main_figure():
    segments = both(grid(), grid(doc_id="e"))
    more = [said((0, "valence", "barrier"), (1, "valence", "enabler"), coder=c, doc_id="e") for c in "AB"]
    found = compared(both(A, B, *more), segments=segments).figures.query("of == 'document' and axis == 'valence'")
    assert found.set_index("document")["value"].to_dict() == {"d": pytest.approx(1 - 7 * 2 / 42), "e": 1}


def test_the_same_seed_gives_the_same_intervals():
    drawn = Resampling(times=50, seed=3)
    one, other = (compared(both(A, B), resampling=drawn) for _ in range(2))
    pd.testing.assert_frame_equal(one.figures, other.figures)
    assert one.figures["interval"].str.contains("50 times, seed 3").any()


def test_nothing_in_common_is_said():
    with pytest.raises(BadInput, match="A, B have no document in common"):
        compared(both(A, B.assign(doc_id="e")), segments=both(grid(), grid(doc_id="e")))


def test_three_coders_are_compared_together():
    found = compared(both(A, B, A.assign(coder="C")), coders=("A", "B", "C"))
    assert "Fleiss' kappa" in set(found.figures["coefficient"])
    assert len(found.counts) == 3 * len(list(BOOK.codes()))
    assert list(found.disagreements.columns[4:7]) == ["A", "B", "C"]
