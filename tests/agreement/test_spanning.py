"""Free spans compared, with their reading and the list of disagreements."""

import pandas as pd
import pytest
from compared import both, said

from qda.agreement import Resampling, compare_spans
from qda.agreement.differing_spans import ENDS, span_disagreements
from qda.errors import BadInput
from qda.frames import empty

A = said(
    ((0, 10), "factor", "trust"), ((20, 30), "factor", "money"), ((40, 50), "factor", "trust"), ((0, 10), "valence", "barrier")
)
B = said(
    ((0, 10), "factor", "trust"),
    ((22, 33), "factor", "money"),
    ((60, 70), "factor", "trust"),
    ((5, 10), "valence", "barrier"),
    coder="B",
)
LENGTHS = pd.DataFrame({"doc_id": ["d", "e"], "length": [100, 50]})


def compared(codings=None, readings=None, **options):
    codings = both(A, B) if codings is None else codings
    readings = empty("readings") if readings is None else readings
    options = {"coders": ["A", "B"], "resampling": Resampling(times=0, by="documents"), **options}
    return compare_spans(codings, readings, LENGTHS, **options)


def test_documents_in_which_not_all_worked_are_no_part_of_the_continuum():
    assert compared().documents["doc_id"].tolist() == ["d"]
    found = compared(both(A, B, *(said(((0, 5), "factor", "trust"), coder=c, doc_id="e") for c in "AB")))
    assert found.documents["length"].sum() == 150


def test_spans_of_documents_that_are_not_asked_for_are_left_out():
    more = both(A, B, *(said(((0, 5), "factor", "trust"), coder=c, doc_id="e") for c in "AB"))
    found = compare_spans(more, empty("readings"), LENGTHS[:1], coders=["A", "B"], resampling=Resampling(times=0))
    assert set(found.spans["doc_id"]) == {"d"}


def test_scores_are_told_per_axis_match_and_code():
    found = compared().scores.set_index(["axis", "match", "code"])["matched"]
    assert found["factor", "exact", "(all)"] == 1
    assert found["factor", "overlap", "(all)"] == 2
    assert found["valence", "exact", "(all)"] == 0


def test_each_code_has_its_own_alpha_where_spans_do_not_overlap():
    figures = compared().figures
    own = figures[
        (figures["of"] == "code") & (figures["axis"] == "factor") & figures["coefficient"].str.contains("(k)u", regex=False)
    ]
    assert own["code"].tolist() == ["money", "trust"]
    assert own["value"].tolist() == [1, 1]


def test_where_spans_of_one_coder_overlap_the_reason_stands_once():
    more = both(A, B, said(((5, 15), "factor", "boards")))
    figures = compared(more).figures
    own = figures[(figures["axis"] == "factor") & figures["coefficient"].str.contains("(k)u", regex=False)]
    assert len(own) == 1
    assert own.iloc[0]["code"] == ""
    assert "overlap each other" in own.iloc[0]["reason"]


def test_rejected_inherited_and_empty_rows_are_no_spans():
    noise = both(
        said(((70, 80), "factor", "trust"), status="rejected"),
        said(((70, 80), "factor", "trust"), evidence="inherited: heading"),
        said(((70, 80), "factor", "")),
    )
    pd.testing.assert_frame_equal(compared(both(A, B, noise)).figures, compared().figures)


def test_only_the_axes_that_are_asked_for():
    found = compared(axes=["valence"])
    assert set(found.figures["axis"]) == {"valence"}
    assert set(found.disagreements["axis"]) == {"valence"}


def test_the_list_of_disagreements_by_hand():
    found = span_disagreements(compared().spans, ["A", "B"])
    factor = found[found["axis"] == "factor"]
    assert factor[["start", "end", "code", "what"]].to_numpy().tolist() == [
        [20, 33, "money", ENDS],
        [40, 50, "trust", "only A"],
        [60, 70, "trust", "only B"],
    ]
    assert factor[["start_a", "end_a", "start_b", "end_b"]].to_numpy().tolist() == [
        [20, 30, 22, 33],
        [40, 50, -1, -1],
        [-1, -1, 60, 70],
    ]
    assert found[found["axis"] == "valence"][["start", "end"]].to_numpy().tolist() == [[0, 10]]


def test_identical_coders_leave_nothing_to_talk_about():
    found = compared(both(A, A.assign(coder="B")))
    assert found.disagreements.empty
    assert found.figures.query("of == 'axis'")["value"].dropna().eq(1).all()


def test_the_reading_says_who_what_and_how_far():
    words = str(compared())
    assert words.startswith("A and B are compared on the spans they drew in 1 document of 100 characters: 4 by A and 4 by B.")
    assert "Same ends and the same code: 1 pair of spans, of 3 by A and 3 by B (F1 0.33)." in words
    assert "fewer than ten" in words
    assert "nor who is right" in words


def test_nothing_in_common_is_said():
    with pytest.raises(BadInput, match="have no document in common"):
        compared(both(A, B.assign(doc_id="e")))
