"""Agreement on crossed findings."""

import pandas as pd
from compared import BOOK, both, compared, laid, read, said

from qda.agreement.findings import crossed_axes, findings

CONTEXT = pd.DataFrame(
    [
        {
            "doc_id": "d",
            "start": i * 16,
            "end": i * 16 + 16,
            "axis": "phase",
            "code": "development",
            "source": "heading",
            "evidence": "heading “Development”",
        }
        for i in range(4)
    ]
)
A = said((0, "valence", "barrier"), (0, "factor", "trust"), (1, "valence", "enabler"), statement="")
A["statement"] = ["s1", "s1", "s2"]
B = said((0, "valence", "barrier"), (0, "factor", "trust"), (0, "factor", "money"), (0, "phase", "delivery"), coder="B")
B["statement"] = "t1"
FINDING = ("development", "barrier", "trust")


def test_a_finding_is_a_code_of_each_axis_of_the_matrix():
    assert crossed_axes(BOOK) == ("phase", "valence", "factor")


def test_what_headings_give_is_taken_over_unless_somebody_says_else():
    table = findings(both(A, B), laid(both(A, B)), BOOK, CONTEXT)
    assert table["A"].tolist() == [frozenset({FINDING}), frozenset(), frozenset(), frozenset()]
    assert table["B"].tolist() == [
        frozenset({("delivery", "barrier", "trust"), ("delivery", "barrier", "money")}),
        *[frozenset()] * 3,
    ]


def test_a_unit_not_read_on_an_axis_of_the_finding_is_missing():
    readings = both(read(0, 2, axis="factor"), read(0, 2, axis="valence"))
    table = findings(both(A, B), laid(both(A, B), readings), BOOK, CONTEXT)
    assert [one is None for one in table["A"]] == [False, True, False, True]  # unit 1 has a valence, and was not read for factors


def test_totals_and_single_findings_are_told():
    found = compared(both(A, B), context=CONTEXT)
    assert found.findings.iloc[0][["both", "only_a", "only_b"]].tolist() == [0, 1, 2]
    assert len(found.finding_counts) == 3
    assert found.finding_counts[["phase", "valence", "factor"]].drop_duplicates().shape == (3, 3)


def test_without_context_there_are_no_findings():
    found = compared(both(A, B))
    assert found.findings.empty
    assert found.finding_counts.empty
    assert "finding" not in set(found.figures["of"])
