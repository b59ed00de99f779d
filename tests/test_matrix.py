"""Matrices: what is counted, what it rests on, and how findings are ordered."""

import dataclasses

import pandas as pd
import pytest
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.errors import BadInput, UnknownName
from qda.matrix import CASE_WEIGHT, SUPPORT, build_matrix
from qda.statements import Reading

BOOK = parse_codebook(SMALL)
RULES = Reading(coder="rules", round=1, origin="rule", units=1)
SCORE = st.floats(0.01, 1.0)


def statement(n, *, cases=("leeds",), evidence="document", doc="d", coder="AB", scores=None, **axes):
    row = {"dimension": ("multi_level",), "phase": "development", "valence": "barrier", "factor": ("trust",)} | axes
    return {
        "statement": f"s{n}", "doc_id": doc, "start": n * 10, "end": n * 10 + 5, "coder": coder, "round": 1, "origin": "human",
        "case": tuple(cases), "case_evidence": evidence, **row, "inherited": {}, "scores": scores or {}, "quote": f"quote {n}",
    }  # fmt: skip


def build(*rows, **options):
    return build_matrix(pd.DataFrame(list(rows)), BOOK, **options)


def test_the_long_form_has_the_columns_of_the_contract():
    matrix = build(statement(1))
    assert list(matrix.table().columns) == [
        "case",
        "dimension",
        "phase",
        "valence",
        "factor",
        "n_statements",
        "n_documents",
        "score",
    ]
    assert matrix.table().iloc[0].tolist() == ["leeds", "multi_level", "development", "barrier", "trust", 1, 1, SUPPORT]


def test_statements_and_documents_are_counted_once():
    matrix = build(statement(1), statement(2), statement(3, doc="e"))
    row = matrix.table().iloc[0]
    assert (row["n_statements"], row["n_documents"]) == (3, 2)
    assert row["score"] == pytest.approx(1 - (1 - SUPPORT) ** 3)


def test_a_statement_on_two_dimensions_and_factors_fills_four_cells_and_counts_once():
    matrix = build(statement(1, dimension=("multi_level", "multi_dimensional"), factor=("trust", "money")))
    assert len(matrix.frame) == 4
    assert matrix.count() == 1
    assert matrix.count(factor="trust") == 1


def test_a_statement_without_a_case_counts_less_for_every_known_case():
    matrix = build(statement(1, cases=("ALL",), evidence="default"), cases=["leeds", "york"])
    assert list(matrix.frame["case"]) == ["leeds", "york"]
    assert set(matrix.frame["score"]) == {round(SUPPORT * CASE_WEIGHT["default"], 6)}
    assert matrix.frame["by_default"].all()
    assert not build(statement(1)).frame["by_default"].any()


def test_without_known_cases_it_stands_under_all():
    assert list(build(statement(1, cases=("ALL",), evidence="default")).frame["case"]) == ["ALL"]


def test_a_statement_that_lacks_an_axis_is_left_out_and_counted():
    matrix = build(statement(1, valence=""), statement(2))
    assert len(matrix.frame) == 1
    assert matrix.left_out == {"valence": 1}


def test_scores_of_the_codes_lower_the_score_of_the_finding():
    weak = {("factor", "trust"): 0.5, ("valence", "barrier"): 0.4}
    assert build(statement(1, scores=weak)).frame["score"].iloc[0] == pytest.approx(SUPPORT * 0.2)


def test_findings_stand_in_the_order_of_cases_axes_and_score():
    rows = [
        statement(1, factor=("money",)),
        statement(2, factor=("trust",)),
        statement(3, factor=("trust",)),
        statement(4, cases=("york",), valence="enabler"),
    ]
    matrix = build(*rows, cases=["york", "leeds"])
    found = list(zip(matrix.frame["case"], matrix.frame["valence"], matrix.frame["factor"], strict=True))
    assert found == [("york", "enabler", "trust"), ("leeds", "barrier", "trust"), ("leeds", "barrier", "money")]
    assert list(matrix.frame["share"]) == [1.0, pytest.approx(2 / 3), pytest.approx(1 / 3)]


def test_a_cell_leads_to_its_quotes_best_first():
    matrix = build(statement(1, scores={("factor", "trust"): 0.3}), statement(2))
    assert list(matrix.quotes(factor="trust", case="leeds")["quote"]) == ["quote 2", "quote 1"]
    with pytest.raises(UnknownName, match="did you mean 'case'"):
        matrix.quotes(cases="leeds")


def test_least_evidence_leaves_out_findings_and_their_evidence():
    matrix = build(statement(1), statement(2), statement(3, factor=("money",)), min_statements=2)
    assert list(matrix.frame["factor"]) == ["trust"]
    assert set(matrix.evidence["factor"]) == {"trust"}


def test_findings_far_below_the_best_of_their_cell_are_not_listed_and_weak_cells_keep_theirs():
    weak = {("factor", "money"): 0.02}
    rows = [
        statement(1),
        statement(2, factor=("money",), scores=weak),
        statement(3, phase="implementation", factor=("money",), scores=weak),
    ]
    found = build(*rows, least=0.1).frame
    assert set(found[["phase", "factor"]].itertuples(index=False, name=None)) == {
        ("development", "trust"),
        ("implementation", "money"),
    }
    assert len(build(*rows).frame) == 3
    book = dataclasses.replace(BOOK, matrix={**BOOK.matrix, "least": 0.1})
    assert len(build_matrix(pd.DataFrame(rows), book).frame) == 2


def test_findings_without_a_person_are_told():
    assert build(statement(1, coder="rules"), used=[RULES]).frame["by_machine"].all()
    assert not build(statement(1, coder="rules"), statement(2), used=[RULES]).frame["by_machine"].any()


def test_any_axes_may_be_crossed():
    matrix = build(statement(1), rows=["factor"], columns="valence", cell="dimension")
    assert matrix.keys == ["valence", "factor", "dimension"]
    assert matrix.wide().loc["trust", "barrier"] == "multi_level (1)"
    with pytest.raises(UnknownName, match="did you mean 'factor'"):
        build(statement(1), rows=["factors"])


@pytest.mark.parametrize(
    "options",
    [{"columns": "phase"}, {"cell": "valence"}, {"rows": ["factor"]}, {"cell": "case", "columns": "phase", "rows": ["factor"]}],
)
def test_an_axis_stands_once_and_cells_hold_codes(options):
    with pytest.raises(BadInput, match=r"stands twice|hold codes of an axis"):
        build(statement(1), **options)


def test_a_case_that_no_table_names_has_its_column():
    matrix = build(statement(1), statement(2, cases=("york",)), cases=["leeds"])
    assert list(matrix.wide().columns) == ["leeds", "york"]


def test_asking_for_what_does_not_exist_names_the_nearest():
    matrix = build(statement(1))
    with pytest.raises(UnknownName, match="did you mean 'barrier'"):
        matrix.findings(valence="barier")
    with pytest.raises(UnknownName, match="did you mean 'leeds'"):
        matrix.quotes(case="leds")


def test_it_says_what_it_is():
    assert (
        repr(build(statement(1)))
        == "Matrix(1 finding from 1 statement; rows dimension, phase, valence; columns case; cells factor)"
    )


def test_the_wide_form_is_the_published_form():
    matrix = build(statement(1), statement(2), statement(3, factor=("money",)), cases=["leeds", "york"])
    wide = matrix.wide()
    assert wide.loc[("multi_level", "development", "barrier"), "leeds"] == "trust (2); money (1)"
    assert wide.loc[("multi_level", "development", "barrier"), "york"] == ""
    assert wide.shape == (8, 2)
    assert matrix.wide("n_statements").loc[("multi_level", "development", "barrier"), "leeds"] == 3


def test_no_statements_give_an_empty_matrix():
    matrix = build_matrix(pd.DataFrame([statement(1)]).iloc[:0], BOOK)
    assert matrix.table().empty
    assert matrix.count() == 0


@given(
    st.lists(
        st.tuples(st.sampled_from(["trust", "money", "boards"]), st.sampled_from(["barrier", "enabler"]), SCORE),
        min_size=1,
        max_size=12,
    ),
    st.randoms(),
)
def test_scores_lie_in_bounds_and_do_not_depend_on_the_order_of_statements(rows, random):
    made = [statement(i, factor=(f,), valence=v, scores={("factor", f): s}) for i, (f, v, s) in enumerate(rows)]
    shuffled = list(made)
    random.shuffle(shuffled)
    one, two = build(*made), build(*shuffled)
    pd.testing.assert_frame_equal(one.table(), two.table())
    assert one.table()["score"].between(0, 1).all()
    assert one.count() == len(rows)
