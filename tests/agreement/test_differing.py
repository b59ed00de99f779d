"""The list of disagreements."""

from compared import BOOK, both, grid, laid, read, said

from qda.agreement.differing import NOT_READ, column_of, disagreements

A = said((2, "factor", "trust"), (0, "factor", "money"), (0, "factor", "trust"), (0, "valence", "barrier"))
B = said((0, "factor", "trust"), (0, "valence", "enabler"), (0, "factor", "boards"), coder="B")


def test_a_row_per_unit_and_axis_in_the_order_of_the_text_and_the_codebook():
    found = disagreements(laid(both(A, B), segments=grid(page="7", heading="H")), BOOK)
    assert found[["start", "axis"]].values.tolist() == [[0, "valence"], [0, "factor"], [32, "factor"]]
    assert found[["A", "B", "differ"]].values.tolist() == [
        ["barrier", "enabler", "barrier; enabler"],
        ["trust; money", "trust; boards", "money; boards"],
        ["trust", "", "trust"],
    ]
    assert found["text"].str.strip().tolist() == ["0", "0", "2"]
    assert set(found["page"]) == {"7"}
    assert set(found["heading"]) == {"H"}


def test_a_unit_that_one_did_not_read_is_no_disagreement():
    assert disagreements(laid(both(A, B), read(0, 3, coder="B")), BOOK)["start"].tolist() == [0, 0]


def test_a_third_who_did_not_read_is_told_apart_from_one_who_gave_nothing():
    both_read = both(read(2, 3, coder="C"), read(1, coder="B"))
    found = disagreements(laid(both(A, B, said((2, "factor", "trust"), coder="C")), both_read, coders=("A", "B", "C")), BOOK)
    first = found[(found["start"] == 0) & (found["axis"] == "factor")].iloc[0]
    assert first["C"] == NOT_READ


def test_identical_coders_leave_an_empty_list_with_its_columns():
    found = disagreements(laid(both(A, A.assign(coder="B"))), BOOK)
    assert found.empty
    assert {"A", "B", "differ", "text"} <= set(found)


def test_a_coder_called_like_a_column_of_the_list_does_not_hide_it():
    found = disagreements(laid(both(A, B.assign(coder="text")), coders=("A", "text")), BOOK)
    assert column_of("text") == "coder text"
    assert found["coder text"].tolist() == ["enabler", "trust; boards", ""]
    assert found["text"].str.strip().tolist() == ["0", "0", "2"]
