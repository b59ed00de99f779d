"""Coding by frames: what may be handed over, and from the units of a coder to codings."""

import pandas as pd
import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.errors import BadTable
from qda.project.coding import codings_given
from qda.project.project import Project

TALK = "I trust the board.\n\nThere is no budget 😀.\n\nAnd so on.\n"
ROW = {"doc_id": "talk", "start": 0, "end": 18, "axis": "factor", "code": "trust"}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        made.add(tmp_path / "talk.txt")
        made.segment("sentence")
        yield made


@pytest.mark.parametrize("given", [[ROW], (ROW,), {k: [v] for k, v in ROW.items()}, pd.DataFrame([ROW])])
def test_a_frame_a_list_of_rows_or_a_dict_of_columns(project, given):
    assert project.add_codings(given, coder="AB").added == 1
    assert project.codings[["quote", "code"]].to_numpy().tolist() == [["I trust the board.", "trust"]]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("talk", "this is a str"),
        (None, "this is a NoneType"),
        (3, "this is a int"),
        ([1, 2], "this is a list"),
        (pd.Series([1]), "this is a Series"),
        (ROW, "under 'doc_id' there is a str; put a single row into a list"),
        (pd.DataFrame([ROW]).to_dict(), "under 'doc_id' there is a dict"),
        ("", "this is a str"),
        ({**{k: [v] for k, v in ROW.items()}, "end": [18, 19]}, "the columns differ in length: doc_id 1, start 1, end 2"),
        ([ROW, {k: v for k, v in ROW.items() if k != "code"}], "row 2: 'code' is missing"),
        (
            [{("Code" if k == "code" else k): v for k, v in ROW.items()}],
            "row 1: 'code' is missing; did you mean 'code' by 'Code'?",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_a_line(project, given, said):
    with pytest.raises(BadTable) as refused:
        project.add_codings(given, coder="AB")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert project.codings.empty


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("memmo", "memo"),
        ("certainity", "certainty"),
        ("Memo", "memo"),
        (" quote", "quote"),
        ("STATUS", "status"),
        ("codes", "code"),
    ],
)
def test_a_column_that_is_nearly_known_is_refused(project, name, meant):
    with pytest.raises(BadTable, match=f"no column '{name}'; did you mean '{meant}'"):
        project.add_codings(pd.DataFrame([{**ROW, name: "x"}]), coder="AB")
    assert project.codings.empty


def test_a_column_nobody_knows_is_warned_of(project):
    with pytest.warns(UserWarning, match="'colour', 'x' not kept; its columns are id, doc_id") as told:
        project.add_codings(pd.DataFrame([{**ROW, "colour": "red", "x": 1}]), coder="AB")
    assert told[0].filename == __file__
    assert len(project.codings) == 1


def test_a_column_that_occurs_twice_is_refused():
    with pytest.raises(BadTable, match="'code' occurs twice"):
        codings_given(pd.DataFrame([[1, 2]], columns=["code", "code"]))


def test_own_codings_go_back_as_they_came(project):
    project.add_codings([ROW], coder="AB")
    assert project.add_codings(project.codings, coder="AB").known == 1


def test_from_the_units_of_a_coder_to_codings(project):
    project.assign("AB", ["talk"])
    units = project.view("AB").assigned
    assert units.columns.tolist() == ["doc_id", "start", "end", "text", "read", "coded"]
    assert units["text"].tolist() == [TALK[s:e] for s, e in zip(units["start"], units["end"], strict=True)]
    assert units["text"].tolist()[1] == "There is no budget 😀."
    rows = units.assign(axis="factor", code="")
    rows.loc[units["text"].str.contains("budget"), "code"] = "money"
    report = project.add_codings(rows, coder="AB")
    assert (report.added, report.readings) == (1, 3)
    assert project.assigned("AB")[["read", "coded"]].to_numpy().tolist() == [[True, False], [True, True], [True, False]]


def test_a_blind_view_of_codings_without_any_memo(project):
    project.assign("AB", ["talk"])
    project.add_codings([ROW], coder="AB")
    assert project.view("AB").codings[["code", "memo"]].to_numpy().tolist() == [["trust", ""]]


def test_units_that_the_grid_no_longer_has_keep_their_text(project):
    project.assign("AB", sample=1.0)
    project.segment("turn")
    assert "There is no budget 😀." in project.assigned("AB")["text"].tolist()


def test_who_is_assigned_nothing_has_no_units(project):
    assert project.assigned("AB").empty
    assert project.assigned("AB")["text"].dtype == "str"
