"""What can be seen in a coding guide alone, and in the documents that its anchor examples name."""

import pytest

from qda.codebook import parse_codebook
from qda.codebook.linting import COLUMNS, findings_frame, lint, lint_anchors

LOOK = "look for them where the documents are"
TEXTS = {"leeds/interview-01": "Well.\nI just ring  her up, “you know”. That is it.", "york/plan": "Trust is good."}


def book(anchor, *, state="pilot"):
    return parse_codebook(
        f"codebook: b\nstate: {state}\nmatrix: {{rows: [v], cell: f}}\naxes:\n  - {{id: v, codes: [{{id: x}}]}}\n"
        f"  - id: f\n    codes:\n      - id: trust\n        anchor_examples:\n          - {anchor}\n",
        file="b.yaml",
    )


@pytest.mark.parametrize(
    "anchor",
    [
        "anywhere",
        "{quote: I JUST ring her up, document: leeds/interview-01}",
        "{quote: 'I just ring her up, \"you know\".', document: leeds/interview-01}",
        "{quote: Trust is good., document: york/plan, start: 0}",
    ],
)
def test_an_anchor_example_that_stands_where_it_says_is_no_finding(anchor):
    assert lint_anchors(book(anchor), TEXTS) == ()


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        (
            "{quote: Nobody rings., document: york/plan}",
            "b.yaml:10: warning: f/trust: anchor example “Nobody rings.” is not found in york/plan: quote it as it stands there, or leave the document out",
        ),
        (
            "{quote: Trust is good., document: leeds/interview-01}",
            "b.yaml:10: warning: f/trust: anchor example “Trust is good.” is not found in leeds/interview-01: it stands in york/plan",
        ),
        (
            "{quote: is good., document: york/plan, start: 2}",
            "b.yaml:10: warning: f/trust: anchor example “is good.” does not begin at 2 in york/plan: it begins at 6",
        ),
        (
            "{quote: Nobody rings., document: hull/1}",
            "b.yaml:8: warning: codebook: anchor examples name documents that are not here (hull/1): 1 were not looked for: "
            + LOOK,
        ),
    ],
)
def test_an_anchor_example_that_is_not_there_is_told(anchor, said):
    assert [str(finding) for finding in lint_anchors(book(anchor), TEXTS)] == [said]


def test_a_finding_is_one_line_whatever_it_quotes():
    (finding,) = lint_anchors(book('{quote: "Nobody\\nrings.", document: york/plan}'), TEXTS)
    assert "“Nobody rings.” is not found" in str(finding)


def test_without_documents_nothing_is_said_of_those_that_are_not_here():
    assert lint_anchors(book("{quote: a, document: hull/1}"), {}) == ()


def test_each_finding_names_file_line_code_and_remedy():
    found = lint(book("x"))
    assert [str(f) for f in found][:2] == [
        "b.yaml:5: warning: v/x: no anchor example: quote a passage that shows it",
        "b.yaml:5: warning: v/x: no coding rule: draw the border to its neighbours",
    ]
    frame = findings_frame(found)
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == 5
    assert (frame["remedy"] != "").all()
