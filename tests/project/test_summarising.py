"""Paraphrase, generalisation, reduction: kept, moved along, merged, undone, and exported as Mayring's table."""

import docx
import openpyxl
import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.errors import BadInput, OffsetError, UnknownName
from qda.export.summary import place_of
from qda.project.project import Project

TALK = "We trust the board.\nMoney is short.\nIt rains."
FIRST, SECOND = ("leeds/talk", 0, 19), ("leeds/talk", 20, 35)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "tape.vtt").write_text("WEBVTT\n\n00:01:10.000 --> 00:01:12.000\nThe ministry helps.\n", encoding="utf-8")
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        made.add(tmp_path / "talk.txt", doc_id="leeds/talk", case="leeds")
        made.add(tmp_path / "tape.vtt", doc_id="york/tape", case="york")
        yield made


def filled(project):
    project.summarise(SECOND, coder="AB", paraphrase="too little money", generalisation="resources are scarce")
    project.summarise(FIRST, coder="AB", paraphrase="trust in the board")
    project.summarise([FIRST, SECOND], coder="AB", reduction="R1")
    start = project.document("york/tape").text.index("The ministry")
    project.summarise(("york/tape", start, start + 19), coder="AB", paraphrase="the ministry helps")


def test_each_step_is_kept_by_itself(project):
    filled(project)
    found = project.summaries
    assert found["case"].tolist() == ["leeds", "leeds", "york"]
    assert found["number"].tolist() == [1, 2, 1]
    assert found["line"].tolist() == [1, 2, 1]
    assert found["quote"].tolist() == ["We trust the board.", "Money is short.", "The ministry helps."]
    assert found["paraphrase"].tolist() == ["trust in the board", "too little money", "the ministry helps"]
    assert found["generalisation"].tolist() == ["", "resources are scarce", ""]
    assert found["reduction"].tolist() == ["R1", "R1", ""]
    assert found["time"].tolist() == ["", "", "00:01:10"]
    assert project.memos.empty, "a summary is no memo that people look for"
    assert project.check().empty


def test_the_last_word_counts_and_every_act_is_undone(project):
    assert project.summarise(FIRST, coder="AB", paraphrase="trust")
    assert not project.summarise(FIRST, coder="AB", paraphrase="trust ")
    assert project.summarise(FIRST, coder="AB", paraphrase="they trust", reduction="R1")
    assert project.undo("AB") == "undo: paraphrase, reduction of 1 passage"
    assert project.summaries[["paraphrase", "reduction"]].to_numpy().tolist() == [["trust", ""]]
    assert project.summarise(FIRST, coder="AB", paraphrase="")
    assert project.summaries.empty
    assert project.history(document="leeds/talk", kind="summarise")["coder"].tolist() == ["AB"] * 3


def test_coders_stand_beside_each_other(project):
    project.summarise(FIRST, coder="AB", paraphrase="trust")
    project.summarise(FIRST, coder="CD", paraphrase="the board is trusted")
    assert project.summaries[["coder", "number"]].to_numpy().tolist() == [["AB", 1], ["CD", 1]]


def test_they_move_along_with_a_new_text(project, tmp_path):
    project.summarise(SECOND, coder="AB", paraphrase="too little money")
    (tmp_path / "talk.txt").write_text("Well, now.\n" + TALK, encoding="utf-8")
    project.add(tmp_path / "talk.txt", doc_id="leeds/talk", case="leeds")
    (row,) = project.summaries.to_dict("records")
    assert (row["quote"], row["start"], row["line"]) == ("Money is short.", 31, 3)


def test_copies_that_both_wrote_are_a_conflict(project, tmp_path):
    with Project.open(project.backup(tmp_path / "copy.qda"), backups=False) as copy:
        copy.summarise(FIRST, coder="AB", paraphrase="one")
    project.summarise(FIRST, coder="AB", paraphrase="two")
    project.merge(tmp_path / "copy.qda", coder="AB")
    (conflict,) = project.conflicts.to_dict("records")
    assert (conflict["kind"], conflict["doc_id"], {conflict["text_a"], conflict["text_b"]}) == (
        "memo",
        "leeds/talk",
        {"one", "two"},
    )
    project.summarise(FIRST, coder="AB", paraphrase=project.summaries["paraphrase"].item())
    assert project.conflicts.empty


def test_what_is_not_there_is_refused(project):
    with pytest.raises(UnknownName, match="leeds/talk"):
        project.summarise(("leeds/tlk", 0, 4), coder="AB", paraphrase="x")
    with pytest.raises(OffsetError):
        project.summarise(("leeds/talk", 0, 400), coder="AB", paraphrase="x")
    with pytest.raises(BadInput):
        project.summarise(FIRST, coder="rules", paraphrase="x")
    assert project.summaries.empty


def test_the_table_as_workbook_document_and_csv(project, tmp_path):
    filled(project)
    project.summarise(FIRST, coder="CD", paraphrase="=1+1")
    for suffix, rows in ((".xlsx", 4), (".docx", 4), (".csv", 4)):
        assert project.export_summary(tmp_path / f"summary{suffix}") == rows
        project.export_summary(tmp_path / f"again{suffix}")
        assert (tmp_path / f"summary{suffix}").read_bytes() == (tmp_path / f"again{suffix}").read_bytes()
    sheet = openpyxl.load_workbook(tmp_path / "summary.xlsx")["Summary"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(i for i, row in enumerate(cells) if row[0] == "Case")
    assert cells[head][:7] == ["Case", "Page, line or time", "No.", "Passage", "Paraphrase", "Generalisation", "Reduction"]
    assert cells[head + 2][:7] == ["leeds", "l. 2", 2, "Money is short.", "too little money", "resources are scarce", "R1"]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    tables = docx.Document(str(tmp_path / "summary.docx")).tables
    assert [len(table.rows) for table in tables] == [4, 2]
    assert [cell.text for cell in tables[0].rows[3].cells][:4] == ["york", "00:01:10", "1", "the ministry helps"]
    assert (tmp_path / "summary.csv").read_text(encoding="utf-8").startswith("case,doc_id,page,line,time,number,quote,paraphrase")
    assert project.export_summary(tmp_path / "own.csv", coder="CD") == 1
    with pytest.raises(BadInput, match=r"no summary of kind '\.pdf'"):
        project.export_summary(tmp_path / "summary.pdf")


def test_nothing_is_written_as_an_empty_table(project, tmp_path):
    for suffix in (".xlsx", ".docx", ".csv"):
        assert project.export_summary(tmp_path / f"none{suffix}") == 0


def test_a_place_is_cited_by_time_page_or_line():
    assert place_of({"page": "", "line": 3, "time": ""}) == "l. 3"
