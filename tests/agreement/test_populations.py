"""Over which units a figure is told."""

import pandas as pd
from compared import BOOK, both, laid, said

from qda.agreement.populations import ALL, populations

CONTEXT = pd.DataFrame(
    [
        {
            "doc_id": "d",
            "start": i * 16,
            "end": i * 16 + 16,
            "axis": "phase",
            "code": "development",
            "source": "heading",
            "evidence": "",
        }
        for i in range(3)
    ]
)
A = said(
    (0, "phase", "development"),
    (1, "phase", "delivery"),
    (2, "phase", "development"),
    (0, "valence", "barrier"),
    (1, "valence", "enabler"),
)
B = said(
    (0, "phase", "development"), (1, "phase", "development"), (2, "phase", "development"), (0, "valence", "enabler"), coder="B"
)
FOUND = laid(both(A, B))


def units(axis, context=CONTEXT):
    found = {p.name: p.of(FOUND.said[axis]) for p in populations(BOOK.axis(axis), FOUND, BOOK, context)}
    return {name: table.index.get_level_values("start").tolist() for name, table in found.items()}


def test_what_headings_give_is_told_apart_from_where_somebody_differs():
    # unit 1: A says delivery; unit 3 has no default and nobody says anything: it does not differ
    assert units("phase") == {ALL: [0, 16, 32, 48], "units that differ from the default of their section": [16]}


def test_without_context_there_is_one_population():
    assert list(units("phase", None)) == [ALL]


def test_an_axis_that_rests_on_another_is_told_where_all_gave_the_other():
    assert units("factor") == {ALL: [0, 16, 32, 48], "units where everybody gave a valence": [0]}
    assert list(units("valence")) == [ALL]


def test_a_coder_who_did_not_rate_a_unit_differs_from_nothing():
    sparse = said((1, "phase", "delivery"), (1, "valence", "barrier"))
    found = laid(both(sparse, B), basis="read")
    named = {p.name: p.of(found.said["phase"]) for p in populations(BOOK.axis("phase"), found, BOOK, CONTEXT)}
    assert len(named["units that differ from the default of their section"]) == 1
