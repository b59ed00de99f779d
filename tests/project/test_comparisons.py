"""Coders of a project compared, written, settled and read back; and the reports of the measured material."""

import argparse
import importlib.util

import pandas as pd
import pytest
from compared import BOOK, grid
from openpyxl import load_workbook

from qda import Project
from qda.errors import BadInput, UnknownName
from qda.project.comparing_tables import read_coded, two_of

A = "doc_id,start,end,axis,code\nd,0,16,factor,trust\nd,16,32,factor,money\nd,0,16,valence,barrier\nd,48,64,,\n"
B = "doc_id,start,end,axis,code\nd,0,16,factor,trust\nd,16,32,factor,boards\nd,0,16,valence,barrier\nd,48,64,,\n"


@pytest.fixture
def files(tmp_path):
    grid().assign(heading="H").to_csv(tmp_path / "segments.csv", index=False)
    (tmp_path / "AB.csv").write_text(A, encoding="utf-8")
    (tmp_path / "CD.csv").write_text(B, encoding="utf-8")
    return tmp_path


@pytest.fixture
def project(files):
    with Project.create(files / "s.qda", BOOK) as made:
        for name in ("AB", "CD"):
            made.import_tables(files / "segments.csv", files / f"{name}.csv", coder=name)
        yield made


def test_tables_and_project_say_the_same(project, files):
    coded = read_coded(files / "segments.csv", [files / "AB.csv", files / "CD.csv"], codebook=BOOK)
    assert coded.people == ["AB", "CD"]
    ours, theirs = project.agreement("AB", "CD", times=0), coded.agreement(["AB", "CD"])
    columns = ["of", "axis", "code", "coefficient", "value", "n"]
    pd.testing.assert_frame_equal(ours.figures[columns], theirs.figures[columns])
    assert ours.disagreements["start"].tolist() == [16]


def test_a_filled_in_list_is_taken_back(project, files):
    out = files / "talk.xlsx"
    assert project.export(out, project.agreement("AB", "CD", times=0)) == (out,)
    workbook = load_workbook(out)
    sheet = workbook["Disagreements"]
    names = [cell.value for cell in sheet[3]]
    sheet.cell(4, names.index("settled") + 1, "money")
    sheet.cell(4, names.index("reason") + 1, "The rule says so.")
    workbook.save(out)
    report = project.settle_list(out, coder="AB")
    assert (report.settled, report.open, report.problems) == (1, 0, ())
    settled = project.codings.query("origin == 'settled'")
    assert settled[["start", "axis", "code"]].to_numpy().tolist() == [[16, "factor", "money"]]
    assert project.agreement("AB", "CD", times=0).disagreements["start"].tolist() == [16]  # what coders said stays


def test_a_matrix_is_exported_as_before(project, files):
    assert project.export(files / "m.csv", project.matrix()) == (files / "m.csv",)
    assert project.export(files / "m.xlsx") == (files / "m.xlsx",)
    with pytest.raises(BadInput, match=r"no output of kind '\.docx'"):
        project.export(files / "m.docx")


def test_free_spans_are_exported_with_their_text(project, files):
    written = project.export(files / "out", project.span_agreement("AB", "CD", times=0))
    assert {p.name for p in written} >= {"agreement.xlsx", "agreement.docx", "agreement.html", "spans.csv", "disagreements.csv"}
    listed = pd.read_csv(files / "out" / "disagreements.csv")
    assert len(listed) == 2  # boards and money on one unit: each is only one coder's
    assert listed["text"].str.contains("»1").all()


def test_of_a_sample_only_the_drawn_units_count(project):
    project.assign(["AB", "CD"], sample=2, seed=1)
    found = project.agreement("AB", "CD", times=0)
    assert found.answers.segments == 2
    assert "only these 2 count" in str(found)


def test_a_codings_file_may_name_its_coders(files):
    both = pd.concat([pd.read_csv(files / f"{name}.csv").assign(coder=name) for name in ("AB", "CD")])
    both.to_csv(files / "both.csv", index=False)
    assert read_coded(files / "segments.csv", [files / "both.csv"], codebook=BOOK).people == ["AB", "CD"]


def test_a_unit_without_code_and_axis_was_read_on_all(files):
    coded = read_coded(files / "segments.csv", [files / "AB.csv"], codebook=BOOK)
    assert sorted(coded.readings.query("start == 48")["axis"]) == sorted(BOOK.axis_ids)


def test_codes_that_the_codebook_lacks_are_named_with_the_file(files):
    (files / "AB.csv").write_text(A.replace("trust", "trsut"), encoding="utf-8")
    with pytest.raises(UnknownName, match=r"AB\.csv: .*trsut"):
        read_coded(files / "segments.csv", [files / "AB.csv"], codebook=BOOK)


def test_documents_that_are_not_there_are_named(files):
    with pytest.raises(UnknownName, match="no document 'x'"):
        read_coded(files / "segments.csv", [files / "AB.csv"], codebook=BOOK, documents=["x"])


def test_two_people_are_clear_and_others_are_asked_for():
    assert two_of(["AB", "CD"], "f") == ["AB", "CD"]
    with pytest.raises(BadInput, match=r"f: who is to be compared.*there is AB, CD, EF"):
        two_of(["AB", "CD", "EF"], "f")
    with pytest.raises(BadInput, match="there is nobody"):
        two_of([], "f")


# ---------------------------------------------------------------- the reports of the measured material


@pytest.fixture(scope="module")
def reports(root):
    spec = importlib.util.spec_from_file_location("agreement_reports", root / "benchmarks" / "agreement_reports.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_the_report_of_two_coders_on_all_axes(reports, shared, tmp_path, monkeypatch):
    monkeypatch.setattr(reports, "COUNTRIES", ("UK", "Germany"))
    words = reports.localise(argparse.Namespace(out=tmp_path, shared=shared, seed=1, times=20))
    assert "A and B are compared on 349 units of 2 documents" in words
    assert "units that differ from the default of their section (45)" in words
    assert "Crossed findings, as the matrix counts them: 352 findings in both" in words
    assert {p.name for p in (tmp_path / "localise").iterdir()} >= {"agreement.xlsx", "agreement.docx", "agreement.html"}


@pytest.mark.shared
def test_the_report_of_free_spans_against_a_simulated_coder(reports, shared, tmp_path):
    words = reports.taguette(argparse.Namespace(out=tmp_path, shared=shared, seed=7, times=0))
    assert "1,930 of 1,930 published tags of highlights stand where the project says" in words
    assert "(seed 7). This is a test of the tool, and says nothing of people." in words
    sheet = load_workbook(tmp_path / "taguette" / "agreement.xlsx", read_only=True)["Reading"]
    assert any("simulated" in str(row[1]) and "seed 7" in str(row[1]) for row in sheet.iter_rows(values_only=True))


@pytest.mark.shared
def test_the_simulated_coder_is_what_is_said_of_it(reports, shared):
    highlights = reports.read_highlights(shared / "data" / "taguette")
    spans, texts = highlights.spans, highlights.texts
    second = reports.simulated(spans, texts, seed=1)
    assert 0.85 < len(second) / len(spans) < 0.95
    assert (second["start"] < second["end"]).all()
    assert (second["end"] <= second["doc_id"].map(lambda d: len(texts[d]))).all()
    pd.testing.assert_frame_equal(second, reports.simulated(spans, texts, seed=1))
    assert not second.equals(reports.simulated(spans, texts, seed=2))
