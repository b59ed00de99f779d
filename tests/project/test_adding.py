import pandas as pd
import pytest
from books import SMALL

from qda.codebook import parse_codebook
from qda.errors import BadTable, FileNotThere
from qda.project.project import Project

TALK = """\
Interviewer: How do you work together?

B: I trust the board. There is no budget, though 😀.

Interviewer: Since when?

B: For some years.

Interviewer: And now?

B: The same.
"""


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "study.qda", parse_codebook(SMALL)) as made:
        yield made


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    for case in ("leeds", "york"):
        (folder / case).mkdir(parents=True)
        (folder / case / "talk.txt").write_text(TALK.replace("board", f"{case} board"), encoding="utf-8")
    (folder / "cases.csv").write_text("case,aliases,population\nleeds,Leodis,800000\nyork,,200000\n", encoding="utf-8")
    (folder / "speakers.csv").write_text(
        "file,speaker,role\n" + "".join(f"{c}/talk.txt,{s},{r}\n" for c in ("leeds", "york") for s, r in (("B", "mayor"),)),
        encoding="utf-8",
    )
    return folder


def add_codings(corpus, project, *rows):
    """Write a codings.csv; a row names the words that are coded."""
    text = dict(project.documents[["id", "text"]].itertuples(index=False, name=None))
    lines = ["doc_id,start,end,axis,code,quote"]
    for doc_id, words, axis, code in rows:
        start = text.get(doc_id, words).index(words)
        lines.append(f"{doc_id},{start},{start + len(words)},{axis},{code},{words}")
    (corpus / "codings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_folder_comes_with_its_tables(project, corpus):
    seen = []
    report = project.add(corpus, coder="AB", progress=lambda done, total, name: seen.append((done, total, name)))
    assert report.added == ("leeds/talk", "york/talk")
    assert (report.changed, report.problems) == ((), ())
    assert project.cases["id"].tolist() == ["leeds", "york"]
    assert set(project.speakers["role"]) == {"mayor"}
    assert project.documents["case"].tolist() == ["leeds", "york"]
    assert {"turn", "question"} <= set(project.marks["kind"])
    assert seen[-1][:2] == (2, 2)
    assert set(project.journal["coder"]) == {"", "AB"}


def test_adding_again_changes_nothing(project, corpus):
    project.add(corpus)
    before = len(project.journal)
    report = project.add(corpus)
    assert (report.added, report.changed, len(project.journal)) == ((), (), before)


def test_a_changed_file_is_a_new_text_of_the_same_document(project, corpus):
    project.add(corpus)
    add_codings(corpus, project, ("leeds/talk", "I trust the leeds board.", "factor", "trust"))
    assert project.add(corpus).codings == 1
    talk = corpus / "leeds" / "talk.txt"
    talk.write_text(talk.read_text(encoding="utf-8").replace("B: I", "B: Well. I"), encoding="utf-8")
    (corpus / "codings.csv").unlink()
    report = project.add(corpus)
    assert report.changed == ("leeds/talk",)
    assert "leeds/talk: its text changed; 1 codings of people kept or found their place" in report.warnings[-1]
    assert project.codings["quote"].tolist() == ["I trust the leeds board."]


def test_an_unknown_case_is_refused_and_the_rest_is_done(project, corpus):
    (corpus / "leds").mkdir()
    (corpus / "leds" / "more.txt").write_text("We trust them.", encoding="utf-8")
    report = project.add(corpus)
    assert report.added == ("leeds/talk", "york/talk")
    assert report.problems == (
        "leds/more.txt: case 'leds' is not in the table of cases (did you mean 'leeds'? Allowed: 'leeds', 'york')",
    )


def test_without_a_table_of_cases_every_case_is_new(project, corpus):
    (corpus / "cases.csv").unlink()
    assert len(project.add(corpus).added) == 2


def test_cases_that_are_given_come_first(project, corpus, tmp_path):
    given = tmp_path / "mine.csv"
    given.write_text("case,label\nleeds,Leeds\n", encoding="utf-8")
    report = project.add(corpus, cases=given)
    assert project.cases[["id", "label"]].to_numpy().tolist() == [["leeds", "Leeds"]]
    assert "case 'york' is not in the table of cases" in report.problems[0]


def test_one_bad_file_does_not_hinder_the_others(project, corpus):
    (corpus / "york" / "broken.docx").write_bytes(b"PK\x03\x04 nonsense")
    report = project.add(corpus)
    assert len(report.added) == 2
    assert len(report.problems) == 1
    assert "york/broken.docx" in report.problems[0]


def test_a_single_file(project, corpus):
    report = project.add(corpus / "leeds" / "talk.txt")
    assert report.added == ("talk",)
    assert project.document("talk").case == ""


def test_a_single_file_that_cannot_be_read(project, tmp_path):
    bad = tmp_path / "x.docx"
    bad.write_bytes(b"PK\x03\x04 nonsense")
    report = project.add(bad)
    assert report.added == ()
    assert str(bad) in report.problems[0]


def test_nothing_there(project, tmp_path):
    with pytest.raises(FileNotThere):
        project.add(tmp_path / "nowhere")


def test_codings_of_the_folder_are_imported_and_are_no_acts_of_people(project, corpus):
    project.add(corpus)
    add_codings(
        corpus,
        project,
        ("leeds/talk", "I trust the leeds board.", "factor", "trust"),
        ("york/talk", "no budget", "factor", "money"),
    )
    report = project.add(corpus)
    assert report.codings == 2
    assert project.codings[["coder", "origin", "quote"]].to_numpy().tolist() == [
        ["imported", "import", "I trust the leeds board."],
        ["imported", "import", "no budget"],
    ]
    assert project.human_acts() == 0
    assert project.add(corpus).codings == 0


def test_codings_of_documents_that_are_not_there_are_named(project, corpus):
    project.add(corpus)
    add_codings(corpus, project, ("leeds/talk", "budget", "factor", "money"), ("leeds/walk", "budget", "factor", "money"))
    report = project.add(corpus)
    assert report.codings == 1
    assert "no document 'leeds/walk' in this project; 1 codings left out (did you mean 'leeds/talk'" in report.problems[0]


def test_a_wrong_code_refuses_the_table_and_nothing_else(project, corpus):
    project.add(corpus)
    add_codings(corpus, project, ("leeds/talk", "budget", "factor", "money"), ("york/talk", "budget", "factor", "monney"))
    (corpus / "york" / "second.txt").write_text("A second talk.", encoding="utf-8")
    report = project.add(corpus)
    assert report.added == ("york/second",)
    assert project.codings.empty
    assert len(report.problems) == 1
    assert "no code 'monney'; did you mean 'money'" in report.problems[0]


def test_a_table_of_cases_that_does_not_fit_is_refused_before_anything_is_done(project, corpus):
    with pytest.raises(BadTable, match="'id' is missing"):
        project.add(corpus, cases=pd.DataFrame({"city": ["leeds"]}))
    assert project.documents.empty
