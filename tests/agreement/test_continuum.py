"""Tables of spans are checked and laid end to end."""

import numpy as np
import pandas as pd
import pytest
from continua import SOME, continua, documents_of, merged, spans_of
from hypothesis import given
from hypothesis import strategies as st

from qda.agreement.continuum import intersections, lay, merge
from qda.errors import BadTable


def test_documents_lie_end_to_end_in_the_order_of_their_names():
    spans = pd.concat([spans_of([("B", 1, 3, "y")], "b"), spans_of([("A", 0, 2, "x")], "a")])
    laid = lay(spans, documents_of(b=5, a=4))
    assert (laid.coders, laid.codes, laid.documents) == (("A", "B"), ("x", "y"), ("a", "b"))
    assert laid.seams.tolist() == [0, 4, 9]
    assert list(zip(laid.coder, laid.code, laid.document, laid.start, laid.end, strict=True)) == [
        (0, 0, 0, 0, 2),
        (1, 1, 1, 5, 7),
    ]


def test_units_on_both_sides_of_a_seam_stay_two():
    laid = lay(pd.concat([spans_of([("A", 2, 4, "x")], "a"), spans_of([("A", 0, 2, "x")], "b")]), documents_of(a=4, b=4))
    assert (len(laid.start), laid.merged) == (2, 0)


def test_who_is_not_asked_for_is_left_aside_and_who_is_silent_is_named():
    laid = lay(spans_of([("A", 0, 2, "x"), ("C", 0, 2, "x")]), documents_of(d=4), coders=["A", "B"])
    assert (laid.coders, len(laid.start)) == (("A", "B"), 1)
    assert laid.remarks == ("coder 'B' coded nothing",)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"start": -1}, r"spans: row 1: \[-1, 2\) is no span"),
        ({"end": 0}, r"spans: row 1: \[0, 0\) is no span"),
        ({"end": 7}, r"spans: row 1: \[0, 7\) lies in 'd', which has 4 characters"),
        ({"doc_id": "e"}, r"spans: row 1: \[0, 2\) lies in 'e', which is not among the documents"),
        ({"start": 0.5}, "spans: row 1: start 0.5 is not a whole number"),
        ({"end": "far"}, "spans: row 1: end far is not a whole number"),
        ({"code": None}, "spans: row 1: code .* is missing"),
    ],
)
def test_a_wrong_table_of_spans_is_told_in_one_line(changed, message):
    spans = spans_of([("A", 0, 2, "x")]).assign(**changed)
    with pytest.raises(BadTable, match=message):
        lay(spans, documents_of(d=4))


def test_a_wrong_table_of_documents_is_told_in_one_line():
    spans = spans_of([("A", 0, 2, "x")])
    with pytest.raises(BadTable, match="documents: row 2: 'd' stands there twice"):
        lay(spans, pd.concat([documents_of(d=4), documents_of(d=4)]))
    with pytest.raises(BadTable, match="documents: row 1: 'd' has a length below 0"):
        lay(spans, documents_of(d=-4))
    with pytest.raises(BadTable, match="documents: column 'length' is missing; found 'doc_id'; needed doc_id, length"):
        lay(spans, documents_of(d=4)[["doc_id"]])


@SOME
@given(continua(apart=False))
def test_no_unit_overlaps_another_of_its_coder_and_code(data):
    spans, documents = data
    laid = lay(spans, documents)
    assert laid.merged == len(spans) - len(laid.start)
    for (coder, code, doc_id), group in spans.groupby(["coder", "code", "doc_id"]):
        here = (
            (laid.coder == laid.coders.index(coder))
            & (laid.code == laid.codes.index(code))
            & (laid.document == laid.documents.index(doc_id))
        )
        base = laid.seams[laid.documents.index(doc_id)]
        found = list(zip((laid.start[here] - base).tolist(), (laid.end[here] - base).tolist(), strict=True))
        assert found == merged(list(zip(group["start"].tolist(), group["end"].tolist(), strict=True)))


def test_merging_nothing():
    none = np.array([], dtype=np.int64)
    kept, end = merge(none, none, none)
    assert len(kept) == len(end) == 0


some_spans = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=8)


@given(some_spans, some_spans)
def test_intersections_are_all_pairs_that_share_a_position(here, there):
    there = sorted(there)
    a, b = (np.array([(s, s + n) for s, n in spans], dtype=np.int64).reshape(-1, 2) for spans in (here, there))
    found = set(zip(*(numbers.tolist() for numbers in intersections(a[:, 0], a[:, 1], b[:, 0], b[:, 1])), strict=True))
    assert found == {(i, j) for i, (s, e) in enumerate(a) for j, (t, f) in enumerate(b) if s < f and t < e}
