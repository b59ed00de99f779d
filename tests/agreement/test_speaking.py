"""Comparisons read out in plain words."""

import pytest
from compared import both, compared, grid, read, said

from qda.agreement import Resampling
from qda.agreement.saying import NO_VERDICT, listed, meaning

A = said(
    (0, "factor", "trust"),
    (1, "factor", "money"),
    (0, "valence", "barrier"),
    (1, "valence", "enabler"),
    (2, "valence", "barrier"),
)
B = said((0, "factor", "trust"), (1, "factor", "boards"), (0, "valence", "barrier"), (1, "valence", "enabler"), coder="B")


@pytest.fixture(scope="module")
def words():
    return str(compared(both(A, B)))


def test_it_begins_with_who_and_which_units(words):
    assert words.startswith("A and B are compared on 4 units of 1 document. Which units count: all units of the documents")
    assert "Nobody gave any code to 1 of them." in words
    assert "2 units count as read by B although nothing says so" in words


def test_every_axis_has_its_figure_with_what_it_means(words):
    assert (
        "Barrier or enabler: Over all units (4) everybody says the same of 75.0%; Krippendorff's alpha (nominal metric) is 0.67"
        in words
    )
    assert "so 33% of the disagreement is left that random dealing of the same codes would give" in words


def test_an_axis_that_nobody_coded_is_told_so(words):
    assert "Strength: nobody gave any code." in words


def test_limits_are_told(words):
    assert "Never given by anybody, so nothing can be said of them: development, delivery" in words
    assert "Given in fewer than 10 units: " in words
    assert "ask for intervals by documents" in words
    assert words.endswith(NO_VERDICT)


def test_no_figure_is_called_good_or_bad(words):
    assert not any(verdict in words.lower() for verdict in ("good", "substantial", "acceptable", "poor", "excellent", "reliable"))


def test_intervals_by_few_documents_are_a_hint():
    assert "fewer than ten documents are no more than a hint" in str(
        compared(both(A, B), resampling=Resampling(times=0, by="documents"))
    )


def test_documents_left_out_are_named():
    more = both(A, B, said((0, "factor", "trust"), doc_id="e"))
    assert "Left out, because not everybody worked there: e." in str(compared(more, segments=both(grid(), grid(doc_id="e"))))


def test_drawn_units_are_told():
    drawn = both(read(0, 1), read(0, 1, coder="B"))
    assert "Units were drawn for all of them in 1 document; of the 4 units there only these 2 count." in str(
        compared(both(A, B), assigned=drawn)
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-0.1, "more often than if"),
        (1.0, "wherever they could differ"),
        (0.9, "10% of the"),
        (0.9999, "less than 1% of the"),
        (0.0, "100% of the"),
    ],
)
def test_what_an_alpha_means(value, told):
    assert told in meaning(value)


def test_names_are_joined_as_in_a_sentence():
    assert [listed(list("ABC"[:n])) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
