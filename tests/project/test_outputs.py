"""What leaves a project: matrices by whose reading, tables, workbook, report."""

import shutil

import openpyxl
import pandas as pd
import pytest
from books import SMALL

import qda
from qda.codebook import parse_codebook
from qda.errors import BadInput, OutputError, UnknownName

BOOK = parse_codebook(SMALL)
TALK = """\
I: Let us talk about policy making. What hinders it?
B: The lack of trust in the ministry hinders us. The weather is fine.
I: And then?
B: The board helps the department.
"""


@pytest.fixture
def project(tmp_path, once):
    shutil.copytree(once("tagged-talk", make), tmp_path, dirs_exist_ok=True)
    with qda.Project.open(tmp_path / "study.qda") as made:
        yield made


def make(study):
    folder = study / "corpus" / "leeds"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(TALK, encoding="utf-8")
    with qda.Project.create(study / "study.qda", BOOK) as made:
        made.add(study / "corpus")
        made.segment()
        made.tag(qda.RuleTagger(BOOK))


def coded(project, words, *codes, coder="AB"):
    text = project.documents["text"].iloc[0]
    start = text.index(words)
    rows = [
        {"doc_id": "leeds/a", "start": start, "end": start + len(words), "axis": a, "code": c, "quote": words} for a, c in codes
    ]
    project.add_codings(pd.DataFrame(rows), coder=coder)


def findings(matrix):
    return set(matrix.table()[["case", "phase", "valence", "factor"]].itertuples(index=False, name=None))


def test_rules_make_a_matrix_and_a_follow_up_keeps_the_phase(project):
    matrix = project.matrix()
    assert findings(matrix) == {("leeds", "development", "barrier", "trust"), ("leeds", "development", "enabler", "boards")}
    assert [(r.coder, r.by_machine) for r in matrix.used] == [("rules", True)]
    assert matrix.frame["by_machine"].all()


def test_a_persons_reading_takes_the_place_of_the_rules_where_it_was_made(project):
    codes = [("valence", "barrier"), ("factor", "money"), ("dimension", "multi_level")]
    coded(project, "The lack of trust in the ministry hinders us.", *codes)
    matrix = project.matrix()
    assert findings(matrix) == {("leeds", "development", "barrier", "money"), ("leeds", "development", "enabler", "boards")}
    assert set(matrix.frame["by_machine"]) == {True, False}
    assert findings(project.matrix(coders=["rules"])) == findings_of_rules()
    with pytest.raises(UnknownName, match="did you mean 'AB'"):
        project.matrix(coders=["ABC"])


def findings_of_rules():
    return {("leeds", "development", "barrier", "trust"), ("leeds", "development", "enabler", "boards")}


def test_statements_tell_what_they_inherited(project):
    statements = project.statements()
    trust = statements[statements["factor"].map(lambda codes: "trust" in codes)].iloc[0]
    assert (trust["phase"], trust["inherited"]) == ("development", {"phase": "question"})
    assert trust["case"] == ("leeds",)


def test_any_crossing_can_be_asked_for(project):
    matrix = project.matrix(rows=["factor"], columns="valence", cell="dimension")
    assert matrix.keys == ["valence", "factor", "dimension"]


def test_a_folder_gets_all_outputs_and_a_file_one(project, tmp_path):
    written = project.export(tmp_path / "out")
    assert {p.name for p in written} == {"matrix.xlsx", "matrix.csv", "codings.csv", "segments.csv", "report.html"}
    assert project.export(tmp_path / "only.csv") == (tmp_path / "only.csv",)
    assert (tmp_path / "only.csv").read_bytes() == (tmp_path / "out/matrix.csv").read_bytes()
    sheets = openpyxl.load_workbook(tmp_path / "out/matrix.xlsx").sheetnames
    assert sheets == [
        "Matrix",
        "Barriers",
        "Enablers",
        "Counts",
        "Quotes",
        "Codings",
        "Cases",
        "Sample",
        "Codebook",
        "Method",
        "Journal",
    ]


def test_the_method_names_version_readings_and_hashes(project, tmp_path):
    project.export(tmp_path / "m.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx")["Method"]
    said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for word in (
        BOOK.codebook_version,
        "rules (round 1, rule",
        project.documents["revision"].iloc[0][:12],
        f"qda {qda.__version__}",
    ):
        assert word in said


def test_machines_leave_what_they_inherited_and_found_empty(project, tmp_path):
    project.export(tmp_path / "out")
    codings = pd.read_csv(tmp_path / "out/codings.csv", keep_default_na=False)
    weather = codings[codings["quote"].str.startswith("The weather")]
    assert set(weather["evidence"].str.split(":").str[0]) == {"inherited"}
    assert not codings.duplicated(["doc_id", "start", "end", "coder", "round", "statement", "axis", "code"]).any()


def test_what_was_exported_comes_back(project, tmp_path):
    project.export(tmp_path / "out")
    with qda.Project.create(tmp_path / "again.qda", BOOK) as again:
        again.import_tables(tmp_path / "out/segments.csv", tmp_path / "out/codings.csv")
        assert findings(again.matrix()) == findings(project.matrix())


def test_no_such_output(project, tmp_path):
    with pytest.raises(BadInput, match=r"\.pdf.*allowed: \.xlsx, \.html, \.csv, or a folder"):
        project.export(tmp_path / "matrix.pdf")
    with pytest.raises(OutputError, match="no such folder"):
        project.export(tmp_path / "none" / "matrix.csv")


def test_a_table_of_units_is_tagged_without_a_project(project, tmp_path):
    project.export(tmp_path / "out")
    n = qda.project.tag_table(tmp_path / "out/segments.csv", codebook=BOOK, out=tmp_path / "s.csv")
    found = pd.read_csv(tmp_path / "s.csv", keep_default_na=False)
    assert (found["code"] != "").sum() == n
    place = ["doc_id", "start", "end"]
    spoken = project.segments[project.segments["role"] != "interviewer"]
    assert set(found[place].itertuples(index=False, name=None)) == set(spoken[place].itertuples(index=False, name=None))
    own = found[(found["code"] != "") & ~found["evidence"].str.startswith("inherited:")]
    theirs = project.codings
    key = [*place, "axis", "code"]
    assert set(own[key].itertuples(index=False, name=None)) == set(theirs[key].itertuples(index=False, name=None))
