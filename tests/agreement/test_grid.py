"""What every coder says about every unit."""

import pytest
from compared import both, grid, laid, read, said, values

from qda.agreement.passes import passes_of
from qda.errors import BadInput
from qda.frames import empty

A = said((0, "factor", "trust"), (2, "factor", "money"))
B = said((0, "factor", "trust"), (1, "factor", "boards"), coder="B")


def test_who_never_marks_empty_units_has_read_the_document():
    found = laid(both(A, B))
    assert values(found, "factor") == {"A": [["trust"], [], ["money"], []], "B": [["trust"], ["boards"], [], []]}
    assert found.segments == 4
    assert found.untouched == 1
    assert found.assumed == {"A": 2, "B": 2}


def test_who_marks_empty_units_has_not_read_the_others():
    found = laid(both(A, B), read(0, 1, 2))
    assert values(found, "factor") == {"A": [["trust"], [], ["money"], None], "B": [["trust"], ["boards"], [], []]}


def test_by_read_only_units_count_that_were_coded_or_marked():
    found = laid(both(A, B), both(read(1), read(3, coder="B")), basis="read")
    assert values(found, "factor") == {"A": [["trust"], [], ["money"], None], "B": [["trust"], ["boards"], None, []]}
    assert found.assumed == {"A": 0, "B": 0}


def test_by_coded_only_units_count_that_somebody_coded_on_the_axis():
    found = laid(both(A, B), basis="coded")
    assert values(found, "factor") == {"A": [["trust"], [], ["money"]], "B": [["trust"], ["boards"], []]}
    assert values(found, "valence") == {"A": [], "B": []}


def test_another_basis_is_refused():
    with pytest.raises(BadInput, match="allowed are documents, read, coded"):
        laid(both(A, B), basis="all")


def test_a_free_span_belongs_to_the_units_it_covers_by_more_than_half():
    spans = said(((6, 40), "factor", "trust"))  # 10 of 16, 16 of 16, 8 of 16: just half is not enough
    assert values(laid(both(spans, B)), "factor")["A"] == [["trust"], ["trust"], [], []]


def test_a_short_span_belongs_to_the_unit_that_holds_more_than_half_of_it():
    assert values(laid(both(said(((13, 20), "factor", "trust")), B)), "factor")["A"] == [[], ["trust"], [], []]
    assert values(laid(both(said(((12, 20), "factor", "trust")), B)), "factor")["A"] == [[], [], [], []]  # half and half


def test_two_values_on_one_unit_stand_together():
    two = said((0, "valence", "barrier"), (0, "valence", "enabler"))
    assert values(laid(both(two, B)), "valence")["A"][0] == ["barrier", "enabler"]


def test_rejected_and_inherited_rows_do_not_count():
    machine = said((0, "factor", "trust"), (1, "factor", "money"), coder="rules", origin="rule", status="suggested")
    machine.loc[1, "status"] = "rejected"
    taken = said((2, "factor", "boards"), coder="rules", origin="rule", evidence="inherited: heading")
    found = laid(both(machine, taken, B), coders=("rules", "B"))
    assert values(found, "factor")["rules"] == [["trust"], [], [], []]


def test_a_machine_is_a_coder_like_others():
    machine = said((1, "factor", "boards"), coder="rules", origin="rule", status="suggested", score=0.4)
    assert values(laid(both(machine, B), coders=("rules", "B")), "factor")["rules"] == [[], ["boards"], [], []]


def test_documents_in_which_only_one_worked_are_left_out_and_named():
    segments = both(grid(), grid(2, doc_id="e"))
    found = laid(both(A, B, said((0, "factor", "trust"), doc_id="e")), segments=segments)
    assert found.skipped == ("e",)
    assert set(found.units["doc_id"]) == {"d"}


def test_a_document_that_somebody_only_read_is_shared():
    segments = both(grid(), grid(2, doc_id="e"))
    found = laid(both(A, B, said((0, "factor", "trust"), doc_id="e")), read(0, 1, coder="B", doc_id="e"), segments=segments)
    assert found.skipped == ()
    assert values(found, "factor")["B"][4:] == [[], []]


def test_questions_are_no_units_unless_somebody_coded_them():
    segments = grid(role=["interviewer", "", "interviewer", ""])
    found = laid(both(A, B), segments=segments)
    assert found.units["start"].tolist() == [0, 16, 32, 48]  # both questions are coded
    assert laid(both(said((1, "factor", "trust")), said((1, "factor", "trust"), coder="B")), segments=segments).segments == 2


def test_where_units_were_drawn_for_all_only_these_count():
    drawn = both(read(0, 1), read(1, 2, coder="B"), read(0, 1, 2, coder="C"))
    found = laid(both(A, B), assigned=drawn)
    assert found.units["start"].tolist() == [16]
    assert "of the 4 units there only these 1 count" in found.drawn


@pytest.mark.parametrize("whole", ["A", "nobody"])
def test_where_units_were_drawn_for_one_only_all_count(whole):
    drawn = read(1, coder="B")
    if whole == "A":
        drawn = both(drawn, read(0).assign(start=-1, end=-1))
    found = laid(both(A, B), assigned=drawn)
    assert found.segments == 4
    assert found.drawn == ""


def test_where_units_were_drawn_for_one_only_its_silence_on_others_says_nothing():
    only_one = said((1, "factor", "boards"), coder="B")
    found = laid(both(A, only_one), assigned=read(1, 2, coder="B"))
    assert values(found, "factor")["B"] == [None, ["boards"], [], None]
    assert found.assumed["B"] == 1


def test_units_drawn_in_another_round_do_not_count():
    found = laid(both(A, B), assigned=both(read(0, round_=2), read(0, coder="B")))
    assert found.segments == 4


def test_names_are_those_of_the_passes():
    first = both(A, said((0, "factor", "money"), round=2))
    found = laid(first, coders=("A#1", "A#2"))
    assert found.names == ["A#1", "A#2"]
    assert [p.name for p in passes_of(["A#1", "A#2"], first, empty("readings"))] == found.names
