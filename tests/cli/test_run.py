"""``qda run``: what it writes, and what it says when the input is wrong."""

import subprocess
import sys

import openpyxl
import pandas as pd
import pytest
from books import SMALL

from qda import Project

OUTPUTS = {"matrix.xlsx", "matrix.csv", "codings.csv", "segments.csv", "report.html", "project.qda"}


def bytes_of(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_it_writes_all_results_and_nothing_else(study, run_study):
    done = run_study()
    assert (done.status, done.err) == (0, "")
    assert {p.name for p in (study / "out").iterdir()} == OUTPUTS
    matrix = pd.read_csv(study / "out/matrix.csv")
    assert list(matrix.columns) == ["case", "dimension", "phase", "valence", "factor", "n_statements", "n_documents", "score"]
    found = set(matrix[["case", "dimension", "phase", "valence", "factor"]].itertuples(index=False, name=None))
    assert ("leeds", "multi_level", "development", "barrier", "trust") in found
    assert ("york", "multi_dimensional", "development", "enabler", "trust") in found
    assert "Matrix" in openpyxl.load_workbook(study / "out/matrix.xlsx").sheetnames
    assert "matrix.csv" in done.out


def test_the_phase_of_an_answer_comes_from_its_question_and_is_marked(out):
    codings = pd.read_csv(out / "codings.csv", keep_default_na=False)
    taken = codings[(codings["axis"] == "phase") & codings["quote"].str.startswith("The lack of trust")]
    assert list(taken["code"]) == ["development"]
    assert taken["evidence"].iloc[0].startswith("inherited: question")


def test_a_unit_without_a_finding_stands_with_an_empty_code(out):
    codings = pd.read_csv(out / "codings.csv", keep_default_na=False)
    segments = pd.read_csv(out / "segments.csv", keep_default_na=False)
    place = ["doc_id", "start", "end"]
    spoken = segments[~segments["role"].eq("interviewer")]
    assert set(spoken[place].itertuples(index=False, name=None)) <= set(codings[place].itertuples(index=False, name=None))


def test_quotes_equal_the_text_at_their_offsets(out):
    codings = pd.read_csv(out / "codings.csv", keep_default_na=False)
    with Project.open(out / "project.qda") as project:
        texts = project.documents.set_index("id")["text"]
    for row in codings[codings["quote"] != ""].itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.quote


def test_running_twice_gives_the_same_bytes(out, run_study):
    first = bytes_of(out)
    assert run_study().status == 0
    second = bytes_of(out)
    for name in ("matrix.csv", "codings.csv", "segments.csv"):
        assert first[name] == second[name], name


def test_no_such_folder(run_study):
    done = run_study(corpus="none")
    assert done.status == 1
    assert done.err.splitlines() == [line for line in done.err.splitlines() if "none: no such folder" in line]


def test_an_empty_folder(study, run_study):
    (study / "empty").mkdir()
    done = run_study(corpus="empty")
    assert done.status == 1
    assert "empty" in done.err
    assert len(done.err.splitlines()) == 1
    assert not list((study / "out").glob("*.csv"))


def test_a_file_of_an_unknown_kind_is_named_and_the_rest_is_done(study, run_study):
    (study / "corpus/leeds/photo.xyz").write_bytes(bytes(range(256)) * 4)
    done = run_study()
    assert done.status == 1
    assert len([line for line in done.err.splitlines() if "photo.xyz" in line]) == 1
    assert {p.name for p in (study / "out").iterdir()} == OUTPUTS


def test_a_broken_file_is_named_and_the_rest_is_done(study, run_study):
    (study / "corpus/leeds/broken.docx").write_bytes(b"PK\x03\x04 no zip at all")
    (study / "corpus/leeds/torn.pdf").write_bytes(b"%PDF-1.7\nno pdf at all")
    done = run_study()
    assert done.status == 1
    assert "broken.docx" in done.err
    assert "torn.pdf" in done.err
    assert (study / "out/matrix.csv").exists()


def test_documents_csv_naming_a_file_that_is_not_there(study, run_study):
    (study / "corpus/documents.csv").write_text(
        "file,case\nleeds/interview-01.txt,leeds\nleeds/interview-99.txt,leeds\n", encoding="utf-8"
    )
    done = run_study()
    assert done.status == 1
    assert "interview-99.txt" in done.err
    assert "documents.csv" in done.err


def test_documents_csv_missing_a_file_that_is_there(study, run_study):
    (study / "corpus/documents.csv").write_text("file,case\nleeds/interview-01.txt,leeds\n", encoding="utf-8")
    done = run_study()
    assert done.status == 0
    assert len([line for line in done.err.splitlines() if "plan.md" in line]) == 1
    assert "york/plan" in set(pd.read_csv(study / "out/segments.csv")["doc_id"])


def test_documents_csv_and_folder_disagree_on_the_case(study, run_study):
    (study / "corpus/documents.csv").write_text("file,case\nleeds/interview-01.txt,york\nyork/plan.md,york\n", encoding="utf-8")
    done = run_study()
    assert done.status == 1
    assert "interview-01.txt" in done.err
    assert "york" in done.err


def test_a_case_that_the_table_of_cases_does_not_know(study, run_study):
    (study / "corpus/cases.csv").write_text("case\nleeds\nyorck\n", encoding="utf-8")
    done = run_study()
    assert done.status == 1
    assert "'york'" in done.err
    assert "did you mean 'yorck'" in done.err


def test_a_table_of_cases_may_be_given_apart(study, run_study):
    (study / "cases.csv").write_text("case,label\nleeds,Leeds\n", encoding="utf-8")
    assert "'york'" in run_study("--cases", study / "cases.csv").err
    assert "no such file" in run_study("--cases", study / "none.csv").err


@pytest.mark.parametrize(
    ("old", "new"),
    [("kind: single", "kind: some"), ("label: Trust", "lable: Trust"), ("title: A", "title: [A"), ("{id: boards", "{id: trust")],
)
def test_a_wrong_codebook_is_told_with_file_and_line(study, run_study, old, new):
    (study / "small.yaml").write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    done = run_study()
    assert done.status == 1
    assert all("small.yaml:" in line for line in done.err.splitlines())
    assert not (study / "out").exists()


def test_a_codebook_that_is_not_there(study, run_study):
    done = run_study(codebook="none.yaml")
    assert (done.status, len(done.err.splitlines())) == (1, 1)


def test_an_output_folder_that_cannot_be_written(study, run_study):
    (study / "out").write_text("a file stands here", encoding="utf-8")
    done = run_study()
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "out" in done.err
    assert (study / "out").read_text(encoding="utf-8") == "a file stands here"


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from qda.cli import main
limit = int(sys.argv.pop())
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
main()
"""


@pytest.mark.parametrize("limit", [60_000, *(pytest.param(n, marks=pytest.mark.soak) for n in (1_000, 130_000))])
def test_a_full_disk_leaves_the_old_results_whole(study, out, limit):
    before = bytes_of(out)
    (study / "corpus/leeds/interview-02.txt").write_text(
        "I: What hinders policy making?\n" + "B: The lack of trust in the board hinders us all.\n" * 400, encoding="utf-8"
    )
    words = ["run", study / "corpus", "--codebook", study / "small.yaml", "--out", out, limit]
    done = subprocess.run([sys.executable, "-c", FULL, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert bytes_of(out) == before


def test_human_codings_stay_when_the_study_is_run_again(study, out, run_study):
    with Project.open(out / "project.qda") as project:
        place = project.segments.iloc[1]
        row = {
            "doc_id": place["doc_id"],
            "start": place["start"],
            "end": place["end"],
            "axis": "factor",
            "code": "boards",
            "quote": place["text"],
        }
        project.add_codings(pd.DataFrame([row]), coder="AB")
    (study / "corpus/york/more.txt").write_text("The committee helps the ministry in its strategy process.", encoding="utf-8")
    done = run_study()
    assert done.status == 0, done.err
    assert "human codings stay" in done.out
    with Project.open(out / "project.qda") as project:
        mine = project.codings[project.codings["coder"] == "AB"]
        assert list(mine["code"]) == ["boards"]
        assert "york/more" in set(project.documents["id"])
        assert "york/more" in set(project.codings["doc_id"])


def test_results_may_not_stand_in_the_place_of_the_corpus(study, run_study):
    done = run_study(out="corpus")
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "is the corpus itself" in done.err
    assert {p.name for p in (study / "corpus").iterdir()} == {"leeds", "york", "cases.csv"}


def test_a_failed_run_leaves_no_empty_folder(study, run_study):
    (study / "empty").mkdir()
    assert run_study(corpus="empty").status == 1
    assert not (study / "out").exists()


def test_a_continued_project_names_files_that_are_gone(study, out, run_study):
    with Project.open(out / "project.qda") as project:
        place = project.segments.iloc[1]
        row = {"doc_id": place["doc_id"], "start": place["start"], "end": place["end"], "axis": "factor", "code": "boards"}
        project.add_codings(pd.DataFrame([row]), coder="AB")
    (study / "corpus/york/plan.md").unlink()
    done = run_study()
    assert "york/plan: still in the project" in done.err
    with Project.open(out / "project.qda") as project:
        assert set(project.codings.query("coder == 'rules'")["round"]) == {1, 2}


def test_a_project_of_another_codebook_is_refused(study, out, run_study):
    before = bytes_of(out)
    (study / "small.yaml").write_text(SMALL.replace("codebook: small", "codebook: other"), encoding="utf-8")
    done = run_study()
    assert done.status == 1
    assert "choose another --out" in done.err
    assert bytes_of(out) == before


def test_a_project_that_is_none_is_refused(study, run_study):
    (study / "out").mkdir()
    (study / "out/project.qda").write_text("not a project", encoding="utf-8")
    done = run_study()
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert (study / "out/project.qda").read_text(encoding="utf-8") == "not a project"


def test_wrong_calls_are_status_2(call, study):
    assert call("run", study / "corpus").status == 2
    assert call("tag").status == 2
    assert call("tag", study / "x.qda", "--segments", study / "s.csv").status == 2
    assert call("nonsense").status == 2
