"""The sample study from end to end: what it holds, and that what leaves it comes back the same."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import qda
from qda import _shipped
from qda.project import run_demo
from qda.project.outputs import tables_of, write_outputs


def run(folder):
    report = run_demo(out=folder)
    assert report.problems == ()
    assert report.warnings == ()


@pytest.fixture(scope="module")
def results(once, tmp_path_factory):
    """What a run of the sample study wrote: a copy, since opening a project may write beside it."""
    return Path(shutil.copytree(once("demo", run), tmp_path_factory.mktemp("demo") / "out"))


@pytest.fixture(scope="module")
def project(results):
    """The project of the study; nobody acts in it."""
    with qda.Project.open(results / "project.qda") as opened:
        yield opened


@pytest.fixture(scope="module")
def statements(project):
    return project.statements()


def test_fifteen_documents_in_three_cities_fill_a_matrix(results, project):
    matrix = pd.read_csv(results / "matrix.csv")
    assert set(matrix["case"]) == {"aldermoor", "brackwater", "falkenrode"}
    assert set(matrix["dimension"]) == {"multi_level", "multi_dimensional", "multi_stakeholder"}
    assert matrix["factor"].nunique() >= 20
    assert len(project.documents) == 15
    assert set(project.documents["language"]) == {"en", "de"}
    assert project.check().empty


def test_where_a_person_coded_the_person_counts(statements):
    by_hand = {"aldermoor/interview-01", "aldermoor/interview-03", "brackwater/interview-02", "falkenrode/interview-02"}
    coders = statements.groupby("doc_id")["coder"].agg(set)
    for doc_id, found in coders.items():
        assert found == ({"MK"} if doc_id in by_hand else {"rules"}), doc_id


def test_german_interviews_are_coded_too(statements):
    german = statements[statements["doc_id"].str.startswith("falkenrode/interview-0") & (statements["coder"] == "rules")]
    findings = german[(german["valence"] != "") & (german["factor"].map(len) > 0)]
    assert findings.groupby("doc_id").size().min() >= 20


def test_what_leaves_comes_back_the_same(results, tmp_path):
    with qda.Project.create(tmp_path / "again.qda", qda.read_codebook("integration")) as project:
        project.import_tables(results / "segments.csv", results / "codings.csv", cases=_shipped.corpus() / "cases.csv")
        tables = tables_of(project, project.matrix())
    written = {name: tmp_path / name for name in ("matrix.csv", "codings.csv", "segments.csv")}
    write_outputs(tables, written)
    for name, path in written.items():
        assert path.read_bytes() == (results / name).read_bytes(), name


def test_every_quote_of_the_matrix_stands_in_its_document(project):
    texts = project.documents.set_index("id")["text"]
    quotes = project.matrix().quotes()
    assert len(quotes) > 300
    for row in quotes.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.quote
