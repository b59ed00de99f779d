import pandas as pd
import pytest
from books import SMALL

from qda.codebook import Bank, parse_codebook
from qda.codebook.bank import LabelledExample
from qda.frames import check
from qda.learn.labels import labels_of, labels_of_bank, slices

BOOK = parse_codebook(SMALL)
COLUMN = {(code.axis, code.id): n for n, code in enumerate(BOOK.codes())}
UNITS = check("segments", pd.DataFrame([{"doc_id": "d", "start": s, "end": s + 10, "text": "x" * 10} for s in (0, 10, 20)]))


def coding(start, code, coder="AB", axis="factor", **more):
    return {
        "doc_id": "d",
        "start": start,
        "end": start + 10,
        "axis": axis,
        "code": code,
        "coder": coder,
        "origin": "human",
        **more,
    }


def said(*rows, readings=None):
    labels = labels_of(UNITS, check("codings", pd.DataFrame(rows)), BOOK, readings)
    at = COLUMN["factor", "trust"]
    return [int(g) if j else None for g, j in zip(labels.given[:, at], labels.judged[:, at], strict=True)]


def test_a_segment_without_codings_was_read_and_found_empty():
    assert said(coding(0, "trust"), coding(10, "")) == [1, 0, 0]


def test_what_nobody_coded_anywhere_is_unknown():
    labels = labels_of(UNITS, check("codings", pd.DataFrame([coding(0, "trust")])), BOOK)
    assert not labels.judged[:, slices(BOOK)["phase"]].any()


def test_with_readings_only_what_was_read_is_known():
    read = check(
        "readings", pd.DataFrame([coding(s, "") for s in (0, 10)])[["doc_id", "start", "end", "axis", "coder", "origin"]]
    )
    assert said(coding(0, "trust"), readings=read) == [1, 0, None]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([coding(0, "trust"), coding(0, "boards", "CD")], None),
        ([coding(0, "trust"), coding(0, "boards", "CD"), coding(0, "trust", "EF")], 1),
        ([coding(0, "trust"), coding(0, "boards", "CD"), coding(0, "boards", "EF")], 0),
        ([coding(0, "trust"), coding(0, "trust", "CD"), coding(0, "boards", "", origin="settled")], 0),
        ([coding(0, "trust", round=1), coding(0, "boards", round=2)], 0),
        ([coding(0, "boards"), coding(0, "trust", status="rejected")], 0),
        ([coding(0, "trust"), coding(0, "trust", "CD", status="rejected")], None),
        ([coding(0, "boards"), coding(0, "trust", "model", origin="model", status="suggested")], 0),
        ([coding(0, "boards"), coding(0, "trust", evidence="inherited: heading")], 0),
        ([coding(0, "", axis=""), coding(10, "trust")], 0),
    ],
)
def test_settled_then_majority_then_unknown(rows, expected):
    assert said(*rows)[0] == expected


def test_a_free_span_stands_for_the_units_it_covers_for_the_most_part():
    row = coding(0, "trust") | {"start": 8, "end": 19}
    assert said(row) == [0, 1, 0]


def test_a_bank_says_what_it_judged_and_what_one_might_give_wrongly():
    bank = Bank(
        examples=(
            LabelledExample(text="A", language="en", codes={"factor": ("boards",)}),
            LabelledExample(text="B", language="en", codes={"valence": ()}, near={"factor": ("trust", "unheard_of")}),
        )
    )
    labels = labels_of_bank(bank, BOOK)
    trust, barrier = COLUMN["factor", "trust"], COLUMN["valence", "barrier"]
    assert labels.judged[:, trust].tolist() == [True, True]
    assert labels.judged[:, barrier].tolist() == [False, True]
    assert labels.judged[1, COLUMN["factor", "boards"]] == 0
    assert labels.given.sum() == 1
