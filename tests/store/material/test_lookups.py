import pandas as pd
import pytest
from claims import FIRST, SECOND

from qda.errors import BadTable, UnknownName
from qda.frames import cases_of

CASES = pd.DataFrame({"id": ["york", "leeds"], "aliases": ["", "Leodis;City of Leeds"], "population": ["200000", "800000"]})


def test_cases_keep_their_order_and_attributes(store):
    assert store.add_cases(CASES) == 2
    found = store.cases()
    assert found["id"].tolist() == ["york", "leeds"]
    assert found["population"].tolist() == ["200000", "800000"]
    assert cases_of(found)[1].aliases == ("Leodis", "City of Leeds")


def test_cases_are_updated_in_place(store):
    store.add_cases(CASES)
    assert store.add_cases(CASES) == 0
    assert store.add_cases(CASES.iloc[:1].assign(label="York")) == 1
    assert store.cases()[["id", "label"]].to_numpy().tolist() == [["york", "York"], ["leeds", ""]]
    assert store.journal()["kind"].tolist() == ["create", "cases", "cases"]
    store.undo()
    assert store.cases()["label"].tolist() == ["", ""]


def test_a_case_occurs_once(store):
    with pytest.raises(BadTable, match="occurs twice"):
        store.add_cases(pd.concat([CASES, CASES]))


def test_speakers(store):
    table = pd.DataFrame({"doc_id": ["a", "a"], "speaker": ["I", "B"], "role": ["interviewer", "mayor"]})
    assert store.add_speakers(table) == 2
    assert store.add_speakers(table.assign(role=["interviewer", "councillor"])) == 1
    assert store.speakers()["role"].tolist() == ["interviewer", "councillor"]


def test_mentions_are_claims_about_spans(filled):
    table = pd.DataFrame([{"doc_id": "leeds/a", "start": s, "end": e, "case": "leeds"} for s, e in (SECOND, FIRST)])
    assert filled.add_mentions(table) == 2
    assert filled.add_mentions(table) == 0
    assert filled.mentions()["start"].tolist() == [0, 17]
    with pytest.raises(UnknownName, match=r"m.csv: no document 'x'"):
        filled.add_mentions(table.assign(doc_id="x"), source="m.csv")


def test_empty_tables_have_their_columns(store):
    for table in (
        store.cases(),
        store.speakers(),
        store.mentions(),
        store.codings(),
        store.readings(),
        store.segments(),
        store.marks(),
    ):
        assert table.empty
        assert len(table.columns)
    assert store.documents().empty
